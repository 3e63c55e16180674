"""How does the office above ask an office below for what it has not told of a period?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.calendar import periods
from domain.calendar.periods import Period
from domain.messages import Event, Moment, Refused
from domain.plan.decider import PlanCommand, plan, refuse_unless_carried_out
from domain.plan.decisions.closing import Missing, is_owed_in, missing_of, owed_in
from domain.plan.document import Measure
from domain.plan.events import OfficeReminded
from domain.plan.state import Plan


class RemindOffice(PlanCommand):
    """Ask the office of a plan for the records that a period lacks; once a day."""

    period: Period


@plan.decides(RemindOffice)
def remind_office(plan: Plan, asked: RemindOffice, moment: Moment) -> Iterator[Event]:
    refuse_unless_carried_out(plan)
    known = periods.quarters(plan.text.period)
    if asked.period not in known:
        raise Refused("not-a-period-of-the-plan", period=asked.period, known=", ".join(known))
    if asked.period in plan.closed:
        raise Refused("period-closed", period=asked.period)
    if plan.reminded.get(asked.period) == moment.today:
        raise Refused("reminded-today", period=asked.period, day=moment.today)
    silent = tuple(m.id for m in silent_by(plan, asked.period, moment.today))
    if not silent:
        raise Refused("nothing-owed-yet", period=asked.period)
    yield OfficeReminded(period=asked.period, silent=silent, on=moment.today, person=moment.by)


def silent_by(plan: Plan, period: str, day: date) -> Iterator[Measure]:
    """Measures that owed something in the period by that day, and of which nobody said anything."""
    for measure in owed_in(plan, period):
        owed = (d.planned for d in plan.schedule if d.measure == measure.id and is_owed_in(d, period))
        if min(owed) <= day and missing_of(plan, measure, period) is Missing.SILENT:
            yield measure
