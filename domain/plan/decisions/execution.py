"""How what was carried out is logged, corrected, retracted, or declared not to have been needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pydantic import Field

from domain.calendar import periods
from domain.messages import Event, Id, Moment, Personal, Quantity, Refused, Text, Word
from domain.people.state import Organisation
from domain.plan.decider import PlanCommand, measure_of, plan, refuse_unless_carried_out
from domain.plan.document import Additivity, Measure, TargetKind
from domain.plan.events import (
    CorrectionConfirmed,
    CorrectionDeclined,
    CorrectionRequested,
    Evidence,
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
    IndicatorReported,
    MeasureCancelled,
    MeasureHandedOver,
    NilDeclared,
)
from domain.plan.state import Execution, Plan

COUNTED = frozenset({TargetKind.NUMBER, TargetKind.FRACTION})


class ExecutionCommand(PlanCommand, abstract=True):
    commutes = True

    measure: Id


class LogExecution(ExecutionCommand):
    """Write down what was carried out: how much, when, where; ``again`` says that a like deed is another one.

    ``quantity`` may be left out where the measure counts as done or not; a pair gives ``parts``.
    """

    done_on: date
    quantity: Quantity | None = None
    parts: tuple[Quantity, ...] = ()
    place: Text = ""
    people_reached: int | None = Field(default=None, ge=0, le=10**9)
    note: Text = ""
    evidence: tuple[Evidence, ...] = ()
    again: bool = False

    @property
    def happened_on(self) -> date:
        return self.done_on


@plan.decides(LogExecution)
def log_execution(plan: Plan, asked: LogExecution, moment: Moment) -> Iterator[Event]:
    measure = refuse_unless_open_to(plan, asked.measure, moment)
    if measure.additivity is Additivity.STOCK:
        raise Refused("report-a-level", measure=called(measure))
    refuse_unless_in_time(plan, asked.done_on, moment)
    refuse_unless_counted_as_planned(measure, asked.quantity, asked.parts)
    refuse_if_same_deed(plan, asked)
    yield ExecutionLogged(
        execution=moment.id_of_new("execution"),
        measure=measure.id,
        done_on=asked.done_on,
        quantity=asked.quantity,
        parts=asked.parts,
        place=asked.place,
        people_reached=asked.people_reached,
        note=Personal(of=moment.by, text=asked.note) if asked.note else None,
        evidence=asked.evidence,
        person=moment.by,
        late=is_late(plan, asked.done_on),
    )


class CorrectExecution(ExecutionCommand):
    """Put other figures beside a record that was wrong; the old record stays visible."""

    execution: Id
    done_on: date
    quantity: Quantity | None = None
    parts: tuple[Quantity, ...] = ()
    reason: Text

    @property
    def happened_on(self) -> date:
        return self.done_on


@plan.decides(CorrectExecution)
def correct_execution(plan: Plan, asked: CorrectExecution, moment: Moment) -> Iterator[Event]:
    measure = refuse_unless_mine(plan, asked.measure, moment)
    record = refuse_unless_it_counts(plan, asked.measure, asked.execution)
    refuse_unless_own_record(record, moment)
    refuse_without_reason(asked.reason)
    refuse_unless_in_time(plan, asked.done_on, moment)
    refuse_unless_counted_as_planned(measure, asked.quantity, asked.parts)
    now = record.counts
    assert now is not None
    if (now.done_on, now.quantity, now.parts) == (asked.done_on, asked.quantity, asked.parts):
        return
    if is_late(plan, asked.done_on) or is_late(plan, now.done_on):
        yield from second_pair_of_eyes(plan, asked, moment, asked.done_on, asked.quantity, asked.parts)
        return
    yield ExecutionCorrected(
        execution=asked.execution,
        measure=measure.id,
        done_on=asked.done_on,
        quantity=asked.quantity,
        parts=asked.parts,
        reason=asked.reason,
        person=moment.by,
    )


class RetractExecution(ExecutionCommand):
    """Take a record out of the count; it stays visible with the reason."""

    execution: Id
    reason: Text


@plan.decides(RetractExecution)
def retract_execution(plan: Plan, asked: RetractExecution, moment: Moment) -> Iterator[Event]:
    measure = refuse_unless_mine(plan, asked.measure, moment)
    record = refuse_unless_it_counts(plan, asked.measure, asked.execution)
    refuse_unless_own_record(record, moment)
    refuse_without_reason(asked.reason)
    now = record.counts
    assert now is not None
    if is_late(plan, now.done_on):
        yield from second_pair_of_eyes(plan, asked, moment, now.done_on, now.quantity, now.parts)
        return
    yield ExecutionRetracted(
        execution=asked.execution, measure=measure.id, reason=asked.reason, person=moment.by
    )


def second_pair_of_eyes(
    plan: Plan,
    asked: CorrectExecution | RetractExecution,
    moment: Moment,
    done_on: date,
    quantity: Quantity | None,
    parts: tuple[Quantity, ...],
) -> Iterator[Event]:
    """In a closed period a record is mended by two: who says so, and who confirms it."""
    if waiting := next((r for r in plan.corrections.values() if r.execution == asked.execution), None):
        raise Refused("correction-waits", person=waiting.person)
    yield CorrectionRequested(
        request=moment.id_of_new("correction"),
        execution=asked.execution,
        measure=asked.measure,
        done_on=done_on,
        quantity=quantity,
        parts=parts,
        retract=isinstance(asked, RetractExecution),
        reason=asked.reason,
        person=moment.by,
    )


class ConfirmCorrection(PlanCommand):
    """Agree, as a second person, to a correction or retraction in a closed period."""

    commutes = True

    request: Id


@plan.decides(ConfirmCorrection)
def confirm_correction(plan: Plan, asked: ConfirmCorrection, moment: Moment) -> Iterator[Event]:
    wanted = refuse_unless_of_another(plan, asked.request, moment)
    record = refuse_unless_it_counts(plan, wanted.measure, wanted.execution)
    now = record.counts
    assert now is not None
    mended = {
        "execution": wanted.execution,
        "measure": wanted.measure,
        "reason": wanted.reason,
        "person": wanted.person,
        "late": is_late(plan, now.done_on) or is_late(plan, wanted.done_on),
    }
    yield CorrectionConfirmed(request=asked.request, measure=wanted.measure, person=moment.by)
    if wanted.retract:
        yield ExecutionRetracted.model_validate(mended)
    else:
        figures = {"done_on": wanted.done_on, "quantity": wanted.quantity, "parts": wanted.parts}
        yield ExecutionCorrected.model_validate(mended | figures)


class DeclineCorrection(PlanCommand):
    """Do not agree to a correction in a closed period: the record stays as it is."""

    commutes = True

    request: Id
    reason: Text


@plan.decides(DeclineCorrection)
def decline_correction(plan: Plan, asked: DeclineCorrection, moment: Moment) -> Iterator[Event]:
    wanted = refuse_unless_of_another(plan, asked.request, moment)
    refuse_without_reason(asked.reason)
    yield CorrectionDeclined(
        request=asked.request, measure=wanted.measure, reason=asked.reason, person=moment.by
    )


def refuse_unless_of_another(plan: Plan, request: str, moment: Moment) -> CorrectionRequested:
    refuse_unless_carried_out(plan)
    wanted = plan.corrections.get(request)
    if wanted is None:
        raise Refused("no-such-correction", request=request)
    if moment.by == wanted.person:
        raise Refused("asked-it-yourself", person=wanted.person)
    return wanted


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
        measure=measure.id, on=asked.on, value=asked.value, person=moment.by, late=is_late(plan, asked.on)
    )


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
    if plan.answers(measure.id) != {asked.to}:
        yield MeasureHandedOver(measure=measure.id, to=asked.to, reason=asked.reason, person=moment.by)


def refuse_unless_mine(plan: Plan, measure_id: str, moment: Moment) -> Measure:
    """The measure, if this person carries it out (in person, by post or by unit) or plans for the office."""
    refuse_unless_carried_out(plan)
    measure = measure_of(plan, measure_id)
    if not carries_out(plan, measure.id, moment) and "planner" not in moment.standing.roles:
        words = ", ".join(e.raw for e in measure.executors)
        raise Refused("not-your-measure", measure=called(measure), executors=words)
    return measure


def refuse_unless_open_to(plan: Plan, measure_id: str, moment: Moment) -> Measure:
    """The measure, if it is this person's and was not cancelled."""
    measure = refuse_unless_mine(plan, measure_id, moment)
    if cancelled := plan.cancelled.get(measure.id):
        raise Refused("measure-cancelled", measure=called(measure), reason=cancelled.reason)
    return measure


def carries_out(plan: Plan, measure: str, moment: Moment) -> bool:
    """Does the measure lie with this person: by name, by post, or by the unit of one of their posts?"""
    capacities = moment.standing.capacities
    mine = {f"person:{moment.by}"}
    mine |= {f"position:{c.position}" for c in capacities} | {f"unit:{c.unit}" for c in capacities}
    return bool(mine & plan.answers(measure))


def refuse_unless_in_time(plan: Plan, day: date, moment: Moment) -> None:
    if day > moment.today:
        raise Refused("not-yet", day=day)
    if not periods.covers(plan.text.period, day):
        raise Refused("outside-period", day=day, period=plan.text.period)


def refuse_unless_counted_as_planned(
    measure: Measure, quantity: Quantity | None, parts: tuple[Quantity, ...]
) -> None:
    kind, wanted = measure.target.kind, len(measure.target.parts)
    if kind is TargetKind.FRACTION and len(parts) != wanted:
        raise Refused("parts-missing", measure=called(measure), wanted=wanted)
    if kind is not TargetKind.FRACTION and parts:
        raise Refused("no-parts-here", measure=called(measure))
    if kind is TargetKind.NUMBER and not quantity:
        raise Refused("quantity-missing", measure=called(measure))


def refuse_if_same_deed(plan: Plan, asked: LogExecution) -> None:
    """The same measure, day, figures and evidence twice is a question, not a second deed."""
    if asked.again:
        return
    for record in plan.of(asked.measure).counted():
        then, logged = record.counts, record.logged
        if then and (then.done_on, then.quantity, then.parts, logged.evidence) == (
            asked.done_on,
            asked.quantity,
            asked.parts,
            asked.evidence,
        ):
            raise Refused("same-deed", day=asked.done_on, execution=logged.execution, person=logged.person)


def refuse_unless_it_counts(plan: Plan, measure: str, execution: str) -> Execution:
    record = plan.of(measure).executions.get(execution)
    if record is None:
        raise Refused("unknown-execution", execution=execution)
    if record.retracted:
        raise Refused("retracted-already", execution=execution)
    return record


def refuse_unless_own_record(record: Execution, moment: Moment) -> None:
    """A record is mended by whoever wrote it, or by the planner of the office; both stay named beside it."""
    if moment.by != record.logged.person and "planner" not in moment.standing.roles:
        raise Refused("not-your-record", person=record.logged.person)


def refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("reason-missing")


def is_late(plan: Plan, day: date) -> bool:
    return plan.closed_period_of(day) is not None


def span(period: str) -> tuple[date, date]:
    """First and last day of ``2021-01`` or ``2021Q1``."""
    if re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", period):
        end = periods.month_end(period)
        return end.replace(day=1), end
    if re.fullmatch(r"(19|20)\d\dQ[1-4]", period):
        return periods.starts(period), periods.ends(period)
    raise Refused("unknown-period", period=period)


def called(measure: Measure) -> str:
    return measure.number or measure.id
