"""How does a text in force come to read otherwise, cell by cell, and what may never change?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.calendar import periods
from domain.calendar.state import OfficeCalendar
from domain.canonical import fingerprint_of
from domain.messages import Event, Id, Moment, Refused, Text, added
from domain.plan.changed_cells import changed_cells
from domain.plan.decider import PlanCommand, plan, refuse_unless_drafted
from domain.plan.decisions.approval import granted, refuse_other_subject
from domain.plan.decisions.keeping_deeds import refuse_losing_deeds
from domain.plan.document import Finding, Measure, PlanDocument, Severity, Source
from domain.plan.events import (
    AmendmentProposed,
    Due,
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
    IndicatorReported,
    NilDeclared,
    PlanAcknowledged,
    PlanAmended,
)
from domain.plan.owners import refuse_orphans
from domain.plan.schedule import schedule
from domain.plan.state import Plan, Status, amended_text
from domain.plan.wording import money_of
from domain.run.events import RunStarted
from domain.run.route import Circumstances, route_of
from domain.run.state import Outcome, Run
from domain.workflow.definition import Subject
from domain.workflow.state import Definition

CARRYING_ON = (
    ExecutionLogged,
    ExecutionCorrected,
    ExecutionRetracted,
    NilDeclared,
    IndicatorReported,
    PlanAcknowledged,
)
"""What goes on under a text while somebody writes how it should read; it changes no word of it."""


class ProposeAmendment(PlanCommand):
    """Propose that measures of a plan in force read otherwise; new ones are added, ``removed`` ones go.

    ``amendment`` names an earlier proposal that this one takes the place of. What a corrected file brings
    along is its ``source``, its ``findings`` on these measures, and the ``order`` of all measures where rows
    moved.
    """

    beside = CARRYING_ON

    measures: tuple[Measure, ...] = ()
    removed: tuple[Id, ...] = ()
    reason: Text
    amendment: Id | None = None
    source: Source | None = added(None)
    findings: tuple[Finding, ...] = added(())
    order: tuple[Id, ...] = added(())


@plan.decides(ProposeAmendment)
def propose_amendment(plan: Plan, asked: ProposeAmendment, moment: Moment) -> Iterator[Event]:
    refuse_unless_in_force(plan)
    if not asked.reason.strip():
        raise Refused("reason-missing")
    if asked.amendment:
        proposal(plan, asked.amendment)
    amendment = asked.amendment or moment.id_of_new("amendment")
    refuse_while_on_route(plan.run_of(amendment))
    if unknown := [id for id in asked.removed if id not in plan.measures]:
        raise Refused("unknown-measure", measure=unknown[0])
    text = amended_text(plan.text, asked.measures, asked.removed, asked.order)
    refuse_another_order(text, asked.order)
    cells = changed_cells(plan.text, text)
    if not cells:
        raise Refused("nothing-changes")
    refuse_touching_closed_periods(plan, asked.measures, asked.removed)
    refuse_losing_deeds(plan, asked.measures, asked.removed)
    proposed = AmendmentProposed(
        amendment=amendment,
        base=plan.text_in_force,
        measures=asked.measures,
        removed=asked.removed,
        cells=cells,
        reason=asked.reason,
        prepared_by=moment.by,
        source=asked.source,
        findings=asked.findings,
        order=asked.order,
    )
    if plan.amendments.get(amendment) != proposed:
        yield proposed


class SubmitAmendment(PlanCommand):
    """Send an amendment on the route of a published workflow definition; only whom it concerns is asked."""

    beside = CARRYING_ON

    amendment: Id
    workflow: Id

    def reads(self, organisation: str) -> tuple[str, ...]:
        return (f"workflow-{organisation}.{self.workflow}", f"calendar-{organisation}")


@plan.decides(SubmitAmendment)
def submit_amendment(plan: Plan, asked: SubmitAmendment, moment: Moment) -> Iterator[Event]:
    refuse_unless_in_force(plan)
    proposed = proposal(plan, asked.amendment)
    refuse_while_on_route(plan.run_of(asked.amendment))
    refuse_unless_still_its_base(plan, proposed)
    refuse_while_misread(proposed)
    yield started(
        plan,
        moment,
        run=asked.amendment,
        subject=Subject.AMENDMENT,
        workflow=asked.workflow,
        of=concerned(plan, proposed),
        text_hash=fingerprint_of(text_of(plan, proposed)),
    )


@granted(Subject.AMENDMENT)
def amended(plan: Plan, run: Run, moment: Moment, act: str, effective_from: date) -> Iterator[Event]:
    proposed = proposal(plan, run.id)
    refuse_unless_still_its_base(plan, proposed)
    refuse_touching_closed_periods(plan, proposed.measures, proposed.removed)
    refuse_losing_deeds(plan, proposed.measures, proposed.removed)
    refuse_orphans(plan, proposed.measures, moment)
    text = text_of(plan, proposed)
    yield PlanAmended(
        amendment=run.id,
        text_version=plan.text_version + 1,
        text_hash=fingerprint_of(text),
        approved_on=moment.today,
        effective_from=effective_from,
        act=act,
        measures=proposed.measures,
        removed=proposed.removed,
        count=len(text.measures),
        schedule=tuple(_new_dates(plan, text, proposed, moment)),
        order=proposed.order,
    )


def started(
    plan: Plan,
    moment: Moment,
    *,
    run: str,
    subject: Subject,
    workflow: str,
    of: Circumstances,
    text_hash: str,
) -> RunStarted:
    """A run on the newest version of a published definition, with the days by which each step is due."""
    definition = moment.seen(Definition)
    if definition.published is None or definition.retired:
        raise Refused("unknown-workflow", workflow=workflow)
    refuse_other_subject(definition, subject)
    route = route_of(definition.published.steps, of, moment.seen(OfficeCalendar).days, moment.today)
    if not route:
        raise Refused("route-empty", workflow=workflow)
    return RunStarted(
        run=run,
        subject=subject,
        workflow=workflow,
        workflow_version=definition.number,
        route=route,
        text_hash=text_hash,
        person=moment.by,
    )


def concerned(plan: Plan, proposed: AmendmentProposed) -> Circumstances:
    """Whom and what the changed cells concern: the executors before and after, their units, the columns."""
    ids = {c.measure for c in proposed.cells}
    measures = [*(plan.measures[id] for id in ids if id in plan.measures), *proposed.measures]
    executors = tuple(dict.fromkeys(e.to for m in measures if m.id in ids for e in m.executors if e.to))
    return Circumstances(
        period="quarter" if "Q" in plan.text.period else "year",
        units=frozenset(r.removeprefix("unit:") for r in executors if r.startswith("unit:")),
        fields=frozenset(c.field for c in proposed.cells),
        sum=money_of(m for m in proposed.measures if m.id in ids),
        cells=len(proposed.cells),
        executors=tuple(sorted(executors)),
    )


def refuse_unless_in_force(plan: Plan) -> None:
    refuse_unless_drafted(plan)
    if plan.status is not Status.IN_FORCE:
        raise Refused("not-in-force", status=plan.status)


def refuse_another_order(text: PlanDocument, order: tuple[str, ...]) -> None:
    """An order names every measure of the text once, or none."""
    if order and order != tuple(m.id for m in text.measures):
        raise Refused("order-incomplete", measures=len(text.measures))


def refuse_while_misread(proposed: AmendmentProposed) -> None:
    """An error of the file that nobody has mended goes on no route, as with a plan."""
    if errors := [f for f in proposed.findings if f.severity is Severity.ERROR]:
        raise Refused("amendment-misread", count=len(errors), measure=errors[0].measure)


def refuse_while_on_route(run: Run) -> None:
    if run.outcome in (Outcome.OPEN, Outcome.GRANTED, Outcome.REJECTED):
        raise Refused("amendment-settled", amendment=run.id, outcome=run.outcome)


def refuse_unless_still_its_base(plan: Plan, proposed: AmendmentProposed) -> None:
    if proposed.base != plan.text_in_force:
        raise Refused("text-moved-on", amendment=proposed.amendment)


def refuse_touching_closed_periods(
    plan: Plan, measures: tuple[Measure, ...], removed: tuple[str, ...]
) -> None:
    """What a closed period planned stays as it was, to the byte."""
    for period in plan.closed:
        for id in removed:
            if planned_in(plan.measures[id], period, plan.text.period):
                raise Refused("closed-period-touched", period=period, measure=plan.measures[id].number or id)
        for measure in measures:
            was = plan.measures.get(measure.id)
            before = planned_in(was, period, plan.text.period) if was else {}
            if planned_in(measure, period, plan.text.period) != before:
                raise Refused("closed-period-touched", period=period, measure=measure.number or measure.id)


def text_of(plan: Plan, proposed: AmendmentProposed) -> PlanDocument:
    """How the plan would read."""
    return amended_text(plan.text, proposed.measures, proposed.removed, proposed.order)


def planned_in(measure: Measure, period: str, whole: str) -> dict[str, object]:
    """What a measure plans inside a period, by month or quarter; all of it where it says neither."""
    months, quarter = set(periods.months(period)), periods.ROMAN[int(period[5:] or 1) - 1]
    parts = {**measure.due.monthly, **measure.target.per_period}
    if parts:
        return {key: amount for key, amount in parts.items() if key in months or key == quarter}
    if periods.covers(period, measure.due.end or periods.ends(whole)):
        return {"due": measure.due, "target": measure.target}
    return {}


def proposal(plan: Plan, amendment: str) -> AmendmentProposed:
    if found := plan.amendments.get(amendment):
        return found
    raise Refused("unknown-amendment", amendment=amendment, known=", ".join(plan.amendments))


def _new_dates(plan: Plan, text: PlanDocument, proposed: AmendmentProposed, moment: Moment) -> Iterator[Due]:
    """Dates of the changed measures in open periods. A date that is new and already past rings no more."""
    assert plan.approved is not None
    changed = {m.id for m in proposed.measures}
    known = {(d.measure, d.key): d for d in plan.schedule}
    for due in schedule(text, moment.seen(OfficeCalendar).days, plan.approved.approved_on):
        if due.measure not in changed or plan.closed_period_of(due.planned):
            continue
        before = known.get((due.measure, due.key))
        is_new = before is None or before.due != due.due
        past = is_new and due.due < moment.today
        yield due.model_copy(update={"before_approval": due.before_approval or past})
