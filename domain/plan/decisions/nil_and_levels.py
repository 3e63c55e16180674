"""How is it said that no need arose, and at which level an indicator stands?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.calendar import periods
from domain.messages import Event, Moment, Quantity, Refused, Text
from domain.plan.decider import plan
from domain.plan.decisions.carrying_out import (
    COUNTED,
    ExecutionCommand,
    called,
    is_late,
    refuse_unless_in_time,
    refuse_unless_open_to,
    span,
)
from domain.plan.document import Additivity
from domain.plan.events import Evidence, IndicatorReported, NilDeclared
from domain.plan.state import Plan


class DeclareNil(ExecutionCommand):
    """Say that no need arose in a month ``2021-01`` or a quarter ``2021Q1``."""

    period: Text


@plan.decides(DeclareNil)
def declare_nil(plan: Plan, asked: DeclareNil, moment: Moment) -> Iterator[Event]:
    measure = refuse_unless_open_to(plan, asked.measure, moment)
    start, end = span(asked.period)
    if not (periods.covers(plan.text.period, start) and periods.covers(plan.text.period, end)):
        raise Refused("outside-period", day=asked.period, period=plan.text.period)
    if start > moment.today:
        raise Refused("not-yet", day=start)
    if measure.target.kind in COUNTED:
        raise Refused("nil-of-a-target", measure=called(measure), planned=measure.target.raw)
    done = [e for e in plan.of(measure.id).counted() if e.counts and start <= e.counts.done_on <= end]
    if done:
        raise Refused("logged-already", measure=called(measure), period=asked.period)
    if asked.period not in plan.of(measure.id).nils:
        yield NilDeclared(measure=measure.id, period=asked.period, person=moment.by, late=is_late(plan, end))


class ReportIndicator(ExecutionCommand):
    """Report the level of a stock on a day, such as agreements in force; levels are never summed."""

    on: date
    value: Quantity
    evidence: tuple[Evidence, ...] = ()

    @property
    def happened_on(self) -> date:
        return self.on


@plan.decides(ReportIndicator)
def report_indicator(plan: Plan, asked: ReportIndicator, moment: Moment) -> Iterator[Event]:
    measure = refuse_unless_open_to(plan, asked.measure, moment)
    if measure.additivity is not Additivity.STOCK:
        raise Refused("log-what-was-done", measure=called(measure))
    refuse_unless_in_time(plan, asked.on, moment)
    levels = plan.of(measure.id).levels
    if levels and (levels[-1].reported.on, levels[-1].reported.value) == (asked.on, asked.value):
        return
    yield IndicatorReported(
        measure=measure.id,
        on=asked.on,
        value=asked.value,
        evidence=asked.evidence,
        person=moment.by,
        late=is_late(plan, asked.on),
    )
