"""Who does what by when, where executors are columns and their deadlines stand in the cells?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from application.imports.grid import Cell, CellKind
from application.imports.heading_words import Role
from application.imports.rows import MeasureLine
from domain.plan.deadlines import read_deadline
from domain.plan.document import CellState, Confidence, Deadline, DueKind
from domain.plan.findings import Doubt, doubt
from domain.spelling import clean, is_dash, plain

_TAKES_PART = frozenset({"+", "x", "х", "v", "✓", "✔", "так", "yes", "*", "●"})


@dataclass(frozen=True, slots=True)
class Part:
    """One executor's cell: the heading names who, the words say by when (nothing where they only mark)."""

    name: str
    cell: Cell
    due: Deadline | None
    doubts: tuple[Doubt, ...] = ()


def parts_of(line: MeasureLine, period: str) -> tuple[Part, ...]:
    """The executors whose cell is not empty, from left to right."""
    heading = line.heading
    columns = heading.columns(Role.MATRIX) if heading else ()
    return tuple(
        _part(heading.texts[column], line.extra[column], period)
        for column in columns
        if heading and clean(line.extra[column].text) and not is_dash(line.extra[column].text)
    )


def _part(name: str, cell: Cell, period: str) -> Part:
    if plain(cell.text) in _TAKES_PART:
        return Part(name, cell, None)
    words = ".".join(reversed(cell.iso.split("-"))) if cell.kind is CellKind.DATE else cell.text
    due, doubts = read_deadline(words, period)
    return Part(name, cell, due.model_copy(update={"raw": cell.text}), doubts)


def whole_deadline(parts: Sequence[Part]) -> tuple[Deadline, tuple[Doubt, ...]]:
    """The measure is due when its last executor is; deadlines of different kinds are for a person to read."""
    dues = [part.due for part in parts if part.due]
    if not dues:
        return Deadline(raw="", state=CellState.BLANK), ()
    raw = "; ".join(dict.fromkeys(clean(due.raw) for due in dues))
    if len(dues) == 1 or len({plain(due.raw) for due in dues}) == 1:
        return dues[0], ()
    if len({due.kind for due in dues}) > 1 or any(due.end is None for due in dues):
        several = Deadline(raw=raw, state=CellState.VALUE, kind=DueKind.TEXT, confidence=Confidence.AMBIGUOUS)
        return several, (doubt("deadlines-differ", words=raw),)
    starts = [due.start for due in dues if due.start]
    return (
        Deadline(
            raw=raw,
            state=CellState.VALUE,
            kind=dues[0].kind,
            start=min(starts) if len(starts) == len(dues) else None,
            end=max(due.end for due in dues if due.end),
            confidence=Confidence.READ,
        ),
        (doubt("deadline-is-last", words=raw),),
    )
