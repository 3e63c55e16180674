"""Which column of a list of staff holds what? Headings in Ukrainian, Vietnamese and English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from application.imports.grid import Cell, Grid, Papers
from domain.spelling import folded


class Column(StrEnum):
    PERSON = "person"
    NAME = "name"
    EMAIL = "email"
    UNIT = "unit"
    POSITION = "position"
    ROLE = "role"
    HEADS = "heads"
    SINCE = "since"
    UNTIL = "until"
    ACTING = "acting"
    ORDER = "order"
    ALIASES = "aliases"


NAMES: Mapping[Column, tuple[str, ...]] = {
    Column.PERSON: ("id", "особа", "ідентифікатор", "код особи", "mã", "mã nhân viên", "person", "person id"),
    Column.NAME: (
        *("піб", "прізвище, ім'я, по батькові", "прізвище та ім'я", "ім'я", "працівник"),
        *("họ và tên", "họ tên", "name", "full name"),
    ),
    Column.EMAIL: ("пошта", "електронна пошта", "ел. пошта", "email", "e-mail", "thư điện tử", "mail"),
    Column.UNIT: ("підрозділ", "відділ", "структурний підрозділ", "đơn vị", "phòng", "unit", "department"),
    Column.POSITION: ("посада", "chức vụ", "chức danh", "position", "post", "job title"),
    Column.ROLE: ("роль", "vai trò", "role"),
    Column.HEADS: ("очолює", "керує", "керівник", "lãnh đạo", "phụ trách", "heads", "head"),
    Column.SINCE: ("з", "з дати", "від", "початок", "từ", "từ ngày", "since", "from", "start"),
    Column.UNTIL: ("до", "по", "до дати", "кінець", "đến", "đến ngày", "until", "to", "end"),
    Column.ACTING: ("в.о", "виконує обов'язки", "заміщення", "quyền", "q", "acting"),
    Column.ORDER: ("наказ", "підстава", "номер наказу", "quyết định", "căn cứ", "order", "basis"),
    Column.ALIASES: ("інші назви", "скорочення", "tên khác", "viết tắt", "aliases", "other names"),
}
KNOWN = {folded(name): column for column, names in NAMES.items() for name in names}
ENOUGH = ({Column.NAME, Column.PERSON}, {Column.POSITION})
"""Of each of these a list of staff has at least one."""


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One line of the list: the text of each column that is filled in, and where it stands."""

    place: str
    cells: Mapping[Column, Cell]

    def text(self, column: Column) -> str:
        cell = self.cells.get(column)
        return " ".join(cell.text.split()) if cell else ""


def rows_of(papers: Papers) -> list[StaffRow] | None:
    """The lines under the headings, of every table that has them; None where no table does."""
    found = [(grid, headed) for grid in papers.grids if (headed := headings_of(grid))]
    return [row for grid, headed in found for row in below(grid, *headed)] if found else None


def headings_of(grid: Grid) -> tuple[int, dict[int, Column]] | None:
    """The row of headings, and the column that each place holds."""
    for row, cells in grid.rows():
        columns = {cell.column: KNOWN[name] for cell in cells if (name := folded(cell.text)) in KNOWN}
        if all(wanted & {*columns.values()} for wanted in ENOUGH):
            return row, columns
    return None


def below(grid: Grid, heading: int, columns: Mapping[int, Column]) -> Iterator[StaffRow]:
    for row, _ in grid.rows():
        found = {column: grid.at(row, at) for at, column in columns.items()} if row > heading else {}
        cells = {column: cell for column, cell in found.items() if cell and cell.text.strip()}
        if cells:
            yield StaffRow(grid.place(row, 0), cells)
