"""What is written in each cell of a measure's row? The raw words, as the source had them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from application.exports.beside import beside
from application.exports.form import helpers
from application.exports.page import Box, FormColumn
from application.imports.cells import names_indicator
from application.imports.heading_words import Role
from domain.plan.document import Measure, SubItem
from domain.plan.executors import split_executors
from domain.spelling import clean

VALUES = (Role.QUARTER, Role.TOTAL)
GROUPING = (Role.SECTION, Role.TASK, Role.SUBTASK)


def boxes_of(
    measure: Measure, columns: Sequence[FormColumn], *, in_title: bool, counted: bool
) -> tuple[Box, ...]:
    """The row's cells but those of section, task and subtask, which may reach over several rows.

    ``in_title``: the number stands before the title. ``counted``: the first column then counts the rows.
    """
    besides = beside(measure, columns)
    words = {
        Role.NUMBER: (f"{measure.ordinal}." if counted else "") if in_title else number_of(measure),
        Role.PURPOSE: measure.purpose or "",
        Role.MEASURE: title_of(measure, in_title=in_title),
        Role.EXECUTORS: executors_of(measure),
        Role.CO_EXECUTORS: listed(helpers(measure)),
        Role.DUE: measure.due.raw,
        Role.INDICATOR: _indicator(measure, columns, in_title=in_title),
        Role.TARGET: measure.target.raw if isinstance(measure.target.raw, str) else "",
        Role.RESULT: measure.expected_result or "",
        Role.BASELINE: measure.baseline or "",
        Role.WEIGHT: measure.weight or "",
        Role.NOTE: measure.note or "",
    }
    values = [at for at, column in enumerate(columns) if column.role in VALUES]
    own = [
        Box(at, besides.get(at) or words.get(column.role, ""))
        for at, column in enumerate(columns)
        if column.role not in (*VALUES, *GROUPING)
    ]
    return tuple(sorted((*own, *_values(measure, columns, values)), key=lambda box: box.column))


def _indicator(measure: Measure, columns: Sequence[FormColumn], *, in_title: bool) -> str:
    if not any(column.role is Role.MEASURE for column in columns):
        return title_of(measure, in_title=in_title)
    return "" if _stands_shifted(measure) else measure.indicator or ""


def number_of(measure: Measure) -> str:
    """As printed, unless that is the label of an activity in prose: a table numbers by number."""
    printed = measure.number_raw or ""
    return printed if measure.number and measure.number in printed else measure.number or printed


def title_of(measure: Measure, *, in_title: bool) -> str:
    title = "\n".join((measure.title, *_items(measure.sub_items)))
    number = (measure.number_raw or measure.number or "") if in_title else ""
    return f"{number}{'.' if number.isdigit() else ''} {title}".lstrip()


def executors_of(measure: Measure) -> str:
    return measure.executors_raw or listed(e.raw for e in measure.executors if e.raw)


def listed(names: Iterable[str]) -> str:
    """Names in one cell, apart by commas where those cannot be mistaken for commas within a name."""
    each = tuple(names)
    split = split_executors(", ".join(each))
    return ", ".join(each) if tuple(n.name for n in split.executors) == each else "; ".join(each)


def _items(items: Sequence[SubItem]) -> list[str]:
    """Lines with a dash, under the bureau they belong to; the last one ends the list."""
    lines: list[str] = []
    for unit, under in groupby(items, key=lambda item: item.unit):
        lines += [f"{unit}:"] if unit else []
        lines += [f"- {item.title};" for item in under]
    return [*lines[:-1], f"{lines[-1].removesuffix(';')}."] if lines else []


def _stands_shifted(measure: Measure) -> bool:
    """The source has the indicator in the executors' cell, and nothing in its own."""
    words = measure.executors_raw or ""
    return not measure.executors and names_indicator(words) and clean(words) == measure.indicator


def _values(measure: Measure, columns: Sequence[FormColumn], values: Sequence[int]) -> list[Box]:
    """Quarters and total; one phrase for all of them stands once, over all of their columns."""
    if not values:
        return []
    raw = measure.target.raw
    texts = [raw, *[None] * (len(values) - 1)] if isinstance(raw, str) else list(raw)
    in_order = sorted(values, key=lambda at: (columns[at].role is Role.TOTAL, at))
    alone = bool(texts and texts[0]) and not any(texts[1:]) and not str(texts[0]).strip().isdigit()
    if alone and values == list(range(values[0], values[-1] + 1)):
        return [Box(values[0], str(texts[0]), columns=len(values))]
    held = dict(zip(in_order, texts, strict=False))
    return [Box(at, held.get(at) or "") for at in values]
