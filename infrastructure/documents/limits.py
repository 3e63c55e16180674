"""May this archive be opened? Everything is checked before anything is parsed."""

from __future__ import annotations

import errno
import io
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from application.ports import DocumentRefused

MOST_BYTES = 20 * 2**20
MOST_ENTRIES = 2000
MOST_UNPACKED = 50 * 2**20
MOST_RATIO = 200
MOST_MARKS = 1_500_000
"""Elements and attributes of one part, counted before parsing: parsed they take some 300 MB."""
MOST_CELLS = 200_000
"""Cells of a whole document, a merged one as often as it is wide."""
_SMALL = 2**20
_KEPT = 8 * 2**20
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNOPENED = (zipfile.BadZipFile, struct.error, OSError, NotImplementedError, ValueError)
_UNREADABLE = (*_UNOPENED, KeyError, zlib.error, EOFError)
_DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_LIKE_ASCII = re.compile(rb"utf-?8|utf-?16(le|be)?|us-ascii|iso-8859-\d+|windows-125\d", re.IGNORECASE)
_HEAD = 1000


@dataclass(frozen=True, slots=True)
class Archive:
    """A checked zip whose parts are read one by one; small ones are unpacked once."""

    zip: zipfile.ZipFile
    names: frozenset[str]
    unpacked: dict[str, bytes] = field(default_factory=dict)

    def part(self, name: str) -> bytes:
        return self.unpacked.get(name) or self._read(name)

    def _read(self, name: str) -> bytes:
        try:
            return self.zip.read(name)
        except _UNREADABLE as why:
            raise DocumentRefused("file-damaged", name, what="a part cannot be read") from why
        except RuntimeError as why:
            raise DocumentRefused("file-encrypted", name) from why

    def checked(self, name: str) -> bytes:
        """A part of XML with no document type, no entities and not too many elements; not parsed yet."""
        content = self.part(name)
        _refuse_declarations(name, content)
        _refuse_rare_encoding(name, content)
        _refuse_crowded(name, content)
        return content

    def xml(self, name: str) -> etree._Element:
        return parsed(name, self.checked(name))


def open_archive(content: bytes) -> Archive:
    """Raises DocumentRefused where the archive is damaged, leaves its folder, names a part twice, links
    elsewhere, or swells when unpacked."""
    try:
        opened = zipfile.ZipFile(io.BytesIO(content))
    except _UNOPENED as why:
        raise DocumentRefused("file-damaged", what="the archive has no directory") from why
    entries = opened.infolist()
    if len(entries) > MOST_ENTRIES:
        raise DocumentRefused("archive-unsafe", what="too many parts")
    for entry in entries:
        _refuse_climbing(entry.filename)
        _refuse_packing(entry)
        _refuse_link(entry)
    if len({entry.filename for entry in entries}) < len(entries):
        raise DocumentRefused("archive-unsafe", what="two entries have one name")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or any(map(_swells, entries)):
        raise DocumentRefused("archive-unsafe", what="it unpacks to too much")
    archive = Archive(opened, frozenset(entry.filename for entry in entries))
    for name in archive.names:
        if name.endswith((".xml", ".rels")):
            content = archive.part(name)
            _refuse_declarations(name, content)
            if len(content) < _KEPT // len(entries):
                archive.unpacked[name] = content
    return archive


def parsed(name: str, content: bytes) -> etree._Element:
    """The root of XML that was checked: no entities, no network."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as why:
        if why.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:  # type: ignore[attr-defined]  # the stubs lack it
            raise DocumentRefused("archive-unsafe", name, what="a part is nested too deep") from why
        raise DocumentRefused("file-damaged", name, what="a part is not XML") from why


def refuse_too_big(content: bytes) -> None:
    if not content:
        raise DocumentRefused("file-empty")
    if len(content) > MOST_BYTES:
        raise DocumentRefused("file-too-big", size=len(content), limit=MOST_BYTES)


def content_of_file(path: Path) -> bytes:
    """At most one byte beyond the limit is read. Raises OSError for what is no file, a device too."""
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    if about.st_size > MOST_BYTES:
        raise DocumentRefused("file-too-big", size=about.st_size, limit=MOST_BYTES)
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def refuse_too_many_cells(count: int, place: str) -> None:
    if count > MOST_CELLS:
        raise DocumentRefused("cells-too-many", place, limit=MOST_CELLS)


def _swells(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > _SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)


def _refuse_crowded(name: str, content: bytes) -> None:
    marks = content.count(b"<") + content.count(b"=")
    if marks > MOST_MARKS:
        raise DocumentRefused("archive-unsafe", name, what="a part holds too many elements")


def _refuse_packing(entry: zipfile.ZipInfo) -> None:
    if entry.compress_type not in _PACKINGS:
        raise DocumentRefused("archive-unsafe", entry.filename, what="a part is packed in a rare way")


def _refuse_link(entry: zipfile.ZipInfo) -> None:
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise DocumentRefused("archive-unsafe", what="an entry is a link to another file")


def _refuse_declarations(name: str, content: bytes) -> None:
    if b"!" in content and _DECLARES.search(content.replace(b"\0", b"")):
        raise DocumentRefused("xml-forbidden", name, part=name)


def _refuse_rare_encoding(name: str, content: bytes) -> None:
    """In letters unlike ASCII neither a document type nor an element would be seen before parsing."""
    start = content[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")
    encoding = _ENCODING.match(start)
    if not start.startswith(b"<") or (encoding and not _LIKE_ASCII.fullmatch(encoding[1])):
        raise DocumentRefused("file-damaged", name, what="a part is not XML")


def _refuse_climbing(name: str) -> None:
    path = name.replace("\\", "/")
    if path.startswith("/") or ".." in path.split("/") or re.match(r"^[A-Za-z]:", path):
        raise DocumentRefused("archive-unsafe", name, what="a part climbs out of its folder")
