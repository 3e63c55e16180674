"""How does a measure in force come to somebody else, or to nobody any more?"""

from __future__ import annotations

from collections.abc import Iterator

from domain.messages import Event, Id, Moment, Refused, Text, Word
from domain.people.state import Organisation
from domain.plan.decider import PlanCommand, measure_of, plan, refuse_unless_carried_out
from domain.plan.decisions.carrying_out import (
    called,
    carries_out,
    refuse_without_reason,
)
from domain.plan.events import AssignmentContested, MeasureCancelled, MeasureHandedOver
from domain.plan.state import Plan


class CancelMeasure(PlanCommand):
    """Say that a measure in force will not be carried out, and why."""

    legal = True

    measure: Id
    reason: Text


@plan.decides(CancelMeasure)
def cancel_measure(plan: Plan, asked: CancelMeasure, moment: Moment) -> Iterator[Event]:
    refuse_unless_carried_out(plan)
    measure = measure_of(plan, asked.measure)
    refuse_without_reason(asked.reason)
    if measure.id not in plan.cancelled:
        yield MeasureCancelled(measure=measure.id, reason=asked.reason, person=moment.by)


class HandOverMeasure(PlanCommand):
    """Let somebody else answer for a measure: ``to`` is ``unit:ID``, ``position:ID`` or ``person:ID``."""

    measure: Id
    to: Word
    reason: Text


@plan.decides(HandOverMeasure)
def hand_over_measure(plan: Plan, asked: HandOverMeasure, moment: Moment) -> Iterator[Event]:
    refuse_unless_carried_out(plan)
    measure = measure_of(plan, asked.measure)
    refuse_without_reason(asked.reason)
    if moment.seen(Organisation).person_behind(asked.to, moment.today) is None:
        raise Refused("nobody-behind", reference=asked.to)
    if plan.answers(measure.id) != {asked.to} or measure.id in plan.contested:
        yield MeasureHandedOver(measure=measure.id, to=asked.to, reason=asked.reason, person=moment.by)


class ContestAssignment(PlanCommand):
    """Say that a measure is not yours to carry out, and why: the planner hears of it and decides."""

    commutes = True

    measure: Id
    reason: Text


@plan.decides(ContestAssignment)
def contest_assignment(plan: Plan, asked: ContestAssignment, moment: Moment) -> Iterator[Event]:
    refuse_unless_carried_out(plan)
    measure = measure_of(plan, asked.measure)
    if not carries_out(plan, measure.id, moment):
        words = ", ".join(e.raw for e in measure.executors)
        raise Refused("not-your-measure", measure=called(measure), executors=words)
    if cancelled := plan.cancelled.get(measure.id):
        raise Refused("measure-cancelled", measure=called(measure), reason=cancelled.reason)
    refuse_without_reason(asked.reason)
    if measure.id not in plan.contested:
        yield AssignmentContested(measure=measure.id, reason=asked.reason, person=moment.by)
