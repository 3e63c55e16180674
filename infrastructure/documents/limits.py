"""May this archive be opened? Everything is checked before anything is parsed."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from application.ports import DocumentRefused

MOST_BYTES = 20 * 2**20
MOST_ENTRIES = 2000
MOST_UNPACKED = 50 * 2**20
MOST_RATIO = 100
_SMALL = 2**20
_UNREADABLE = (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)
_DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Archive:
    """A checked zip whose parts are read one by one."""

    zip: zipfile.ZipFile
    names: frozenset[str]

    def part(self, name: str) -> bytes:
        try:
            return self.zip.read(name)
        except _UNREADABLE as why:
            raise DocumentRefused("file-damaged", name, what=f"{name} cannot be read") from why
        except RuntimeError as why:
            raise DocumentRefused("file-encrypted", name) from why

    def xml(self, name: str) -> etree._Element:
        """The root of a part: no document type, no entities, no network."""
        content = self.part(name)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError as why:
            raise DocumentRefused("file-damaged", name, what=f"{name} is not XML") from why


def open_archive(content: bytes) -> Archive:
    """Raises DocumentRefused where the archive is damaged, leaves its folder, or swells when unpacked."""
    try:
        opened = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as why:
        raise DocumentRefused("file-damaged", what="the archive has no directory") from why
    entries = opened.infolist()
    if len(entries) > MOST_ENTRIES:
        raise DocumentRefused("archive-unsafe", what=f"{len(entries)} entries")
    for entry in entries:
        _refuse_climbing(entry.filename)
    unpacked = sum(entry.file_size for entry in entries)
    swollen = unpacked > _SMALL and unpacked > MOST_RATIO * max(len(content), 1)
    if unpacked > MOST_UNPACKED or swollen:
        raise DocumentRefused("archive-unsafe", what=f"it unpacks to {unpacked} bytes")
    archive = Archive(opened, frozenset(entry.filename for entry in entries))
    for name in archive.names:
        if name.endswith((".xml", ".rels")) and _DECLARES.search(archive.part(name).replace(b"\0", b"")):
            raise DocumentRefused("xml-forbidden", name, part=name)
    return archive


def refuse_too_big(content: bytes) -> None:
    if not content:
        raise DocumentRefused("file-empty")
    if len(content) > MOST_BYTES:
        raise DocumentRefused("file-too-big", size=len(content), limit=MOST_BYTES)


def _refuse_climbing(name: str) -> None:
    path = name.replace("\\", "/")
    if path.startswith("/") or ".." in path.split("/") or re.match(r"^[A-Za-z]:", path):
        raise DocumentRefused("archive-unsafe", what=f"the entry {name!r} climbs out of its folder")
