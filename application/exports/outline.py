"""In which rows does a plan's table stand: sections, goals and tasks above their measures?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from application.exports.cells import GROUPING, boxes_of
from application.exports.form import is_goal, numbers_stand_in_titles
from application.exports.page import Band, Box, Entry, FormColumn, Row
from application.imports.heading_words import Role
from application.imports.numbers import section_title
from domain.plan.document import Measure, PlanDocument, Task


def rows_of(plan: PlanDocument, columns: Sequence[FormColumn]) -> tuple[Row, ...]:
    return tuple(_reaching_down(list(_Rows(plan, columns).rows()), columns))


@dataclass(frozen=True, slots=True)
class Open:
    """Which section is open at a row, and which numbered part of it."""

    section: str | None = None
    number: str | None = None
    title: str | None = None


def opened(sections: Sequence[str]) -> list[Open]:
    """What is open below each section's row: «2.1» under «2» goes on with it, anything else begins anew."""
    below: list[Open] = []
    top: str | None = None
    section: str | None = None
    for text in sections:
        found = section_title(text)
        if found.number and top and found.number.startswith(f"{top}."):
            below.append(Open(section, found.number, found.title))
            continue
        section = text
        top = found.number if found.number and not found.roman and not found.word else None
        below.append(Open(section, top, found.title if top else None))
    return below


def task_of(plan: PlanDocument, measure: Measure) -> Task | None:
    """The task as the plan lists it; one of the measure's own section goes before its namesakes."""
    same = [t for t in plan.tasks if (t.number, t.title) == (measure.task_number, measure.task)]
    return next((t for t in same if t.section == measure.section), same[0] if same else None)


class Sections:
    """Goes through the sections in order as the measures ask for them."""

    def __init__(self, plan: PlanDocument) -> None:
        self.plan = plan
        self.below = opened(plan.sections)
        self.at = -1
        self.off_list: str | None = None

    def up_to(self, measure: Measure) -> Iterator[str]:
        """The rows that must stand between the measure before and this one."""
        if self._fits(self.at, measure):
            return
        later = (n for n in range(self.at + 1, len(self.below)) if self._fits(n, measure))
        if (found := next(later, None)) is not None:
            yield from self.plan.sections[self.at + 1 : found + 1]
            self.at, self.off_list = found, None
        elif measure.section and measure.section != self._section:
            self.off_list = measure.section
            yield measure.section

    def rest(self) -> Sequence[str]:
        return self.plan.sections[self.at + 1 :]

    @property
    def _section(self) -> str | None:
        return self.off_list or (self.below[self.at].section if self.at >= 0 else None)

    def _fits(self, at: int, measure: Measure) -> bool:
        if self.off_list and at == self.at:
            return self.off_list == measure.section
        here = self.below[at] if at >= 0 else Open()
        if here.section != measure.section:
            return False
        own = (measure.task_number, measure.task)
        return task_of(self.plan, measure) is not None or own in ((here.number, here.title), (None, None))


class _Rows:
    def __init__(self, plan: PlanDocument, columns: Sequence[FormColumn]) -> None:
        self.plan, self.columns = plan, columns
        self.roles = {column.role for column in columns}
        self.in_title = numbers_stand_in_titles(plan)
        numbered = sum(bool(m.number) for m in plan.measures)
        self.counted = numbered > len(plan.measures) / 2
        self.purpose: str | None = None
        self.task: Task | None = None

    def rows(self) -> Iterator[Row]:
        sections = Sections(self.plan)
        for measure in self.plan.measures:
            if Role.SECTION not in self.roles:
                for text in sections.up_to(measure):
                    self.purpose = self.task = None
                    yield Band(text)
            yield from self._goal(measure)
            yield from self._task(measure)
            yield self._entry(measure)
        if Role.SECTION not in self.roles:
            yield from map(Band, sections.rest())

    def _goal(self, measure: Measure) -> Iterator[Row]:
        purpose = measure.purpose
        if Role.PURPOSE not in self.roles and purpose and purpose != self.purpose and is_goal(purpose):
            self.purpose = purpose
            yield Band(purpose)

    def _task(self, measure: Measure) -> Iterator[Row]:
        task = task_of(self.plan, measure)
        if Role.TASK not in self.roles and task and task != self.task:
            self.task = task
            yield Band(task.raw or task.title)

    def _entry(self, measure: Measure) -> Entry:
        task = task_of(self.plan, measure)
        words = {
            Role.SECTION: measure.section or "",
            Role.TASK: (task.raw or task.title) if task else "",
            Role.SUBTASK: measure.subtask or "",
        }
        grouping = [Box(at, words[c.role]) for at, c in enumerate(self.columns) if c.role in words]
        own = boxes_of(measure, self.columns, in_title=self.in_title, counted=self.counted)
        return Entry(tuple(sorted((*grouping, *own), key=lambda box: box.column)))


def _reaching_down(rows: Sequence[Row], columns: Sequence[FormColumn]) -> Iterator[Row]:
    """The same section, task or subtask in rows that follow each other is one cell over all of them."""
    grouping = [at for at, column in enumerate(columns) if column.role in GROUPING]
    for at, row in enumerate(rows):
        if isinstance(row, Band):
            yield row
            continue
        above = rows[at - 1] if at else None
        kept = (
            replace(box, rows=_height(rows, at, box, grouping)) if box.column in grouping else box
            for box in row.boxes
            if not (isinstance(above, Entry) and box.column in grouping and _same(above, row, box, grouping))
        )
        yield Entry(tuple(kept))


def _height(rows: Sequence[Row], at: int, box: Box, grouping: Sequence[int]) -> int:
    height = 1
    for above, below in zip(rows[at:], rows[at + 1 :], strict=False):
        if isinstance(above, Band) or isinstance(below, Band) or not _same(above, below, box, grouping):
            break
        height += 1
    return height


def _same(above: Entry, below: Entry, box: Box, grouping: Sequence[int]) -> bool:
    """A subtask ends with its task: all that stands left of it must be the same too."""
    left = [column for column in grouping if column <= box.column]
    return bool(box.text) and all(_text(above, column) == _text(below, column) for column in left)


def _text(row: Entry, column: int) -> str:
    return next(box.text for box in row.boxes if box.column == column)
