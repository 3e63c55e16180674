"""How does a title read one period later, and which of its words are not the plan's own to move?

A law keeps its date, its number and its name, a programme its years: a copy that moved them would name a
paper that nobody issued. Only the plan's own period moves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.plan.calendar_words import MONTHS
from domain.plan.next_period import YEARS, moved_words, names_of_old, next_period

_YEAR = r"(?:19|20)\d\d(?!\d)"
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_REFERENCE = re.compile(
    rf"\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR}|{_YEAR}-\d\d-\d\d"
    rf"|\b\d{{1,2}}\s+(?:{_MONTH})\s+{_YEAR}|\b(?:{_MONTH})\s+\d{{1,2}},?\s+{_YEAR}"
    rf"|\bngày\s+\d{{1,2}}\s+tháng\s+\d{{1,2}}\s+năm\s+{_YEAR}"
    r"|(?:№|\bsố|\bno\.?)\s*\d[\w/.-]*(?<![.])|\b\d+/\d[\w/-]*|(?<!\d)\d+-[IVXLCІХ]+\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|„[^“”]*[“”]|\"[^\"]*\"")
_ACT = re.compile(
    r"\b(?:закон(?:у|ом|і|и|ів)?|указ(?:у|ом|и|ів)?|постанов\w*|наказ(?:у|ом|и|ів)?|розпорядження\w*"
    r"|luật|nghị\s+định|nghị\s+quyết|quyết\s+định|thông\s+tư|law|act|decree|resolution)\b",
    re.IGNORECASE,
)
_AFTER_QUARTER = re.compile(
    r"(?:квартал\w*|кв\.|quarter|quý\s+(?:IV|I{1,3}|[1-4]))[\s,/–-]*(?:năm\s+|of\s+)?$", re.IGNORECASE
)
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class MovedTitle:
    """``own``: without what is not the plan's to move; ``left``: what of that speaks of the old period."""

    words: str
    own: str
    left: tuple[str, ...]


def moved_title(title: str, period: str) -> MovedTitle:
    """The title one period later; what is not the plan's own stands as it stood."""
    told, own, left, at = list[str](), list[str](), list[str](), 0
    for start, end in [*_apart(sorted(_not_own(title, period))), (len(title), len(title))]:
        own.append(_moved(title[at:start], period))
        told += [own[-1], title[start:end]]
        if names_of_old(title[start:end], period):
            left.append(title[start:end])
        at = end
    return MovedTitle("".join(told), " ".join(own), tuple(left))


def _not_own(title: str, period: str) -> Iterator[Span]:
    for pattern in (_QUOTED, _REFERENCE, YEARS):
        yield from (found.span() for found in pattern.finditer(title))
    for act in _ACT.finditer(title):
        reference = _REFERENCE.search(title, act.end())
        named_until = reference.start() if reference else len(title)
        for year in re.compile(period[:4]).finditer(title, act.end(), named_until):
            if not _AFTER_QUARTER.search(title[: year.start()]):
                yield year.span()


def _apart(spans: list[Span]) -> Iterator[Span]:
    """Those that overlap, as one."""
    at: Span | None = None
    for start, end in spans:
        if at and start < at[1]:
            at = (at[0], max(at[1], end))
            continue
        if at:
            yield at
        at = (start, end)
    if at:
        yield at


def _moved(words: str, period: str) -> str:
    if "Q" in period:
        return moved_words(words, period)
    return re.sub(rf"(?<!\d){period}(?!\d)", next_period(period), words)
