"""Is a PDF whole, does it stay small when unpacked, and what does it hold that is never read?"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import LITERALS_FLATE_DECODE, PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from application.imports.grid import Remark
from application.ports import DocumentRefused
from infrastructure.documents.limits import MOST_UNPACKED

MOST_DRAWN = 3 * 2**20
"""Bytes of one page's drawing, unpacked; a page crowded with words takes some 100 000."""
_STREAM = re.compile(rb"stream\r?\n")
_END = b"endstream"
_DICTIONARY = 400
_NO_NOTES = {"Link", "Popup", ""}


def refuse_swelling(content: bytes) -> None:
    """Packed parts are unpacked once, up to the limit. Pictures may be large: nobody opens them."""
    unpacked = 0
    for found in _STREAM.finditer(content):
        before = content[max(0, found.start() - _DICTIONARY) : found.start()]
        if b"/Image" in before.rpartition(b" obj")[2]:
            continue
        end = content.find(_END, found.end())
        packed = memoryview(content)[found.end() : end if end > 0 else len(content)]
        try:
            unpacked += len(zlib.decompressobj().decompress(packed, MOST_UNPACKED))
        except zlib.error:
            continue
        if unpacked >= MOST_UNPACKED:
            raise DocumentRefused("archive-unsafe", what="it unpacks to too much")


def refuse_torn(page: PDFPage, place: str) -> None:
    """A page whose drawing breaks off would lose its end without a word."""
    for part in page.contents:
        stream = resolve1(part)
        if not isinstance(stream, PDFStream):
            raise DocumentRefused("file-damaged", place, what="a page lacks a part")
        packed = stream.get_rawdata()
        filters = [name for name, _ in stream.get_filters()]
        if packed is None or stream.decipher or len(filters) != 1 or filters[0] not in LITERALS_FLATE_DECODE:
            continue
        unpacking = zlib.decompressobj()
        unpacked = unpacking.decompress(packed, MOST_DRAWN + 1)
        if len(unpacked) > MOST_DRAWN:
            raise DocumentRefused("drawing-too-dense", place, limit=MOST_DRAWN)
        if not unpacking.eof:
            raise DocumentRefused("file-damaged", place, what="a page breaks off")


def pages_promised(document: PDFDocument) -> int:
    count = resolve1(_dictionary(document.catalog.get("Pages")).get("Count"))
    return count if isinstance(count, int) else 0


def extras(document: PDFDocument) -> Iterator[Remark]:
    """Scripts and attached files are told and never opened."""
    names = _dictionary(document.catalog.get("Names"))
    opening = _dictionary(document.catalog.get("OpenAction"))
    if "JavaScript" in names or "JS" in opening or "AA" in document.catalog:
        yield Remark("scripts-ignored", "file")
    if "EmbeddedFiles" in names:
        yield Remark("attachments-ignored", "file")


def notes(page: PDFPage, place: str) -> Iterator[Remark]:
    """Comments, stamps and form fields lie over the page and are no part of what it prints."""
    found = resolve1(page.annots) if page.annots else None
    kinds = {_name(_dictionary(note).get("Subtype")) for note in found} if isinstance(found, list) else set()
    if kinds - _NO_NOTES:
        yield Remark("notes-ignored", place)


def _dictionary(value: object) -> dict[str, object]:
    found = resolve1(value)
    return found if isinstance(found, dict) else {}


def _name(value: object) -> str:
    return str(value.name) if isinstance(value, PSLiteral) else ""
