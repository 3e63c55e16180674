"""Which number does Word print before a paragraph that it numbers by itself?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from application.imports.grid import Remark
from infrastructure.documents.docx_lists import (
    LEVELS,
    Numbering,
    Styled,
    W,
    numberings_of,
    said,
    styled_paragraphs,
)
from infrastructure.documents.limits import Archive
from infrastructure.documents.list_numbers import written
from infrastructure.documents.whole_numbers import whole

_P, _PROPERTIES, _RUN, _TEXT, _NUMBERED, _STYLE = (W + n for n in ("p", "pPr", "r", "t", "numPr", "pStyle"))
_MERGED_DOWN = f"../{W}tcPr/{W}vMerge"
_PLACE = re.compile(r"%([1-9])")


def print_numbers(archive: Archive, body: etree._Element) -> tuple[Remark, ...]:
    """Each number becomes text of its paragraph, as a person sees it. Where its form is not known it stays
    away and is remarked upon."""
    styles = styled_paragraphs(archive) if body.find(f".//{_STYLE}") is not None else {}
    if not styles and body.find(f".//{_NUMBERED}") is None:
        return ()
    lists = _Lists(numberings_of(archive), styles)
    unknown, printed = Counter[str](), 0
    for paragraph in body.iter(_P):
        place = lists.place_of(paragraph)
        text = lists.next(*place) if place else ""
        if place and text is None:
            unknown[place[0].levels[place[1]].form] += 1
        elif text:
            printed += 1
            _print(paragraph, text)
    told = (Remark("number-not-shown", "file", {"form": form, "count": n}) for form, n in unknown.items())
    return (*told, *([Remark("numbers-by-word", "file", {"count": printed})] if printed else ()))


def _print(paragraph: etree._Element, text: str) -> None:
    run = etree.Element(_RUN)
    etree.SubElement(run, _TEXT).text = text
    paragraph.insert(1, run)


@dataclass(slots=True)
class _Lists:
    """The lists of a document, each with the numbers that its levels have reached."""

    numberings: Mapping[str, Numbering]
    styles: Mapping[str, Styled]
    reached: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)

    def place_of(self, paragraph: etree._Element) -> tuple[Numbering, int] | None:
        """By which numbering and on which level Word counts this paragraph, if it does."""
        properties = paragraph.find(_PROPERTIES)
        if properties is None or _is_deleted(properties) or _lies_under(paragraph):
            return None
        own, styled = properties.find(_NUMBERED), self.styles.get(said(properties, "pStyle"))
        numbering = self.numberings.get(said(own, "numId") or (styled.numbering if styled else ""))
        if numbering is None:
            return None
        level = whole(said(own, "ilvl"), -1)
        if level < 0:
            level = _level_of(styled, numbering) if styled else 0
        return (numbering, level) if level in numbering.levels else None

    def next(self, numbering: Numbering, at: int) -> str | None:
        """The next number with the words around it; empty for a bullet. None where its form is not known, or
        where it tells the number of a level above that has none yet."""
        reached = self._after_one_more(numbering, at)
        level = numbering.levels[at]
        if level.form == "bullet":
            return ""
        numbers: dict[str, str | None] = {}
        for place in _PLACE.findall(level.shown):
            above = int(place) - 1
            number, form = reached[above], numbering.levels[above].form if above in numbering.levels else ""
            numbers[place] = (
                written(number, "decimal" if level.legal else form) if number is not None else None
            )
        if None in numbers.values():
            return None
        shown = _PLACE.sub(lambda place: numbers[place[1]] or "", level.shown)
        return shown + level.parted if shown else ""

    def _after_one_more(self, numbering: Numbering, at: int) -> list[int | None]:
        reached = self.reached.setdefault(numbering.counted_in, [None] * LEVELS)
        if id(numbering) not in self.begun:
            self.begun.add(id(numbering))
            for level in numbering.begins:
                reached[level] = None
        before = reached[at]
        reached[at] = numbering.first(at) if before is None else before + 1
        for lower in range(at + 1, LEVELS):
            if lower not in numbering.levels or at < numbering.levels[lower].restart:
                reached[lower] = None
        return reached


def _level_of(styled: Styled, numbering: Numbering) -> int:
    linked = (number for number, level in numbering.levels.items() if level.style == styled.by)
    return next(linked, styled.level)


def _is_deleted(properties: etree._Element) -> bool:
    return properties.find(f"{W}rPr/{W}del") is not None


def _lies_under(paragraph: etree._Element) -> bool:
    """A cell that goes on with the one above it shows nothing of its own."""
    merged = paragraph.find(_MERGED_DOWN)
    return merged is not None and merged.get(W + "val", "continue") == "continue"
