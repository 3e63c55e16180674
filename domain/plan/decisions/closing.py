"""How a period is explained and closed; what is closed never changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.calendar import periods
from domain.calendar.periods import Period
from domain.messages import Event, Id, Moment, Refused, Text
from domain.plan.decider import PlanCommand, plan, refuse_unless_carried_out
from domain.plan.decisions.execution import refuse_unless_mine, span
from domain.plan.document import Measure
from domain.plan.events import Due, PeriodClosed, ShortfallExplained
from domain.plan.state import Plan


class ExplainShortfall(PlanCommand):
    """Say why less was done than planned in a period, and by when it will be."""

    commutes = True

    measure: Id
    period: Period
    reason: Text
    new_term: Text = ""


@plan.decides(ExplainShortfall)
def explain_shortfall(plan: Plan, asked: ExplainShortfall, moment: Moment) -> Iterator[Event]:
    measure = refuse_unless_mine(plan, asked.measure, moment)
    if asked.period in plan.closed:
        raise Refused("period-closed", period=asked.period)
    if not asked.reason.strip():
        raise Refused("reason-missing")
    explained = ShortfallExplained(
        measure=measure.id,
        period=asked.period,
        reason=asked.reason,
        new_term=asked.new_term,
        person=moment.by,
    )
    if plan.of(measure.id).shortfalls.get(asked.period) != explained:
        yield explained


class ClosePeriod(PlanCommand):
    """Close a quarter: its figures stand, what comes later goes to the late list."""

    legal = True

    period: Period


@plan.decides(ClosePeriod)
def close_period(plan: Plan, asked: ClosePeriod, moment: Moment) -> Iterator[Event]:
    refuse_unless_carried_out(plan)
    quarters = periods.quarters(plan.text.period)
    if asked.period in plan.closed:
        raise Refused("period-closed", period=asked.period)
    if asked.period not in quarters:
        raise Refused("not-a-period-of-the-plan", period=asked.period, known=", ".join(quarters))
    if moment.today <= periods.ends(asked.period):
        raise Refused("period-runs", period=asked.period, ends=periods.ends(asked.period))
    if earlier := [q for q in quarters if q < asked.period and q not in plan.closed]:
        raise Refused("close-earlier-first", period=earlier[0])
    silent = tuple(m.id for m in owed_in(plan, asked.period) if is_silent(plan, m, asked.period))
    yield PeriodClosed(period=asked.period, silent=silent, person=moment.by)


def owed_in(plan: Plan, period: str) -> Iterator[Measure]:
    """Measures that owe something within the period, in the plan's order."""
    assert plan.approved is not None
    owing = {due.measure for due in plan.approved.schedule if is_owed_in(due, period)}
    return (m for m in plan.text.measures if m.id in owing)


def is_owed_in(due: Due, period: str) -> bool:
    return periods.covers(period, due.planned)


def is_silent(plan: Plan, measure: Measure, period: str) -> bool:
    """Nobody said anything about the measure in this period: no deed, no level, no nil."""
    carried = plan.of(measure.id)
    deeds = [e.counts.done_on for e in carried.counted() if e.counts]
    levels = [level.reported.on for level in carried.levels]
    nils = [span(nil)[0] for nil in carried.nils]
    said: list[date] = [*deeds, *levels, *nils]
    return not any(periods.covers(period, day) for day in said)
