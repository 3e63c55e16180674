"""How does an answer reach a terminal or a script?

A script gets one JSON value on stdout and nothing else. A terminal gets plain lines: no colours, so nothing
to switch off, and no control characters of a plan's text.
"""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
GAP = "  "
NARROWEST = 12


def write(text: str = "") -> None:
    """A line for people; control characters and direction overrides are shown as blanks."""
    print(_CONTROL.sub(" ", text))


def complain(text: str) -> None:
    print(_CONTROL.sub(" ", text), file=sys.stderr)


def write_json(value: object) -> None:
    from pydantic_core import to_json

    print(to_json(value, indent=2).decode())


def speak_utf8() -> None:
    """Any locale can carry a plan's letters."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Columns as wide as their words, the widest ones wrapped to the room there is."""
    cells = [list(headings), *([("" if c is None else str(c)) for c in row] for row in rows)]
    widths = fitted([max(len(line[n]) for line in cells) for n in range(len(headings))], _room())
    lines = [line for row in cells for line in _wrapped(row, widths)]
    head = len(_wrapped(cells[0], widths))
    return [*lines[:head], GAP.join("─" * w for w in widths), *lines[head:]]


def fitted(widths: list[int], room: int) -> list[int]:
    """Take from the widest column, one sign at a time, until all fit; none below twelve."""
    widths = [*widths]
    while sum(widths) + len(GAP) * (len(widths) - 1) > room and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _wrapped(row: list[str], widths: list[int]) -> list[str]:
    columns = [textwrap.wrap(cell, width) or [""] for cell, width in zip(row, widths, strict=True)]
    height = max(map(len, columns))
    padded = [column + [""] * (height - len(column)) for column in columns]
    lines = zip(*padded, strict=True)
    return [GAP.join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines]


def _room() -> int:
    return max(60, shutil.get_terminal_size((100, 24)).columns) if sys.stdout.isatty() else 140
