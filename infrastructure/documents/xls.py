"""What do the sheets of an old binary workbook (.xls) hold, as a person sees them?"""

from __future__ import annotations

import io
import struct

import xlrd
from xlrd.biffh import XLRDError, error_text_from_code
from xlrd.book import Book
from xlrd.sheet import Sheet

from application.imports.grid import Cell, CellKind, Grid, Papers, Remark, letters
from application.ports import DocumentRefused
from infrastructure.documents.compound import streams_of
from infrastructure.documents.limits import refuse_too_many_cells
from infrastructure.documents.number_formats import date_format, day_of, shown_date, shown_number

MEDIA_TYPE = "application/vnd.ms-excel"
_STREAMS = ("Workbook", "Book", "WORKBOOK", "BOOK")
_MACROS = "_VBA_PROJECT"
_OWN_FORMATS = 164
_DAMAGE = (
    *(XLRDError, struct.error, AssertionError, UnicodeError),
    *(LookupError, ValueError, TypeError, AttributeError, OverflowError, RecursionError),
)
"""What xlrd runs into where the bytes are not what they should be; nothing of ours is called within."""


def holds_workbook(content: bytes) -> bool:
    """Whether a compound file seems to have the stream of a workbook, damaged as it may be."""
    return any(name.encode("utf-16-le") + b"\0\0" in content for name in _STREAMS)


def read_xls(content: bytes) -> Papers:
    streams = streams_of(content)
    written = next((streams[name] for name in _STREAMS if name in streams), b"")
    book = _opened(written)
    grids: list[Grid] = []
    remarks = [Remark("macros-ignored", "file")] if _MACROS in streams else []
    for sheet in book.sheets():
        if sheet.visibility:
            remarks.append(Remark("sheet-hidden", sheet.name))
        else:
            grids.append(_grid(book, sheet, sum(len(grid.cells) for grid in grids)))
    return Papers(MEDIA_TYPE, tuple(grids), tuple(remarks))


def _opened(written: bytes) -> Book:
    try:
        return xlrd.open_workbook(
            file_contents=written, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except _DAMAGE as why:
        if "encrypted" in str(why):
            raise DocumentRefused("file-encrypted") from why
        raise DocumentRefused("file-damaged", what="it is not a whole .xls") from why


def _grid(book: Book, sheet: Sheet, before: int) -> Grid:
    """``before`` cells stand on the sheets before this one."""
    cells: dict[tuple[int, int], Cell] = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            text, kind, iso = _value(book, sheet, row, column)
            if text or kind is not CellKind.TEXT:
                cells[row, column] = Cell(text, row, column, _place(sheet, row, column), 1, 1, kind, iso)
        refuse_too_many_cells(before + len(cells), sheet.name)
    _merge(cells, sheet)
    hidden = frozenset(row for row, seen in sheet.rowinfo_map.items() if seen.hidden)
    return Grid(sheet.name, tuple(cells[at] for at in sorted(cells)), hidden, is_sheet=True)


def _merge(cells: dict[tuple[int, int], Cell], sheet: Sheet) -> None:
    """A range ends where the sheet's content ends; blank ranges are cells too."""
    bottom, right = (max((place[n] for place in cells), default=-1) + 1 for n in (0, 1))
    area = 0
    for top, below, left, beyond in sheet.merged_cells:
        rows, columns = min(below, bottom) - top, min(beyond, right) - left
        if rows < 1 or columns < 1:
            continue
        area += rows * columns
        refuse_too_many_cells(area, sheet.name)
        corner = cells.get((top, left)) or Cell("", top, left, _place(sheet, top, left))
        for covered in ((r, c) for r in range(top, top + rows) for c in range(left, left + columns)):
            cells.pop(covered, None)
        cells[top, left] = corner._replace(rows=rows, columns=columns)


def _place(sheet: Sheet, row: int, column: int) -> str:
    return f"{sheet.name}!{letters(column)}{row + 1}"


def _value(book: Book, sheet: Sheet, row: int, column: int) -> tuple[str, CellKind, str]:
    cell = sheet.cell(row, column)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value), CellKind.TEXT, ""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return error_text_from_code.get(int(cell.value), "#N/A"), CellKind.ERROR, ""
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE", CellKind.TEXT, ""
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return _number(book, repr(cell.value), cell.xf_index or 0)
    return "", CellKind.TEXT, ""


def _number(book: Book, value: str, look: int) -> tuple[str, CellKind, str]:
    key = book.xf_list[look].format_key if look < len(book.xf_list) else 0
    code = book.format_map[key].format_str if key >= _OWN_FORMATS and key in book.format_map else ""
    day = day_of(value, from_1904=bool(book.datemode)) if (shown := date_format(key, code)) else None
    if shown and day is not None:
        return shown_date(day, shown), CellKind.DATE, day.date().isoformat()
    return shown_number(value, code or {9: "0%", 10: "0.00%"}.get(key, "")), CellKind.NUMBER, ""
