"""What in a file would act by itself where it is opened: fetch from outside, start a program, run a script?

Nothing of it is read or run here. It is told, so that nobody hands such a file on unwarned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from application.imports.grid import Remark
from infrastructure.documents.limits import Archive

CODE = "active-content"
MOST_TOLD = 10
_EMBEDDED = re.compile(
    r"(?:^|/)(?:embeddings|activeX|externalLinks)/[^/]+\.(?!rels$)\w+$|(?:^|/)oleObject\d*\.bin$"
)
_FETCHES = ("xl/connections.xml", "xl/queryTables/", "customUI/")
_FIELD = re.compile(r"\b(?:DDE(?:AUTO)?|INCLUDE(?:TEXT|PICTURE)|IMPORT|DATABASE)\b", re.IGNORECASE)
_INSTRUCTION = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}instrText"
_SIMPLE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}fldSimple"
_WORD_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_DDE_FORMULA = re.compile(rb"<f\b[^>]*>[^<]{0,400}\|[^<]{0,400}![^<]*</f>")
_TAGS = frozenset(("script", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "link"))
_URLS = ("href", "src", "action", "formaction", "data", "background", "poster")
_RUNS = re.compile(r"\s*(?:javascript|vbscript)\s*:", re.IGNORECASE)


def in_archive(archive: Archive) -> Iterator[Remark]:
    """Of an Office document: links to outside other than those a person clicks, embedded objects, DDE."""
    places = dict.fromkeys(_places(archive))
    return (Remark(CODE, place) for place in list(places)[:MOST_TOLD])


def in_page(root: etree._Element) -> Iterator[Remark]:
    """Of a web page: scripts, frames, objects, handlers, addresses that run something."""
    if any(_acts(element) for element in root.iter(etree.Element)):
        yield Remark(CODE, "file")


def _places(archive: Archive) -> Iterator[str]:
    ways = (_is_embedded, _leads_outside, _asks_outside, _computes_outside)
    for name in sorted(archive.names):
        if any(acts(archive, name) for acts in ways):
            yield name


def _is_embedded(archive: Archive, name: str) -> bool:
    return bool(_EMBEDDED.search(name)) or name.startswith(_FETCHES)


def _leads_outside(archive: Archive, name: str) -> bool:
    """A picture, a template or an object from elsewhere is fetched unasked; a hyperlink waits for a click."""
    return name.endswith(".rels") and any(
        relation.get("TargetMode") == "External" and not relation.get("Type", "").endswith("/hyperlink")
        for relation in archive.xml(name).iter(etree.Element)
    )


def _computes_outside(archive: Archive, name: str) -> bool:
    return bool(_SHEET.fullmatch(name)) and _DDE_FORMULA.search(archive.part(name)) is not None


def _asks_outside(archive: Archive, name: str) -> bool:
    content = archive.part(name) if _WORD_PARTS.fullmatch(name) else b""
    if b"instrText" not in content and b"fldSimple" not in content:
        return False
    root = archive.xml(name)
    typed = "".join(element.text or "" for element in root.iter(_INSTRUCTION))
    simple = " ".join(
        str(value)
        for e in root.iter(_SIMPLE)
        for key, value in e.attrib.items()
        if str(key).endswith("}instr")
    )
    return bool(_FIELD.search(f"{typed} {simple}"))


def _acts(element: etree._Element) -> bool:
    tag = str(element.tag).rpartition("}")[2].lower()
    if tag in _TAGS and not (tag == "link" and "stylesheet" not in element.get("rel", "").lower()):
        return True
    if tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
        return True
    return any(
        str(name).lower().startswith("on") or (str(name).lower() in _URLS and _RUNS.match(str(value)))
        for name, value in element.attrib.items()
    )
