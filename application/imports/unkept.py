"""Which lines around a plan have no place in it, and stay in the file alone?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from application.imports.grid import Line
from domain.plan.document import Finding, PlanDocument
from domain.plan.findings import doubt
from domain.spelling import clean, plain

_PARTS = re.compile(r"[\n\t]+")
_LETTERS = re.compile(r"[\W_]+")
_SHOWN = 200


def lines_not_kept(plan: PlanDocument, lines: Sequence[Line]) -> Iterator[Finding]:
    """One finding for all of them, at the first; letters and digits alone are compared."""
    around = plan.model_dump(mode="json", exclude={"measures", "source"})
    held = _letters(" ".join(_texts(around)))
    lost = [
        (part, line.place) for line in lines for part in _PARTS.split(line.text) if _letters(part) not in held
    ]
    if lost:
        words = " · ".join(clean(part) for part, _ in lost)
        shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
        yield doubt("lines-not-kept", count=len(lost), words=shown).at(lost[0][1])


def _letters(text: str) -> str:
    return _LETTERS.sub("", plain(text))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for held in value.values():
            yield from _texts(held)
    elif isinstance(value, list):
        for held in value:
            yield from _texts(held)
