"""What do the sheets of a workbook hold, as a person sees them? Formulas show their stored values."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from application.imports.grid import Cell, CellKind, Grid, Papers, Remark, letters
from application.ports import DocumentRefused
from infrastructure.documents.limits import Archive, refuse_too_many_cells
from infrastructure.documents.number_formats import date_format, day_of, shown_date, shown_number
from infrastructure.documents.whole_numbers import whole

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PART = "xl/workbook.xml"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_NO_TEXT = frozenset((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000)))
_MOST_COLUMNS = 16_384
_MOST_ROWS = 1_048_576
_LONGEST_CODE = 255


@dataclass(frozen=True, slots=True)
class _Book:
    strings: tuple[str, ...]
    dates: dict[int, str]
    codes: dict[int, str]
    from_1904: bool


def read_xlsx(archive: Archive) -> Papers:
    workbook = archive.xml(PART)
    book = _Book(
        _shared_strings(archive),
        *_styles(archive),
        from_1904=any(p.get("date1904") in ("1", "true") for p in _all(workbook, "workbookPr")),
    )
    parts = _sheet_parts(archive)
    grids: list[Grid] = []
    remarks = [Remark("macros-ignored", PART)] if "xl/vbaProject.bin" in archive.names else []
    for sheet in _all(workbook, "sheet"):
        name, part = sheet.get("name", ""), parts.get(sheet.get(_RELATION, ""))
        if sheet.get("state", "visible") != "visible":
            remarks.append(Remark("sheet-hidden", name))
        elif part in archive.names:
            before = sum(len(grid.cells) for grid in grids)
            grids.append(_grid(archive.xml(part), name, book, before))
    return Papers(MEDIA_TYPE, tuple(grids), tuple(remarks))


def _grid(sheet: etree._Element, name: str, book: _Book, before: int) -> Grid:
    """``before`` cells stand on the sheets before this one."""
    hidden: set[int] = set()
    cells: list[Cell] = []
    row = -1
    for element in _all(sheet, "row"):
        row = _row_number(element, row + 1)
        if element.get("hidden") in ("1", "true"):
            hidden.add(row)
        column = -1
        for written in element:
            row, column = _position(written.get("r", ""), row, column + 1)
            text, kind, iso = _value(written, book)
            if text or kind is not CellKind.TEXT:
                place = f"{name}!{letters(column)}{row + 1}"
                cells.append(Cell(text, row, column, place, kind=kind, iso=iso))
        refuse_too_many_cells(len(cells) + before, name)
    return Grid(name, _merged(cells, sheet, name), frozenset(hidden), is_sheet=True)


def _merged(cells: list[Cell], sheet: etree._Element, name: str) -> tuple[Cell, ...]:
    """Cells with their spans; a range ends where the sheet's content ends, and blank ranges are cells too."""
    if not cells:
        return ()
    bottom, right = max(cell.row for cell in cells), max(cell.column for cell in cells)
    held = {(cell.row, cell.column): cell for cell in cells}
    area = 0
    for (top, left), (rows, columns) in _merges(sheet):
        rows, columns = min(rows, bottom - top + 1), min(columns, right - left + 1)
        if rows < 1 or columns < 1:
            continue
        area += rows * columns
        refuse_too_many_cells(area, name)
        corner = held.get((top, left)) or Cell("", top, left, f"{name}!{letters(left)}{top + 1}")
        for row in range(top, top + rows):
            for column in range(left, left + columns):
                held.pop((row, column), None)
        held[top, left] = replace(corner, rows=rows, columns=columns)
    return tuple(held[place] for place in sorted(held))


def _value(cell: etree._Element, book: _Book) -> tuple[str, CellKind, str]:
    kind, value, inline, formula = cell.get("t", "n"), "", "", False
    for child in cell:
        tag = etree.QName(child).localname
        if tag == "v":
            value = child.text or ""
        elif tag == "is":
            inline = _string(child)
        elif tag == "f":
            formula = True
    if kind == "inlineStr":
        return inline, CellKind.TEXT, ""
    if kind == "e":
        return value, CellKind.ERROR, ""
    if formula and not value:
        return "", CellKind.UNCOMPUTED, ""
    if kind == "s":
        return _shared(book, value), CellKind.TEXT, ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(value, value), CellKind.TEXT, ""
    if kind == "d":
        return value, CellKind.DATE, value[:10]
    if kind == "str" or not value:
        return _unescaped(value), CellKind.TEXT, ""
    return _number(value, whole(cell.get("s", ""), 0), book)


def _number(value: str, style: int, book: _Book) -> tuple[str, CellKind, str]:
    if code := book.dates.get(style):
        day = day_of(value, from_1904=book.from_1904)
        if day is not None:
            return shown_date(day, code), CellKind.DATE, day.date().isoformat()
    return shown_number(value, book.codes.get(style, "")), CellKind.NUMBER, ""


def _shared(book: _Book, index: str) -> str:
    at = whole(index, len(book.strings))
    return book.strings[at] if at < len(book.strings) else ""


def _shared_strings(archive: Archive) -> tuple[str, ...]:
    if "xl/sharedStrings.xml" not in archive.names:
        return ()
    return tuple(_string(item) for item in _all(archive.xml("xl/sharedStrings.xml"), "si"))


def _string(item: etree._Element) -> str:
    """Plain and rich text; reading aids for Asian scripts (``rPh``) are left out."""
    text = ""
    for child in item:
        tag = etree.QName(child).localname
        if tag == "t":
            text += child.text or ""
        elif tag == "r":
            text += "".join(t.text or "" for t in child if etree.QName(t).localname == "t")
    return _unescaped(text)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    """``_x000A_`` is a line break; what no text may hold stays as it is written."""
    code = int(match[1], 16)
    return match.group() if code in _NO_TEXT else chr(code)


def _styles(archive: Archive) -> tuple[dict[int, str], dict[int, str]]:
    """Per style, the format of its dates, and the code of any other number."""
    if "xl/styles.xml" not in archive.names:
        return {}, {}
    styles = archive.xml("xl/styles.xml")
    written = {f.get("numFmtId", ""): f.get("formatCode", "")[:_LONGEST_CODE] for f in _all(styles, "numFmt")}
    dates, codes = {}, {}
    for index, style in enumerate(xf for xfs in _all(styles, "cellXfs") for xf in xfs):
        identity = style.get("numFmtId", "0")
        code = written.get(identity, {"9": "0%", "10": "0.00%"}.get(identity, ""))
        codes[index] = code
        if shown := date_format(whole(identity, 0), code):
            dates[index] = shown
    return dates, codes


def _sheet_parts(archive: Archive) -> dict[str, str]:
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in archive.names:
        raise DocumentRefused("file-damaged", relations, what="the workbook names no sheets")
    return {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip(
            "/"
        )
        for relation in _all(archive.xml(relations), "Relationship")
        if relation.get("TargetMode") != "External"
    }


def _merges(sheet: etree._Element) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for merge in _all(sheet, "mergeCell"):
        first, _, last = merge.get("ref", "").partition(":")
        top, left = _position(first, 0, 0)
        bottom, right = _position(last or first, top, left)
        if bottom >= top and right >= left:
            yield (top, left), (bottom - top + 1, right - left + 1)


def _row_number(row: etree._Element, otherwise: int) -> int:
    number = whole(row.get("r", ""), 0)
    return number - 1 if 0 < number <= _MOST_ROWS else otherwise


def _position(reference: str, row: int, column: int) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return row, column
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    if number > _MOST_COLUMNS:
        raise DocumentRefused("file-damaged", reference, what="a column beyond the last one")
    return int(match[2]) - 1, number - 1


def _all(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return root.iter("{*}" + name)
