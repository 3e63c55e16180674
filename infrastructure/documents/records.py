"""Into which fields does a separator part the lines of a text, where a quoted field may hold line breaks?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from application.ports import DocumentRefused
from infrastructure.documents.limits import MOST_CELLS

_LONGEST = 6_000
_MOST_FIELDS = 10 * MOST_CELLS
_NEWLINES = re.compile(r"\r\n?|\f|\v|\x1c|\x1d|\x1e|\x85|\u2028|\u2029")


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a text. ``line`` counts from 1, ``below`` is the line after it; ``width`` counts its fields,
    of which ``fields`` leaves out the empty ones at the end."""

    line: int
    below: int
    fields: tuple[str, ...]
    width: int

    @property
    def written(self) -> int:
        return sum(bool(field.strip()) for field in self.fields)

    @property
    def stands_left(self) -> bool:
        """Words in the first field alone, or none at all."""
        return len(self.fields) <= 1


def newlines(text: str) -> str:
    """One kind of line end; a page break is no line of its own, so that lines count as editors count them."""
    return _NEWLINES.sub(lambda end: "\n" if end.group()[0] == "\r" else " ", text)


def records_of(text: str, separator: str) -> Iterator[Record]:
    """Raises DocumentRefused beyond a number of fields that no plan needs."""
    start, line, fields_seen = 0, 1, 0
    while start < len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        if '"' in text[start:stop]:
            fields, stop = _quoted(text, start, separator)
        else:
            fields = text[start:stop].split(separator)
        fields_seen += len(fields)
        if fields_seen > _MOST_FIELDS:
            raise DocumentRefused("cells-too-many", f"line {line}", limit=MOST_CELLS)
        below = line + text.count("\n", start, stop) + 1
        yield Record(line, below, _without_end(fields), len(fields))
        start, line = stop + 1, below


def _quoted(text: str, start: int, separator: str) -> tuple[list[str], int]:
    """The fields of the record that begins at ``start``, and where it ends. A quote that does not close its
    field is a letter like others."""
    quoted, bare = _patterns(separator)
    fields: list[str] = []
    while True:
        match = quoted.match(text, start)
        if match:
            fields.append(match[1].replace('""', '"'))
        else:
            match = bare.match(text, start)
            fields.append(match.group() if match else "")
        start = match.end() if match else start
        if start >= len(text) or text[start] == "\n":
            return fields, start
        start += len(separator)


@lru_cache(maxsize=8)
def _patterns(separator: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    end = re.escape(separator)
    return (
        re.compile(rf'"((?:[^"]|""){{0,{_LONGEST}}}+)"[ ]*(?={end}|\n|\Z)'),
        re.compile(rf"[^{end}\n]*"),
    )


def _without_end(fields: list[str]) -> tuple[str, ...]:
    last = len(fields)
    while last and not fields[last - 1].strip():
        last -= 1
    return tuple(fields[:last])
