"""Which column of a table of what was done holds what? Headings in Ukrainian, Vietnamese and English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from application.imports.grid import Cell, Grid, Papers
from domain.spelling import folded


class Column(StrEnum):
    ID = "id"
    NUMBER = "number"
    QUANTITY = "quantity"
    DAY = "day"
    UNIT = "unit"
    ITEM = "item"
    PLACE = "place"
    PEOPLE = "people"
    NOTE = "note"
    NIL = "nil"


NAMES: Mapping[Column, tuple[str, ...]] = {
    Column.ID: ("id", "код рядка", "mã dòng", "row code"),
    Column.NUMBER: (
        *("№", "№ з/п", "№ заходу", "номер", "номер заходу", "захід №"),
        *("stt", "số", "số thứ tự", "mã hoạt động", "no", "number", "measure number", "number of measure"),
    ),
    Column.QUANTITY: (
        *("виконано", "скільки зроблено", "скільки зроблено?", "кількість", "фактично", "зроблено"),
        *("thực hiện", "đã thực hiện", "đã thực hiện bao nhiêu", "đã thực hiện bao nhiêu?", "số lượng"),
        *("quantity", "done", "actual", "how much", "how much was done", "how much was done?"),
    ),
    Column.DAY: (
        *("коли", "коли?", "дата", "дата виконання", "день", "ngày", "ngày thực hiện", "khi nào", "khi nào?"),
        *("date", "day", "when", "when?", "done on"),
    ),
    Column.UNIT: (
        *("підрозділ", "бюро", "відділ", "від якого підрозділу", "від якого підрозділу?", "хто виконав"),
        *("bộ phận", "phòng", "của bộ phận nào?", "unit", "department", "for which unit?"),
    ),
    Column.ITEM: (
        *("підпункт", "який підпункт", "який підпункт?", "складова", "tiểu mục", "tiểu mục nào?"),
        *("sub-item", "item", "which sub-item?"),
    ),
    Column.PLACE: ("місце", "де", "місце проведення", "địa điểm", "nơi", "place", "where"),
    Column.PEOPLE: (
        *("осіб", "охоплено осіб", "скільки осіб охоплено", "кількість осіб", "учасників"),
        *("số người", "people", "people reached", "participants"),
    ),
    Column.NOTE: ("примітка", "примітки", "опис", "ghi chú", "note", "notes", "remark"),
    Column.NIL: ("потреби не виникало", "без потреби", "không phát sinh", "no need arose", "no need", "nil"),
}
KNOWN = {folded(name): column for column, names in NAMES.items() for name in names}
ENOUGH = ({Column.NUMBER, Column.ID}, {Column.QUANTITY, Column.NIL})
"""Of each of these a table of what was done has at least one."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: its cells that are filled in, and where each of its columns stands."""

    place: str
    cells: Mapping[Column, Cell]
    places: Mapping[Column, str]

    def text(self, column: Column) -> str:
        cell = self.cells.get(column)
        return " ".join(cell.text.split()) if cell else ""

    @property
    def says_something(self) -> bool:
        """A measure's own number alone is a line that was left for later."""
        return bool(set(self.cells) - {Column.ID, Column.NUMBER})


def lines_of(papers: Papers) -> list[Line] | None:
    """The lines under the headings, of every table that has them; None where no table does."""
    headed = [(grid, found) for grid in papers.grids if (found := headings_of(grid))]
    return [line for grid, found in headed for line in below(grid, *found)] if headed else None


def headings_of(grid: Grid) -> tuple[int, dict[int, Column]] | None:
    """The row of headings and what each column holds; of two columns of one kind the first."""
    for row, cells in grid.rows():
        columns: dict[int, Column] = {}
        for cell in cells:
            column = KNOWN.get(folded(cell.text))
            if column and column not in columns.values():
                columns[cell.column] = column
        if all(wanted & {*columns.values()} for wanted in ENOUGH):
            return row, columns
    return None


def below(grid: Grid, heading: int, columns: Mapping[int, Column]) -> Iterator[Line]:
    for row, _ in grid.rows():
        found = {column: grid.at(row, at) for at, column in columns.items()} if row > heading else {}
        cells = {column: cell for column, cell in found.items() if cell and cell.text.strip()}
        if cells:
            places = {column: grid.place(row, at) for at, column in columns.items()}
            yield Line(grid.place(row, 0), cells, places)
