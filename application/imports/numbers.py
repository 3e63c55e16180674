"""What number does a row, a task or a section carry in its words, and what is left when it is taken off?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.spelling import INVISIBLE, clean, plain

_ROMAN = "IVXІХ"
_AS_ROMAN = str.maketrans("ІХ", "IX")
_MEASURE = re.compile(
    r"(?P<raw>(?:захід|заход|hoạt động|measure|activity|action)\s*№?\s*(?P<n>\d+(?:\.\d+)*))\s*[.:)]?\s+"
    r"(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_BARE = re.compile(
    r"(?P<raw>(?P<n>\d+(?:\.\d+)+|\d{1,3}(?=[.)]))[.)]?)\s*(?P<rest>[^\W\d«\"(].*|[«\"(].*)", re.DOTALL
)
_CODED = re.compile(r"(?P<raw>(?P<n>\d+(?:\.\d+)*\.[A-Z])[.)]?)\s+(?P<rest>\S.*)", re.DOTALL)
_NUMBER_CELL = re.compile(
    r"(?:захід\s*|hoạt động\s*)?(?P<n>\d{1,4}(?:\.\d{1,4})*|[IVX]{1,5}(?:\.\d+)*)\s*[.)]?", re.IGNORECASE
)
_TASK = re.compile(
    r"(?:(?:завдання|nhiệm vụ|task|підзавдання|tiểu nhiệm vụ)\s*№?\s*)?(?P<n>\d+(?:\.\d+)*)\s*[.):]?\s*"
    r"(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(
    rf"(?P<word>(?:розділ|напрям|завдання|підзавдання|mục|phần|section|part|task)\s*№?\s*)?"
    rf"(?P<n>[{_ROMAN}]{{1,5}}|\d+(?:\.\d+)*)(?:\s*[.):]\s*|\s+)(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_INCLUDED = re.compile(r"(?:[ув] т\. ?ч\.|[ув] тому числі|trong đó|of which|including)(?:\W|$)")
_INCLUDED_IN = re.compile(r"^\D{0,12}(?:до|з|із) заходу (\d+(?:\.\d+)+)")


@dataclass(frozen=True, slots=True)
class Numbered:
    number: str | None
    raw: str | None
    title: str


def measure_title(text: str) -> Numbered:
    """«Захід 1.1.1 Назва», ``1.1.1.1 Назва``, ``1) назва``, ``1.A name``; a count («2 семінари») is none."""
    words = text.strip()
    return _taken(_MEASURE.match(words) or _CODED.match(words) or _BARE.match(words), text)


def visible(text: str) -> str:
    """A text without characters that hide or turn round what is beside them."""
    return INVISIBLE.sub("", text)


def number_cell(text: str) -> str | None:
    """The number of a number column, without its stop."""
    match = _NUMBER_CELL.fullmatch(clean(text))
    return match["n"] if match else None


def task_title(text: str) -> Numbered:
    return _taken(_TASK.match(text.strip()), text)


@dataclass(frozen=True, slots=True)
class SectionTitle:
    """``word`` is the kind the office gives it («розділ», «завдання»), lower case, or empty."""

    number: str | None
    word: str
    title: str

    @property
    def roman(self) -> bool:
        return bool(self.number) and not str(self.number)[0].isdigit()


def section_title(text: str) -> SectionTitle:
    match = _SECTION.match(clean(text))
    if match is None:
        return SectionTitle(None, "", clean(text))
    number = match["n"].upper().translate(_AS_ROMAN) if not match["n"][0].isdigit() else match["n"]
    return SectionTitle(number, plain(match["word"] or "").strip(" №"), match["rest"])


def is_included(title: str) -> bool:
    """«у т.ч.» makes a row a part of another only where the title begins with it."""
    return bool(_INCLUDED.match(plain(title).lstrip("-– ")))


def parent_named(title: str) -> str | None:
    """«у т.ч. до заходу 1.6.2» names its whole."""
    match = _INCLUDED.match(plain(title).lstrip("-– "))
    named = _INCLUDED_IN.match(plain(title).lstrip("-– ")[match.end() :]) if match else None
    return named[1] if named else None


def parent_number(number: str) -> str | None:
    return number.rpartition(".")[0] or None


def depth(number: str) -> int:
    return number.count(".") + 1


def _taken(match: re.Match[str] | None, text: str) -> Numbered:
    if match is None:
        return Numbered(None, None, clean(text))
    raw = match.groupdict().get("raw") or match["n"]
    return Numbered(match["n"], clean(raw), clean(match["rest"]))
