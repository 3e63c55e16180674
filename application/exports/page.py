"""What stands on a plan's paper, line by line and cell by cell, whatever the file format?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from application.imports.heading_words import Role


class Style(StrEnum):
    OFFICE = "office"
    ACT = "act"
    STAMP = "stamp"
    TITLE = "title"
    SECTION = "section"
    TASK = "task"
    MEASURE = "measure"
    LABELLED = "labelled"
    TEXT = "text"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; line ends within it stay line ends."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Signature:
    position: str
    name: str


@dataclass(frozen=True, slots=True)
class FormColumn:
    """``group`` is a heading above, where the own one alone does not say what the column holds."""

    heading: str
    role: Role
    group: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A cell at a column of its row. It may reach down over rows and to the right over columns."""

    column: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Band:
    """Words over the whole width: a section, a goal, a task."""

    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure's row; a column without a box is covered from above or from the left."""

    boxes: tuple[Box, ...]


Row = Band | Entry


@dataclass(frozen=True, slots=True)
class Page:
    """A whole plan. With ``columns`` the measures stand in ``rows``, without them in ``lines``.

    Nothing in a text is markup or a formula. ``at`` is the moment since which the plan stands so.
    """

    language: str
    name: str
    office: str
    at: datetime
    before: tuple[Line, ...]
    columns: tuple[FormColumn, ...]
    rows: tuple[Row, ...]
    lines: tuple[Line, ...]
    signatures: tuple[Signature, ...]
    after: tuple[Line, ...]

    @property
    def grouped(self) -> bool:
        return any(column.group for column in self.columns)

    def runs(self) -> Iterator[tuple[str, int, int]]:
        """The upper row of a grouped heading: each group with its first column and its width."""
        first = 0
        while first < len(self.columns):
            group, width = self.columns[first].group, 1
            while group and first + width < len(self.columns) and self.columns[first + width].group == group:
                width += 1
            yield group, first, width
            first += width


PlanRenderer = Callable[[Page], bytes]
"""A page as the bytes of one format: a pure function, equal for equal pages on every machine."""
