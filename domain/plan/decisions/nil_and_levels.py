"""How is it said that no need arose, and at which level an indicator stands?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from domain.calendar import periods
from domain.messages import Event, Moment, Quantity, Refused, Text, added
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
from domain.plan.document import Additivity, Measure
from domain.plan.events import Evidence, IndicatorReported, LevelPart, NilDeclared
from domain.plan.nils import sayable_from
from domain.plan.parts import WHOLE, part_meant
from domain.plan.state import Plan


class DeclareNil(ExecutionCommand):
    """Say that no need arose in a month ``2021-01`` or a quarter ``2021Q1`` that is over.

    A nil return is a fact about what was, and it stands in a report beside deeds. Said on 28 March of March
    it would be a promise about days to come, which nobody checks again: who logs a deed on the 30th does not
    look for a zero that a colleague declared. So it is taken from the last day of the stretch on, of the
    measure's own term where that ends before; where the office's calendar rolls this day back, from the
    working day that it rolls to, for that is the day on which the house asks. Figures are closed later than
    that, so nobody is ever too early for a report; who knows by the 28th what was in January and February
    says it of these two.
    """

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
    if moment.today < (since := sayable_from(plan, measure, asked.period)):
        raise Refused("nil-too-early", measure=called(measure), period=asked.period, day=since)
    if asked.period not in plan.of(measure.id).nils:
        yield NilDeclared(measure=measure.id, period=asked.period, person=moment.by, late=is_late(plan, end))


class ReportIndicator(ExecutionCommand):
    """Report the level of a stock on a day, such as agreements in force; levels are never summed.

    ``of_which`` says what of it is that of one unit or sub-item; the rest needs no words.
    """

    on: date
    value: Quantity
    of_which: tuple[LevelPart, ...] = added(())
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
    of_which = level_parts(measure, asked, moment)
    last = plan.of(measure.id).levels[-1:]
    if any(one.reported.on == asked.on and told(one.reported) == (asked.value, of_which) for one in last):
        return
    yield IndicatorReported(
        measure=measure.id,
        on=asked.on,
        value=asked.value,
        of_which=of_which,
        evidence=asked.evidence,
        person=moment.by,
        late=is_late(plan, asked.on),
    )


def told(reported: IndicatorReported) -> tuple[Quantity, tuple[LevelPart, ...]]:
    return reported.value, reported.of_which


def level_parts(measure: Measure, asked: ReportIndicator, moment: Moment) -> tuple[LevelPart, ...]:
    """The parts with their sub-items in the document's words. Refuses ``level-part-unnamed``,
    ``level-part-twice`` and ``level-parts-exceed``, beside what an unknown part is refused with."""
    named = [part_meant(measure, part.unit, part.item, moment) for part in asked.of_which]
    if WHOLE in named:
        raise Refused("level-part-unnamed", measure=called(measure))
    if twice := next((part for part in named if named.count(part) > 1), None):
        raise Refused("level-part-twice", measure=called(measure), part=": ".join(filter(None, twice)))
    summed = sum((part.value for part in asked.of_which), Decimal())
    if summed > asked.value:
        raise Refused("level-parts-exceed", measure=called(measure), parts=summed, whole=asked.value)
    return tuple(
        LevelPart(unit=unit, item=item, value=part.value)
        for (unit, item), part in zip(named, asked.of_which, strict=True)
    )
