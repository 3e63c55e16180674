"""What do the sheets of a workbook hold, as a person sees them? Formulas show their stored values."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter

from lxml import etree

from application.imports.grid import Cell, CellKind, Grid, Papers, Remark, letters
from application.ports import DocumentRefused
from infrastructure.documents.limits import Archive, refuse_too_many_cells
from infrastructure.documents.number_formats import date_format, day_of, shown_date, shown_number
from infrastructure.documents.sheet_cells import (
    Look,
    WrittenSheet,
    column_of,
    elements,
    position,
    shared_words,
    written_sheet,
)
from infrastructure.documents.whole_numbers import whole

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PART = "xl/workbook.xml"
_COMMENTS = re.compile(r"xl/(?:comments/)?comments?\d*\.xml")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NO_TEXT = frozenset((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000)))
_LONGEST_CODE = 255
_TEXT = CellKind.TEXT
_new = tuple.__new__  # a Cell in half the time that Cell() takes
_ROW, _COLUMN, _PLACE = attrgetter("row"), attrgetter("column"), attrgetter("row", "column")


@dataclass(frozen=True, slots=True)
class _Book:
    words: Mapping[str, str]
    dates: dict[int, str]
    codes: dict[int, str]
    from_1904: bool


def read_xlsx(archive: Archive) -> Papers:
    workbook = archive.xml(PART)
    book = _Book(
        _shared_words(archive),
        *_styles(archive),
        from_1904=any(p.get("date1904") in ("1", "true") for p in elements(workbook, "workbookPr")),
    )
    parts = _sheet_parts(archive)
    grids: list[Grid] = []
    remarks = [Remark("macros-ignored", PART)] if "xl/vbaProject.bin" in archive.names else []
    noted = filter(_COMMENTS.fullmatch, archive.names)
    if comments := sum(archive.part(name).count(b"<comment ") for name in noted):
        remarks.append(Remark("comments-not-read", "file", {"count": comments}))
    for sheet in elements(workbook, "sheet"):
        name, part = sheet.get("name", ""), parts.get(sheet.get(_RELATION, ""))
        if sheet.get("state", "visible") != "visible":
            remarks.append(Remark("sheet-hidden", name))
        elif part in archive.names:
            before = sum(len(grid.cells) for grid in grids)
            grids.append(_grid(written_sheet(archive, part), name, book, before))
    return Papers(MEDIA_TYPE, tuple(grids), tuple(remarks))


def _grid(sheet: WrittenSheet, name: str, book: _Book, before: int) -> Grid:
    """``before`` cells stand on the sheets before this one."""
    looks, words = sheet.looks, book.words
    shared = {attributes for attributes, look in looks.items() if look.kind == "s"}
    cells: list[Cell] = []
    for _, column, row, attributes, formula, value, inline in sheet.cells:
        if attributes in shared and value in words:
            text, kind, iso = words[value], _TEXT, ""
        else:
            text, kind, iso = _value(looks[attributes], formula, value, inline, book)
        if text or kind is not _TEXT:
            place = f"{name}!{column}{row}"
            cells.append(_new(Cell, (text, int(row) - 1, column_of(column), place, 1, 1, kind, iso)))
    refuse_too_many_cells(len(cells) + before, name)
    return Grid(name, _merged(cells, sheet.rest, name), sheet.hidden_rows, is_sheet=True)


def _merged(cells: list[Cell], sheet: etree._Element, name: str) -> tuple[Cell, ...]:
    """Cells with their spans; a range ends where the sheet's content ends, and blank ranges are cells too."""
    merges = tuple(_merges(sheet))
    if not cells or not merges:
        return tuple(cells)
    bottom, right = max(map(_ROW, cells)), max(map(_COLUMN, cells))
    held = dict(zip(map(_PLACE, cells), cells, strict=True))
    area = 0
    for (top, left), (rows, columns) in merges:
        rows, columns = min(rows, bottom - top + 1), min(columns, right - left + 1)
        if rows < 1 or columns < 1:
            continue
        area += rows * columns
        refuse_too_many_cells(area, name)
        corner = held.get((top, left)) or Cell("", top, left, f"{name}!{letters(left)}{top + 1}")
        for row in range(top, top + rows):
            for column in range(left, left + columns):
                held.pop((row, column), None)
        held[top, left] = corner._replace(rows=rows, columns=columns)
    return tuple(sorted(held.values(), key=_PLACE))


def _value(look: Look, formula: str, value: str, inline: str, book: _Book) -> tuple[str, CellKind, str]:
    match look.kind:
        case "inlineStr":
            return _unescaped(inline), _TEXT, ""
        case "e":
            return value, CellKind.ERROR, ""
        case _ if formula and not value:
            return "", CellKind.UNCOMPUTED, ""
        case "s":
            return book.words.get(str(whole(value, -1)), ""), _TEXT, ""
        case "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value), _TEXT, ""
        case "d" if value:
            return value, CellKind.DATE, value[:10]
        case _ if look.kind == "str" or not value:
            return _unescaped(value), _TEXT, ""
        case _:
            return _number(value, look.style, book)


def _number(value: str, style: int, book: _Book) -> tuple[str, CellKind, str]:
    if code := book.dates.get(style):
        day = day_of(value, from_1904=book.from_1904)
        if day is not None:
            return shown_date(day, code), CellKind.DATE, day.date().isoformat()
    return shown_number(value, book.codes.get(style, "")), CellKind.NUMBER, ""


def _shared_words(archive: Archive) -> Mapping[str, str]:
    """By their number, written out."""
    part = "xl/sharedStrings.xml"
    words = shared_words(archive, part) if part in archive.names else ()
    return {str(number): _unescaped(text) if "_x" in text else text for number, text in enumerate(words)}


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
    written = {
        f.get("numFmtId", ""): f.get("formatCode", "")[:_LONGEST_CODE] for f in elements(styles, "numFmt")
    }
    dates, codes = {}, {}
    for index, style in enumerate(xf for xfs in elements(styles, "cellXfs") for xf in xfs):
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
        for relation in elements(archive.xml(relations), "Relationship")
        if relation.get("TargetMode") != "External"
    }


def _merges(sheet: etree._Element) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for merge in elements(sheet, "mergeCell"):
        first, _, last = merge.get("ref", "").partition(":")
        top, left = position(first) or (0, 0)
        bottom, right = position(last or first) or (top, left)
        if bottom >= top and right >= left:
            yield (top, left), (bottom - top + 1, right - left + 1)
