"""What does every reader hand over? Tables and lines of text in document order, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple


class CellKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    ERROR = "error"
    UNCOMPUTED = "uncomputed"


class Cell(NamedTuple):
    """``text`` is what the source shows, exactly. ``row`` and ``column`` count from 0; spans count cells.

    A date's ``text`` is written as the workbook shows it, ``iso`` as ``2021-01-31``.
    """

    text: str
    row: int
    column: int
    place: str
    rows: int = 1
    columns: int = 1
    kind: CellKind = CellKind.TEXT
    iso: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph outside tables."""

    text: str
    place: str


@dataclass(frozen=True)
class Grid:
    """One table or sheet. A merged cell stands once in ``cells``, at its upper left corner.

    In a text the rows are counted as its lines are, and those that go on with another one are passed over.
    """

    name: str
    cells: tuple[Cell, ...]
    hidden_rows: frozenset[int] = frozenset()
    is_sheet: bool = False
    is_text: bool = False

    @cached_property
    def _rows(self) -> dict[int, dict[int, Cell]]:
        rows: dict[int, dict[int, Cell]] = {}
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rows):
                touched = rows.setdefault(row, {})
                for column in range(cell.column, cell.column + cell.columns):
                    touched.setdefault(column, cell)
        return rows

    @property
    def width(self) -> int:
        return max((cell.column + cell.columns for cell in self.cells), default=0)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers this place, a merged one too."""
        return self._rows.get(row, {}).get(column)

    def place(self, row: int, column: int) -> str:
        """The place's name, ``План!C9``, ``table 1 row 5 col 3`` or, in a text, ``line 10``, whether a cell
        stands there or not."""
        if self.is_sheet:
            return f"{self.name}!{letters(column)}{row + 1}"
        return f"line {row + 1}" if self.is_text else f"{self.name} row {row + 1} col {column + 1}"

    def row(self, row: int) -> tuple[Cell, ...]:
        """The cells that touch this row, each once, from left to right."""
        touched = self._rows.get(row, {})
        return tuple(dict.fromkeys(touched[column] for column in sorted(touched)))

    def rows(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Rows that hold cells, from above; empty ones are passed over."""
        for row in sorted(self._rows):
            yield row, self.row(row)


def letters(column: int) -> str:
    """A sheet's name for a column: 0 is ``A``, 26 is ``AA``."""
    name, left = "", column + 1
    while left:
        left, digit = divmod(left - 1, 26)
        name = chr(65 + digit) + name
    return name


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the reader saw about the file itself; ``code`` is a finding's code."""

    code: str
    place: str
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Papers:
    """A file as it was read: grids and lines in document order, and what there is to say about the file."""

    media_type: str
    blocks: tuple[Grid | Line, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Grid))
