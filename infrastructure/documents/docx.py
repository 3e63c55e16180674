"""What tables and lines does a Word document hold? Deleted text is left out, inserted text is read."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from application.imports.grid import Cell, Grid, Line, Papers
from application.ports import DocumentRefused
from infrastructure.documents.limits import Archive, refuse_too_many_cells
from infrastructure.documents.whole_numbers import whole

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PART = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY, _P, _TBL, _TR, _TC = (_W + name for name in ("body", "p", "tbl", "tr", "tc"))
_TEXT, _TAB, _BREAK, _RETURN, _HYPHEN = (_W + name for name in ("t", "tab", "br", "cr", "noBreakHyphen"))
_MOST_COLUMNS = 63
_SKIPPED = {
    _W + "del",
    _W + "moveFrom",
    _W + "instrText",
    _W + "pPr",
    _W + "rPr",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_TRANSPARENT = {_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml", _W + "moveTo", _W + "smartTag"}


def read_docx(archive: Archive) -> Papers:
    body = archive.xml(PART).find(_BODY)
    if body is None:
        raise DocumentRefused("file-damaged", PART, what="the document has no body")
    return Papers(MEDIA_TYPE, tuple(_blocks(body)))


def _blocks(body: etree._Element) -> Iterator[Grid | Line]:
    tables = lines = area = 0
    for element in _through(body):
        if element.tag == _TBL:
            tables += 1
            area += sum(_columns(tc) for tc in element.iter(_TC))
            refuse_too_many_cells(area, f"table {tables}")
            yield _grid(element, f"table {tables}")
        elif element.tag == _P:
            lines += 1
            text = _text_of(element)
            if text.strip():
                yield Line(text, f"line {lines}")


def _through(parent: etree._Element) -> Iterator[etree._Element]:
    """Children, with content controls and tracked insertions looked through."""
    for child in parent:
        if child.tag in _TRANSPARENT:
            yield from _through(child)
        elif child.tag not in _SKIPPED:
            yield child


def _grid(table: etree._Element, name: str) -> Grid:
    cells: list[Cell] = []
    open_below: dict[int, int] = {}
    for row, element in enumerate(child for child in _through(table) if child.tag == _TR):
        column = _number(element.find(f"{_W}trPr/{_W}gridBefore"), 0)
        for tc in (child for child in _through(element) if child.tag == _TC):
            columns = _columns(tc)
            above = open_below.get(column)
            merged = tc.find(f"{_W}tcPr/{_W}vMerge")
            continues = merged is not None and merged.get(_W + "val", "continue") == "continue"
            if continues and above is not None:
                cells[above] = _longer(cells[above], _cell_text(tc))
            else:
                cells.append(
                    Cell(
                        _cell_text(tc), row, column, f"{name} row {row + 1} col {column + 1}", columns=columns
                    )
                )
                above = len(cells) - 1 if merged is not None else None
            for covered in range(column, column + columns):
                open_below.pop(covered, None)
            if above is not None:
                open_below[column] = above
            column += columns
    return Grid(name, tuple(cells))


def _longer(cell: Cell, text: str) -> Cell:
    """A cell merged downwards; what stands in its lower part belongs to it."""
    whole = f"{cell.text}\n{text}" if text.strip() else cell.text
    return Cell(whole, cell.row, cell.column, cell.place, cell.rows + 1, cell.columns)


def _columns(tc: etree._Element) -> int:
    return _number(tc.find(f"{_W}tcPr/{_W}gridSpan"), 1)


def _number(element: etree._Element | None, otherwise: int) -> int:
    written = element.get(_W + "val", "") if element is not None else ""
    number = whole(written, -1)
    return otherwise if number < 0 else max(1, min(number, _MOST_COLUMNS))


def _cell_text(tc: etree._Element) -> str:
    return "\n".join(_cell_lines(tc)).rstrip("\n")


def _cell_lines(parent: etree._Element) -> Iterator[str]:
    for child in _through(parent):
        if child.tag == _P:
            yield _text_of(child)
        elif child.tag in (_TBL, _TR, _TC):
            yield from _cell_lines(child)


def _text_of(paragraph: etree._Element) -> str:
    return "".join(_runs(paragraph))


def _runs(parent: etree._Element) -> Iterator[str]:
    for child in parent:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag == _TAB:
            yield "\t"
        elif child.tag in (_BREAK, _RETURN):
            yield "\n"
        elif child.tag == _HYPHEN:
            yield "-"
        elif child.tag not in _SKIPPED:
            yield from _runs(child)
