"""``/explain/ADDRESS``: why is a number what it is, by which facts, and what was left out?"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from application.explain.addresses import Address, page_of, parsed
from application.explain.opening import explain
from application.explain.telling import ToldFact, ToldPart
from application.region import looks_below, refuse_unless_looked_at
from interfaces.web.visitor import AVisitor, Visitor

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Back:
    """Where the number stands among others."""

    address: str
    name: str


@router.get("/explain/{address:path}", response_class=HTMLResponse)
def explanation(visitor: AVisitor, address: str, position: int | None = None) -> Response:
    """Who may read the plan may open its numbers; a roll-up's, who works in the office or looks below."""
    meant = parsed(address)
    back = seen_at(visitor, meant)
    told = explain(visitor.app, meant, visitor.language, position=position)
    return visitor.page(
        "explain.html",
        told=told,
        back=back,
        position=position,
        facts=told.facts,
        left_out=told.left_out,
        is_fact=lambda one: isinstance(one, ToldFact),
        leads=lambda part: leads(part, position),
        page_of=fact_page,
    )


def seen_at(visitor: Visitor, meant: Address) -> Back:
    """Refused("not-found") for what is not this person's to see."""
    if meant.node:
        refuse_unless_looked_at(visitor.app, visitor.signed_in, meant.node)
        if not looks_below(visitor.app, visitor.signed_in):
            return Back("/plans", visitor.say("web.plans"))
        return Back(f"/region/report?period={meant.period}", visitor.say("region.report"))
    seen = visitor.plan(meant.plan)
    sentences = visitor.sentences_about(seen)
    if meant.period:
        title = visitor.say("web.report", period=sentences.period(meant.period))
        return Back(f"/plans/{meant.plan}/reports/{meant.period}", title)
    return Back(f"/plans/{meant.plan}", seen.plan.text.header.title)


def leads(part: ToldPart, position: int | None) -> str:
    """The page of another figure, at the same place in the record; a roll-up stands as of today."""
    return page_of(part.address, position) if part.address else ""


def fact_page(fact: ToldFact) -> str:
    plan = fact.fact.rpartition("@")[0].removeprefix("plan-")
    return f"/plans/{plan}/facts/{fact.version}"
