"""How does a phrase become a sentence in uk, en or vi?

The notation of ``interfaces/phrases/*.toml``: ``{name}`` is a fact, ``{n|day|days}`` a number with the form
that fits it, ``[…]`` is left out where a fact inside it is blank.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files

LANGUAGES = ("uk", "en", "vi")
FALLBACK = "en"
HOME = "interfaces.phrases"

_FACT = re.compile(r"\{(\w+)((?:\|[^{}|]*)*)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


@dataclass(slots=True)
class Phrases:
    """Adapter of `application.ports.Phrasebook` over one file per language, each read when first spoken."""

    spoken: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def say(self, key: str, language: str, /, **facts: object) -> str:
        language = language if language in LANGUAGES else FALLBACK
        words = self.of(language)

        def kept(match: re.Match[str]) -> str:
            blank = any(is_blank(facts.get(name)) for name, _ in _FACT.findall(match[1]))
            return "" if blank else match[1]

        def put(match: re.Match[str]) -> str:
            value, forms = facts[match[1]], match[2]
            shown = spelled(value, words)
            return f"{shown} {plural(value, forms[1:].split('|'), language)}" if forms else shown

        return _FACT.sub(put, _OPTIONAL.sub(kept, words[key]))

    def knows(self, key: str) -> bool:
        return key in self.of(FALLBACK)

    def of(self, language: str) -> Mapping[str, str]:
        if language not in self.spoken:
            self.spoken[language] = read(language)
        return self.spoken[language]


def read(language: str) -> dict[str, str]:
    """All phrases of a language by ``section.name``."""
    text = files(HOME).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return {
        f"{s}.{name}": words for s, phrases in tomllib.loads(text).items() for name, words in phrases.items()
    }


def is_blank(value: object) -> bool:
    return value is None or value == "" or value == () or value is False


def plural(count: object, forms: list[str], language: str) -> str:
    """The form for a whole number: one, few, many in Ukrainian; one, other in English; one in Vietnamese."""
    n = int(str(count))
    if language == "vi":
        return forms[0]
    if language != "uk":
        return forms[0 if n == 1 else 1]
    if n % 10 == 1 and n % 100 != 11:
        return forms[0]
    return forms[1 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 2]


def spelled(value: object, words: Mapping[str, str]) -> str:
    match value:
        case datetime():
            return dated(value, words["format.time"], words)
        case date():
            return dated(value, words["format.date"], words)
        case Decimal():
            return format(value, "f").replace(".", words["format.decimal"])
        case float():
            return str(value).replace(".", words["format.decimal"])
        case tuple() | list():
            return ", ".join(spelled(v, words) for v in value)
        case _:
            return str(value)


def dated(day: date, pattern: str, words: Mapping[str, str]) -> str:
    return pattern.format(
        day=day.day,
        number=day.month,
        month=words["format.months"].split()[day.month - 1],
        year=day.year,
        weekday=words["format.weekdays"].split()[day.weekday()],
        clock=f"{day:%H:%M}" if isinstance(day, datetime) else "",
    )
