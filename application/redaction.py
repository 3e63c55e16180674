"""Which cells of a draft did this person word otherwise, and which did somebody else meanwhile?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from application.offers import PlanSeen
from application.rewording import words_of
from domain.plan.decider import plan as decider
from domain.plan.document import Measure
from domain.plan.events import ExecutorAssigned, MeasureRevised, PlanRedrafted
from domain.spelling import plain


@dataclass(frozen=True, slots=True)
class Edited:
    """``mine`` are my words by cell; ``clashes`` are cells of mine that read otherwise by now."""

    mine: Mapping[str, str]
    clashes: tuple[str, ...]


def edited(seen: PlanSeen, measure: str, version: int, typed: Mapping[str, str]) -> Edited:
    """Beside the text that was read, at that version of the plan: what I left as it was is not mine."""
    read = measure_at(seen, measure, version)
    was, now = words_of(read), words_of(seen.plan.measures[measure])
    mine = {cell: typed[cell] for cell in was if cell in typed and plain(typed[cell]) != plain(was[cell])}
    clashes = (cell for cell, words in mine.items() if now.get(cell) not in (was[cell], words.strip()))
    return Edited(mine, tuple(clashes))


def measure_at(seen: PlanSeen, measure: str, version: int) -> Measure:
    """As it read then; a measure that was not there yet reads as it does now."""
    then = decider.fold(r.event for r in seen.history if r.version <= version)
    return then.measures.get(measure, seen.plan.measures[measure])


def last_hand(seen: PlanSeen, measure: str) -> tuple[str, datetime] | None:
    """Who last worded this measure, and when."""
    for r in reversed(seen.history):
        match r.event:
            case MeasureRevised(measure=revised) if revised.id == measure:
                return r.envelope.by, r.envelope.recorded_at
            case ExecutorAssigned(measure=id) if id == measure:
                return r.envelope.by, r.envelope.recorded_at
            case PlanRedrafted():
                return r.envelope.by, r.envelope.recorded_at
    return None
