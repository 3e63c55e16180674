"""Whom does the office know: which unit, position or person does a printed name mean?"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.spelling import folded

_CONSENT = re.compile(r"\(?за згодою\)?$")


@dataclass(frozen=True, slots=True)
class Directory:
    """Printed names of an office's staff, each with ``unit:ID``, ``position:ID`` or ``person:ID``.

    Spellings that differ in case, hyphenation, quotes, or Latin letters inside Cyrillic words are one name.
    """

    names: Mapping[str, str]
    _folded: dict[str, tuple[str, str]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name, ref in self.names.items():
            self._folded[_key(name)] = (ref, name)

    def find(self, name: str) -> str | None:
        found = self._folded.get(_key(name))
        return found[0] if found else None

    def knows(self, name: str) -> bool:
        return _key(name) in self._folded

    def nearest(self, name: str) -> str | None:
        """A known name that is spelled much like this one, to propose and never to take."""
        close = difflib.get_close_matches(_key(name), self._folded, n=1, cutoff=0.75)
        return self._folded[close[0]][1] if close else None


def _key(name: str) -> str:
    return _CONSENT.sub("", folded(name)).strip()
