"""How a period is explained and closed; what is closed never changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from domain.calendar import periods
from domain.calendar.periods import Period
from domain.messages import Event, Id, Moment, Refused, Text
from domain.people.state import Organisation
from domain.plan.decider import PlanCommand, plan, refuse_unless_carried_out
from domain.plan.decisions.carrying_out import refuse_unless_mine, span
from domain.plan.document import Measure
from domain.plan.events import (
    CorrectionRequested,
    Due,
    PeriodClosed,
    PeriodReopened,
    ShortfallExplained,
)
from domain.plan.nils import is_all_nil
from domain.plan.state import Plan
from domain.run.events import RunVoided
from domain.run.state import Outcome


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
    first = cut_off(asked.period, moment.seen(Organisation))
    if moment.today < first:
        raise Refused("before-cut-off", period=asked.period, day=first)
    if earlier := [q for q in quarters if q < asked.period and q not in plan.closed]:
        raise Refused("close-earlier-first", period=earlier[0])
    silent = tuple(m.id for m in owed_in(plan, asked.period) if is_silent(plan, m, asked.period))
    yield PeriodClosed(period=asked.period, silent=silent, person=moment.by)


class ReopenPeriod(PlanCommand):
    """Let a closed period take records again; asked by somebody else than who closed it, with a reason."""

    legal = True

    period: Period
    reason: Text


@plan.decides(ReopenPeriod)
def reopen_period(plan: Plan, asked: ReopenPeriod, moment: Moment) -> Iterator[Event]:
    refuse_unless_carried_out(plan)
    if asked.period not in plan.closed:
        raise Refused("not-closed", period=asked.period)
    if later := [q for q in plan.closed if q > asked.period]:
        raise Refused("reopen-later-first", period=max(later))
    if not asked.reason.strip():
        raise Refused("reason-missing")
    if plan.closed_by[asked.period] == moment.by:
        raise Refused("closed-it-yourself", period=asked.period)
    yield PeriodReopened(period=asked.period, reason=asked.reason, person=moment.by)
    for run in open_reports(plan, asked.period):
        yield RunVoided(run=run, reason=asked.reason, person=moment.by)


def open_reports(plan: Plan, quarter: str) -> Iterator[str]:
    """Runs on which a report of this quarter, or of a year with it, waits to be signed."""
    for run, sent in plan.reports.items():
        if quarter in periods.quarters(sent.period) and plan.run_of(run).outcome is Outcome.OPEN:
            yield run


def cut_off(period: str, office: Organisation) -> date:
    """The first day on which the figures of a period may be closed: the office still takes them in before."""
    return periods.ends(period) + timedelta(days=max(office.cut_off, 1))


class Missing(StrEnum):
    """Why a measure stands on the check list: nobody said anything, or less was done and nobody said why."""

    SILENT = "silent"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class ToAsk:
    """One line of the check list before a closing: what is missing, and of whom to ask it (None: unknown)."""

    measure: Measure
    missing: Missing
    whom: str | None


def check_list(plan: Plan, period: str, office: Organisation, on: date) -> list[ToAsk]:
    """What is missing for a closing, in the plan's order. It does not hinder the closing: silence goes on
    record as such."""
    found = ((m, missing_of(plan, m, period)) for m in owed_in(plan, period))
    return [ToAsk(m, missing, whom_to_ask(plan, m, office, on)) for m, missing in found if missing]


def missing_of(plan: Plan, measure: Measure, period: str) -> Missing | None:
    if is_silent(plan, measure, period):
        explained = period in plan.of(measure.id).shortfalls
        return None if explained else Missing.SILENT
    short = is_short(plan, measure, period) and period not in plan.of(measure.id).shortfalls
    return Missing.UNEXPLAINED if short else None


def is_short(plan: Plan, measure: Measure, period: str) -> bool:
    """Less was counted than falls due within the period; what was done earlier counts for one due date."""
    dues = [d for d in plan.schedule if d.measure == measure.id and is_owed_in(d, period) and d.quantity]
    return any(counted_for(plan, due) < (due.quantity or 0) for due in dues)


def counted_for(plan: Plan, due: Due) -> Decimal:
    carried = plan.of(due.measure)
    if carried.levels:
        return carried.levels[-1].reported.value
    counts = (e.counts for e in carried.counted() if e.counts)
    first, last = span(due.key) if due.key else (date.min, due.planned)
    return sum((c.quantity or Decimal() for c in counts if first <= c.done_on <= last), Decimal())


def whom_to_ask(plan: Plan, measure: Measure, office: Organisation, on: date) -> str | None:
    handed = plan.handed.get(measure.id)
    references = [handed] if handed else [e.to for e in measure.executors if e.to]
    return next((p for r in references if (p := office.person_behind(r, on))), None)


def corrections_in(plan: Plan, period: str) -> list[CorrectionRequested]:
    """Those that wait for a second person and concern a day of the period, as it is recorded or as it should
    be."""
    return [c for c in plan.corrections.values() if any(periods.covers(period, d) for d in days_of(plan, c))]


def days_of(plan: Plan, asked: CorrectionRequested) -> list[date]:
    record = plan.of(asked.measure).executions.get(asked.execution)
    return [asked.done_on, *([record.counts.done_on] if record and record.counts else [])]


def owed_in(plan: Plan, period: str) -> Iterator[Measure]:
    """Measures that owe something within the period, in the plan's order."""
    owing = {due.measure for due in plan.schedule if is_owed_in(due, period)}
    return (m for m in plan.text.measures if m.id in owing)


def is_owed_in(due: Due, period: str) -> bool:
    return periods.covers(period, due.planned)


def is_silent(plan: Plan, measure: Measure, period: str) -> bool:
    """Nobody said anything about the measure in this period: no deed, no level, and of one month at least not
    that no need arose."""
    carried = plan.of(measure.id)
    deeds = [e.counts.done_on for e in carried.counted() if e.counts]
    levels = [level.reported.on for level in carried.levels]
    if any(periods.covers(period, day) for day in (*deeds, *levels)):
        return False
    return not is_all_nil(measure, carried.nils, periods.starts(period), periods.ends(period))
