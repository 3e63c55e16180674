"""What do the sheets of an OpenDocument workbook hold, as a person sees them?"""

from __future__ import annotations

from lxml import etree

from application.imports.grid import Cell, CellKind, Grid, Papers, Remark, letters
from application.ports import DocumentRefused
from infrastructure.documents.limits import Archive, refuse_too_many_cells
from infrastructure.documents.number_formats import shown_number
from infrastructure.documents.odf import (
    CELL,
    COVERED,
    OFFICE,
    PARAGRAPHS,
    TABLE,
    content_of,
    is_hidden,
    rows_of,
    text_of,
    times,
)

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_NUMBERS = {"float": "", "currency": "", "percentage": "%"}
_MOST_COLUMNS = 16_384


def read_ods(archive: Archive) -> Papers:
    content, body = content_of(archive)
    unseen = _unseen_styles(content)
    grids: list[Grid] = []
    remarks = (
        [Remark("macros-ignored", MEDIA_TYPE)] if any(n.startswith("Basic/") for n in archive.names) else []
    )
    for sheet in body.iterchildren(TABLE + "table"):
        name = sheet.get(TABLE + "name", "")
        if sheet.get(TABLE + "style-name", "") in unseen:
            remarks.append(Remark("sheet-hidden", name))
        else:
            grids.append(_grid(sheet, name, sum(len(grid.cells) for grid in grids)))
    return Papers(MEDIA_TYPE, tuple(grids), tuple(remarks))


def _unseen_styles(content: etree._Element) -> set[str]:
    properties = content.iter(_STYLE + "table-properties")
    unseen = (p.getparent() for p in properties if p.get(TABLE + "display") == "false")
    return {style.get(_STYLE + "name", "") for style in unseen if style is not None}


def _grid(sheet: etree._Element, name: str, before: int) -> Grid:
    """``before`` cells stand on the sheets before this one. What is repeated is counted before it is kept."""
    cells: list[Cell] = []
    hidden: set[int] = set()
    row = 0
    for element in rows_of(sheet):
        repeated = times(element, "number-rows-repeated")
        written = _row(element, name, row)
        refuse_too_many_cells(before + len(cells) + repeated * len(written), name)
        for below in range(repeated if written else 0):
            cells += [_lower(cell, below, name) for cell in written]
            if is_hidden(element):
                hidden.add(row + below)
        row += repeated
    inside = _inside(cells)
    refuse_too_many_cells(sum(cell.rows * cell.columns for cell in inside), name)
    return Grid(name, tuple(inside), frozenset(hidden), is_sheet=True)


def _row(row: etree._Element, name: str, number: int) -> list[Cell]:
    cells: list[Cell] = []
    column = 0
    for element in row.iterchildren(CELL, COVERED):
        repeated = times(element, "number-columns-repeated")
        text, kind, iso = _value(element) if element.tag == CELL else ("", CellKind.TEXT, "")
        rows, columns = times(element, "number-rows-spanned"), times(element, "number-columns-spanned")
        spans = element.tag == CELL and (rows > 1 or columns > 1)
        if text or kind is not CellKind.TEXT or spans:
            refuse_too_many_cells(len(cells) + repeated, name)
            if column + repeated > _MOST_COLUMNS:
                raise DocumentRefused("file-damaged", name, what="a column beyond the last one")
            for at in range(column, column + repeated):
                place = f"{name}!{letters(at)}{number + 1}"
                cells.append(Cell(text, number, at, place, rows, columns, kind, iso))
        column += repeated
    return cells


def _lower(cell: Cell, below: int, name: str) -> Cell:
    row = cell.row + below
    return cell._replace(row=row, place=f"{name}!{letters(cell.column)}{row + 1}") if below else cell


def _inside(cells: list[Cell]) -> list[Cell]:
    """A span ends where the sheet's content ends."""
    bottom = max((cell.row for cell in cells), default=0)
    right = max((cell.column for cell in cells), default=0)
    return [
        cell._replace(
            rows=min(cell.rows, bottom - cell.row + 1), columns=min(cell.columns, right - cell.column + 1)
        )
        for cell in cells
    ]


def _value(cell: etree._Element) -> tuple[str, CellKind, str]:
    text = "\n".join(text_of(p) for p in cell.iterchildren(*PARAGRAPHS))
    kind = cell.get(OFFICE + "value-type", "")
    if cell.get(_CALC + "value-type") == "error":
        return text, CellKind.ERROR, ""
    if kind in _NUMBERS:
        return shown_number(cell.get(OFFICE + "value", text), _NUMBERS[kind]), CellKind.NUMBER, ""
    if kind == "date":
        iso = cell.get(OFFICE + "date-value", "")[:10]
        return text or iso, CellKind.DATE, iso
    if kind == "boolean":
        return cell.get(OFFICE + "boolean-value", "").upper(), CellKind.TEXT, ""
    if cell.get(TABLE + "formula") and not kind and not text:
        return "", CellKind.UNCOMPUTED, ""
    return text, CellKind.TEXT, ""
