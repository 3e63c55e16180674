"""What is each row of a plan's table: a section, a task, a measure, a total, a note, a signature?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from application.imports.grid import Cell, Grid
from application.imports.heading_words import REPORTED, Role
from application.imports.headings import Heading, is_numbering, is_repeated
from application.imports.numbers import measure_title, number_cell, visible
from domain.spelling import clean, plain

_TOTALS = re.compile(r"(всього|усього|разом|загалом|підсумок|tổng cộng|tổng số|tổng|cộng|total)\b")
_NOTE = re.compile(r"(примітк|ghi chú|note\b|notes\b|\*)")
_OFFICE = re.compile(
    r"(директор|начальник|голов[аи]|заступник|головн\w+ (спеціаліст|бухгалтер)|завідувач|керівник|провідн|"
    r"в\. ?о\.|т\. ?в\. ?о\.|погоджено|ознайомлен|виконав|giám đốc|chủ tịch|trưởng|phó|tm\.|kt\.|người lập|"
    r"director|head\b|prepared by)"
)
_BY_COLUMN = (Role.QUARTER, Role.TOTAL, Role.MATRIX, Role.FUNDING, Role.OTHER, *REPORTED)
_U, _L = "А-ЯІЇЄҐ", "а-яіїєґ"
PERSON = re.compile(
    rf"(?:[{_U}]\.\s?){{1,2}}\s?[{_U}][{_U}{_L}'’ʼ-]+|[{_U}][{_L}'’ʼ]+\s[{_U}][{_U}'’ʼ-]+|"
    rf"[{_U}][{_U}{_L}'’ʼ-]+\s(?:[{_U}]\.\s?){{1,2}}"
)


@dataclass(frozen=True, slots=True)
class SectionLine:
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """The cells of one measure by role. A role without a column is absent; an empty cell has no text.

    ``values`` are the quarter columns of its value line in order, the total last; ``more`` are cells of
    further lines of the same measure that no reading takes up; ``extra`` are the cells of columns that one
    role has several of, or none, by column of ``heading``; ``shares``: its cell holds other measures too.
    ``joined``: a row cut by a page was put together again; ``task_joined``: its task cell went to one above.
    """

    cells: dict[Role, Cell]
    place: str
    values: tuple[Cell, ...] = ()
    more: tuple[Cell, ...] = ()
    extra: dict[int, Cell] = field(default_factory=dict)
    heading: Heading | None = None
    hidden: bool = False
    shares: bool = False
    joined: bool = False
    task_joined: bool = False
    number_raw: str | None = None
    number: str | None = None
    built: bool = False
    section: str | None = None
    task: str | None = None

    def text(self, role: Role) -> str:
        cell = self.cells.get(role)
        return cell.text if cell else ""


@dataclass(frozen=True, slots=True)
class TotalsLine:
    place: str
    cells: tuple[Cell, ...]
    heading: Heading | None = None


@dataclass(frozen=True, slots=True)
class NoteLine:
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class SignatureLine:
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """A row without a measure; ``cells`` are its written ones by role."""

    text: str
    place: str
    cells: dict[Role, Cell] = field(default_factory=dict)


Row = SectionLine | MeasureLine | TotalsLine | NoteLine | SignatureLine | UnreadLine


@dataclass(slots=True)
class _Group:
    """A measure and the rows that its merged cell covers."""

    row: int
    below: list[int] = field(default_factory=list)


def rows_of(grid: Grid, heading: Heading) -> Iterator[Row]:
    """The rows below the heading, from above, those without meaning left out."""
    measure = heading.column(Role.MEASURE)
    open_group: _Group | None = None
    for row, cells in grid.rows():
        if row <= heading.last or not any(
            visible(cell.text).strip() or cell.kind != "text" for cell in cells
        ):
            continue
        covering = grid.at(row, measure) if measure is not None else None
        if open_group and covering and covering.row < row and covering.text.strip() and covering.columns == 1:
            open_group.below.append(row)
            continue
        if open_group:
            yield _measure(grid, heading, open_group)
            open_group = None
        found = _row(grid, heading, row, cells)
        if isinstance(found, _Group):
            open_group = found
        elif found is not None:
            yield found
    if open_group:
        yield _measure(grid, heading, open_group)


def _row(grid: Grid, heading: Heading, row: int, cells: tuple[Cell, ...]) -> Row | _Group | None:
    own = [cell for cell in cells if cell.row == row]
    written = [cell for cell in own if visible(cell.text).strip()]
    if is_repeated(tuple(own), heading) or is_numbering(tuple(own)):
        return None
    if not written:
        return _Group(row) if any(cell.kind != "text" for cell in own) else None
    first = written[0]
    words = plain(first.text)
    if _is_signature(grid, heading, row, written):
        return SignatureLine(" ".join(clean(cell.text) for cell in written), first.place)
    if not _numbered(grid, heading, row):
        if _TOTALS.match(words):
            return TotalsLine(first.place, tuple(written), heading)
        if len(written) == 1 and (_NOTE.match(words) or _OFFICE.match(words)) and _is_wide(heading, first):
            return NoteLine(clean(first.text), first.place)
    if len(written) == 1 and (_is_wide(heading, first) or _stands_left(heading, first)):
        return SectionLine(visible(first.text), first.place)
    return _Group(row) if _has_measure(grid, heading, row) else _unread(heading, written)


def _unread(heading: Heading, written: list[Cell]) -> UnreadLine:
    cells = {heading.roles.get(cell.column, Role.OTHER): cell for cell in written}
    return UnreadLine(" | ".join(clean(cell.text) for cell in written), written[0].place, cells)


def _numbered(grid: Grid, heading: Heading, row: int) -> bool:
    number, measure = heading.column(Role.NUMBER), heading.column(Role.MEASURE)
    cell = grid.at(row, number) if number is not None else None
    title = grid.at(row, measure) if measure is not None else None
    return bool(
        (cell and cell.columns == 1 and number_cell(cell.text))
        or (title and title.columns == 1 and measure_title(title.text).number)
    )


def _has_measure(grid: Grid, heading: Heading, row: int) -> bool:
    column = heading.column(Role.MEASURE)
    cell = grid.at(row, column) if column is not None else None
    return cell is not None and cell.row == row and bool(visible(cell.text).strip() or cell.kind != "text")


def _is_wide(heading: Heading, cell: Cell) -> bool:
    return cell.columns >= max(2, 0.6 * len(heading.roles))


def _stands_left(heading: Heading, cell: Cell) -> bool:
    """Words alone in the first column, where that column does not hold the measures."""
    first = min(heading.roles)
    if cell.column != first or first == heading.column(Role.MEASURE):
        return False
    return bool(re.search(r"[^\W\d_]{3}", cell.text))


def _is_signature(grid: Grid, heading: Heading, row: int, written: list[Cell]) -> bool:
    if _numbered(grid, heading, row) or not 2 <= len(written) <= 4:
        return False
    stated = (Role.DUE, Role.TARGET, Role.INDICATOR)
    columns = {cell.column for cell in written[:-1]}
    return (
        bool(_OFFICE.match(plain(written[0].text)))
        and bool(PERSON.fullmatch(clean(written[-1].text).strip(" _")))
        and not any(heading.roles.get(column) in stated for column in columns)
    )


def _measure(grid: Grid, heading: Heading, group: _Group) -> MeasureLine:
    cells: dict[Role, Cell] = {
        role: _cell(grid, group.row, column)
        for column, role in reversed(heading.roles.items())
        if role not in _BY_COLUMN
    }
    if heading.titled_by is not None:
        cells[Role.MEASURE] = _cell(grid, group.row, heading.titled_by)
    extra = {
        column: _cell(grid, group.row, column)
        for column, role in heading.roles.items()
        if role in _BY_COLUMN and role not in (Role.QUARTER, Role.TOTAL)
    }
    values, taken = _values(grid, heading, group)
    more = tuple(
        cell
        for row in group.below
        if row != taken
        for cell in grid.row(row)
        if cell.row == row and cell.text.strip()
    )
    return MeasureLine(
        cells,
        cells[Role.MEASURE].place,
        values,
        more,
        extra,
        heading,
        any(r in grid.hidden_rows for r in (group.row, *group.below)),
    )


def _values(grid: Grid, heading: Heading, group: _Group) -> tuple[tuple[Cell, ...], int | None]:
    """The first line of a measure that holds values under the quarters, and its row."""
    columns = (*heading.quarters, *heading.columns(Role.TOTAL))
    if not heading.quarters:
        return (), None
    for row in (group.row, *group.below):
        held = [grid.at(row, column) for column in columns]
        if any(cell and cell.row == row and cell.text.strip() and cell.column in columns for cell in held):
            return tuple(_cell(grid, row, column, own=True) for column in columns), row
    return tuple(_cell(grid, group.row, column, own=True) for column in columns), None


def _cell(grid: Grid, row: int, column: int, *, own: bool = False) -> Cell:
    """The cell, or an empty one where nothing stands. ``own``: a merged cell's words stand once."""
    cell = grid.at(row, column)
    if cell is None or (own and (cell.column != column or cell.row != row)):
        return Cell("", row, column, grid.place(row, column))
    return cell
