"""``/consent/TOKEN``: does the outside body that was asked take part in this measure? It says so itself.

Looking uses nothing up: scanners of mail open links too. The page shows that one measure and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError

from application import consent_links
from application.consent_links import Invitation
from application.ports import Recorded
from application.sentences import speaking
from domain.messages import Refused
from domain.people.state import Organisation
from domain.plan.document import Measure
from domain.plan.state import Plan
from interfaces.web.forms import Field, Wrong, wrong_in
from interfaces.web.visitor import AGuest, Guest, a_form, a_guest, session_of
from interfaces.web.words import WebSentences, due_reading, for_the_web, target_words

router = APIRouter()
STATUS = {
    "link-unreadable": 404,
    "link-expired": 410,
    "link-used": 410,
    "link-replaced": 410,
    "link-outdated": 410,
    "office-answers": 403,
}
FIELDS = (Field("signed_by", "text", True), Field("reason", "long", False))


async def a_form_by_link(
    request: Request, guest: Annotated[Guest, Depends(a_guest)], token: str
) -> Mapping[str, str] | Refused:
    """What was typed; of a link that answers nothing any more, nothing is read."""
    try:
        asked = usable(guest, token)
        if of_the_office(guest, asked):
            raise Refused("office-answers")
    except Refused as refused:
        return refused
    return await a_form(request)


@router.get("/consent/{token}", response_class=HTMLResponse)
def look(guest: AGuest, token: str) -> Response:
    try:
        return page(guest, usable(guest, token), {})
    except Refused as refused:
        return closed(guest, token, refused)


@router.post("/consent/{token}", response_class=HTMLResponse)
def answer(
    guest: AGuest, token: str, form: Annotated[Mapping[str, str] | Refused, Depends(a_form_by_link)]
) -> Response:
    if isinstance(form, Refused):
        return closed(guest, token, form)
    asked = consent_links.opened(guest.app.seal, token)
    gives = form.get("answer") == "give"
    needed = ("signed_by",) if gives else ("signed_by", "reason")
    wrong = [Wrong(name, "web.error-missing") for name in needed if not form.get(name, "").strip()]
    if wrong:
        return page(guest, asked, form, wrong=wrong, status=422)
    try:
        reason = None if gives else form["reason"].strip()
        done = consent_links.answer(guest.app, asked, form["signed_by"].strip(), reason)
    except ValidationError as invalid:
        return page(guest, asked, form, wrong=wrong_in(invalid), status=422)
    except Refused as refused:
        return closed(guest, token, refused)
    return told(guest, asked, done.recorded)


def usable(guest: Guest, token: str) -> Invitation:
    asked = consent_links.opened(guest.app.seal, token)
    consent_links.refuse_unless_usable(guest.app, plan_of(guest, asked), asked)
    return asked


def of_the_office(guest: Guest, asked: Invitation) -> bool:
    """Who works in the office that asks must not answer for the body that is asked."""
    session = session_of(guest.request)
    known = guest.house.sessions.signed_in(session) if session else None
    return known is not None and known.organisation == asked.organisation


def plan_of(guest: Guest, asked: Invitation) -> Plan:
    plan: Plan = guest.app.state(f"plan-{asked.plan}")
    return plan


def page(
    guest: Guest,
    asked: Invitation,
    typed: Mapping[str, str],
    *,
    wrong: Sequence[Wrong] = (),
    status: int = 200,
) -> Response:
    plan, sentences = plan_of(guest, asked), sentences_of(guest, asked)
    row = plan.measures[asked.measure]
    return guest.page(
        "consent_answer.html",
        status,
        asked=asked,
        document=plan.text,
        office=sentences.office,
        executor=consent_links.executor_of(plan, asked),
        measure=row,
        due_reading=due_reading(sentences, row.due),
        target=target_words(row.target),
        period=sentences.period(plan.text.period),
        own=of_the_office(guest, asked),
        more=more_of(row),
        fields=FIELDS,
        typed=typed,
        wrong=wrong,
    )


def more_of(row: Measure) -> list[tuple[str, list[str]]]:
    """The other cells that bind, as they are written, by the name of each field; blank ones are left out."""
    money = [" ".join(filter(None, (f.source, f.raw, f.period))) for f in row.funding]
    items = [s.title for s in row.sub_items]
    words = {name: [getattr(row, name) or ""] for name in ("purpose", "expected_result", "baseline", "note")}
    cells = {"sub_items": items, **words, "funding": money}
    return [(name, said) for name, lines in cells.items() if (said := list(filter(None, lines)))]


def told(guest: Guest, asked: Invitation, recorded: Sequence[Recorded]) -> Response:
    """The answer as it stands on record: the last fact of the act."""
    sentences, fact = sentences_of(guest, asked), recorded[-1]
    return guest.page(
        "consent_answered.html", words=sentences.of(fact), at=sentences.when(fact), already=False, why=""
    )


def closed(guest: Guest, token: str, refused: Refused) -> Response:
    """Why a link answers nothing; of one that was used, which answer it gave and when."""
    status = STATUS.get(refused.code, 409)
    if refused.code == "link-used":
        asked = consent_links.opened(guest.app.seal, token)
        given = consent_links.answered_by(guest.app.history(f"plan-{asked.plan}"), asked)
        if given:
            sentences = sentences_of(guest, asked)
            words, at = sentences.of(given), sentences.when(given)
            return guest.page("consent_answered.html", status, words=words, at=at, already=True, why="")
    nobody = for_the_web(speaking(guest.app.phrases, guest.language, Organisation(), None))
    own = f"web.consent-{refused.code}"
    why = guest.say(own, **nobody.words_of(refused.facts)) if guest.app.phrases.knows(own) else ""
    return guest.page(
        "consent_answered.html", status, words="", at=None, already=False, why=why or nobody.why(refused)
    )


def sentences_of(guest: Guest, asked: Invitation) -> WebSentences:
    office: Organisation = guest.app.state(f"people-{asked.organisation}")
    history = guest.app.history(f"plan-{asked.plan}")
    return for_the_web(speaking(guest.app.phrases, guest.language, office, plan_of(guest, asked), history))
