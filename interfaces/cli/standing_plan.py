"""What stood in a plan at one place of the record: its text, its route, and what was done by then?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from application.explain.opening import plan_case
from application.explain.plan_figures import PlanCase
from domain.messages import Refused
from domain.people.state import Organisation
from domain.plan.state import Plan
from domain.report.shapes import Row

if TYPE_CHECKING:
    from application.app import App
    from application.ports import Recorded


@dataclass(frozen=True)
class Look:
    """A plan as it stood. ``rows`` are its measures as a report over the whole period would say them, empty
    before the plan was in force."""

    case: PlanCase

    @property
    def id(self) -> str:
        return self.case.id

    @property
    def plan(self) -> Plan:
        return self.case.plan

    @property
    def office(self) -> Organisation:
        return self.case.office

    @property
    def history(self) -> Sequence[Recorded]:
        return self.case.history

    @property
    def last(self) -> Recorded:
        return self.history[-1]

    @cached_property
    def rows(self) -> Mapping[str, Row]:
        return self.case.case.rows if self.case.in_force else {}


def looked_at(app: App, id: str, *, position: int | None = None, at: datetime | None = None) -> Look:
    """Refuses ``not-found``, and ``not-yet-on-record`` for a moment before the first fact."""
    stream = f"plan-{id}"
    history = app.history(stream, position=position, at=at)
    if not history:
        first = app.history(stream, up_to=1)
        if not first:
            raise Refused("not-found")
        raise Refused("not-yet-on-record", at=first[0].envelope.recorded_at, position=first[0].position)
    return Look(plan_case(app, id, position=position, at=at))
