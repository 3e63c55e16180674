"""What does a person see of one period of a plan: what is missing, until when, and what came too late?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from application.app import App
from application.ports import Recorded
from domain.calendar import periods
from domain.messages import Event, Refused
from domain.people.state import Organisation
from domain.plan.decider import plan as decider
from domain.plan.decider import refuse_unless_carried_out
from domain.plan.decisions.carrying_out import span
from domain.plan.decisions.closing import ToAsk, check_list, corrections_in, cut_off
from domain.plan.events import (
    CorrectionRequested,
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
    IndicatorReported,
    NilDeclared,
)


@dataclass(frozen=True, slots=True)
class PeriodSeen:
    """``missing`` is the check list as of now, ``late`` what was told after the closing, in the order of the
    record, ``waiting`` the corrections that a second person has still to look at."""

    plan: str
    period: str
    closed: bool
    cut_off: date
    late_rule: str
    missing: Sequence[ToAsk]
    late: Sequence[Recorded]
    waiting: Sequence[CorrectionRequested]


def period_seen(app: App, plan_id: str, period: str) -> PeriodSeen:
    """Refuses ``not-found``, ``not-in-force``, ``not-a-period-of-the-plan`` (known)."""
    history = app.history(f"plan-{plan_id}")
    plan = decider.fold(r.event for r in history)
    refuse_unless_carried_out(plan)
    known = periods.quarters(plan.text.period)
    if period not in known:
        raise Refused("not-a-period-of-the-plan", period=period, known=", ".join(known))
    office: Organisation = app.state(f"people-{history[0].envelope.organisation}")
    today = app.clock.now().astimezone(ZoneInfo(office.zone)).date()
    return PeriodSeen(
        plan=plan_id,
        period=period,
        closed=period in plan.closed,
        cut_off=cut_off(period, office),
        late_rule=office.late,
        missing=check_list(plan, period, office, today),
        late=late_in(history, period),
        waiting=corrections_in(plan, period),
    )


def late_in(history: Sequence[Recorded], period: str) -> list[Recorded]:
    """Facts that came after a closing and concern a day of the period, or a record of one."""
    days: dict[str, date] = {}
    found = []
    for recorded in history:
        event = recorded.event
        before = days.get(getattr(event, "execution", ""))
        day = day_of(event)
        if isinstance(event, ExecutionLogged | ExecutionCorrected):
            days[event.execution] = event.done_on
        if getattr(event, "late", False) and any(d and periods.covers(period, d) for d in (day, before)):
            found.append(recorded)
    return found


def day_of(event: Event) -> date | None:
    match event:
        case ExecutionLogged() | ExecutionCorrected():
            return event.done_on
        case IndicatorReported():
            return event.on
        case NilDeclared():
            return span(event.period)[1]
        case ExecutionRetracted() | _:
            return None
