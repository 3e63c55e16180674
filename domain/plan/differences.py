"""What does a corrected text say otherwise than the draft: measure by measure, cell by cell?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.plan.changes import cells_of
from domain.plan.document import Measure, PlanDocument

WORDED = ("additivity", "relation")
"""Fields whose readings are words of this code, to be said in the reader's language."""


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """``measure`` is an id, blank for the plan as a whole; ``field`` a column's role, blank for the row."""

    kind: Kind
    measure: str
    number: str
    field: str = ""
    old: str = ""
    new: str = ""


def differences(before: PlanDocument, after: PlanDocument) -> list[Difference]:
    """The plan as a whole first, then in the order of the corrected text; rows that went are at the end."""
    old, new = ({m.id: m for m in document.measures} for document in (before, after))
    moved = moved_between([m.id for m in before.measures], [m.id for m in after.measures])
    found = list(_of_plan(before, after))
    for id, measure in new.items():
        if id not in old:
            found.append(Difference(Kind.ADDED, id, _name(measure), new=measure.title))
            continue
        if id in moved:
            there = (str(old[id].ordinal), str(measure.ordinal))
            found.append(Difference(Kind.MOVED, id, _name(measure), "", *there))
        found += _of_measure(old[id], measure)
    gone = (m for id, m in old.items() if id not in new)
    return [*found, *(Difference(Kind.REMOVED, m.id, _name(m), old=m.title) for m in gone)]


def written(measure: Measure) -> dict[str, str]:
    """The raw words of every cell that goes into the text."""
    items = "; ".join(": ".join(filter(None, (item.unit, item.title))) for item in measure.sub_items)
    return {
        "number": measure.number or "",
        "section": measure.section or "",
        "task": " ".join(filter(None, (measure.task_number, measure.task))),
        "subtask": measure.subtask or "",
        "purpose": measure.purpose or "",
        **cells_of(measure),
        "sub_items": items,
        "co_executors": ", ".join(measure.co_executors),
        "expected_result": measure.expected_result or "",
        "baseline": measure.baseline or "",
        "weight": measure.weight or "",
        "note": measure.note or "",
        "funding": "; ".join(": ".join(filter(None, (f.source, f.raw))) for f in measure.funding),
        "printed": "; ".join(f"{kept.heading}: {kept.raw}" for kept in measure.printed),
    }


def understood(measure: Measure) -> dict[str, str]:
    """What is read of a measure beside its date and target, and may change under the same words: how it is
    summed, of which measure it is a part, the money and the quantities within its cells."""
    items = (": ".join(filter(None, (i.unit, i.title))) + _amount(i.quantity) for i in measure.sub_items)
    money = (_amount(f.amount, f.unit, f.period) for f in measure.funding)
    return {
        "additivity": measure.additivity.value,
        "relation": measure.relation or "",
        "parent": measure.parent or "",
        "funding": "; ".join(f"{f.source or f.raw}{m}" for f, m in zip(measure.funding, money, strict=True)),
        "sub_items": "; ".join(items),
    }


def read_otherwise(old: Measure, new: Measure) -> dict[str, tuple[str, str]]:
    """What changes of a reading whose words stay, by field: as it stood and as it stands."""
    stood, stands = understood(old), understood(new)
    words, now = written(old), written(new)
    return {
        field: (stood[field], stands[field])
        for field in stood
        if stood[field] != stands[field] and words.get(field) == now.get(field)
    }


def _amount(amount: Decimal | None, *around: str | None) -> str:
    return "" if amount is None else f" = {' '.join((f'{amount:f}', *filter(None, around)))}"


def _of_measure(old: Measure, new: Measure) -> Iterator[Difference]:
    stood, stands = written(old), written(new)
    for field in stood:
        if stood[field] != stands[field]:
            yield Difference(Kind.CHANGED, new.id, _name(new), field, stood[field], stands[field])
    for field, (was, now) in read_otherwise(old, new).items():
        yield Difference(Kind.CHANGED, new.id, _name(new), field, was, now)


def _of_plan(before: PlanDocument, after: PlanDocument) -> Iterator[Difference]:
    stood, stands = _header(before), _header(after)
    for field in stood:
        if stood[field] != stands[field]:
            yield Difference(Kind.CHANGED, "", "", field, stood[field], stands[field])


def _header(plan: PlanDocument) -> dict[str, str]:
    header = plan.header
    stamps = (
        "; ".join(filter(None, (a.stamp_raw, a.position, a.name, a.on_raw))) for a in header.approved_by
    )
    return {
        "organisation": header.organisation or "",
        "title": header.title,
        "period": plan.period,
        "approved_by": "\n".join("; ".join(stamp) for stamp in stamps),
        "order": " ".join(filter(None, (header.order_number, str(header.order_date or "")))),
        "signatories": "\n".join(header.signatories),
        "notes": "\n".join(header.notes),
        "legal_basis": "\n".join(header.legal_basis),
        "clauses": "\n".join(f"{clause.number}. {clause.text}" for clause in header.clauses),
        "purpose": header.purpose or "",
        "funding": header.funding or "",
        "responsibilities": "\n".join(header.responsibilities),
        "distribution": "\n".join(header.distribution),
    }


def moved_between(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest rows that must have been taken out and put elsewhere to give the new order."""
    place = {id: n for n, id in enumerate(before)}
    kept = [id for id in after if id in place]
    ends: list[int] = []
    lengths: dict[str, int] = {}
    for id in kept:
        at = bisect_left(ends, place[id])
        ends[at : at + 1] = [place[id]]
        lengths[id] = at + 1
    staying: set[str] = set()
    wanted, below = len(ends), len(before)
    for id in reversed(kept):
        if lengths[id] == wanted and place[id] < below:
            staying.add(id)
            wanted, below = wanted - 1, place[id]
    return set(kept) - staying


def _name(measure: Measure) -> str:
    return measure.number or str(measure.ordinal)
