"""What was found in a plan's source, and where, in the words of the reader's language?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from string import Formatter

from application.period_words import period_words
from application.ports import Phrasebook
from domain.plan.document import Finding
from domain.plan.findings import CODES

QUANTITIES = frozenset({"held", "months", "part", "quarters", "said", "target", "total", "whole"})
PERIODS = frozenset({"asked", "period", "title"})
PLACES = frozenset({"first"})
CONTENTS = frozenset({"found", "what"})
MENDED_AT_ONCE = frozenset({"executor-unknown"})
"""What is settled by its words and not by its place: a name, once known, is known everywhere."""

_KINDS = ("page", "table", "row", "col", "line")
_WITHIN = re.compile(rf"({'|'.join(_KINDS)}) (\d+)")
_WHOLE = frozenset({"file", "title"})


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words; ``count`` places have the same one, ``place`` is the first of them."""

    finding: Finding
    message: str
    place: str
    count: int = 1


def worded(phrases: Phrasebook, language: str, finding: Finding) -> str:
    """The finding in a language; as it was recorded, where its facts were not kept or its code is gone."""
    facts = {**finding.facts, "proposal": finding.proposal or ""}
    if finding.code not in CODES or not needed(finding.code) <= facts.keys():
        return finding.message
    said = {name: _said(phrases, language, name, value) for name, value in facts.items()}
    return phrases.say(f"finding.{finding.code}", language, **said)


def placed(phrases: Phrasebook, language: str, place: str) -> str:
    """``table 1 row 5 col 3`` in words; the name of a sheet or of a cell, ``План!C9``, stays as it is."""
    if place in _WHOLE:
        return phrases.say(f"place.{place}", language)
    parts = _WITHIN.findall(place)
    if " ".join(f"{kind} {number}" for kind, number in parts) != place:
        return place
    return ", ".join(phrases.say(f"place.{kind}", language, number=number) for kind, number in parts)


def told(phrases: Phrasebook, language: str, findings: Iterable[Finding]) -> Iterator[Told]:
    """For people to read: a name that nobody knows is told once, however many places it stands at."""
    several: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        own = () if finding.code in MENDED_AT_ONCE else (finding.place, finding.measure or "")
        key = (finding.code, worded(phrases, language, finding), *own)
        several.setdefault(key, []).append(finding)
    for (_, message, *_), alike in several.items():
        yield Told(alike[0], message, placed(phrases, language, alike[0].place), len(alike))


def needed(code: str) -> set[str]:
    """The facts that the words of a code speak of."""
    return {name for _, name, _, _ in Formatter().parse(CODES[code][1]) if name}


def _said(phrases: Phrasebook, language: str, name: str, value: str) -> object:
    if name in PERIODS:
        return period_words(phrases, language, value)
    if name in PLACES:
        return placed(phrases, language, value)
    if name in QUANTITIES:
        return _quantity(value)
    if name in CONTENTS and phrases.knows(f"content.{value}"):
        return phrases.say(f"content.{value}", language)
    return date.fromisoformat(value) if name == "day" else value


def _quantity(value: str) -> object:
    try:
        return Decimal(value)
    except InvalidOperation:
        return value
