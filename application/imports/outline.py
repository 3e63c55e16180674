"""Where does each measure stand: in which section and task, with which number, as a part of what?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from application.imports.headings import Heading, Role
from application.imports.mending import mended
from application.imports.numbers import (
    Numbered,
    depth,
    is_included,
    measure_title,
    number_cell,
    parent_named,
    parent_number,
    section_title,
    task_title,
    visible,
)
from application.imports.rows import MeasureLine, Row, SectionLine
from application.imports.section_numbers import agrees, numbers_agree
from domain.plan.document import SubItem, Task
from domain.plan.findings import Doubt, doubt
from domain.spelling import clean, plain

_GOAL = re.compile(
    r"(стратегічна|операційна|оперативна)? ?(ціль|мета)\b|mục (tiêu|đích)\b|(strategic )?goal\b"
)
_TASK_WORDS = ("завдання", "підзавдання", "task", "nhiệm vụ")
_SEVERAL = re.compile(r"(?:^|\n)\s*(?=(?:захід|hoạt động|measure)\s*№?\s*\d)", re.IGNORECASE)
_ROMAN_PART = re.compile(r"^[IVX]+\.")
"""«II.1.2» is the second of task 1 in section II."""
_POINT = re.compile(r"(?:^|\n)\s*(?=\d{1,2}\)\s*\S)")
_POINT_NUMBER = re.compile(r"(\d{1,2})\)")
_ITEM = re.compile(r"\s*[-–—•·▪*]\s*(?P<item>\S.*)")


@dataclass(frozen=True, slots=True)
class Place:
    """A measure's place in the plan, and its words without its number."""

    title: str
    number: str | None = None
    number_raw: str | None = None
    section: str | None = None
    task_number: str | None = None
    task: str | None = None
    subtask: str | None = None
    purpose: str | None = None
    parent: str | None = None
    relation: str | None = None
    sub_items: tuple[SubItem, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    sections: tuple[str, ...]
    tasks: tuple[Task, ...]
    placed: tuple[tuple[MeasureLine, Place], ...]


def outline(rows: Sequence[Row], heading: Heading | None) -> Outline:
    """Number gives hierarchy; the label beside it only where the number says nothing."""
    walk = _Walk(list(_one_measure_each(mended(rows))), heading)
    placed = tuple(walk.places())
    family = _Family([place for _, place in placed], walk.subtasks)
    return Outline(
        tuple(walk.sections),
        tuple(walk.tasks.values()),
        tuple((line, family.related(place)) for line, place in placed),
    )


class _Walk:
    """Goes down the rows and remembers which section, task and goal are open."""

    def __init__(self, rows: list[Row], heading: Heading | None) -> None:
        self.rows, self.heading = rows, heading
        lines = [row for row in rows if isinstance(row, MeasureLine)]
        titled = sum(measure_title(line.text(Role.MEASURE)).number is not None for line in lines)
        columned = sum(number_cell(line.text(Role.NUMBER)) is not None for line in lines)
        self.by_title = titled > len(lines) / 2 or 0 < titled >= columned
        self.numbered = columned > 0 or titled > len(lines) / 2
        self.sections: list[str] = []
        self.tasks: dict[tuple[str | None, str], Task] = {}
        self.subtasks: set[str] = set()
        self.section: str | None = None
        self.agrees = False
        self.deepest: tuple[str, str] | None = None
        self.top: str | None = None
        self.task: Task | None = None
        self.purpose: str | None = None
        self.task_purpose: str | None = None
        self.subtask: str | None = None
        self.agreeing = numbers_agree(rows)

    def places(self) -> Iterator[tuple[MeasureLine, Place]]:
        for row in self.rows:
            if isinstance(row, SectionLine):
                self.agrees = id(row) in self.agreeing
                self._enter(row)
            elif isinstance(row, MeasureLine):
                yield row, self._place(row)

    def _enter(self, row: SectionLine) -> None:
        text = clean(row.text)
        found = section_title(text)
        if _GOAL.match(plain(text)) and self.section:
            self.purpose = text
            return
        if found.word in _TASK_WORDS:
            self._open_task(text)
            return
        self.sections.append(text)
        self.task = self.purpose = self.subtask = self.task_purpose = None
        if found.number and self.top and found.number.startswith(f"{self.top}."):
            self.deepest = (found.number, found.title)
            return
        self.section = text
        self.top = found.number if found.number and not found.roman and not found.word else None
        self.deepest = (self.top, found.title) if self.top else None

    def _open_task(self, text: str) -> None:
        found = task_title(text)
        task = Task(number=found.number, title=found.title, raw=text, section=self.section)
        if self.task is None or self.task.raw != text:
            self.subtask = self.task_purpose = None
        self.task = self.tasks.setdefault((found.number, found.title), task)

    def _place(self, line: MeasureLine) -> Place:
        if line.number:
            return self._prose_place(line)
        if section := clean(line.text(Role.SECTION)):
            if section not in self.sections:
                self.sections.append(section)
            self.section = section
        if task := clean(line.text(Role.TASK)):
            self._open_task(task)
        numbered = self._number(line)
        title, items = _sub_items(line.text(Role.MEASURE), numbered)
        doubts = list(self._check(numbered, title))
        number, label = self._task_of(numbered, doubts)
        self.task_purpose = clean(line.text(Role.PURPOSE)) or (self.task_purpose if self.task else None)
        if subtask := clean(line.text(Role.SUBTASK)):
            self.subtask = subtask
            if own := task_title(subtask).number:
                self.subtasks.add(own)
        return Place(
            title=title,
            number=numbered.number,
            number_raw=numbered.raw,
            section=self._section_of(numbered.number, doubts),
            task_number=number,
            task=label,
            subtask=self.subtask,
            purpose=self.task_purpose or self.purpose,
            sub_items=items,
            doubts=(*doubts, *_shared(line)),
        )

    def _prose_place(self, line: MeasureLine) -> Place:
        task = task_title(line.task or "")
        section = line.section or self.section
        if line.task:
            self.section = line.section
            self._open_task(line.task)
        return Place(
            title=clean(line.text(Role.MEASURE)),
            number=line.number,
            number_raw=line.number_raw,
            section=section,
            task_number=task.number,
            task=task.title or None,
            doubts=(doubt("number-built", number=line.number),) if line.built else (),
        )

    def _number(self, line: MeasureLine) -> Numbered:
        text = visible(line.text(Role.MEASURE))
        titled = measure_title(text)
        if self.by_title:
            return titled
        written = clean(line.text(Role.NUMBER))
        number = number_cell(written) or (written.rstrip(".)") if 0 < len(written) <= 12 else None)
        if number:
            return Numbered(number, written, clean(text))
        return titled

    def _check(self, numbered: Numbered, title: str) -> Iterator[Doubt]:
        if numbered.number is None and self.numbered and not is_included(title):
            yield doubt("number-missing")

    def _section_of(self, number: str | None, doubts: list[Doubt]) -> str | None:
        """The section that the number names, where the numbers of this plan name sections."""
        if self.section is None or not self.agrees or number is None or agrees(number, self.section):
            return self.section
        doubts.append(doubt("section-against-number", number=number, section=self.section))
        return next((section for section in self.sections if agrees(number, section)), None)

    def _task_of(self, numbered: Numbered, doubts: list[Doubt]) -> tuple[str | None, str | None]:
        if self.task is None:
            return self.deepest or (None, None)
        own, number = self.task.number, _ROMAN_PART.sub("", numbered.number or "")
        if own and number and depth(number) > depth(own) and not number.startswith(f"{own}."):
            prefix = ".".join(number.split(".")[: depth(own)])
            doubts.append(doubt("task-against-number", number=number, task=own, proposal=prefix))
            known = next((task for task in self.tasks.values() if task.number == prefix), None)
            return prefix, known.title if known else None
        return own, self.task.title


class _Family:
    """Which measure is a part («у т.ч.») or a child of which."""

    def __init__(self, places: list[Place], subtasks: set[str]) -> None:
        self.numbers = {place.number for place in places if place.number}
        own = (place.number for place in places if place.number and not is_included(place.title))
        self.groups = {parent_number(number) for number in own} - self.numbers
        self.subtasks = subtasks
        self.whole: str | None = None

    def related(self, place: Place) -> Place:
        if is_included(place.title):
            return replace(place, parent=self._whole_of(place), relation="included_in")
        self.whole = place.number
        parent = parent_number(place.number) if place.number else None
        if parent and self._is_child(place, parent):
            return replace(place, parent=parent, relation="child")
        return place

    def _whole_of(self, place: Place) -> str | None:
        above = parent_number(place.number) if place.number else None
        if above and above in (place.task_number, *self.subtasks, *self.groups):
            above = None
        return parent_named(place.title) or above or self.whole

    def _is_child(self, place: Place, parent: str) -> bool:
        if parent in self.numbers:
            return True
        task = place.task_number
        return bool(
            task and not place.subtask and parent not in self.subtasks and parent.startswith(f"{task}.")
        )


def _one_measure_each(rows: Sequence[Row]) -> Iterator[Row]:
    """A cell that holds several numbered measures becomes several lines that share the cells beside it."""
    for row in rows:
        text = row.text(Role.MEASURE) if isinstance(row, MeasureLine) else ""
        pieces = [piece for piece in _SEVERAL.split(text) if piece.strip()]
        points = _points(text) if len(pieces) < 2 else pieces
        if len(points) < 2 or not isinstance(row, MeasureLine):
            yield row
            continue
        if points is not pieces:
            yield from _parallel(row, points)
            continue
        for piece in pieces:
            cell = row.cells[Role.MEASURE]._replace(text=piece)
            yield replace(row, cells={**row.cells, Role.MEASURE: cell}, shares=True)


def _parallel(row: MeasureLine, points: list[str]) -> Iterator[Row]:
    """Cells beside that are numbered alike give each measure its own piece; the others are shared."""
    lists = {role: _points(cell.text) for role, cell in row.cells.items()}
    own = {role: texts for role, texts in lists.items() if len(texts) == len(points)}
    shares = any(
        cell.text.strip() and role not in own and role not in (Role.TASK, Role.SECTION, Role.PURPOSE)
        for role, cell in row.cells.items()
    )
    for at, point in enumerate(points):
        texts = {role: _POINT_NUMBER.sub("", pieces[at], count=1).strip() for role, pieces in own.items()}
        texts[Role.MEASURE] = point
        cells = {role: cell._replace(text=texts.get(role, cell.text)) for role, cell in row.cells.items()}
        yield replace(row, cells=cells, shares=shares)


def _points(text: str) -> list[str]:
    """«1) … 2) … 3) …», each on a line of its own, are measures; a list that does not begin so is not."""
    pieces = [piece.strip() for piece in _POINT.split(text) if piece.strip()]
    numbers = [match[1] for piece in pieces if (match := _POINT_NUMBER.match(piece))]
    return pieces if numbers == [str(n + 1) for n in range(len(pieces))] else [text]


def _shared(line: MeasureLine) -> tuple[Doubt, ...]:
    told = (
        (line.shares, "measures-in-one-cell"),
        (line.joined, "row-joined"),
        (line.task_joined, "task-joined"),
    )
    return tuple(doubt(code) for holds, code in told if holds)


def _sub_items(text: str, numbered: Numbered) -> tuple[str, tuple[SubItem, ...]]:
    """Lines that begin with a dash are sub-items; a line that ends with a colon names whose they are."""
    lines = [line for line in visible(text).splitlines() if line.strip()]
    at = next((n for n, line in enumerate(lines) if n and _ITEM.match(line)), None)
    if at is None:
        return numbered.title, ()
    first = at - 1 if at > 1 and lines[at - 1].rstrip().endswith(":") else at
    taken = clean("\n".join(lines[:first]))
    title = numbered.title[: len(numbered.title) - max(0, len(clean(visible(text))) - len(taken))].rstrip()
    return title, tuple(_items(lines[first:]))


def _items(lines: list[str]) -> Iterator[SubItem]:
    unit: str | None = None
    item: str | None = None
    for line in lines:
        match = _ITEM.match(line)
        if item and (match or line.rstrip().endswith(":")):
            yield SubItem(title=item.rstrip(" ;."), unit=unit)
            item = None
        if match:
            item = clean(match["item"])
        elif line.rstrip().endswith(":"):
            unit = clean(line).rstrip(":")
        elif item:
            item = f"{item} {clean(line)}"
    if item:
        yield SubItem(title=item.rstrip(" ;."), unit=unit)
