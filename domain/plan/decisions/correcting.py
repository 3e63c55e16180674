"""How is a record of what was done corrected or taken back, and by how many?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from domain.messages import Event, Id, Moment, Quantity, Refused, Text, added
from domain.plan.decider import PlanCommand, plan, refuse_unless_carried_out
from domain.plan.decisions.carrying_out import (
    ExecutionCommand,
    is_late,
    refuse_unless_counted_as_planned,
    refuse_unless_in_time,
    refuse_unless_it_counts,
    refuse_unless_mine,
    refuse_unless_own_record,
    refuse_without_reason,
)
from domain.plan.events import (
    CorrectionConfirmed,
    CorrectionDeclined,
    CorrectionRequested,
    CorrectionWithdrawn,
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
)
from domain.plan.parts import part_meant
from domain.plan.state import Plan


class Figures(NamedTuple):
    """What a record says was done, apart from by whom and why it was written."""

    done_on: date
    quantity: Quantity | None
    parts: tuple[Quantity, ...]
    unit: str | None
    item: str


def figures_of(record: ExecutionLogged | ExecutionCorrected | CorrectionRequested) -> Figures:
    return Figures(record.done_on, record.quantity, record.parts, record.unit, record.item)


class CorrectExecution(ExecutionCommand):
    """Put other figures beside a record that was wrong; the old record stays visible.

    Without a ``unit`` or an ``item`` the record stays that of the unit and the sub-item it was of.
    """

    execution: Id
    done_on: date
    quantity: Quantity | None = None
    parts: tuple[Quantity, ...] = ()
    unit: Id | None = added(None)
    item: Text = added("")
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
    unit, item = part_meant(measure, asked.unit, asked.item, moment)
    figures = Figures(asked.done_on, asked.quantity, asked.parts, unit or now.unit, item or now.item)
    if figures == figures_of(now):
        return
    refuse_while_a_correction_waits(plan, asked.execution)
    if is_late(plan, asked.done_on) or is_late(plan, now.done_on):
        yield second_pair_of_eyes(asked, moment, figures)
        return
    yield ExecutionCorrected(
        execution=asked.execution,
        measure=measure.id,
        **figures._asdict(),
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
    refuse_while_a_correction_waits(plan, asked.execution)
    now = record.counts
    assert now is not None
    if is_late(plan, now.done_on):
        yield second_pair_of_eyes(asked, moment, figures_of(now))
        return
    yield ExecutionRetracted(
        execution=asked.execution, measure=measure.id, reason=asked.reason, person=moment.by
    )


def refuse_while_a_correction_waits(plan: Plan, execution: str) -> None:
    """Also where the period was reopened since: what is confirmed later must not undo what came after it."""
    if waiting := next((r for r in plan.corrections.values() if r.execution == execution), None):
        raise Refused("correction-waits", person=waiting.person)


def second_pair_of_eyes(
    asked: CorrectExecution | RetractExecution, moment: Moment, figures: Figures
) -> CorrectionRequested:
    """In a closed period a record is mended by two: who says so, and who confirms it."""
    return CorrectionRequested(
        request=moment.id_of_new("correction"),
        execution=asked.execution,
        measure=asked.measure,
        **figures._asdict(),
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
    measure = plan.measures.get(wanted.measure)
    if measure and not wanted.retract:
        refuse_unless_counted_as_planned(measure, wanted.quantity, wanted.parts)
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
        yield ExecutionCorrected.model_validate(mended | figures_of(wanted)._asdict())


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


class WithdrawCorrection(PlanCommand):
    """Take back one's own request for a correction in a closed period, before a second person settled it."""

    commutes = True

    request: Id
    reason: Text


@plan.decides(WithdrawCorrection)
def withdraw_correction(plan: Plan, asked: WithdrawCorrection, moment: Moment) -> Iterator[Event]:
    wanted = correction_wanted(plan, asked.request)
    if moment.by != wanted.person:
        raise Refused("asked-by-another", person=wanted.person)
    refuse_without_reason(asked.reason)
    yield CorrectionWithdrawn(
        request=asked.request, measure=wanted.measure, reason=asked.reason, person=moment.by
    )


def refuse_unless_of_another(plan: Plan, request: str, moment: Moment) -> CorrectionRequested:
    wanted = correction_wanted(plan, request)
    if moment.by == wanted.person:
        raise Refused("asked-it-yourself", person=wanted.person)
    return wanted


def correction_wanted(plan: Plan, request: str) -> CorrectionRequested:
    refuse_unless_carried_out(plan)
    if wanted := plan.corrections.get(request):
        return wanted
    raise Refused("no-such-correction", request=request)
