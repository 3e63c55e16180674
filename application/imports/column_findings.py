"""What must be told about a table's columns: kept without a reading, reported, or standing for others?"""

from __future__ import annotations

from collections.abc import Iterator

from application.imports.grid import Grid
from application.imports.heading_words import REPORTED, Role
from application.imports.headings import Heading
from application.imports.number_columns import holds_numbers
from domain.plan.document import Finding
from domain.plan.findings import doubt
from domain.spelling import clean


def column_findings(grid: Grid, heading: Heading) -> Iterator[Finding]:
    for column in heading.columns(Role.OTHER):
        if _is_filled(grid, heading, column):
            code = "column-holds-numbers" if holds_numbers(grid, heading, column) else "column-as-printed"
            yield doubt(code, heading=heading.texts[column]).at(grid.place(heading.last, column))
    reported = [column for role in REPORTED for column in heading.columns(role)]
    if heading.columns(Role.ACTUAL) or any(_is_filled(grid, heading, column) for column in reported):
        headings = ", ".join(heading.texts[column] for column in sorted(reported))
        yield doubt("report-columns", headings=headings).at(grid.place(heading.first, min(reported)))
    for column in heading.columns(Role.TARGET) if heading.counted_by else ():
        found = doubt("indicator-holds-numbers", heading=heading.counted_by)
        yield found.at(grid.place(heading.last, column))
    if heading.named_by:
        yield doubt("measures-named-by", heading=heading.named_by).at(grid.place(heading.first, 0))


def _is_filled(grid: Grid, heading: Heading, column: int) -> bool:
    return any(
        cell.column == column and cell.row > heading.last and clean(cell.text) and cell.columns == 1
        for cell in grid.cells
    )
