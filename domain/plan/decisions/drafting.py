"""How a draft comes to be and is mended, until it goes to approval."""

from __future__ import annotations

from collections.abc import Iterator

from domain.messages import Event, Id, Moment, Refused, Text, Word, added
from domain.people.state import Organisation
from domain.plan.decider import (
    PlanCommand,
    measure_of,
    plan,
    refuse_unless_carried_out,
    refuse_unless_drafted,
)
from domain.plan.document import Executor, Finding, Measure, PlanDocument
from domain.plan.events import (
    CopiedFrom,
    ExecutorAssigned,
    FindingResolved,
    MeasureRevised,
    OwnerGateOverridden,
    PlanDrafted,
    PlanRedrafted,
)
from domain.plan.next_period import next_period
from domain.plan.redrafting import still_settled
from domain.plan.state import CARRIED_OUT, EDITABLE, Plan, Status
from domain.spelling import folded


class DraftPlan(PlanCommand):
    """Put a plan on the record as a draft, with what its reading found."""

    document: PlanDocument
    findings: tuple[Finding, ...] = ()
    copied_from: CopiedFrom | None = added(None)

    def reads(self, organisation: str) -> tuple[str, ...]:
        return (f"plan-{self.copied_from.plan}",) if self.copied_from else ()


@plan.decides(DraftPlan)
def draft_plan(plan: Plan, asked: DraftPlan, moment: Moment) -> Iterator[Event]:
    if plan.status is not Status.ABSENT:
        raise Refused("plan-exists", plan=asked.plan)
    refuse_unless_measures_have_ids(asked.document)
    if asked.copied_from:
        refuse_unless_of_the_next_period(moment.seen(Plan), asked.copied_from, asked.document)
    yield PlanDrafted(
        document=asked.document,
        findings=asked.findings,
        prepared_by=moment.by,
        copied_from=asked.copied_from,
    )


class RedraftPlan(PlanCommand):
    """Put a corrected file's text in the place of the draft's; measures that stay keep their ids."""

    document: PlanDocument
    findings: tuple[Finding, ...] = ()
    reason: Text


@plan.decides(RedraftPlan)
def redraft_plan(plan: Plan, asked: RedraftPlan, moment: Moment) -> Iterator[Event]:
    refuse_unless_editable(plan)
    refuse_unless_measures_have_ids(asked.document)
    if not asked.reason.strip():
        raise Refused("reason-missing")
    if (asked.document, asked.findings) != (plan.text, plan.findings):
        yield PlanRedrafted(
            document=asked.document,
            findings=asked.findings,
            settled=still_settled(plan, asked.document, asked.findings),
            reason=asked.reason,
            prepared_by=moment.by,
            author=plan.author,
        )


class ReviseMeasure(PlanCommand):
    """Replace one measure of a draft; its id stays."""

    measure: Measure


@plan.decides(ReviseMeasure)
def revise_measure(plan: Plan, asked: ReviseMeasure, moment: Moment) -> Iterator[Event]:
    refuse_unless_editable(plan)
    if measure_of(plan, asked.measure.id) != asked.measure:
        yield MeasureRevised(measure=asked.measure, prepared_by=moment.by)


class AssignExecutor(PlanCommand):
    """Say whom an executor's words mean: in one measure, or wherever they stand where none is named.

    ``to`` is ``unit:ID``, ``position:ID`` or ``person:ID``; ``words`` stay blank where the source names
    nobody.
    """

    measure: Id | None = None
    to: Word
    words: Text = ""

    def reads(self, organisation: str) -> tuple[str, ...]:
        return (f"people-{organisation}",)


@plan.decides(AssignExecutor)
def assign_executor(plan: Plan, asked: AssignExecutor, moment: Moment) -> Iterator[Event]:
    refuse_unless_editable(plan)
    refuse_unless_known(moment.seen(Organisation), asked.to)
    for measure in named_by(plan, asked):
        executors = assigned(measure, asked.words, asked.to)
        if executors != measure.executors:
            yield ExecutorAssigned(measure=measure.id, executors=executors, prepared_by=moment.by)


class ResolveFinding(PlanCommand):
    """Settle a finding, by its number in the plan, with a reason; the source is never overwritten."""

    finding: int
    resolution: Text
    reason: Text


@plan.decides(ResolveFinding)
def resolve_finding(plan: Plan, asked: ResolveFinding, moment: Moment) -> Iterator[Event]:
    refuse_unless_drafted(plan)
    if not 0 <= asked.finding < len(plan.findings):
        raise Refused("unknown-finding", finding=asked.finding)
    if not asked.reason.strip():
        raise Refused("reason-missing")
    if asked.finding not in plan.resolved:
        yield FindingResolved(
            finding=asked.finding, resolution=asked.resolution, reason=asked.reason, person=moment.by
        )


class OverrideOwnerGate(PlanCommand):
    """Let a measure go to approval although no person answers for it."""

    measure: Id
    reason: Text


@plan.decides(OverrideOwnerGate)
def override_owner_gate(plan: Plan, asked: OverrideOwnerGate, moment: Moment) -> Iterator[Event]:
    refuse_unless_drafted(plan)
    if plan.status in CARRIED_OUT:
        raise Refused("approved-already")
    measure = measure_of(plan, asked.measure)
    if not asked.reason.strip():
        raise Refused("reason-missing")
    if measure.id not in plan.overridden:
        yield OwnerGateOverridden(measure=measure.id, reason=asked.reason, person=moment.by)


def refuse_unless_editable(plan: Plan) -> None:
    refuse_unless_drafted(plan)
    if plan.status not in EDITABLE:
        raise Refused("not-a-draft", status=plan.status)


def refuse_unless_of_the_next_period(source: Plan, copied: CopiedFrom, document: PlanDocument) -> None:
    """A copy says truly what it came from: a plan of this office that took force, as it stands now."""
    refuse_unless_carried_out(source)
    if copied.version != source.version:
        raise Refused("copy-outdated", plan=copied.plan)
    if document.period != next_period(source.text.period):
        raise Refused("not-the-next-period", period=document.period, plan=copied.plan)


def refuse_unless_measures_have_ids(document: PlanDocument) -> None:
    if not document.measures:
        raise Refused("no-measures")
    if len({m.id for m in document.measures}) != len(document.measures):
        raise Refused("measure-id-twice")


def refuse_unless_known(office: Organisation, reference: str) -> None:
    kind, _, id = reference.partition(":")
    known = {"unit": office.units, "position": office.positions, "person": office.persons}
    if id not in known.get(kind, {}):
        raise Refused("unknown-reference", reference=reference)


def named_by(plan: Plan, asked: AssignExecutor) -> list[Measure]:
    """The measure asked about, else every one whose executors stand in these words."""
    if asked.measure:
        return [measure_of(plan, asked.measure)]
    same = [m for m in plan.text.measures if asked.words and words_in(m, asked.words)]
    if not same:
        raise Refused("unknown-executor", words=asked.words, measure="")
    return same


def words_in(measure: Measure, words: str) -> set[str]:
    """The executors of a measure whose words these are, in whatever spelling."""
    return {e.raw for e in measure.executors if folded(e.raw) == folded(words)}


def assigned(measure: Measure, words: str, to: str) -> tuple[Executor, ...]:
    if not words:
        return (*measure.executors, Executor(raw="", to=to, lead=not measure.executors))
    meant = words_in(measure, words)
    if not meant:
        raise Refused("unknown-executor", words=words, measure=measure.number or measure.id)
    return tuple(e.model_copy(update={"to": to}) if e.raw in meant else e for e in measure.executors)
