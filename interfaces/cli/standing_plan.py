"""What stood in a plan at one place of the record: its text, its route, and what was done by then?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from application.reports.standing import rows_as_of
from domain.messages import Refused
from domain.people.state import Organisation
from domain.plan.decider import plan as decider
from domain.plan.state import Plan
from domain.report.shapes import Row

if TYPE_CHECKING:
    from application.app import App
    from application.ports import Recorded


@dataclass(frozen=True, slots=True)
class Look:
    """A plan as it stood. ``rows`` are its measures as a report over the whole period would say them, empty
    before the plan was in force."""

    id: str
    plan: Plan
    office: Organisation
    history: Sequence[Recorded]
    rows: Mapping[str, Row]

    @property
    def last(self) -> Recorded:
        return self.history[-1]


def looked_at(app: App, id: str, *, position: int | None = None, at: datetime | None = None) -> Look:
    """Refuses ``not-found``, and ``not-yet-on-record`` for a moment before the first fact."""
    stream = f"plan-{id}"
    history = app.history(stream, position=position, at=at)
    if not history:
        first = app.history(stream, up_to=1)
        if not first:
            raise Refused("not-found")
        raise Refused("not-yet-on-record", at=first[0].envelope.recorded_at, position=first[0].position)
    organisation = history[0].envelope.organisation
    office = app.state(f"people-{organisation}", position=position, at=at)
    plan = decider.fold(r.event for r in history)
    asked = at or (history[-1].envelope.recorded_at if position else app.clock.now())
    return Look(id, plan, office, history, rows_as_of(id, plan, office, history, asked))
