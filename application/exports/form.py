"""Which columns does a plan's table have: those of its source, and none too few for what it holds?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from application.exports.page import FormColumn
from application.exports.words import QUARTERS, WORDS
from application.imports.headings import Role, role_of
from application.imports.numbers import section_title
from domain.plan.document import CellState, Measure, PlanDocument
from domain.plan.executors import Named, split_executors
from domain.spelling import plain

_GROUPED = (Role.INDICATOR, Role.TARGET, Role.QUARTER, Role.TOTAL)


def columns_of(plan: PlanDocument) -> tuple[FormColumn, ...]:
    """The headings of the source in their order, then house columns for what those cannot hold."""
    if not plan.columns:
        return tuple(house_columns(plan))
    own = [_grouped(FormColumn(c.heading, Role(c.role)), plan.language) for c in _in_order(plan)]
    held = {column.role for column in own}
    return (*own, *(column for column in house_columns(plan) if column.role not in held | _meant(held)))


def house_columns(plan: PlanDocument) -> Iterator[FormColumn]:
    headings = WORDS[plan.language].headings
    for role, is_needed in _NEEDED:
        if any(is_needed(measure) for measure in plan.measures) or role is Role.MEASURE:
            yield FormColumn(headings[role], role)
    if any(isinstance(measure.target.raw, tuple) for measure in plan.measures):
        group = WORDS[plan.language].measures
        yield from (FormColumn(quarter, Role.QUARTER, group) for quarter in QUARTERS)
        yield FormColumn(headings[Role.TOTAL], Role.TOTAL, group)


def numbers_stand_in_titles(plan: PlanDocument) -> bool:
    """«Захід 1.1.1 Назва» in one cell, beside a column that counts rows or tasks."""
    numbered = [m for m in plan.measures if m.number]
    if not any(column.role == Role.NUMBER for column in plan.columns):
        return bool(plan.columns) and bool(numbered)
    printed = [m.number_raw or "" for m in numbered]
    if any(any(c.isalpha() for c in raw) and not section_title(f"{raw} x").roman for raw in printed):
        return True
    if any(raw.endswith((".", ")")) for raw in printed):
        return False
    deep = sum((m.number or "").count(".") > 1 for m in numbered)
    has_tasks = any(column.role == Role.TASK for column in plan.columns)
    return has_tasks and deep > len(numbered) / 2


def helpers(measure: Measure) -> tuple[str, ...]:
    """Who helps and is not named in the executors' cell itself."""
    consenting = tuple(Named(e.raw, True).name for e in measure.executors if e.by_consent)
    joining = split_executors(measure.executors_raw or "").helpers if measure.executors else ()
    named, rest = (*consenting, *(helper.name for helper in joining)), measure.co_executors
    return rest[len(named) :] if rest[: len(named)] == named else tuple(c for c in rest if c not in named)


def _in_order(plan: PlanDocument) -> Iterator[FormColumn]:
    yield from (FormColumn(c.heading, Role(c.role)) for c in sorted(plan.columns, key=lambda c: c.index))


def _grouped(column: FormColumn, language: str) -> FormColumn:
    """«Найменування» under «Показники», quarters under their group: the heading alone says too little."""
    alone = role_of(column.heading)
    if column.role is alone and column.role not in (Role.QUARTER, Role.TOTAL):
        return column
    return replace(column, group=WORDS[language].measures) if column.role in _GROUPED else column


def _meant(held: set[Role]) -> set[Role]:
    """What a plan's form does not need a column of its own for."""
    without = {Role.NUMBER, Role.TASK, Role.SECTION} if Role.MEASURE in held else set()
    return without | ({Role.TARGET, Role.TOTAL} if Role.QUARTER in held else set())


_NEEDED: tuple[tuple[Role, Callable[[Measure], bool]], ...] = (
    (Role.NUMBER, lambda m: bool(m.number)),
    (Role.TASK, lambda m: bool(m.task)),
    (Role.SUBTASK, lambda m: bool(m.subtask)),
    (Role.PURPOSE, lambda m: bool(m.purpose) and not is_goal(m.purpose or "")),
    (Role.MEASURE, lambda m: True),
    (Role.EXECUTORS, lambda m: bool(m.executors_raw or m.executors)),
    (Role.CO_EXECUTORS, lambda m: bool(helpers(m))),
    (Role.DUE, lambda m: m.due.state is not CellState.MISSING),
    (Role.INDICATOR, lambda m: bool(m.indicator)),
    (Role.TARGET, lambda m: isinstance(m.target.raw, str) and m.target.state is not CellState.MISSING),
)


def is_goal(text: str) -> bool:
    """A goal that stands in a row of its own above its measures."""
    return plain(text).startswith(("ціль", "мета", "стратегічна", "операційна", "оперативна", "mục", "goal"))
