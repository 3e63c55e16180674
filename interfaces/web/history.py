"""``/plans/ID/history``: what happened to a plan, by whom, when, as sentences?"""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from interfaces.web.visitor import AVisitor

router = APIRouter()


@router.get("/plans/{id}/history", response_class=HTMLResponse)
def history(visitor: AVisitor, id: str) -> Response:
    seen = visitor.plan(id)
    sentences = visitor.sentences_about(seen)
    facts = [
        {
            "version": recorded.version,
            "position": recorded.position,
            "when": sentences.when(recorded),
            "sentence": sentences.of(recorded),
            "marks": sentences.marks(recorded),
            "files": getattr(recorded.event, "evidence", ()),
        }
        for recorded in reversed(seen.history)
    ]
    return visitor.page("history.html", seen=seen, facts=facts)
