"""``/plans``: which plans has my office, where are they, whom do they wait for?"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from application.projections import plan_board, waiting
from application.sentences import speaking
from domain.people.state import Organisation
from domain.plan.state import Status
from interfaces.web.visitor import AVisitor, Visitor
from interfaces.web.words import STATUS_LOOKS

router = APIRouter()


@router.get("/plans", response_class=HTMLResponse)
def all_plans(visitor: AVisitor) -> Response:
    rows = visitor.app.ask(plan_board.plans, visitor.organisation)
    awaited = awaited_people(visitor)
    plans = [shown(visitor, row, awaited[row["plan"]]) for row in rows]
    return visitor.page("plans.html", plans=plans)


def shown(visitor: Visitor, row: Any, awaited: list[str]) -> dict[str, object]:
    return {
        "id": row["plan"],
        "title": row["title"],
        "period": visitor.sentences.period(row["period"]),
        "language": row["language"],
        "status": visitor.say(f"status.{row['status']}"),
        "looks": STATUS_LOOKS[Status(row["status"])],
        "since": visitor.sentences.local(row["since"]),
        "measures": row["measures"],
        "records": row["records"],
        "waits_for": awaited or ([visitor.sentences.person(row["author"])] if is_at_author(row) else []),
    }


def is_at_author(row: Any) -> bool:
    return row["status"] in (Status.DRAFT, Status.RETURNED)


def awaited_people(visitor: Visitor) -> dict[str, list[str]]:
    """Who should decide on each plan now: persons, or the post where nobody holds it."""
    found: dict[str, list[str]] = defaultdict(list)
    for step in visitor.app.ask(waiting.open_steps, visitor.organisation):
        for voice in visitor.app.ask(waiting.voices_of, step["plan"], step["run"], step["step"]):
            if voice["person"] is None:
                found[step["plan"]].append(decider(visitor, voice["reference"]))
    return found


def decider(visitor: Visitor, reference: str, office: Organisation | None = None) -> str:
    """The person who speaks for a reference today, or what is vacant. ``office`` is the plan's, where it is
    not one's own."""
    office = office or visitor.office
    kind, _, id = reference.partition(":")
    if kind == "above" and office.above:
        office = visitor.app.state(f"people-{office.above}")
        reference = f"position:{id}"
    if person := office.person_behind(reference, visitor.moment.today):
        return speaking(visitor.app.phrases, visitor.language, office, None).person(person)
    post = office.positions.get(id) or office.units.get(id)
    return visitor.say("web.vacant", position=post.title if post else id)
