"""Which cells read differently in a later text of a plan?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.messages import Event
from domain.plan.decider import plan as decider
from domain.plan.document import Measure, PlanDocument
from domain.plan.events import PlanSubmitted


@dataclass(frozen=True, slots=True)
class Change:
    """One cell: ``field`` is a column's role; a text that was not there is ""."""

    measure: str
    number: str
    field: str
    old: str
    new: str


def changes(before: PlanDocument, after: PlanDocument) -> list[Change]:
    """In the order of the later text; a row that went is at the end."""
    old, new = ({m.id: m for m in document.measures} for document in (before, after))
    order = [*new, *(id for id in old if id not in new)]
    return [change for id in order for change in _of_measure(old.get(id), new.get(id))]


def changes_since_last_reading(history: Sequence[Event]) -> list[Change]:
    """What is new beside the text submitted before the one that stands; nothing for a first submission."""
    submitted = [n for n, event in enumerate(history) if isinstance(event, PlanSubmitted)]
    stands = decider.fold(history)
    earlier = submitted[:-1] if stands.route else submitted
    if not earlier or stands.document is None:
        return []
    then = decider.fold(history[: earlier[-1] + 1])
    return changes(then.text, stands.text)


def _of_measure(old: Measure | None, new: Measure | None) -> Iterator[Change]:
    either = new or old
    assert either is not None
    before, after = cells_of(old), cells_of(new)
    for field in before:
        if before[field] != after[field]:
            yield Change(either.id, either.number or either.id, field, before[field], after[field])


def cells_of(measure: Measure | None) -> dict[str, str]:
    """The raw words by column, blank for a measure that is not there."""
    if measure is None:
        return dict.fromkeys(("measure", "executors", "due", "indicator", "target"), "")
    raw = measure.target.raw
    return {
        "measure": measure.title,
        "executors": measure.executors_raw or ", ".join(e.raw for e in measure.executors),
        "due": measure.due.raw,
        "indicator": measure.indicator or "",
        "target": raw if isinstance(raw, str) else " · ".join(part or "" for part in raw),
    }
