"""What may this person do with this plan now? The rules are asked on trial; nothing is decided twice.

An offer whose trial was refused says why: a page shows that sentence in place of a button that cannot work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from msgspec import structs

from domain.calendar import periods
from domain.messages import Command, Moment, Refused
from domain.people.may import Scope, refuse_unless_may
from domain.people.standing import Capacity
from domain.people.state import Organisation
from domain.plan.asking import nil_periods
from domain.plan.decider import plan as decider
from domain.plan.decisions.approval import (
    Acknowledge,
    AgreeStep,
    ApproveStep,
    CloseRemark,
    ReadStep,
    RejectSubmission,
    ReturnPlan,
    SignStep,
    SkipStep,
    SubmitPlan,
    WithdrawSubmission,
    authors_of,
)
from domain.plan.decisions.closing import (
    ClosePeriod,
    ExplainShortfall,
    ReopenPeriod,
    corrections_in,
)
from domain.plan.decisions.correcting import (
    ConfirmCorrection,
    CorrectExecution,
    DeclineCorrection,
    RetractExecution,
    WithdrawCorrection,
)
from domain.plan.decisions.drafting import AssignExecutor, OverrideOwnerGate, ResolveFinding
from domain.plan.decisions.evidence import AddEvidence
from domain.plan.decisions.execution import LogExecution
from domain.plan.decisions.handing_over import CancelMeasure, ContestAssignment, HandOverMeasure
from domain.plan.decisions.nil_and_levels import DeclareNil, ReportIndicator
from domain.plan.decisions.postponing import RequestPostponement, refuse_unless_may_be_asked
from domain.plan.document import Additivity, Measure, Severity, TargetKind
from domain.plan.events import CorrectionRequested, Evidence
from domain.plan.owners import unowned
from domain.plan.state import CARRIED_OUT, EDITABLE, Plan, Status
from domain.run.decisions import RETURNING
from domain.run.events import Remark
from domain.run.state import Outcome, Run
from domain.run.turns import spoken_as
from domain.workflow.definition import FINAL, Act

DECIDE: Mapping[Act, type[AgreeStep | ApproveStep | SignStep | ReadStep]] = {
    Act.AGREE: AgreeStep,
    Act.APPROVE: ApproveStep,
    Act.SIGN: SignStep,
    Act.ACKNOWLEDGE: ReadStep,
}
SETTLED = (
    "plan",
    "measure",
    "step",
    "run",
    "remark",
    "workflow",
    "period",
    "execution",
    "text_hash",
    "finding",
    "words",
    "request",
)
"""Fields that an offer has filled in already."""
TRIED = "?"
"""Stands for words that the person is still to write."""
TRIED_FILE = Evidence(sha256="0" * 64, file_name=TRIED)
UNCHOSEN = "unchosen"
"""Stands for a route that the person is still to choose."""
NOT_MINE = frozenset(
    {
        "not-allowed",
        "not-your-step",
        "not-your-measure",
        "not-your-plan",
        "not-your-record",
        "closed-it-yourself",
        "asked-it-yourself",
    }
)


@dataclass(frozen=True, slots=True)
class Offer:
    """One act: its command, the fields that are settled already, and why it cannot be done, if so."""

    command: type[Command]
    settled: Mapping[str, str]
    refused: Refused | None = None


def what_may_i_do(plan_id: str, plan: Plan, moment: Moment, workflows: tuple[str, ...] = ()) -> list[Offer]:
    """Acts on the plan as a whole, in the order a page should offer them.

    ``workflows`` are the keys of the definitions that a draft may be sent on; ``moment`` carries the states
    that a step's decision reads.
    """
    return list(_offers(plan, moment, _plan_commands(plan_id, plan, moment, workflows)))


def what_may_i_do_with(plan_id: str, plan: Plan, measure: Measure, moment: Moment) -> list[Offer]:
    """Acts of carrying out one measure."""
    if plan.status not in CARRIED_OUT:
        return []
    return list(_offers(plan, moment, _measure_commands(plan_id, plan, measure, moment)))


def what_may_i_settle(plan_id: str, plan: Plan, moment: Moment) -> list[Offer]:
    """What the source left open: findings, words that mean nobody yet, measures that nobody answers for."""
    if plan.status in CARRIED_OUT or plan.status is Status.ABSENT:
        return []
    return [o for o in _offers(plan, moment, _open_matters(plan_id, plan, moment)) if not o.refused]


def as_whom(offer: Offer, plan: Plan, moment: Moment) -> list[Capacity]:
    """The capacities in which this person could decide the offered step, each tried by itself: where there
    are several, the person says which; nobody guesses for them."""
    if "step" not in offer.settled:
        return []
    kind, standing = offer.command, moment.standing
    tried: dict[str, Any] = {"reason": TRIED, "remarks": (Remark(text=TRIED),)}
    wanted = {name: tried[name] for name in tried if name in kind.model_json_schema()["required"]}
    command = kind.model_validate({**offer.settled, **wanted})
    run, found = plan.run_of(offer.settled.get("run", "")), dict[str, Capacity]()
    for capacity in standing.capacities:
        here = tuple(c for c in standing.capacities if c.position == capacity.position)
        alone = structs.replace(moment, standing=replace(standing, capacities=here))
        if capacity.position not in found and _refusal(plan, command, alone) is None:
            spoken = spoken_as(run, offer.settled["step"], kind.__name__, alone)
            found[capacity.position] = spoken or capacity
    return list(found.values())


def what_may_i_do_of_period(plan_id: str, plan: Plan, period: str, moment: Moment) -> list[Offer]:
    """Closing or reopening it, and the corrections that wait in it; also why somebody of the office who might
    do such a thing may not do this one."""
    if plan.status not in CARRIED_OUT:
        return []
    commands = _period_commands(plan_id, plan, period, moment.by)
    return list(_offers(plan, moment, commands, hidden=frozenset({"not-allowed"})))


def _period_commands(plan_id: str, plan: Plan, period: str, by: str) -> Iterator[Command]:
    if period in plan.closed:
        yield ReopenPeriod(plan=plan_id, period=period, reason=TRIED)
    else:
        yield ClosePeriod(plan=plan_id, period=period)
    for asked in corrections_in(plan, period):
        yield from _correction_commands(plan_id, asked, by)


def _correction_commands(plan_id: str, asked: CorrectionRequested, by: str) -> Iterator[Command]:
    yield ConfirmCorrection(plan=plan_id, request=asked.request)
    yield DeclineCorrection(plan=plan_id, request=asked.request, reason=TRIED)
    if asked.person == by:
        yield WithdrawCorrection(plan=plan_id, request=asked.request, reason=TRIED)


def _offers(
    plan: Plan, moment: Moment, commands: Iterator[Command], hidden: frozenset[str] = NOT_MINE
) -> Iterator[Offer]:
    for command in commands:
        refused = _refusal(plan, command, moment)
        if refused is None or refused.code not in hidden:
            yield Offer(type(command), _settled(command), refused)


def _refusal(plan: Plan, command: Command, moment: Moment) -> Refused | None:
    try:
        scope = Scope.REGIONAL if moment.standing.office else Scope.OWN
        refuse_unless_may(moment.standing, moment.by, type(command), scope)
        if isinstance(command, RequestPostponement):
            refuse_unless_may_be_asked(plan, command.measure, command.key, moment)
        elif not isinstance(command, SubmitPlan):
            decider.decide(plan, command, moment)
    except Refused as refused:
        return refused
    return None


def _settled(command: Command) -> dict[str, str]:
    told = {key: getattr(command, key, "") for key in SETTLED}
    return {key: str(value) for key, value in told.items() if value not in ("", None, UNCHOSEN)}


def _plan_commands(plan_id: str, plan: Plan, moment: Moment, workflows: tuple[str, ...]) -> Iterator[Command]:
    if plan.status in EDITABLE:
        yield from (SubmitPlan(plan=plan_id, workflow=key) for key in workflows)
    for run in (plan.run, *plan.runs.values()):
        yield from _step_commands(plan_id, run, moment)
        if run.outcome is Outcome.OPEN and moment.by in authors_of(plan, run):
            yield WithdrawSubmission(plan=plan_id, run=run.id)
    if plan.status in CARRIED_OUT:
        if moment.by not in plan.acknowledged:
            yield Acknowledge(plan=plan_id)
        waiting = [q for q in periods.quarters(plan.text.period) if q not in plan.closed]
        if waiting and moment.today > periods.ends(waiting[0]):
            yield ClosePeriod(plan=plan_id, period=waiting[0])
        if plan.closed:
            yield ReopenPeriod(plan=plan_id, period=max(plan.closed), reason=TRIED)
        for asked in plan.corrections.values():
            yield from _correction_commands(plan_id, asked, moment.by)


def _step_commands(plan_id: str, run: Run, moment: Moment) -> Iterator[Command]:
    for step in run.open_steps:
        here: dict[str, Any] = {"plan": plan_id, "step": step.key, "run": run.id}
        yield DECIDE[step.act](**here, text_hash=run.text_hash)
        if step.act in RETURNING:
            yield ReturnPlan(**here, text_hash=run.text_hash, remarks=(Remark(text=TRIED),))
        if step.act in FINAL:
            yield RejectSubmission(**here, text_hash=run.text_hash, reason=TRIED)
        if step.skippable:
            yield SkipStep(**here, reason=TRIED)
    for number, owed in enumerate(run.owed):
        if not owed.closed:
            yield CloseRemark(plan=plan_id, run=run.id, remark=number, how=TRIED)


def _open_matters(plan_id: str, plan: Plan, moment: Moment) -> Iterator[Command]:
    for number, finding in enumerate(plan.findings):
        if finding.severity is not Severity.INFO and number not in plan.resolved:
            yield ResolveFinding(plan=plan_id, finding=number, resolution=TRIED, reason=TRIED)
    office = moment.seen(Organisation)
    anybody = next((f"position:{post}" for post in office.positions), TRIED)
    unknown = [e.raw for m in plan.text.measures for e in m.executors if e.to is None and e.raw]
    for words in dict.fromkeys(unknown):
        yield AssignExecutor(plan=plan_id, to=anybody, words=words)
    for measure in unowned(plan, plan.measures.values(), office, moment.today):
        if measure.id not in plan.overridden:
            if not measure.executors:
                yield AssignExecutor(plan=plan_id, measure=measure.id, to=anybody)
            yield OverrideOwnerGate(plan=plan_id, measure=measure.id, reason=TRIED)


def _measure_commands(plan_id: str, plan: Plan, measure: Measure, moment: Moment) -> Iterator[Command]:
    day = min(moment.today, periods.ends(plan.text.period))
    quarter = next(q for q in periods.quarters(plan.text.period) if q >= _quarter_of(plan, moment))
    if measure.additivity is Additivity.STOCK:
        yield ReportIndicator(plan=plan_id, measure=measure.id, on=day, value=Decimal(1))
    else:
        pair = measure.target.kind is TargetKind.FRACTION
        yield LogExecution(
            plan=plan_id,
            measure=measure.id,
            done_on=day,
            quantity=None if pair else Decimal(1),
            parts=tuple(Decimal(1) for _ in measure.target.parts) if pair else (),
            again=True,
        )
        if measure.target.kind not in (TargetKind.NUMBER, TargetKind.FRACTION):
            for period in nil_periods(measure, plan.text.period, plan.closed, moment.today):
                yield DeclareNil(plan=plan_id, measure=measure.id, period=period)
    for key, record in plan.of(measure.id).executions.items():
        if counts := record.counts:
            yield CorrectExecution(
                plan=plan_id,
                measure=measure.id,
                execution=key,
                done_on=counts.done_on,
                quantity=counts.quantity,
                parts=counts.parts,
                reason=TRIED,
            )
            yield RetractExecution(plan=plan_id, measure=measure.id, execution=key, reason=TRIED)
            yield AddEvidence(plan=plan_id, measure=measure.id, execution=key, evidence=(TRIED_FILE,))
    if measure.id not in plan.cancelled:
        yield CancelMeasure(plan=plan_id, measure=measure.id, reason=TRIED)
    for due in plan.schedule:
        if due.measure == measure.id and not plan.closed_period_of(due.planned):
            day = max(due.due, moment.today)
            asked = {"plan": plan_id, "measure": measure.id, "key": due.key, "workflow": UNCHOSEN}
            yield RequestPostponement(**asked, new_due=day, reason=TRIED)
            break
    if measure.id not in plan.contested and measure.id not in plan.cancelled:
        yield ContestAssignment(plan=plan_id, measure=measure.id, reason=TRIED)
    yield HandOverMeasure(plan=plan_id, measure=measure.id, to=f"person:{moment.by}", reason=TRIED)
    for begun in periods.quarters(plan.text.period):
        if begun <= quarter and begun not in plan.closed:
            yield ExplainShortfall(plan=plan_id, measure=measure.id, period=begun, reason=TRIED)


def _quarter_of(plan: Plan, moment: Moment) -> str:
    """The quarter that runs now, or the plan's last one once its period is over."""
    quarters = periods.quarters(plan.text.period)
    return next((q for q in quarters if moment.today <= periods.ends(q)), quarters[-1])
