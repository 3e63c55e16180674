"""How a plan is agreed to step by step and takes force, or comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from domain.calendar import periods
from domain.calendar.state import OfficeCalendar
from domain.changed import made
from domain.messages import Event, Id, Moment, Refused, Text, Word
from domain.plan.decider import PlanCommand, plan, refuse_unless_drafted
from domain.plan.decisions.drafting import refuse_unless_editable
from domain.plan.events import (
    PlanAcknowledged,
    PlanApproved,
    PlanReturned,
    PlanSubmitted,
    SubmissionWithdrawn,
)
from domain.plan.owners import refuse_without_owners
from domain.plan.schedule import schedule
from domain.plan.state import CARRIED_OUT, Plan, Status
from domain.plan.wording import circumstances_of, hash_of
from domain.run import decisions as deciding
from domain.run.events import Remark, RunReturned, StepAcknowledged, StepAgreed
from domain.run.route import RouteStep, route_of
from domain.run.state import Outcome, Run
from domain.workflow.definition import FINAL, Act, Subject
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
    refuse_other_subject(definition, Subject.PLAN)
    yield made(
        PlanSubmitted,
        text_version=plan.text_version + 1,
        text_hash=hash_of(plan.text),
        workflow=asked.workflow,
        workflow_version=definition.number,
        route=route_of(
            definition.published.steps,
            circumstances_of(plan.text),
            moment.seen(OfficeCalendar).days,
            moment.today,
        ),
        person=moment.by,
    )


class WithdrawSubmission(PlanCommand):
    """Take a submission back, as long as nobody has decided. ``run`` is blank for the plan itself."""

    reason: Text = ""
    run: Word = ""


@plan.decides(WithdrawSubmission)
def withdraw_submission(plan: Plan, asked: WithdrawSubmission, moment: Moment) -> Iterator[Event]:
    run = run_asked(plan, asked.run)
    if run.id:
        yield from deciding.withdraw(run, asked.reason, moment, ())
        return
    deciding.refuse_unless_withdrawable(run, moment, plan.prepared_by)
    yield SubmissionWithdrawn(reason=asked.reason)


class StepCommand(PlanCommand, abstract=True):
    """A decision of one step; ``text_hash``, where given, must be the hash of the text that was shown.

    ``run`` is blank for the approval of the plan itself.
    """

    legal = True

    step: Id
    text_hash: Word = ""
    run: Word = ""

    def reads(self, organisation: str) -> tuple[str, ...]:
        return (f"people-{organisation}", f"calendar-{organisation}")


class AgreeStep(StepCommand):
    """Give a visa (погодити) to the text as shown."""

    beside = (StepAgreed, StepAcknowledged)


@plan.decides(AgreeStep)
def agree_step(plan: Plan, asked: AgreeStep, moment: Moment) -> Iterator[Event]:
    yield from spoken(plan, asked, Act.AGREE, moment)


class ReadStep(StepCommand):
    """Sign on the route to have read the text as shown («Ознайомлено»)."""

    beside = (StepAgreed, StepAcknowledged)


@plan.decides(ReadStep)
def read_step(plan: Plan, asked: ReadStep, moment: Moment) -> Iterator[Event]:
    yield from spoken(plan, asked, Act.ACKNOWLEDGE, moment)


class SignStep(StepCommand):
    """Sign the text as shown."""

    act: Text = ""
    effective_from: date | None = None


@plan.decides(SignStep)
def sign_step(plan: Plan, asked: SignStep, moment: Moment) -> Iterator[Event]:
    yield from spoken(plan, asked, Act.SIGN, moment, act_words=asked.act, effective_from=asked.effective_from)


class ApproveStep(StepCommand):
    """Approve the text as shown; the last approval gives it force.

    ``act`` is how the office writes it down: a stamp, or the number of an order. ``remarks`` are left to be
    closed by ``close_by``, and bar nothing.
    """

    act: Text = ""
    effective_from: date | None = None
    remarks: tuple[Remark, ...] = ()
    close_by: date | None = None


@plan.decides(ApproveStep)
def approve_step(plan: Plan, asked: ApproveStep, moment: Moment) -> Iterator[Event]:
    refuse_unknown_measures(plan, asked.remarks)
    yield from spoken(
        plan,
        asked,
        Act.APPROVE,
        moment,
        act_words=asked.act,
        effective_from=asked.effective_from,
        remarks=asked.remarks,
        close_by=asked.close_by,
    )


class ReturnPlan(StepCommand):
    """Send the plan back with remarks, to its author or to an earlier step (``to_step``)."""

    remarks: tuple[Remark, ...]
    to_step: Id | None = None
    fix_by: date | None = None


@plan.decides(ReturnPlan)
def return_plan(plan: Plan, asked: ReturnPlan, moment: Moment) -> Iterator[Event]:
    run = run_to_decide(plan, asked.run)
    refuse_unknown_measures(plan, asked.remarks)

    def said(step: RouteStep, to_step: str | None, remarks: tuple[Remark, ...]) -> Event:
        if run.id:
            return RunReturned(run=run.id, step=step.key, to_step=to_step, remarks=remarks, person=moment.by)
        return PlanReturned(
            step=step.key,
            to_step=to_step,
            remarks=remarks,
            person=moment.by,
            author=plan.author,
            fix_by=asked.fix_by,
        )

    yield from deciding.send_back(
        run, asked.step, asked.to_step, asked.remarks, moment, said, shown=asked.text_hash
    )


class RejectSubmission(StepCommand):
    """Say no for good, with a reason; only who could give the text force may."""

    reason: Text


@plan.decides(RejectSubmission)
def reject_submission(plan: Plan, asked: RejectSubmission, moment: Moment) -> Iterator[Event]:
    run = run_to_decide(plan, asked.run)
    yield from deciding.reject(run, asked.step, asked.reason, moment, shown=asked.text_hash)


class SkipStep(StepCommand):
    """Pass over a step that the definition lets go, with a reason; where it was all that is left, the text
    has its force."""

    reason: Text


@plan.decides(SkipStep)
def skip_step(plan: Plan, asked: SkipStep, moment: Moment) -> Iterator[Event]:
    run = run_to_decide(plan, asked.run)
    passed_over = list(deciding.skip(run, asked.step, asked.reason, moment, authors_of(plan, run)))
    ends = deciding.finishes(run, asked.step, skipped=True)
    if ends and not run.id:
        refuse_unless_it_may_take_force(plan, moment)
    yield from passed_over
    if ends:
        yield from force(plan, run, moment)


class CloseRemark(PlanCommand):
    """Say how a remark that an approval left was closed; ``remark`` counts from 0."""

    remark: int
    how: Text
    run: Word = ""


@plan.decides(CloseRemark)
def close_remark(plan: Plan, asked: CloseRemark, moment: Moment) -> Iterator[Event]:
    yield from deciding.close_remark(run_asked(plan, asked.run), asked.remark, asked.how, moment)


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


def spoken(
    plan: Plan,
    asked: StepCommand,
    act: Act,
    moment: Moment,
    *,
    act_words: str = "",
    effective_from: date | None = None,
    remarks: tuple[Remark, ...] = (),
    close_by: date | None = None,
) -> Iterator[Event]:
    """One voice, and what follows where it was the last."""
    run = run_to_decide(plan, asked.run)
    voice = list(
        deciding.voice(
            run,
            asked.step,
            act,
            moment,
            authors_of(plan, run),
            shown=asked.text_hash,
            remarks=remarks,
            close_by=close_by,
            act_words=act_words,
            effective_from=effective_from,
        )
    )
    if not run.id and act in FINAL:
        refuse_unless_it_may_take_force(plan, moment)
    yield from voice
    if deciding.finishes(run, asked.step):
        yield from force(plan, run, moment, act_words, effective_from)


def force(
    plan: Plan, run: Run, moment: Moment, act: str = "", effective_from: date | None = None
) -> Iterator[Event]:
    """What follows the last step of a run, as all who gave it force have said."""
    act, day = deciding.ordered(run, act, effective_from)
    yield from GRANTED[run.subject](plan, run, moment, act, day or moment.today)


Granted = Callable[[Plan, Run, Moment, str, date], Iterator[Event]]
GRANTED: dict[str, Granted] = {}
"""What follows when the last voice is given, by the subject of the run."""


def granted(subject: Subject) -> Callable[[Granted], Granted]:
    def register(follows: Granted) -> Granted:
        GRANTED[subject] = follows
        return follows

    return register


@granted(Subject.PLAN)
def in_force(plan: Plan, run: Run, moment: Moment, act: str, effective_from: date) -> Iterator[Event]:
    yield made(
        PlanApproved,
        text_version=plan.text_version,
        text_hash=plan.text_hash,
        approved_on=moment.today,
        effective_from=effective_from,
        act=act,
        schedule=schedule(plan.text, moment.seen(OfficeCalendar).days, moment.today),
    )


def run_asked(plan: Plan, id: str) -> Run:
    refuse_unless_drafted(plan)
    if not id:
        if plan.status is not Status.IN_REVIEW and plan.run.outcome is not Outcome.GRANTED:
            raise Refused("not-in-review", status=plan.status)
        return plan.run
    if id not in plan.runs:
        raise Refused("unknown-run", run=id)
    return plan.runs[id]


def run_to_decide(plan: Plan, id: str) -> Run:
    """Who names no run while only others wait most likely means one of those."""
    run = run_asked(plan, id)
    if run.id or run.outcome is not Outcome.GRANTED:
        return run
    if waiting := [other.id for other in plan.runs.values() if other.outcome is Outcome.OPEN]:
        raise Refused("name-the-run", runs=", ".join(waiting))
    raise Refused("not-in-review", status=plan.status)


def authors_of(plan: Plan, run: Run) -> frozenset[str]:
    """Who prepared what is on the route, for separation of duties."""
    if not run.id:
        return plan.prepared_by | {plan.submitted_by}
    hands = plan.proposers.get(run.id, frozenset()) | {run.submitted_by}
    return hands | reporters(plan, run)


def reporters(plan: Plan, run: Run) -> frozenset[str]:
    """Who closed the period of a report, and whoever submitted the report of that closing before."""
    sent = plan.reports.get(run.id)
    if sent is None:
        return frozenset()
    closers = {plan.closed_by[q] for q in periods.quarters(sent.period)}
    return frozenset(closers | {r.person for r in plan.reports.values() if r.closing == sent.closing})


def refuse_other_subject(definition: Definition, subject: Subject) -> None:
    """A definition for plans carries whatever else belongs to a plan; one for another subject that alone."""
    published = definition.published
    if published and published.subject not in (subject, Subject.PLAN):
        raise Refused("route-for-other-subject", workflow=published.workflow, subject=published.subject)


def refuse_unknown_measures(plan: Plan, remarks: tuple[Remark, ...]) -> None:
    if unknown := [r.measure for r in remarks if r.measure and r.measure not in plan.measures]:
        raise Refused("unknown-measure", measure=unknown[0])


def refuse_unless_it_may_take_force(plan: Plan, moment: Moment) -> None:
    refuse_while_errors_are_open(plan)
    refuse_without_owners(plan, moment)


def refuse_while_errors_are_open(plan: Plan) -> None:
    if errors := plan.open_errors():
        raise Refused("findings-open", count=len(errors), place=errors[0].place, message=errors[0].message)
