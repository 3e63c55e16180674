"""Which rows are not what they look like: cut in two by a page, or a section that fills two cells?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from application.imports.grid import Cell
from application.imports.headings import Role
from application.imports.numbers import is_included, measure_title, number_cell
from application.imports.rows import MeasureLine, Row, SectionLine
from domain.spelling import clean


def mended(rows: Sequence[Row]) -> list[Row]:
    """The rows with cut ones joined and titled groups told from measures."""
    return list(_sections(_joined(rows)))


def _joined(rows: Sequence[Row]) -> list[Row]:
    """A row without a number that begins in lower case goes on with the row above it."""
    whole: list[Row] = []
    for row in rows:
        above = whole[-1] if whole else None
        if isinstance(row, MeasureLine) and isinstance(above, MeasureLine) and _goes_on(row, above):
            whole[-1] = replace(above, joined=True, cells=_together(above, row))
        else:
            whole.append(row)
    return whole


def _goes_on(row: MeasureLine, above: MeasureLine) -> bool:
    title = clean(row.text(Role.MEASURE))
    return (
        title[:1].islower()
        and not row.number
        and not is_included(title)
        and _own_number(row) is None
        and _own_number(above) is not None
        and not (row.text(Role.TARGET).strip() and above.text(Role.TARGET).strip())
    )


def _own_number(line: MeasureLine) -> str | None:
    return number_cell(line.text(Role.NUMBER)) or measure_title(line.text(Role.MEASURE)).number


def _together(above: MeasureLine, below: MeasureLine) -> dict[Role, Cell]:
    cells = dict(above.cells)
    for role, cell in below.cells.items():
        if cell.text.strip() and cell is not above.cells[role]:
            cells[role] = cells[role]._replace(text=f"{cells[role].text} {cell.text}".strip())
    return cells


def _sections(rows: Sequence[Row]) -> Iterator[Row]:
    """«1 | Правова робота» above 1.1 and 1.2 is a section, and so is «II | …» among numbered measures."""
    for at, row in enumerate(rows):
        below = next((r for r in rows[at + 1 : at + 2] if isinstance(r, MeasureLine)), None)
        if isinstance(row, MeasureLine) and below and _titles(row, below):
            text = f"{clean(row.text(Role.NUMBER))} {clean(row.text(Role.MEASURE))}"
            yield SectionLine(text, row.place)
        else:
            yield row


def _titles(row: MeasureLine, below: MeasureLine) -> bool:
    number, under = number_cell(row.text(Role.NUMBER)), number_cell(below.text(Role.NUMBER))
    alone = not any(c.text.strip() for r, c in row.cells.items() if r not in (Role.NUMBER, Role.MEASURE))
    if not number or not under or not alone or measure_title(row.text(Role.MEASURE)).number:
        return False
    roman = not number[0].isdigit() and under[0].isdigit()
    return not is_included(below.text(Role.MEASURE)) and (roman or under.startswith(f"{number}."))
