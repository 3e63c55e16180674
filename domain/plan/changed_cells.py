"""Which cells does an amendment change: words, places of rows, readings that change under the same words?"""

from __future__ import annotations

from collections.abc import Iterator

from domain.plan.changes import cells_of, changes
from domain.plan.differences import moved_between, read_otherwise, written
from domain.plan.document import Measure, PlanDocument
from domain.plan.events import CellChange


def changed_cells(before: PlanDocument, after: PlanDocument) -> tuple[CellChange, ...]:
    """Cell by cell; a reading that changes under the same words (a month's share) is a change of its cell."""
    old = {m.id: m for m in before.measures}
    found = [
        CellChange(measure=c.measure, field=c.field, old=c.old, new=c.new) for c in changes(before, after)
    ]
    told = {(c.measure, c.field) for c in found}
    for measure in after.measures:
        was = old.get(measure.id)
        for field in ("due", "target"):
            if was and getattr(was, field) != getattr(measure, field) and (measure.id, field) not in told:
                found.append(_reading_changed(was, measure, field))
        found += _other_words(was, measure)
        if was:
            told_anew = read_otherwise(was, measure).items()
            found += [CellChange(measure=measure.id, field=f, old=o, new=n) for f, (o, n) in told_anew]
    return (*found, *_places(before, after))


def _other_words(was: Measure | None, now: Measure) -> Iterator[CellChange]:
    """Cells beside the five of every form: number, section, task, note and whatever else is written."""
    stands = written(now)
    stood = written(was) if was else {**dict.fromkeys(stands, ""), "number": stands["number"]}
    for field in (field for field in stands if field not in cells_of(now)):
        if stood[field] != stands[field]:
            yield CellChange(measure=now.id, field=field, old=stood[field], new=stands[field])


def _places(before: PlanDocument, after: PlanDocument) -> Iterator[CellChange]:
    """Rows that stand elsewhere, by their place among those that stay."""
    stay = {m.id for m in before.measures} & {m.id for m in after.measures}
    stood, stands = ([m.id for m in text.measures if m.id in stay] for text in (before, after))
    moved = moved_between(stood, stands)
    for id in (id for id in stands if id in moved):
        was, now = (str(rows.index(id) + 1) for rows in (stood, stands))
        yield CellChange(measure=id, field="place", old=was, new=now)


def _reading_changed(was: Measure, now: Measure, field: str) -> CellChange:
    old, new = (_shares(m, field) for m in (was, now))
    return CellChange(measure=now.id, field=field, old=old, new=new)


def _shares(measure: Measure, field: str) -> str:
    parts = measure.due.monthly if field == "due" else measure.target.per_period
    shares = "; ".join(f"{key}: {amount}" for key, amount in parts.items())
    reading = getattr(measure, field)
    return shares or str(getattr(reading, "value", None) or getattr(reading, "end", None) or reading.kind)
