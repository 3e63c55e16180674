"""Which part of a file holds the plan, what stands before it and what after?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from application.imports.column_findings import column_findings
from application.imports.grid import Grid, Line, Papers
from application.imports.header import period_of, title_of
from application.imports.heading_words import Role
from application.imports.headings import Heading, find_heading, with_measures
from application.imports.number_columns import with_targets
from application.imports.numbers import measure_title, number_cell, section_title
from application.imports.points import points_of
from application.imports.prose import lists_measures, rows_of_prose
from application.imports.rows import PERSON, MeasureLine, Row, SectionLine, TotalsLine, rows_of
from application.imports.sheets import Follows, follows
from application.ports import DocumentRefused
from domain.plan.document import Finding
from domain.plan.findings import doubt
from domain.spelling import clean, plain

_LEAST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of a plan, its heading (None in prose), and the lines around it.

    ``told`` are, in prose, all lines that are no part of a measure.
    """

    heading: Heading | None
    rows: tuple[Row, ...]
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    place: str
    findings: tuple[Finding, ...] = ()
    told: tuple[Line, ...] = ()


def source_of(papers: Papers) -> Source:
    """Raises DocumentRefused where no table and no list of measures is found, or more than one plan."""
    found_headings = [(grid, heading) for grid in papers.grids if (heading := find_heading(grid))]
    headed = [(grid, with_measures(grid, heading)) for grid, heading in with_targets(found_headings)]
    plans = [(grid, heading) for grid, heading in headed if heading.column(Role.MEASURE) is not None]
    if plans:
        return _table(papers, plans)
    lines = [block for block in papers.blocks if isinstance(block, Line)]
    if lists_measures(lines):
        return _prose(papers, lines)
    if found := points_of(papers):
        place = found.rows[0].place
        return Source(None, tuple(found.rows), tuple(found.before), tuple(found.after), place)
    if headed:
        grid, heading = max(headed, key=lambda pair: pair[1].known)
        headings = ", ".join(heading.texts.values())
        raise DocumentRefused("measure-column-missing", grid.place(heading.first, 0), headings=headings)
    wide = [grid for grid in papers.grids if grid.width >= _LEAST_COLUMNS and len(grid.cells) > grid.width]
    if wide:
        raise DocumentRefused("headings-not-found", wide[0].name)
    raise DocumentRefused("table-not-found")


def _table(papers: Papers, plans: list[tuple[Grid, Heading]]) -> Source:
    grid, heading = plans[0]
    period = _own_period(grid, heading)
    others = [
        other
        for other, found in plans[1:]
        if not found.same_form(heading) or _own_period(other, found) not in (None, period)
    ]
    if others:
        raise DocumentRefused("several-tables", others[0].name, count=1 + len(others))
    at = papers.blocks.index(grid)
    rows, after = _above_foot(grid, heading, list(rows_of(grid, heading)))
    findings = list(column_findings(grid, heading))
    again = {id(other): found for other, found in plans[1:]}
    between: list[Line] = []
    titled = False
    for block in papers.blocks[at + 1 :]:
        if isinstance(block, Line):
            between.append(block)
        elif found := again.get(id(block)):
            titles, others_between = _titles_of_tables(block, between)
            more = [*titles, *rows_of(block, found)]
            if block.is_sheet:
                how = follows(rows, more)
                findings.append(_told(how, grid, block))
                if how is Follows.AGAIN:
                    continue
            rows += more
            after += others_between
            titled = titled or bool(titles)
            between = []
            findings += column_findings(block, found)
        elif block.is_sheet:
            findings.append(doubt("sheet-not-read").at(block.name))
        elif block.width == grid.width >= _LEAST_COLUMNS and _goes_on(block, heading):
            titles, others_between = _titles_of_tables(block, between)
            rows += [*titles, *rows_of(block, replace(heading, first=-1, last=-1))]
            after += others_between
            titled = titled or bool(titles)
            between = []
        elif block.width > _LEAST_COLUMNS:
            findings.append(doubt("table-not-read").at(block.name))
        else:
            after += _lines(block)
    after += between
    before = [line for block in papers.blocks[:at] for line in _lines(block)]
    before += _lines(grid, up_to=heading.first)
    if titled and before and section_title(before[-1].text).roman:
        line = before.pop()
        rows.insert(0, SectionLine(line.text, line.place))
    return Source(heading, tuple(rows), tuple(before), tuple(after), grid.name, tuple(findings))


def _told(how: Follows, grid: Grid, other: Grid) -> Finding:
    """What to say of a second sheet headed as the first is; DocumentRefused where it is another plan."""
    if how is Follows.APART:
        raise DocumentRefused("several-tables", f"{grid.name}, {other.name}", count=2)
    code = "sheets-joined" if how is Follows.ON else "sheet-repeats-plan"
    return doubt(code, first=grid.name, second=other.name).at(other.name)


def _own_period(grid: Grid, heading: Heading) -> str | None:
    """The period that the lines above a sheet's heading name."""
    above = list(_lines(grid, up_to=heading.first)) if grid.is_sheet else []
    return period_of(title_of(above))[0]


def _goes_on(grid: Grid, heading: Heading) -> bool:
    """Does a table without a heading go on with the plan above it? Where that is numbered, it is too."""
    column, measure = heading.column(Role.NUMBER), heading.column(Role.MEASURE)
    if column is None:
        return True
    for row, _ in grid.rows():
        number, title = grid.at(row, column), grid.at(row, measure) if measure is not None else None
        if (number and number_cell(number.text)) or (title and measure_title(title.text).number):
            return True
    return False


def _above_foot(grid: Grid, heading: Heading, rows: list[Row]) -> tuple[list[Row], list[Line]]:
    """On a sheet, words below a blank row under the last measure are lines after the plan, unless they reach
    into its columns of deadlines and values."""
    last = max((n for n, row in enumerate(rows) if isinstance(row, MeasureLine | TotalsLine)), default=None)
    if not grid.is_sheet or last is None:
        return rows, []
    written = {row: cells for row, cells in grid.rows() if any(plain(cell.text) for cell in cells)}
    end = max(row for row, cells in written.items() if any(cell.place == rows[last].place for cell in cells))
    first = next((row for row in written if row > end and row - 1 not in written), None)
    foot = [cell for row, cells in written.items() if first and row >= first for cell in cells]
    stated = {*heading.columns(Role.DUE), *heading.columns(Role.TARGET), *heading.quarters}
    told = [cell for cell in foot if cell.column in stated and plain(cell.text)]
    if not all(PERSON.fullmatch(clean(cell.text)) for cell in told):
        return rows, []
    places = {cell.place for cell in foot}
    kept = [row for row in rows if row.place not in places]
    return kept, [Line(cell.text, cell.place) for cell in foot if plain(cell.text)]


def _titles_of_tables(grid: Grid, between: list[Line]) -> tuple[list[Row], list[Line]]:
    """«Розділ II. …» between two tables of one plan, or as the name of a sheet, titles what is below it."""
    named = [Line(grid.name, grid.name)] if grid.is_sheet else []
    titles = [line for line in (*named, *between) if section_title(line.text).number and not _is_signed(line)]
    rows: list[Row] = [SectionLine(line.text, line.place) for line in titles]
    return rows, [line for line in between if line not in titles]


def _is_signed(line: Line) -> bool:
    return bool(PERSON.search(line.text))


def _prose(papers: Papers, lines: list[Line]) -> Source:
    rows = tuple(rows_of_prose(lines))
    first = next((row.place for row in rows), lines[0].place)
    places = [line.place for line in lines]
    start = places.index(first)
    at = papers.blocks.index(lines[start])
    before = [line for block in papers.blocks[:at] for line in _lines(block)]
    after = [line for block in papers.blocks[at:] if isinstance(block, Grid) for line in _lines(block)]
    taken = {cell.place for row in rows if isinstance(row, MeasureLine) for cell in row.cells.values()}
    told = tuple(line for line in lines if line.place not in taken)
    return Source(None, rows, tuple(before), tuple(after), first, told=told)


def _lines(block: Grid | Line, up_to: int | None = None) -> Iterator[Line]:
    if isinstance(block, Line):
        yield block
        return
    for row, cells in block.rows():
        if up_to is not None and row >= up_to:
            return
        for cell in cells:
            if cell.row == row and plain(cell.text):
                yield Line(cell.text, cell.place)
