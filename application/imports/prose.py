"""Which measures does a plan in prose list: «Hoạt động N: …» with its labelled lines below it?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from application.imports.grid import Cell, Line
from application.imports.headings import Role, role_of
from application.imports.numbers import section_title
from application.imports.rows import MeasureLine, Row, SectionLine, UnreadLine
from domain.spelling import clean

_ACTIVITY = re.compile(
    r"(?P<raw>(?:hoạt động|захід|measure|activity)(?:\s*№?\s*(?P<n>\d+))?)\s*[:.]\s*(?P<rest>\S.*)",
    re.I | re.S,
)
_LABEL = re.compile(r"[-–•*+]?\s*(?P<label>[^:]{3,60}):\s*(?P<rest>.*)", re.S)
_LEAST = 2
_MOST_TITLE_LINES = 3


@dataclass(slots=True)
class _Open:
    """An activity whose lines are still being read."""

    line: Line
    raw: str
    number: str
    section: str | None
    task: str | None
    title: list[str]
    cells: dict[Role, Cell] = field(default_factory=dict)


def lists_measures(lines: Sequence[Line]) -> bool:
    return sum(_activity(line) is not None for line in lines) >= _LEAST


def rows_of_prose(lines: Sequence[Line]) -> Iterator[Row]:
    """Sections, then each activity as a measure numbered by section, group and activity (``II.1.2``)."""
    section = task = None
    count = 0
    activity: _Open | None = None
    for line in lines:
        if found := _activity(line):
            if activity:
                yield _closed(activity)
            count += 1
            activity = _Open(
                line, clean(found["raw"]), found["n"] or str(count), section, task, [found["rest"]]
            )
            continue
        heading = section_title(line.text)
        if heading.number and (heading.roman or "." not in heading.number):
            if activity:
                yield _closed(activity)
            activity, count = None, 0
            if heading.roman:
                section, task = clean(line.text), None
                yield SectionLine(line.text, line.place)
            else:
                task = clean(line.text)
        elif activity and not _take(activity, line):
            yield UnreadLine(clean(line.text), line.place)
    if activity:
        yield _closed(activity)


def _activity(line: Line) -> re.Match[str] | None:
    return _ACTIVITY.match(clean(line.text))


def _take(activity: _Open, line: Line) -> bool:
    """A labelled line is a cell; words before the first label go on with the title."""
    label = _LABEL.fullmatch(clean(line.text))
    role = role_of(label["label"]) if label else Role.OTHER
    if label and role is not Role.OTHER and role not in activity.cells:
        activity.cells[role] = Cell(label["rest"], 0, 0, line.place)
    elif not label and not activity.cells and len(activity.title) < _MOST_TITLE_LINES:
        activity.title.append(clean(line.text))
    else:
        return False
    return True


def _closed(activity: _Open) -> MeasureLine:
    section = section_title(activity.section or "").number
    group = section_title(activity.task or "").number
    number = ".".join(part for part in (section, group, activity.number) if part)
    title = Cell(" ".join(activity.title), 0, 0, activity.line.place)
    return MeasureLine(
        {Role.MEASURE: title, **activity.cells},
        activity.line.place,
        number=number,
        number_raw=activity.raw,
        built=number != activity.number,
        section=activity.section,
        task=activity.task,
    )
