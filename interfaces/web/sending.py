"""How is an act of a form sent, and what does the person get to see of what came of it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from re import fullmatch

from fastapi.responses import RedirectResponse, Response

from application.offers import PlanSeen
from application.ports import Conflict, KeyReused
from domain.messages import Command, Refused
from domain.plan.events import (
    PlanReturned,
)
from domain.run.events import StepAgreed, StepApproved
from interfaces.web.forms import whole
from interfaces.web.visitor import Visitor
from interfaces.web.words import for_the_web

DECISIONS = (StepAgreed, StepApproved, PlanReturned)
SHOWN_WITHIN = 2.0
"""Seconds that a page waits for the lists to show an act."""


@dataclass(frozen=True, slots=True)
class NotDone:
    """Why a form comes back, and the ``field`` to mend; ``tone`` is refused, overtaken, or own: the person
    did it in another tab."""

    tone: str
    words: str
    code: str = ""
    field: str = ""
    status: int = 409


FIELD_OF = {
    "reason-missing": "reason",
    "quantity-missing": "quantity",
    "parts-missing": "parts",
    "not-a-unit": "unit",
    "level-parts-exceed": "of_which",
    "unknown-sub-item": "item",
    "remarks-missing": "remarks",
    "close-by-missing": "close_by",
    "unknown-executor": "to",
    "not-an-earlier-step": "to_step",
    "not-your-capacity": "capacity",
}


def send(
    visitor: Visitor,
    seen: PlanSeen,
    command: Command,
    form: Mapping[str, str],
    back: str = "",
    *,
    insist: bool = False,
) -> Response | NotDone:
    """A redirect to the page of the fact, or to ``back`` with the fact's version; or why there is none.

    ``insist``: the plan must stand as it was read, as with every legal act."""
    sentences = for_the_web(visitor.sentences_about(seen))
    version = whole(form.get("version", ""))
    if (command.legal or insist) and version is None:
        return NotDone("refused", visitor.say("web.version-missing"), "version-missing", status=428)
    try:
        done = visitor.app.do(
            command,
            by=visitor.person,
            organisation=visitor.organisation,
            command_id=command_id(visitor, form),
            capacity=form.get("capacity", ""),
            channel="web",
            expect=version if command.legal or insist else None,
        )
    except Refused as refused:
        return NotDone("refused", sentences.why(refused), refused.code, FIELD_OF.get(refused.code, ""))
    except Conflict as conflict:
        return overtaken(visitor, conflict)
    except KeyReused:
        return NotDone("refused", visitor.say("web.form-used"), "key-reused")
    answer = done.answer
    shown = visitor.app.wait_for(answer.position, SHOWN_WITHIN)
    if not answer.facts:
        return RedirectResponse(f"/plans/{seen.id}?unchanged=1", 303)
    told = "again=1" if answer.repeated else "behind=1" if not shown else ""
    if back:
        joint = "&" if "?" in back else "?"
        return RedirectResponse(f"{back}{joint}recorded={answer.version}&{told}".rstrip("&"), 303)
    return RedirectResponse(f"/plans/{seen.id}/facts/{answer.version}?{told}".rstrip("?"), 303)


def command_id(visitor: Visitor, form: Mapping[str, str]) -> str:
    """The id that the form was shown with; a made-up one is not taken."""
    given = form.get("command_id", "")
    return given if fullmatch(r"web-[0-9a-f]{32}", given) else visitor.new_command


def overtaken(visitor: Visitor, conflict: Conflict) -> NotDone:
    """Who was faster, when, with what; nobody is told that they overtook themselves."""
    seen = visitor.plan(conflict.stream.removeprefix("plan-"))
    since = [r for r in seen.history if r.version > conflict.expected]
    if not since:
        return NotDone("overtaken", visitor.say("web.moved-on"))
    sentences = visitor.sentences_about(seen)
    first = since[0]
    told = {"time": sentences.when(first), "what": sentences.of(first)}
    if first.envelope.by != visitor.person:
        return NotDone("overtaken", visitor.say("web.overtaken", who=sentences.who(first), **told))
    key = "web.decided-already" if isinstance(first.event, DECISIONS) else "web.changed-already"
    return NotDone("own", visitor.say(key, **told))
