"""What tables and lines does a web page show? Scripts are neither run nor read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from application.imports.grid import Cell, Grid, Line, Papers
from application.ports import DocumentRefused
from infrastructure.documents.active import in_page
from infrastructure.documents.encoding import Decoded, decode
from infrastructure.documents.limits import MOST_CELLS, MOST_MARKS, refuse_too_many_cells
from infrastructure.documents.whole_numbers import whole

MEDIA_TYPE = "text/html"
_BEGINS = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
_ENCODINGS = {
    **dict.fromkeys(("windows-1251", "cp1251"), "cp1251"),
    **dict.fromkeys(("windows-1252", "iso-8859-1", "latin1"), "cp1252"),
    "windows-1250": "cp1250",
    "windows-1258": "cp1258",
    "koi8-u": "koi8-u",
    "koi8-r": "koi8-r",
    "iso-8859-5": "iso8859-5",
    "ibm866": "cp866",
}
_HEAD = 4096
_UNSEEN = (
    *("head", "script", "style", "template", "noscript", "xml", "svg", "iframe", "object", "audio", "video"),
    *("select", "textarea", "button", "onrecord-unseen"),
)
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt"),
        *("fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html"),
        *("legend", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "tr", "ul"),
    )
)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_MOST_COLUMNS = 1000


def is_page(content: bytes) -> bool:
    return _BEGINS.match(content[:_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")) is not None


def read_html(content: bytes) -> Papers:
    decoded = _decoded(content)
    page = _page(decoded.text)
    if page is None:
        return Papers(MEDIA_TYPE, (), decoded.remarks)
    acting = tuple(in_page(page))
    _mark_unseen(page)
    etree.strip_elements(page, *_UNSEEN, with_tail=False)
    return Papers(MEDIA_TYPE, tuple(_Page().blocks(page)), (*decoded.remarks, *acting))


def _decoded(content: bytes) -> Decoded:
    """UTF-8 where every byte is, then as the page declares, then by its letters."""
    declared = _CHARSET.search(content[:_HEAD])
    name = declared[1].decode("ascii").lower() if declared else ""
    if name in _ENCODINGS and not _is_utf8(content):
        try:
            return Decoded(content.decode(_ENCODINGS[name]))
        except UnicodeDecodeError:
            return decode(content)
    return decode(content)


def _is_utf8(content: bytes) -> bool:
    try:
        return not content.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _page(text: str) -> etree._Element | None:
    if text.count("<") + text.count("=") > MOST_MARKS:
        raise DocumentRefused("cells-too-many", limit=MOST_CELLS)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def _mark_unseen(page: etree._Element) -> None:
    """A row that is not shown stays, and is known as hidden; other elements go."""
    for element in page.iter(etree.Element):
        if element.get("hidden") is not None or _NOT_SHOWN.search(element.get("style", "")):
            if element.tag == "tr":
                element.set("hidden", "hidden")
            elif element.tag not in ("html", "body", "table"):
                element.tag = "onrecord-unseen"


@dataclass(slots=True)
class _Page:
    """Tables and lines are counted from above; ``area`` counts cells as often as they are wide and high."""

    tables: int = 0
    lines: int = 0
    area: int = 0

    def blocks(self, body: etree._Element) -> Iterator[Grid | Line]:
        words: list[str] = []
        for piece in _pieces(body):
            if isinstance(piece, str):
                words.append(piece)
            else:
                yield from self._lines("".join(words))
                words = []
                yield self._grid(piece)
        yield from self._lines("".join(words))

    def _lines(self, text: str) -> Iterator[Line]:
        for line in _shown(text).split("\n"):
            if line:
                self.lines += 1
                yield Line(line, f"line {self.lines}")

    def _grid(self, table: etree._Element) -> Grid:
        self.tables += 1
        name = f"table {self.tables}"
        rows = list(_rows(table))
        cells: list[Cell] = []
        covered: dict[int, int] = {}
        for row, element in enumerate(rows):
            column = 0
            for written in element.iterchildren("td", "th"):
                while covered.get(column, 0) > row:
                    column += 1
                down, across = _spans(written, len(rows) - row)
                self.area += down * across
                refuse_too_many_cells(self.area, name)
                place = f"{name} row {row + 1} col {column + 1}"
                cells.append(Cell(_cell_text(written), row, column, place, down, across))
                covered.update(dict.fromkeys(range(column, column + across), row + down))
                column += across
        hidden = frozenset(row for row, element in enumerate(rows) if element.get("hidden") is not None)
        return Grid(name, tuple(cells), hidden)


def _pieces(element: etree._Element) -> Iterator[str | etree._Element]:
    """Words, line ends, and the tables that hold more than other tables."""
    yield _one_blank(element.text)
    for child in element:
        if child.tag == "table" and not _is_frame(child):
            yield child
        elif child.tag == "br":
            yield "\n"
        elif child.tag in _BLOCKS:
            yield "\n"
            yield from _pieces(child)
            yield "\n"
        else:
            yield from _pieces(child)
        yield _one_blank(child.tail)


def _is_frame(table: etree._Element) -> bool:
    """A table whose cells hold tables of more cells than its own lays out the page."""
    own = sum(1 for row in _rows(table) for _ in row.iterchildren("td", "th"))
    return sum(1 for _ in table.iter("td", "th")) > 2 * own


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table.iterchildren("tr", "thead", "tbody", "tfoot"):
        if child.tag == "tr":
            yield child
        else:
            yield from child.iterchildren("tr")


def _spans(cell: etree._Element, rows_left: int) -> tuple[int, int]:
    """Rows and columns; no row beyond the last one, ``rowspan="0"`` goes down to it."""
    down, across = whole(cell.get("rowspan", "").strip(), 1), whole(cell.get("colspan", "").strip(), 1)
    return min(down or rows_left, rows_left), max(1, min(across, _MOST_COLUMNS))


def _cell_text(cell: etree._Element) -> str:
    return _shown("".join(_words_within(cell)))


def _words_within(cell: etree._Element) -> Iterator[str]:
    """A row of a table within the cell is a line, its cells parted as tabs part words."""
    for piece in _pieces(cell):
        if isinstance(piece, str):
            yield piece
        else:
            rows = ([_cell_text(inner) for inner in row.iterchildren("td", "th")] for row in _rows(piece))
            yield from ("\n", *("\t".join(texts) + "\n" for texts in rows))


def _shown(text: str) -> str:
    """Lines without blanks at their ends; empty ones only part others."""
    lines = (line.strip(" ") for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _one_blank(text: str | None) -> str:
    return _BLANKS.sub(" ", text) if text else ""
