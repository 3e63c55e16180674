"""What would an amendment change, measure by measure, what stays closed, and whom does it concern?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.plan.decisions.amending import planned_in
from domain.plan.document import DueKind, Measure, TargetKind
from domain.plan.events import AmendmentProposed, CellChange
from domain.plan.state import Plan
from domain.run.state import Outcome

SETTLED = frozenset({Outcome.OPEN, Outcome.GRANTED, Outcome.REJECTED})


@dataclass(frozen=True, slots=True)
class Group:
    """The changed cells of one measure. ``kind`` is ``changed``, ``added`` or ``removed``; ``closed`` are
    periods in which it planned something that no longer changes; totals are None where none is stated;
    ``unread`` are changed cells whose new words nobody understands as a date or an amount."""

    measure: str
    number: str
    title: str
    kind: str
    cells: Sequence[CellChange]
    closed: Sequence[str]
    old_total: Decimal | None
    new_total: Decimal | None
    unread: frozenset[str]


def diff_of(plan: Plan, proposed: AmendmentProposed) -> list[Group]:
    """In the order of the proposal's cells; what the text in force said before is in the cells."""
    order = dict.fromkeys(cell.measure for cell in proposed.cells)
    new = {m.id: m for m in proposed.measures}
    return [_group(plan, proposed, new.get(id), id) for id in order]


def _group(plan: Plan, proposed: AmendmentProposed, new: Measure | None, id: str) -> Group:
    cells = [cell for cell in proposed.cells if cell.measure == id]
    old = plan.measures.get(id)
    shown = new or old
    is_new = any(cell.field == "measure" and not cell.old for cell in cells)
    closed = [p for p in plan.closed if shown and planned_in(shown, p, plan.text.period)]
    return Group(
        measure=id,
        number=(shown.number or id) if shown else id,
        title=shown.title if shown else "",
        kind="removed" if id in proposed.removed else "added" if is_new else "changed",
        cells=cells,
        closed=closed,
        old_total=total_before(cells, old, new),
        new_total=new.target.value if new else None,
        unread=unread_in(new, cells) if new else frozenset(),
    )


def unread_in(new: Measure, cells: Sequence[CellChange]) -> frozenset[str]:
    words = {"due": new.due.kind is DueKind.TEXT, "target": new.target.kind is TargetKind.TEXT}
    return frozenset(c.field for c in cells if words.get(c.field))


def total_before(cells: Sequence[CellChange], old: Measure | None, new: Measure | None) -> Decimal | None:
    """Once it is granted the text says the new total: the old one is then the changed cell's own."""
    if old is None:
        return None
    changed = next((c.old for c in cells if c.field == "target"), None)
    if changed is None or old != new:
        return old.target.value
    return Decimal(changed) if changed.isdecimal() else None


def unsubmitted(plan: Plan) -> list[AmendmentProposed]:
    """Proposals to the text in force that are still being written, the newest first."""
    open_ones = [
        p
        for id, p in plan.amendments.items()
        if p.base == plan.text_in_force and plan.run_of(id).outcome not in SETTLED
    ]
    return open_ones[::-1]


def proposed_text(plan: Plan, proposed: AmendmentProposed | None, measure: str) -> Measure:
    """How a measure would read: by the proposal, else as it is in force."""
    written = {m.id: m for m in proposed.measures} if proposed else {}
    return written.get(measure) or plan.measures[measure]
