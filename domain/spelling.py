"""When are two pieces of text the same words? Raw text stays; readings look at a copy made here."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
_ONE_KIND = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_ONE_KIND |= {ord(mark): "'" for mark in "ʼ`´‘’"} | {ord(mark): '"' for mark in "«»„“”"}
_BLANKS = re.compile(r"\s+")
_LOOKALIKES = str.maketrans("aceiopxyABCEHIKMOPTXY", "асеіорхуАВСЕНІКМОРТХУ")
_MIXED = re.compile(r"\b(?=\w*[A-Za-z])(?=\w*[А-ЯІЇЄҐа-яіїєґ])[A-Za-zА-ЯІЇЄҐа-яіїєґ]+\b")
_DASHED = re.compile(r"[-_\s]+")
_HYPHEN_INSIDE = re.compile(r"(?<=\w)-\s?(?=\w)")


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """NFC, no invisible characters, single blanks, no blanks at the ends; dashes and quotes as printed."""
    return _BLANKS.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A copy to match on: cleaned, in lower case, one kind of dash, quote and blank."""
    return clean(text).translate(_ONE_KIND).casefold()


def folded(text: str) -> str:
    """A copy to compare names by: hyphenation and Latin letters inside Cyrillic words make no difference."""
    return _HYPHEN_INSIDE.sub("", _MIXED.sub(_cyrillic, plain(text))).strip(" .;:,")


def is_dash(text: str) -> bool:
    stripped = plain(text)
    return bool(stripped) and not _DASHED.sub("", stripped)


def has_invisible(text: str) -> bool:
    return bool(INVISIBLE.search(text))


def mixed_words(text: str) -> tuple[str, ...]:
    """Words with letters of two scripts, such as a Latin ``i`` in a Cyrillic word."""
    return tuple(match.group() for match in _MIXED.finditer(clean(text)))


def _cyrillic(match: re.Match[str]) -> str:
    return match.group().translate(_LOOKALIKES)
