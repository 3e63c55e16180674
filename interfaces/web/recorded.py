"""``/plans/ID/facts/VERSION``: what was recorded, under which number, what comes next? For years."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from application.offers import PlanSeen
from domain.messages import Refused
from interfaces.web.plans import decider
from interfaces.web.visitor import AVisitor, Visitor

router = APIRouter()


@router.get("/plans/{id}/facts/{version}", response_class=HTMLResponse)
def fact(visitor: AVisitor, id: str, version: int, again: bool = False, behind: bool = False) -> Response:
    seen = visitor.plan(id)
    if not 1 <= version <= seen.version:
        raise Refused("not-found")
    recorded = seen.history[version - 1]
    sentences = visitor.sentences_about(seen)
    together = [r for r in seen.history if r.envelope.command_id == recorded.envelope.command_id]
    return visitor.page(
        "recorded.html",
        seen=seen,
        recorded=recorded,
        said=[sentences.of(r) for r in together],
        when=sentences.when(recorded),
        text_hash=next((h for r in together if (h := getattr(r.event, "text_hash", ""))), ""),
        again=again,
        behind=behind,
        next_words=what_comes_next(visitor, seen),
    )


def what_comes_next(visitor: Visitor, seen: PlanSeen) -> str:
    """Whom the plan waits for, or that it is carried out."""
    if open_steps := seen.plan.open_steps:
        persons = [decider(visitor, who, seen.office) for step in open_steps for who in step.who]
        return visitor.say("web.next-decides", persons=tuple(persons), due=open_steps[0].due)
    return visitor.say(f"web.next-{seen.plan.status}", author=visitor.sentences.person(seen.plan.author))
