"""``/plans/ID/runs/RUN``: what is asked of a plan in force, who decides, and what may I do about it?"""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from domain.messages import Refused
from interfaces.web.plan import act_of
from interfaces.web.route_shown import step_shown
from interfaces.web.run_about import run_about
from interfaces.web.visitor import AVisitor
from interfaces.web.words import for_the_web

router = APIRouter()


@router.get("/plans/{id}/runs/{run}", response_class=HTMLResponse)
def run_page(visitor: AVisitor, id: str, run: str, recorded: int = 0, again: bool = False) -> Response:
    seen = visitor.plan(id)
    if run not in seen.plan.runs:
        raise Refused("not-found")
    sentences = for_the_web(visitor.sentences_about(seen))
    here = seen.plan.runs[run]
    about = run_about(visitor, seen, sentences, here)
    if about is None:
        raise Refused("not-found")
    acts = [act_of(visitor, sentences, o) for o in seen.offers if o.settled.get("run") == run]
    told = seen.history[recorded - 1] if 0 < recorded <= seen.version else None
    return visitor.page(
        "run.html",
        seen=seen,
        about=about,
        route=[step_shown(visitor, seen, sentences, here, step) for step in here.route],
        possible=[act for act in acts if not act.why_not],
        impossible=[act for act in acts if act.why_not],
        remarks=[sentences.remark(remark) for remark in here.remarks],
        recorded=sentences.of(told) if told else "",
        recorded_at=sentences.when(told) if told else None,
        again=again,
    )
