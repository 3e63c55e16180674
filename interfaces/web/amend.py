"""``/plans/ID/amend``: how is a text in force to read otherwise, cell by cell, and whom do we ask?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from application.amending import diff_of, proposed_text, unsubmitted
from application.offers import PlanSeen
from application.requests import route_in, routes_for, tried
from application.rewording import reworded, words_of
from domain.messages import Refused
from domain.people.may import MAY
from domain.plan.decisions.amending import ProposeAmendment, SubmitAmendment, refuse_unless_in_force
from domain.plan.events import AmendmentProposed
from domain.run.route import RouteStep
from domain.workflow.definition import Subject
from interfaces.web.forms import Field, Option, Wrong
from interfaces.web.log import measure_in
from interfaces.web.route_shown import awaited
from interfaces.web.run_about import runs_of
from interfaces.web.sending import NotDone, send
from interfaces.web.visitor import AVisitor, OwnForm, Visitor
from interfaces.web.words import for_the_web

router = APIRouter()
WHY = Field("reason", "long", True)


@router.get("/plans/{id}/amend", response_class=HTMLResponse)
def overview(visitor: AVisitor, id: str, recorded: int = 0, again: bool = False) -> Response:
    seen = amendable(visitor, id)
    sentences = for_the_web(visitor.sentences_about(seen))
    told = seen.history[recorded - 1] if 0 < recorded <= seen.version else None
    return visitor.page(
        "amend.html",
        seen=seen,
        proposals=[(p, diff_of(seen.plan, p)) for p in unsubmitted(seen.plan)],
        requests=[r for r in runs_of(visitor, seen, sentences) if r.amendment],
        closed=[sentences.period(p) for p in seen.plan.closed],
        said=sentences.finding,
        place_of=sentences.place,
        told=sentences.of(told) if told else "",
        told_at=sentences.when(told) if told else None,
        again=again,
    )


@router.get("/plans/{id}/amend/{measure}", response_class=HTMLResponse)
def cells(visitor: AVisitor, id: str, measure: str, amendment: str = "") -> Response:
    seen = amendable(visitor, id)
    row = measure_in(seen, measure)
    proposed = being_written(seen, amendment)
    typed = {"reason": proposed.reason} if proposed else {}
    return cells_page(visitor, seen, row.id, proposed, typed)


@router.post("/plans/{id}/amend/{measure}")
def propose(visitor: AVisitor, id: str, measure: str, form: OwnForm) -> Response:
    seen = amendable(visitor, id)
    row = measure_in(seen, measure)
    proposed = being_written(seen, form.get("amendment", ""))
    if not form.get("reason", "").strip():
        wrong = [Wrong("reason", "web.error-missing")]
        return cells_page(visitor, seen, row.id, proposed, form, wrong=wrong, status=422)
    new, _ = reworded(proposed_text(seen.plan, proposed, row.id), form, seen.plan.text, seen.office)
    others = [m for m in (proposed.measures if proposed else ()) if m.id != row.id]
    command = ProposeAmendment(
        plan=id,
        measures=(*others, *([new] if new != row else [])),
        removed=proposed.removed if proposed else (),
        reason=form["reason"].strip(),
        amendment=proposed.amendment if proposed else None,
        source=proposed.source if proposed else None,
        findings=tuple(f for f in proposed.findings if f.measure != row.id) if proposed else (),
        order=proposed.order if proposed else (),
    )
    outcome = send(visitor, seen, command, form, back=f"/plans/{id}/amend", insist=True)
    if isinstance(outcome, Response):
        return outcome
    return cells_page(
        visitor, visitor.plan(id), row.id, proposed, form, outcome=outcome, status=outcome.status
    )


@router.get("/plans/{id}/amend-submit", response_class=HTMLResponse)
def check(visitor: AVisitor, id: str, amendment: str, workflow: str = "") -> Response:
    seen = amendable(visitor, id)
    return submit_page(visitor, seen, written(seen, amendment), workflow)


@router.post("/plans/{id}/amend-submit")
def submit(visitor: AVisitor, id: str, form: OwnForm) -> Response:
    seen = amendable(visitor, id)
    proposed = written(seen, form.get("amendment", ""))
    if form.get("other"):
        return submit_page(visitor, seen, proposed, form.get("workflow", ""))
    command = SubmitAmendment(plan=id, amendment=proposed.amendment, workflow=form.get("workflow", ""))
    back = f"/plans/{id}/runs/{proposed.amendment}"
    outcome = send(visitor, seen, command, form, back=back, insist=True)
    if isinstance(outcome, Response):
        return outcome
    return submit_page(visitor, visitor.plan(id), proposed, command.workflow, outcome)


def amendable(visitor: Visitor, id: str) -> PlanSeen:
    """Refused for who may not propose, and for a plan that is not in force."""
    seen = visitor.plan(id)
    if not may_amend(seen):
        raise Refused(
            "not-allowed", action="ProposeAmendment", roles=", ".join(sorted(MAY["ProposeAmendment"]))
        )
    refuse_unless_in_force(seen.plan)
    return seen


def may_amend(seen: PlanSeen) -> bool:
    standing = seen.moment.standing
    return not standing.office and bool(standing.roles_for("ProposeAmendment") & MAY["ProposeAmendment"])


def being_written(seen: PlanSeen, amendment: str) -> AmendmentProposed | None:
    return next((p for p in unsubmitted(seen.plan) if p.amendment == amendment), None)


def written(seen: PlanSeen, amendment: str) -> AmendmentProposed:
    if found := seen.plan.amendments.get(amendment):
        return found
    raise Refused("not-found")


def cells_page(
    visitor: Visitor,
    seen: PlanSeen,
    measure: str,
    proposed: AmendmentProposed | None,
    typed: Mapping[str, str],
    *,
    wrong: Sequence[Wrong] = (),
    outcome: NotDone | None = None,
    status: int = 200,
) -> Response:
    row = seen.plan.measures[measure]
    sentences = for_the_web(visitor.sentences_about(seen))
    return visitor.page(
        "amend_cells.html",
        status,
        seen=seen,
        measure=row,
        stands=words_of(row),
        cells=cell_fields(visitor, seen, measure),
        why=WHY,
        amendment=proposed.amendment if proposed else "",
        typed={**words_of(proposed_text(seen.plan, proposed, measure)), **typed},
        wrong=wrong,
        outcome=outcome,
        closed=[sentences.period(p) for p in seen.plan.closed],
    )


def cell_fields(visitor: Visitor, seen: PlanSeen, measure: str) -> list[tuple[str, str]]:
    """The cells of a measure with the headings that its own document gives them."""
    columns = seen.plan.text.columns
    headed = {c.role: c.heading for c in reversed(columns)}
    spread = iter([c.heading for c in columns if c.role in ("quarter", "total")])
    names = []
    for cell in words_of(seen.plan.measures[measure]):
        role = cell.partition("-")[0]
        own = next(spread, "") if cell.startswith("target-") else headed.get(role, "")
        names.append((cell, own or visitor.say(f"web.column-{role}")))
    return names


def submit_page(
    visitor: Visitor,
    seen: PlanSeen,
    proposed: AmendmentProposed,
    workflow: str,
    outcome: NotDone | None = None,
) -> Response:
    """Whom it would ask, by the route that is chosen: only those whom it concerns."""
    routes: list[Option] = routes_for(visitor.app, visitor.organisation, Subject.AMENDMENT)
    chosen = next((key for key, _ in routes if key == workflow), routes[0][0] if routes else "")
    steps: tuple[RouteStep, ...] = ()
    why_not = "" if routes else visitor.say("web.no-route-for-it")
    if chosen:
        command = SubmitAmendment(plan=seen.id, amendment=proposed.amendment, workflow=chosen)
        try:
            steps = route_in(tried(visitor.app, seen, command))
        except Refused as refused:
            why_not = for_the_web(visitor.sentences_about(seen)).why(refused)
    return visitor.page(
        "amend_submit.html",
        outcome.status if outcome else 200,
        seen=seen,
        proposed=proposed,
        groups=diff_of(seen.plan, proposed),
        said=visitor.sentences.finding,
        place_of=visitor.sentences.place,
        closed_words={p: visitor.sentences.period(p) for p in seen.plan.closed},
        routes=routes,
        chosen=chosen,
        steps=[(step.title, awaited(visitor, seen, step), step.due) for step in steps],
        asked=len({who for step in steps for who in step.who}),
        why_not=why_not,
        outcome=outcome,
    )
