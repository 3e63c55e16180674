"""``/plans/ID/edit``: what does a draft lack, which cells are asked to change, how are they mended?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from application.offers import PlanSeen
from application.redaction import Edited, edited, last_hand
from application.rewording import reworded, words_of
from application.sentences import Sentences
from domain.messages import Refused
from domain.people.may import MAY
from domain.plan.decisions.approval import SubmitPlan
from domain.plan.decisions.drafting import ReviseMeasure, refuse_unless_editable
from domain.plan.document import DueKind
from domain.plan.owners import orphans
from interfaces.web.amend import cell_fields
from interfaces.web.forms import whole
from interfaces.web.log import measure_in
from interfaces.web.official_form import headings_of, rows_of
from interfaces.web.plan import about, act_of, questions
from interfaces.web.sending import NotDone, send
from interfaces.web.visitor import AVisitor, OwnForm, Visitor
from interfaces.web.words import due_reading, for_the_web

router = APIRouter()


@router.get("/plans/{id}/edit", response_class=HTMLResponse)
def overview(
    visitor: AVisitor, id: str, recorded: int = 0, again: bool = False, unchanged: bool = False
) -> Response:
    seen = editable(visitor, id)
    sentences = for_the_web(visitor.sentences_about(seen))
    plan, office = seen.plan, seen.office
    told = seen.history[recorded - 1] if 0 < recorded <= seen.version else None
    acts = [act_of(visitor, sentences, o) for o in seen.offers if o.command is SubmitPlan]
    return visitor.page(
        "edit.html",
        seen=seen,
        columns=headings_of(visitor, seen),
        rows=rows_of(visitor, seen, sentences, ""),
        ownerless=len(orphans(plan, plan.measures.values(), office, visitor.moment.today)),
        unread=[m for m in plan.text.measures if m.due.kind is DueKind.TEXT],
        questions=questions(seen),
        to_settle=[act_of(visitor, sentences, o, about(seen, sentences, o)) for o in seen.to_settle],
        remarks=remarks_of(seen, sentences),
        submit=[act for act in acts if not act.why_not],
        cannot=[act for act in acts if act.why_not],
        told=sentences.of(told) if told else "",
        told_at=sentences.when(told) if told else None,
        again=again,
        unchanged=unchanged,
    )


@router.get("/plans/{id}/edit/{measure}", response_class=HTMLResponse)
def cells(visitor: AVisitor, id: str, measure: str) -> Response:
    seen = editable(visitor, id)
    return cells_page(visitor, seen, measure_in(seen, measure).id, {})


@router.post("/plans/{id}/edit/{measure}")
def save(visitor: AVisitor, id: str, measure: str, form: OwnForm) -> Response:
    """Only cells that I changed are written; where somebody else changed one since I read it, I am asked."""
    seen = editable(visitor, id)
    row = measure_in(seen, measure)
    version = whole(form.get("version", ""))
    if version is None:
        outcome = NotDone("refused", visitor.say("web.version-missing"), "version-missing", status=428)
        return cells_page(visitor, seen, row.id, form, outcome=outcome, status=428)
    found = edited(seen, row.id, version, form)
    if found.clashes:
        return cells_page(visitor, seen, row.id, {**words_of(row), **found.mine}, clash=found, status=409)
    new, _ = reworded(row, found.mine, seen.plan.text, seen.office)
    if new == row:
        return RedirectResponse(f"/plans/{id}/edit?unchanged=1", 303)
    command = ReviseMeasure(plan=id, measure=new)
    now = {**form, "version": str(seen.version)}
    outcome_or_page = send(visitor, seen, command, now, back=f"/plans/{id}/edit", insist=True)
    if isinstance(outcome_or_page, Response):
        return outcome_or_page
    shown = visitor.plan(id)
    return cells_page(visitor, shown, row.id, form, outcome=outcome_or_page, status=outcome_or_page.status)


def editable(visitor: Visitor, id: str) -> PlanSeen:
    """Refused for who may not mend a draft, and for a plan that is none."""
    seen = visitor.plan(id)
    if not may_edit(seen):
        raise Refused("not-allowed", action="ReviseMeasure", roles=", ".join(sorted(MAY["ReviseMeasure"])))
    refuse_unless_editable(seen.plan)
    return seen


def may_edit(seen: PlanSeen) -> bool:
    standing = seen.moment.standing
    return not standing.office and bool(standing.roles_for("ReviseMeasure") & MAY["ReviseMeasure"])


def remarks_of(seen: PlanSeen, sentences: Sentences) -> dict[tuple[str, str], list[str]]:
    """What the plan came back with, by measure and cell; ("", "") is about the whole."""
    found: dict[tuple[str, str], list[str]] = {}
    for remark in seen.plan.remarks:
        found.setdefault((remark.measure or "", remark.field if remark.measure else ""), []).append(
            remark.text
        )
    return found


def cells_page(
    visitor: Visitor,
    seen: PlanSeen,
    measure: str,
    typed: Mapping[str, str],
    *,
    outcome: NotDone | None = None,
    clash: Edited | None = None,
    status: int = 200,
) -> Response:
    row = seen.plan.measures[measure]
    sentences = for_the_web(visitor.sentences_about(seen))
    hand = last_hand(seen, measure)
    return visitor.page(
        "edit_cells.html",
        status,
        seen=seen,
        measure=row,
        stands=words_of(row),
        readings={"due": due_reading(sentences, row.due)},
        cells=cell_fields(visitor, seen, measure),
        remarks=cell_remarks(seen, sentences, measure),
        typed={**words_of(row), **typed},
        outcome=outcome,
        clashes=clash.clashes if clash else (),
        hand=(sentences.person(hand[0]), sentences.local(hand[1])) if hand else None,
    )


def cell_remarks(seen: PlanSeen, sentences: Sentences, measure: str) -> Mapping[str, Sequence[str]]:
    """The remarks pinned to each cell; "" are those on the row."""
    return {field: said for (of, field), said in remarks_of(seen, sentences).items() if of == measure}
