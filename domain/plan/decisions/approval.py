"""How a plan is agreed to step by step and takes force, or comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.calendar.state import OfficeCalendar
from domain.canonical import fingerprint
from domain.messages import Event, Id, Moment, Refused, Text, Word
from domain.people.state import Organisation
from domain.plan.decider import PlanCommand, plan, refuse_unless_drafted
from domain.plan.decisions.drafting import refuse_unless_editable
from domain.plan.document import Measure
from domain.plan.events import (
    PlanAcknowledged,
    PlanApproved,
    PlanReturned,
    PlanSubmitted,
    Remark,
    RouteStep,
    StepAgreed,
    StepApproved,
    SubmissionWithdrawn,
)
from domain.plan.schedule import schedule
from domain.plan.state import CARRIED_OUT, Plan, Status
from domain.workflow.definition import Act
from domain.workflow.state import Definition


class SubmitPlan(PlanCommand):
    """Send the draft on the route of a published workflow definition."""

    workflow: Id

    def reads(self, organisation: str) -> tuple[str, ...]:
        return (f"workflow-{organisation}.{self.workflow}", f"calendar-{organisation}")


@plan.decides(SubmitPlan)
def submit_plan(plan: Plan, asked: SubmitPlan, moment: Moment) -> Iterator[Event]:
    refuse_unless_editable(plan)
    definition = moment.seen(Definition)
    if definition.published is None or definition.retired:
        raise Refused("unknown-workflow", workflow=asked.workflow)
    yield PlanSubmitted(
        text_version=plan.text_version + 1,
        text_hash=fingerprint(plan.text),
        workflow=asked.workflow,
        workflow_version=definition.number,
        route=route_of(definition, moment),
        person=moment.by,
    )


class WithdrawSubmission(PlanCommand):
    """Take a submission back, as long as nobody has decided."""

    reason: Text = ""


@plan.decides(WithdrawSubmission)
def withdraw_submission(plan: Plan, asked: WithdrawSubmission, moment: Moment) -> Iterator[Event]:
    refuse_unless_in_review(plan)
    if moment.by not in plan.prepared_by | {plan.submitted_by}:
        raise Refused("not-your-plan", author=plan.author)
    if plan.decided:
        raise Refused("decided-already", person=next(iter(plan.decided.values())))
    yield SubmissionWithdrawn(reason=asked.reason)


class StepCommand(PlanCommand, abstract=True):
    """A decision of one step; ``text_hash``, where given, must be the hash of the text that was shown."""

    legal = True

    step: Id
    text_hash: Word = ""

    def reads(self, organisation: str) -> tuple[str, ...]:
        return (f"people-{organisation}", f"calendar-{organisation}")


class AgreeStep(StepCommand):
    """Give a visa (погодити) to the text as shown."""


@plan.decides(AgreeStep)
def agree_step(plan: Plan, asked: AgreeStep, moment: Moment) -> Iterator[Event]:
    refuse_unless_step_is_mine(plan, asked, Act.AGREE, moment)
    refuse_if_not_independent(plan, moment)
    yield StepAgreed(step=asked.step, person=moment.by, text_hash=plan.text_hash)


class ApproveStep(StepCommand):
    """Approve the text as shown; the last approval gives the plan force.

    ``act`` is how the office writes it down: a stamp, or the number of an order.
    """

    act: Text = ""
    effective_from: date | None = None


@plan.decides(ApproveStep)
def approve_step(plan: Plan, asked: ApproveStep, moment: Moment) -> Iterator[Event]:
    refuse_unless_step_is_mine(plan, asked, Act.APPROVE, moment)
    refuse_if_not_independent(plan, moment)
    refuse_while_errors_are_open(plan)
    refuse_without_owners(plan, moment)
    yield StepApproved(step=asked.step, person=moment.by, text_hash=plan.text_hash)
    if {s.key for s in plan.route} == {*plan.decided, asked.step}:
        yield PlanApproved(
            text_version=plan.text_version,
            text_hash=plan.text_hash,
            approved_on=moment.today,
            effective_from=asked.effective_from or moment.today,
            act=asked.act,
            schedule=schedule(plan.text, moment.seen(OfficeCalendar).days, moment.today),
        )


class ReturnPlan(StepCommand):
    """Send the plan back with remarks, to its author or to an earlier step (``to_step``)."""

    remarks: tuple[Remark, ...]
    to_step: Id | None = None
    fix_by: date | None = None


@plan.decides(ReturnPlan)
def return_plan(plan: Plan, asked: ReturnPlan, moment: Moment) -> Iterator[Event]:
    step = refuse_unless_step_is_mine(plan, asked, None, moment)
    if not asked.remarks or not all(r.text.strip() for r in asked.remarks):
        raise Refused("remarks-missing")
    if unknown := [r.measure for r in asked.remarks if r.measure and r.measure not in plan.measures]:
        raise Refused("unknown-measure", measure=unknown[0])
    if asked.to_step and not any(s.key == asked.to_step and s.stage < step.stage for s in plan.route):
        raise Refused("not-an-earlier-step", step=asked.to_step)
    yield PlanReturned(
        step=asked.step,
        to_step=asked.to_step,
        remarks=asked.remarks,
        person=moment.by,
        author=plan.author,
        fix_by=asked.fix_by,
    )


class Acknowledge(PlanCommand):
    """Sign to have read the plan («Ознайомлено»); it blocks nothing."""

    commutes = True


@plan.decides(Acknowledge)
def acknowledge(plan: Plan, asked: Acknowledge, moment: Moment) -> Iterator[Event]:
    refuse_unless_drafted(plan)
    if plan.status not in CARRIED_OUT:
        raise Refused("not-in-force", status=plan.status)
    if moment.by not in plan.acknowledged:
        yield PlanAcknowledged(person=moment.by, text_hash=plan.text_hash)


def route_of(definition: Definition, moment: Moment) -> tuple[RouteStep, ...]:
    """The definition's steps with the day by which each should be decided, stage after stage."""
    assert definition.published is not None
    calendar, route, due = moment.seen(OfficeCalendar).days, [], moment.today
    for stage in sorted({s.stage for s in definition.published.steps}):
        steps = [s for s in definition.published.steps if s.stage == stage]
        start = due
        for s in steps:
            by = calendar.shift(start, s.term)
            due = max(due, by)
            route.append(
                RouteStep(key=s.key, title=s.title, act=s.act, position=s.position, stage=stage, due=by)
            )
    return tuple(route)


def refuse_unless_in_review(plan: Plan) -> None:
    refuse_unless_drafted(plan)
    if plan.status is not Status.IN_REVIEW:
        raise Refused("not-in-review", status=plan.status)


def refuse_unless_step_is_mine(plan: Plan, asked: StepCommand, act: Act | None, moment: Moment) -> RouteStep:
    """The open step that is asked about; it must be open, of this act, shown as it is, and mine to decide."""
    refuse_unless_in_review(plan)
    step = next((s for s in plan.open_steps if s.key == asked.step), None)
    if step is None:
        decider = plan.decided.get(asked.step)
        raise (
            Refused("step-decided", step=asked.step, person=decider)
            if decider
            else Refused("step-not-open", step=asked.step, open=", ".join(s.key for s in plan.open_steps))
        )
    if act and step.act is not act:
        raise Refused("other-act", step=step.key, act=step.act)
    if asked.text_hash and asked.text_hash != plan.text_hash:
        raise Refused("text-changed", version=plan.text_version)
    if moment.standing.in_position(step.position) is None:
        holder = next(
            (a.person for a in moment.seen(Organisation).holders(step.position, moment.today)), None
        )
        raise Refused("not-your-step", step=step.key, position=step.position, person=holder)
    return step


def refuse_if_not_independent(plan: Plan, moment: Moment) -> None:
    """Separation of duties, on the person: not what one prepared or submitted, and never two voices in a run.

    Settling a finding of the source is preparing; opening the owner gate is a director's right.
    """
    if moment.by in plan.prepared_by | {plan.submitted_by}:
        raise Refused("prepared-it-yourself")
    if moment.by in plan.decided.values():
        raise Refused("counted-already")


def refuse_while_errors_are_open(plan: Plan) -> None:
    if errors := plan.open_errors():
        raise Refused("findings-open", count=len(errors), place=errors[0].place, message=errors[0].message)


def refuse_without_owners(plan: Plan, moment: Moment) -> None:
    """The owner gate: every measure that owes something has a person today, or an override with a reason."""
    office = moment.seen(Organisation)
    orphans = [m for m in unowned(plan, office, moment.today) if m.id not in plan.overridden]
    if orphans:
        raise Refused(
            "no-owner", count=len(orphans), measure=orphans[0].number or orphans[0].id, id=orphans[0].id
        )


def unowned(plan: Plan, office: Organisation, on: date) -> list[Measure]:
    """Measures that owe something while no executor's words lead to a person."""
    return [
        m
        for m in plan.measures.values()
        if m.obliges and not any(office.person_behind(e.to, on) for e in m.executors if not e.by_consent)
    ]
