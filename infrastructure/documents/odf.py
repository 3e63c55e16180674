"""What is written in the paragraphs and rows of an OpenDocument file?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from application.ports import DocumentRefused
from infrastructure.documents.limits import Archive
from infrastructure.documents.whole_numbers import whole

CONTENT, _MIME, _MANIFEST = "content.xml", "mimetype", "META-INF/manifest.xml"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
PARAGRAPHS = (TEXT + "p", TEXT + "h")
BOX = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}text-box"
CELL, COVERED = TABLE + "table-cell", TABLE + "covered-table-cell"
_ROW = TABLE + "table-row"
_ROWS = tuple(TABLE + name for name in ("table-header-rows", "table-row-group", "table-rows"))
_LEFT_OUT = (OFFICE + "annotation", TEXT + "note", TEXT + "tracked-changes", TABLE + "shapes")
_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_BLANKS = 1000
_MOST_ROWS = 1_048_576


def media_type(archive: Archive) -> str:
    """Empty where it is no OpenDocument file."""
    return archive.part(_MIME).decode("ascii", "replace").strip() if _MIME in archive.names else ""


def content_of(archive: Archive) -> tuple[etree._Element, etree._Element]:
    """The content, and its body without notes, remarks and what was deleted. Raises DocumentRefused."""
    encrypted = _MANIFEST in archive.names and b"encryption-data" in archive.part(_MANIFEST)
    if encrypted or "encrypted-package" in archive.names:
        raise DocumentRefused("file-encrypted", CONTENT)
    if CONTENT not in archive.names:
        raise DocumentRefused("file-damaged", CONTENT, what="the document has no content")
    content = archive.xml(CONTENT)
    body = content.find(f"{OFFICE}body/*")
    if body is None:
        raise DocumentRefused("file-damaged", CONTENT, what="the document has no body")
    etree.strip_elements(body, *_LEFT_OUT, with_tail=False)
    return content, body


def text_of(paragraph: etree._Element) -> str:
    """Blanks count as one unless ``text:s`` counts them."""
    return "".join(_words(paragraph)).strip(" ")


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """Rows in all groups of rows, those of the heading too."""
    for child in table:
        if child.tag == _ROW:
            yield child
        elif child.tag in _ROWS:
            yield from rows_of(child)


def times(element: etree._Element, what: str) -> int:
    """How often a row or cell is repeated, or how far a cell spans: ``number-rows-repeated`` and the like."""
    return max(1, min(whole(element.get(TABLE + what, ""), 1), _MOST_ROWS))


def is_hidden(row: etree._Element) -> bool:
    return row.get(TABLE + "visibility", "visible") != "visible"


def _words(element: etree._Element) -> Iterator[str]:
    yield _one_blank(element.text)
    for child in element:
        if child.tag == TEXT + "s":
            yield " " * min(whole(child.get(TEXT + "c", ""), 1), _MOST_BLANKS)
        elif child.tag == TEXT + "tab":
            yield "\t"
        elif child.tag == TEXT + "line-break":
            yield "\n"
        elif child.tag != BOX:
            yield from _words(child)
        yield _one_blank(child.tail)


def _one_blank(text: str | None) -> str:
    return _BLANKS.sub(" ", text) if text else ""
