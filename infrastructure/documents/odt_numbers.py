"""Which number does an office program print before an item of a list in an OpenDocument text?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from application.imports.grid import Remark
from infrastructure.documents.limits import Archive
from infrastructure.documents.list_numbers import written
from infrastructure.documents.odf import PARAGRAPHS, TEXT
from infrastructure.documents.whole_numbers import whole

_STYLES = "styles.xml"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_LIST, _ITEM = TEXT + "list", TEXT + "list-item"
_LIST_STYLE, _NUMBERED = TEXT + "list-style", TEXT + "list-level-style-number"
_SHOWN = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}num-list-format"
_FORMS = {
    "1": "decimal",
    "01": "decimalZero",
    "i": "lowerRoman",
    "I": "upperRoman",
    "a": "lowerLetter",
    "A": "upperLetter",
    "а, б, .., аа, бб, ... (ru)": "russianLower",
    "А, Б, .., Аа, Бб, ... (ru)": "russianUpper",
}
_LEVELS = 10
_FORM = _STYLE + "num-format"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_PLACE = re.compile(r"%(10|[1-9])%")
_Levels = Mapping[int, etree._Element]
_Reached = list[int | None]


def print_numbers(archive: Archive, content: etree._Element, body: etree._Element) -> tuple[Remark, ...]:
    """Each number becomes text of its paragraph, as a person sees it. Where its form is not known it stays
    away and is remarked upon."""
    if body.find(f".//{_LIST}") is None:
        return ()
    styles = _styles(content)
    if _STYLES in archive.names:
        styles = _styles(archive.xml(_STYLES)) | styles
    lists = _Lists(styles)
    for block in _outermost(body):
        lists.read(block)
    told = [Remark("number-not-shown", "file", {"form": f, "count": n}) for f, n in lists.unknown.items()]
    if lists.printed:
        told.append(Remark("numbers-by-word", "file", {"count": lists.printed}))
    return tuple(told)


@dataclass(slots=True)
class _Lists:
    """``reached``: per chain of lists that go on with one another, the number of each level."""

    styles: Mapping[str, _Levels]
    reached: dict[str, _Reached] = field(default_factory=dict)
    chains: dict[str, str] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    printed: int = 0

    def read(self, outermost: etree._Element) -> None:
        style, name = outermost.get(TEXT + "style-name", ""), outermost.get(_ID, "")
        chain = self.chains.get(outermost.get(TEXT + "continue-list", ""), "")
        if outermost.get(TEXT + "continue-numbering") == "true":
            chain = chain or self.last.get(style, "")
        chain = chain or f"{len(self.reached)}"
        self.last[style] = chain
        if name:
            self.chains[name] = chain
        self._items(outermost, style, 1, self.reached.setdefault(chain, [None] * (_LEVELS + 1)))

    def _items(self, written: etree._Element, style: str, level: int, reached: _Reached) -> None:
        for item in written.iterchildren(_ITEM):
            named = item.get(TEXT + "style-override", style)
            paragraph = next(item.iterchildren(*PARAGRAPHS), None)
            levels = self.styles.get(named, {})
            if paragraph is not None and level in levels:
                _count(item, levels[level], level, reached)
                self._print(paragraph, _shown(levels, level, reached), levels[level])
            for child in item.iterchildren(_LIST):
                if level < _LEVELS:
                    self._items(child, child.get(TEXT + "style-name", style), level + 1, reached)

    def _print(self, paragraph: etree._Element, number: str | None, level: etree._Element) -> None:
        if number is None:
            self.unknown[level.get(_FORM, "")] += 1
        elif number:
            self.printed += 1
            paragraph.text = f"{number} {paragraph.text or ''}"


def _count(item: etree._Element, level: etree._Element, at: int, reached: _Reached) -> None:
    """One more on this level; the levels below begin anew."""
    start = whole(level.get(TEXT + "start-value", ""), 1)
    before = reached[at]
    reached[at] = whole(item.get(TEXT + "start-value", ""), start if before is None else before + 1)
    for lower in range(at + 1, len(reached)):
        reached[lower] = None


def _shown(levels: _Levels, at: int, reached: _Reached) -> str | None:
    """None where the form of a number is not known, or where a level above has no number yet."""
    level = levels[at]
    if not level.get(_FORM):
        return level.get(_STYLE + "num-prefix", "") + level.get(_STYLE + "num-suffix", "")
    shown = level.get(_SHOWN) or _as_before_levels_were_named(level, at)
    numbers = {place: _written(levels, int(place), reached) for place in _PLACE.findall(shown)}
    return None if None in numbers.values() else _PLACE.sub(lambda place: numbers[place[1]] or "", shown)


def _as_before_levels_were_named(level: etree._Element, at: int) -> str:
    """The last ``display-levels`` levels, parted by points."""
    above = max(1, at + 1 - whole(level.get(TEXT + "display-levels", ""), 1))
    places = ".".join(f"%{place}%" for place in range(above, at + 1))
    return level.get(_STYLE + "num-prefix", "") + places + level.get(_STYLE + "num-suffix", "")


def _written(levels: _Levels, at: int, reached: _Reached) -> str | None:
    number = reached[at] if at < len(reached) else None
    form = _FORMS.get(levels[at].get(_FORM, "")) if at in levels else None
    return written(number, form) if number is not None and form else None


def _styles(root: etree._Element) -> dict[str, _Levels]:
    """Numbered levels by the name of the list's style; bullets are none."""
    return {
        style.get(_STYLE + "name", ""): {
            whole(level.get(TEXT + "level", ""), 0): level for level in style.iterchildren(_NUMBERED)
        }
        for style in root.iter(_LIST_STYLE)
    }


def _outermost(body: etree._Element) -> Iterator[etree._Element]:
    return (each for each in body.iter(_LIST) if next(each.iterancestors(_LIST), None) is None)
