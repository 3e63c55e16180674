"""What does each fact change of what we remember of a plan?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import assert_never, cast

from domain.calendar import periods
from domain.changed import replace
from domain.messages import Event
from domain.plan.document import Measure, PlanDocument
from domain.plan.events import (
    AmendmentProposed,
    AssignmentContested,
    ConsentAsked,
    ConsentDeclined,
    ConsentGiven,
    CorrectionConfirmed,
    CorrectionDeclined,
    CorrectionRequested,
    CorrectionWithdrawn,
    Due,
    DuePostponed,
    EvidenceAdded,
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
    ExecutorAssigned,
    FindingResolved,
    IndicatorReported,
    LinkUsed,
    MeasureCancelled,
    MeasureHandedOver,
    MeasureRevised,
    NilDeclared,
    OfficeReminded,
    OwnerGateOverridden,
    PeriodClosed,
    PeriodReopened,
    PlanAcknowledged,
    PlanAmended,
    PlanApproved,
    PlanDrafted,
    PlanEvent,
    PlanRedrafted,
    PlanReturned,
    PlanSubmitted,
    PostponementRequested,
    ReportSigned,
    ReportSubmitted,
    ShortfallExplained,
    SubmissionWithdrawn,
)
from domain.plan.remembered import (
    CARRIED_OUT,
    EDITABLE,
    Carried,
    Consent,
    Execution,
    Level,
    Plan,
    Status,
)
from domain.plan.terms import terms_of
from domain.run.events import (
    RemarkClosed,
    RunEvent,
    RunMoved,
    RunRejected,
    RunReturned,
    RunStarted,
    RunVoided,
    RunWithdrawn,
    StepAcknowledged,
    StepAgreed,
    StepApproved,
    StepObjected,
    StepSigned,
    StepSkipped,
)
from domain.run.state import Outcome, Run
from domain.run.state import evolve as run_on

__all__ = [
    "CARRIED_OUT",
    "EDITABLE",
    "Carried",
    "Consent",
    "Execution",
    "Level",
    "Plan",
    "Status",
    "amended_text",
    "evolve",
]


def evolve(plan: Plan, event: Event) -> Plan:
    return replace(_evolve(plan, event), version=plan.version + 1)


def _evolve(plan: Plan, event: Event) -> Plan:
    match cast(PlanEvent, event):
        case ExecutionLogged() as e:
            new = Execution(e, facts=(plan.version + 1,))
            return _carry(plan, e.measure, executions={**plan.of(e.measure).executions, e.execution: new})
        case ExecutionCorrected() as e:
            return _amend(plan, e, corrected=e)
        case ExecutionRetracted() as e:
            return _amend(plan, e, retracted=e)
        case EvidenceAdded() as e:
            return _amend(plan, e, added=(*plan.of(e.measure).executions[e.execution].added, *e.evidence))
        case NilDeclared() as e:
            return _carry(plan, e.measure, nils={**plan.of(e.measure).nils, e.period: plan.version + 1})
        case IndicatorReported() as e:
            return _carry(plan, e.measure, levels=(*plan.of(e.measure).levels, Level(e, plan.version + 1)))
        case ShortfallExplained() as e:
            return _carry(plan, e.measure, shortfalls={**plan.of(e.measure).shortfalls, e.period: e})
        case PlanDrafted() as e:
            return replace(
                _reworded(plan, e.document),
                status=Status.DRAFT,
                findings=e.findings,
                author=e.prepared_by,
                prepared_by=frozenset({e.prepared_by}),
            )
        case MeasureRevised() as e:
            return replace(_revised(plan, e.measure), prepared_by=plan.prepared_by | {e.prepared_by})
        case PlanRedrafted() as e:
            return replace(
                _reworded(plan, e.document),
                findings=e.findings,
                resolved=frozenset(e.settled),
                overridden=plan.overridden & {m.id for m in e.document.measures},
                prepared_by=plan.prepared_by | {e.prepared_by},
            )
        case ExecutorAssigned() as e:
            measure = plan.measures[e.measure].model_copy(update={"executors": e.executors})
            return replace(_revised(plan, measure), prepared_by=plan.prepared_by | {e.prepared_by})
        case FindingResolved() as e:
            return replace(
                plan, resolved=plan.resolved | {e.finding}, prepared_by=plan.prepared_by | {e.person}
            )
        case OwnerGateOverridden() as e:
            return replace(plan, overridden=plan.overridden | {e.measure})
        case PlanSubmitted() as e:
            run = Run(
                workflow=e.workflow,
                workflow_version=e.workflow_version,
                route=e.route,
                text_hash=e.text_hash,
                submitted_by=e.person,
                outcome=Outcome.OPEN,
            )
            return replace(
                plan,
                status=Status.IN_REVIEW,
                text_version=e.text_version,
                prepared_by=plan.prepared_by | {e.person},
                run=run,
            )
        case SubmissionWithdrawn():
            return replace(plan, status=Status.DRAFT, run=plan.run.ended(Outcome.WITHDRAWN))
        case PlanReturned(to_step=None) as e:
            run = replace(plan.run, outcome=Outcome.RETURNED, voices=(), remarks=e.remarks)
            return replace(plan, status=Status.RETURNED, run=run)
        case PlanReturned() as e:
            assert e.to_step is not None
            return replace(plan, run=plan.run.back_at(e.to_step, e.remarks))
        case PlanApproved() as e:
            return replace(
                plan,
                status=Status.IN_FORCE,
                approved=e,
                run=plan.run.ended(Outcome.GRANTED),
                schedule=e.schedule,
                text_in_force=e.text_hash,
            )
        case RunRejected(run="") as e:
            return replace(_on_route(plan, e), status=Status.REJECTED)
        case RunStarted() as e:
            return _on_route(_in_hand(plan, e.run, e.person), e)
        case (
            StepAgreed()
            | StepApproved()
            | StepSigned()
            | StepAcknowledged()
            | StepObjected()
            | StepSkipped()
            | RunReturned()
            | RunWithdrawn()
            | RunRejected()
            | RunVoided()
            | RemarkClosed()
            | RunMoved()
        ) as e:
            return _on_route(plan, e)
        case AmendmentProposed() as e:
            proposed = replace(plan, amendments={**plan.amendments, e.amendment: e})
            return _in_hand(proposed, e.amendment, e.prepared_by)
        case PlanAmended() as e:
            amended = _reworded(plan, amended_text(plan.text, e.measures, e.removed, e.order))
            return replace(
                amended,
                text_version=e.text_version,
                text_in_force=e.text_hash,
                runs={**plan.runs, e.amendment: plan.run_of(e.amendment).ended(Outcome.GRANTED)},
                schedule=_rescheduled(plan, e),
            )
        case PostponementRequested() as e:
            return replace(plan, requests={**plan.requests, e.request: e})
        case DuePostponed() as e:
            runs = {**plan.runs, e.request: plan.run_of(e.request).ended(Outcome.GRANTED)}
            schedule = tuple(e.new if _same_date(d, e.new) else d for d in plan.schedule)
            return replace(plan, runs=runs, schedule=schedule)
        case ConsentAsked() as e:
            until = {(e.measure, e.executor): e.until} if e.until else {}
            asked = _consents(plan, e, Consent.ASKED)
            return replace(asked, asked_until={**plan.asked_until, **until})
        case ConsentGiven() as e:
            given = _consents(plan, e, Consent.GIVEN)
            return replace(given, consented={**plan.consented, (e.measure, e.executor): _terms(plan, e)})
        case ConsentDeclined() as e:
            return _consents(plan, e, Consent.REFUSED)
        case PlanAcknowledged() as e:
            return replace(plan, acknowledged=plan.acknowledged | {e.person})
        case MeasureHandedOver() as e:
            left = {measure: said for measure, said in plan.contested.items() if measure != e.measure}
            return replace(plan, handed={**plan.handed, e.measure: e.to}, contested=left)
        case AssignmentContested() as e:
            return replace(plan, contested={**plan.contested, e.measure: e})
        case PeriodClosed() as e:
            closed = (*plan.closed, e.period)
            done = set(periods.quarters(plan.text.period)) <= set(closed)
            return replace(
                plan,
                closed=closed,
                closed_by={**plan.closed_by, e.period: e.person},
                closings={**plan.closings, e.period: plan.version + 1},
                status=Status.CLOSED if done else plan.status,
            )
        case PeriodReopened() as e:
            still = tuple(period for period in plan.closed if period != e.period)
            return replace(plan, closed=still, status=Status.IN_FORCE)
        case OfficeReminded() as e:
            return replace(plan, reminded={**plan.reminded, e.period: e.on})
        case ReportSubmitted() as e:
            return replace(plan, reports={**plan.reports, e.run: e})
        case ReportSigned() as e:
            return replace(plan, runs={**plan.runs, e.run: plan.run_of(e.run).ended(Outcome.GRANTED)})
        case CorrectionRequested() as e:
            return replace(plan, corrections={**plan.corrections, e.request: e})
        case CorrectionConfirmed() | CorrectionDeclined() | CorrectionWithdrawn() as e:
            return replace(plan, corrections={k: v for k, v in plan.corrections.items() if k != e.request})
        case MeasureCancelled() as e:
            kept = (d for d in plan.schedule if d.measure != e.measure or plan.closed_period_of(d.planned))
            return replace(plan, cancelled={**plan.cancelled, e.measure: e}, schedule=tuple(kept))
        case LinkUsed() as e:
            return replace(plan, used_links=plan.used_links | {e.link})
        case unknown:
            assert_never(unknown)


def amended_text(
    text: PlanDocument, measures: Sequence[Measure], removed: Collection[str], order: Sequence[str] = ()
) -> PlanDocument:
    """The text with these measures in place of their old reading, new ones at the end, and some gone; where
    an ``order`` is given, they stand in it."""
    new = {m.id: m for m in measures}
    kept = [new.pop(m.id, m) for m in text.measures if m.id not in removed]
    rows = [*kept, *new.values()]
    place = {id: n for n, id in enumerate(order)}
    rows.sort(key=lambda m: place.get(m.id, len(place)))
    return text.model_copy(update={"measures": tuple(rows)})


def _rescheduled(plan: Plan, e: PlanAmended) -> tuple[Due, ...]:
    """Dates of changed measures come anew, but for those of closed periods, which stay as they were."""
    changed = {m.id for m in e.measures} | set(e.removed)
    kept = (d for d in plan.schedule if d.measure not in changed or plan.closed_period_of(d.planned))
    return (*kept, *e.schedule)


def _same_date(due: Due, other: Due) -> bool:
    return (due.measure, due.key) == (other.measure, other.key)


def _consents(plan: Plan, e: ConsentAsked | ConsentGiven | ConsentDeclined, stands: Consent) -> Plan:
    return replace(plan, consents={**plan.consents, (e.measure, e.executor): stands})


def _terms(plan: Plan, e: ConsentGiven) -> str:
    """The fact names the measure; what was consented to is what the plan said then."""
    row = plan.measures.get(e.measure)
    return terms_of(row, e.executor) if row else ""


def _reworded(plan: Plan, document: PlanDocument) -> Plan:
    return replace(plan, document=document, measures={m.id: m for m in document.measures})


def _revised(plan: Plan, measure: Measure) -> Plan:
    rows = tuple(measure if m.id == measure.id else m for m in plan.text.measures)
    return _reworded(plan, plan.text.model_copy(update={"measures": rows}))


def _carry(plan: Plan, measure: str, **changed: object) -> Plan:
    carried = replace(plan.of(measure), **changed)  # type: ignore[arg-type]
    return replace(plan, carried={**plan.carried, measure: carried})


def _amend(plan: Plan, e: ExecutionCorrected | ExecutionRetracted | EvidenceAdded, **changed: object) -> Plan:
    executions = plan.of(e.measure).executions
    old = executions[e.execution]
    new = replace(old, facts=(*old.facts, plan.version + 1), **changed)  # type: ignore[arg-type]
    return _carry(plan, e.measure, executions={**executions, e.execution: new})


def _in_hand(plan: Plan, run: str, person: str) -> Plan:
    """Who wrote or submitted what is on a route had a hand in it, also where another submits it again."""
    hands = plan.proposers.get(run, frozenset()) | {person}
    return replace(plan, proposers={**plan.proposers, run: hands})


def _on_route(plan: Plan, e: RunEvent) -> Plan:
    run = run_on(plan.run_of(e.run), e)
    return replace(plan, runs={**plan.runs, e.run: run}) if e.run else replace(plan, run=run)
