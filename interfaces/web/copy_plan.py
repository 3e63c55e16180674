"""``/plans/ID/copy``: what draft for the next period would come of this plan, and is it to be made?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from application.copying import Copy, free_id, next_of, stem_of
from application.offers import PlanSeen
from application.projections import plan_board
from domain.messages import Refused
from domain.people.may import MAY
from domain.plan.document import Measure, Severity
from domain.plan.state import Status
from interfaces.web.forms import whole
from interfaces.web.sending import NotDone, send
from interfaces.web.visitor import AVisitor, OwnForm, Visitor
from interfaces.web.words import for_the_web

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Term:
    """A measure's term, was and becomes; ``open`` where a person must say it, with what may be meant."""

    name: str
    title: str
    was: str
    becomes: str
    open: bool
    proposal: str


@router.get("/plans/{id}/copy", response_class=HTMLResponse)
def check(visitor: AVisitor, id: str) -> Response:
    seen = copyable(visitor, id)
    return page(visitor, seen, next_of(seen))


@router.post("/plans/{id}/copy")
def make(visitor: AVisitor, id: str, form: OwnForm) -> Response:
    """The id was drawn with the page, so that a form sent twice makes one draft."""
    seen = copyable(visitor, id)
    copy = next_of(seen)
    stem = stem_of(seen.office.id, copy.document.period)
    new = form.get("new", "")
    if not re.fullmatch(rf"{re.escape(stem)}(-\d{{1,4}})?", new) or whole(form.get("version", "")) is None:
        raise Refused("copy-outdated", plan=id)
    copy = copy.as_read_at(whole(form["version"]) or 0)
    outcome = send(visitor, seen, copy.command(new), form, back=f"/plans/{new}/edit")
    return outcome if isinstance(outcome, Response) else page(visitor, visitor.plan(id), copy, outcome)


def copyable(visitor: Visitor, id: str) -> PlanSeen:
    seen = visitor.plan(id)
    if not may_copy(seen):
        raise Refused("not-allowed", action="DraftPlan", roles=", ".join(sorted(MAY["DraftPlan"])))
    return seen


def may_copy(seen: PlanSeen) -> bool:
    standing = seen.moment.standing
    return not standing.office and bool(standing.roles_for("DraftPlan") & MAY["DraftPlan"])


def page(visitor: Visitor, seen: PlanSeen, copy: Copy, outcome: NotDone | None = None) -> Response:
    sentences = for_the_web(visitor.sentences_about(seen))
    period = copy.document.period
    boards = visitor.app.ask(plan_board.plans, visitor.organisation)
    terms = terms_of(seen, copy)
    told = [(f, sentences.finding(f)) for f in copy.findings if f.code != "date-not-carried"]
    to_settle = [one for one in told if one[0].severity is not Severity.INFO]
    open_terms = sum(term.open for term in terms)
    return visitor.page(
        "copy.html",
        outcome.status if outcome else 200,
        seen=seen,
        copy=copy,
        outcome=outcome,
        period=sentences.period(period),
        new=free_id(visitor.app, seen.office.id, period),
        terms=terms,
        open=open_terms + len(to_settle),
        open_terms=open_terms,
        to_settle=to_settle,
        to_know=[one for one in told if one[0].severity is Severity.INFO],
        place_of=sentences.place,
        blocking=sum(f.severity is Severity.ERROR for f in copy.findings),
        standing=[r for r in boards if r["period"] == period and r["status"] == Status.DRAFT],
    )


def terms_of(seen: PlanSeen, copy: Copy) -> Sequence[Term]:
    """Terms that change or must be said, in the order of the plan."""
    offered = {f.measure: f.proposal or "" for f in copy.findings if f.code == "date-not-carried"}
    stays = [m for m in seen.plan.text.measures if m.id not in seen.plan.cancelled]
    pairs = zip(stays, copy.document.measures, strict=True)
    return [_term(old, new, offered) for old, new in pairs if new.id in offered or old.due.raw != new.due.raw]


def _term(old: Measure, new: Measure, offered: dict[str | None, str]) -> Term:
    is_open = new.id in offered
    return Term(
        name=old.number or "",
        title=old.title,
        was=old.due.raw,
        becomes="" if is_open else new.due.raw,
        open=is_open,
        proposal=offered.get(new.id, ""),
    )
