"""By which lists does a Word document number its paragraphs, and from which number on?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from infrastructure.documents.limits import Archive
from infrastructure.documents.whole_numbers import whole

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LISTS, STYLES = "word/numbering.xml", "word/styles.xml"
LEVELS = 9
_MOST_STYLES_UP = 20
_PARTED = {"nothing": "", "tab": " ", "space": " "}


@dataclass(frozen=True, slots=True)
class Level:
    """``restart``: only a paragraph of a level below this number lets the count begin anew."""

    start: int
    form: str
    shown: str
    legal: bool
    parted: str
    restart: int
    style: str


@dataclass(slots=True)
class Numbering:
    """``counted_in`` is shared by lists that go on with one another; ``begins`` anew at its first use."""

    counted_in: str
    levels: dict[int, Level]
    begins: dict[int, int] = field(default_factory=dict)

    def first(self, level: int) -> int:
        return self.begins.get(level, self.levels[level].start if level in self.levels else 1)


@dataclass(frozen=True, slots=True)
class Styled:
    """The list that a paragraph's style names, by which style in its ancestry, and the level."""

    numbering: str
    by: str
    level: int


def numberings_of(archive: Archive) -> Mapping[str, Numbering]:
    """By ``w:numId``."""
    if LISTS not in archive.names:
        return {}
    lists = archive.xml(LISTS)
    abstract = {a.get(W + "abstractNumId", ""): a for a in lists.iterfind(W + "abstractNum")}
    named = {name: key for key, a in abstract.items() if (name := said(a, "styleLink"))}
    found: dict[str, Numbering] = {}
    for num in lists.iterfind(W + "num"):
        key = said(num, "abstractNumId")
        if key in abstract:
            key = named.get(said(abstract[key], "numStyleLink"), key)
            found[num.get(W + "numId", "")] = _numbering(key, abstract[key], num)
    return found


def styled_paragraphs(archive: Archive) -> Mapping[str, Styled]:
    """Per paragraph style the list that it, or a style that it is based on, names."""
    if STYLES not in archive.names or b"numPr" not in archive.part(STYLES):
        return {}
    styles = {s.get(W + "styleId", ""): s for s in archive.xml(STYLES).iterfind(W + "style")}
    found = {name: _styled(name, styles) for name in styles}
    return {name: styled for name, styled in found.items() if styled}


def said(element: etree._Element | None, path: str) -> str:
    """The ``w:val`` of a child, or of a grandchild ``a/b``."""
    child = element.find("/".join(W + name for name in path.split("/"))) if element is not None else None
    return child.get(W + "val", "") if child is not None else ""


def _numbering(key: str, abstract: etree._Element, num: etree._Element) -> Numbering:
    numbering = Numbering(key, _levels(abstract))
    for override in num.iterfind(W + "lvlOverride"):
        level = whole(override.get(W + "ilvl", ""), LEVELS)
        if level < LEVELS:
            numbering.levels |= _levels(override)
            if start := said(override, "startOverride"):
                numbering.begins[level] = whole(start, 1)
    return numbering


def _levels(parent: etree._Element) -> dict[int, Level]:
    levels = ((whole(level.get(W + "ilvl", ""), LEVELS), level) for level in parent.iterfind(W + "lvl"))
    return {number: _level(level, number) for number, level in levels if number < LEVELS}


def _level(level: etree._Element, number: int) -> Level:
    form = next(level.iter(W + "numFmt"), None)
    legal = level.find(W + "isLgl")
    return Level(
        start=whole(said(level, "start"), 0),
        form=form.get(W + "val", "") if form is not None else "decimal",
        shown=said(level, "lvlText"),
        legal=legal is not None and legal.get(W + "val", "1") not in ("0", "false", "off"),
        parted=_PARTED.get(said(level, "suff"), " "),
        restart=whole(said(level, "lvlRestart"), number),
        style=said(level, "pStyle"),
    )


def _styled(name: str, styles: Mapping[str, etree._Element]) -> Styled | None:
    for _ in range(_MOST_STYLES_UP):
        style = styles.get(name)
        if style is None:
            return None
        if numbering := said(style, "pPr/numPr/numId"):
            return Styled(numbering, name, whole(said(style, "pPr/numPr/ilvl"), 0))
        name = said(style, "basedOn")
    return None
