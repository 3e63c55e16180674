"""``/plans/ID/consent``: which bodies are named «за згодою», were they asked, and what did they answer?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from application import consent_links
from application.offers import PlanSeen
from application.requests import tried
from domain.messages import Refused
from domain.people.may import MAY
from domain.plan.decisions.consenting import AskConsent, ConsentCommand, RecordConsent, RecordConsentRefusal
from domain.plan.document import Measure
from domain.plan.events import ConsentAsked, ConsentDeclined, ConsentGiven
from domain.plan.state import Consent
from interfaces.web.forms import Field, Wrong, command_from, fields_of
from interfaces.web.sending import NotDone, send
from interfaces.web.visitor import AVisitor, OwnForm, Visitor
from interfaces.web.words import WebSentences, due_reading, for_the_web, target_words

router = APIRouter()
ACTS: Mapping[str, type[ConsentCommand]] = {
    "ask": AskConsent,
    "give": RecordConsent,
    "decline": RecordConsentRefusal,
}
LOOKS = {
    Consent.ASKED: "due",
    Consent.GIVEN: "done",
    Consent.REFUSED: "late",
    Consent.LAPSED: "late",
    None: "none",
}
MENDS = {"basis-missing": "document", "not-yet": "on", "reason-missing": "reason", "until-gone": "until"}
LASTS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Body:
    """One body in one measure; ``told`` is the last fact about it, ``bare`` that nobody else is bound."""

    measure: Measure
    executor: str
    stands: Consent | None
    looks: str
    told: str
    bare: bool
    cancelled: bool = False
    link: str = ""
    until: date | None = None
    drawn_by: str = ""


@router.get("/plans/{id}/consent", response_class=HTMLResponse)
def overview(visitor: AVisitor, id: str, recorded: int = 0, again: bool = False) -> Response:
    seen = visitor.plan(id)
    sentences = for_the_web(visitor.sentences_about(seen))
    told = seen.history[recorded - 1] if 0 < recorded <= seen.version else None
    found = list(bodies(visitor, seen, sentences))
    return visitor.page(
        "consent.html",
        seen=seen,
        bodies=found,
        count=sum(not b.cancelled for b in found),
        given=sum(b.stands is Consent.GIVEN and not b.cancelled for b in found),
        may=may_record(seen),
        told=sentences.of(told) if told else "",
        told_at=sentences.when(told) if told else None,
        again=again,
    )


@router.get("/plans/{id}/consent/{act}", response_class=HTMLResponse)
def check(visitor: AVisitor, id: str, act: str, measure: str = "", executor: str = "") -> Response:
    return act_page(visitor, visitor.plan(id), act, measure, executor, {})


@router.post("/plans/{id}/consent/{act}")
def record(visitor: AVisitor, id: str, act: str, form: OwnForm) -> Response:
    seen = visitor.plan(id)
    measure, executor = form.get("measure", ""), form.get("executor", "")
    command, wrong = command_of(seen, act, measure, executor, form)
    if command is None:
        return act_page(visitor, seen, act, measure, executor, form, wrong=wrong, status=422)
    outcome = send(visitor, seen, command, form, back=f"/plans/{id}/consent")
    if isinstance(outcome, Response):
        return outcome
    field = MENDS.get(outcome.code, outcome.field)
    mended = NotDone(outcome.tone, outcome.words, outcome.code, field, outcome.status)
    return act_page(
        visitor, visitor.plan(id), act, measure, executor, form, outcome=mended, status=mended.status
    )


def bodies(visitor: Visitor, seen: PlanSeen, sentences: WebSentences) -> Iterator[Body]:
    """In the order of the plan."""
    last = {
        (r.event.measure, r.event.executor): sentences.of(r)
        for r in seen.history
        if isinstance(r.event, ConsentAsked | ConsentGiven | ConsentDeclined)
    }
    for measure in seen.plan.text.measures:
        alone = all(e.by_consent for e in measure.executors)
        for executor in measure.executors:
            if executor.by_consent:
                key = (measure.id, executor.raw)
                stands, gone = seen.plan.consent_of(*key), measure.id in seen.plan.cancelled
                bare = alone and stands is not Consent.GIVEN and not gone
                waits = stands is Consent.ASKED and not gone
                link, until, by = link_of(visitor, seen, *key) if waits else ("", None, "")
                told = last.get(key, "")
                yield Body(measure, executor.raw, stands, LOOKS[stands], told, bare, gone, link, until, by)


def link_of(visitor: Visitor, seen: PlanSeen, measure: str, executor: str) -> tuple[str, date | None, str]:
    """The address where the body answers itself, until when, and who got it; nothing once it holds no more.

    Whoever has a link can answer in the body's place, so it is shown only to who is on record as having
    asked. Others who may record the answer see who has it, and ask again to get one of their own.
    """
    asked = consent_links.invitation(seen.id, seen.plan, seen.history, measure, executor)
    if asked is None or asked.until < visitor.moment.today or not may_record(seen):
        return "", None, ""
    drawn_by = consent_links.drawn_by(seen.history, asked)
    if drawn_by != visitor.person:
        return "", asked.until, visitor.sentences.person(drawn_by or "")
    base = visitor.app.settings.public_url.rstrip("/")
    return f"{base}/consent/{consent_links.token_of(visitor.app.seal, asked)}", asked.until, ""


def has_bodies(seen: PlanSeen) -> bool:
    return any(e.by_consent for m in seen.plan.text.measures for e in m.executors)


def lapsed(seen: PlanSeen) -> int:
    """How many bodies consented to other words than the plan has now."""
    rows = (m for m in seen.plan.text.measures if m.id not in seen.plan.cancelled)
    asked = ((m.id, e.raw) for m in rows for e in m.executors if e.by_consent)
    return sum(seen.plan.consent_of(*one) is Consent.LAPSED for one in asked)


def may_record(seen: PlanSeen) -> bool:
    standing = seen.moment.standing
    return not standing.office and bool(standing.roles_for("RecordConsent") & MAY["RecordConsent"])


def asked_fields(act: str, seen: PlanSeen, measure: str, executor: str) -> list[Field]:
    if act not in ACTS or measure not in seen.plan.measures:
        raise Refused("not-found")
    return fields_of(ACTS[act], {"plan": seen.id, "measure": measure, "executor": executor}, {})


def command_of(
    seen: PlanSeen, act: str, measure: str, executor: str, form: Mapping[str, str]
) -> tuple[ConsentCommand | None, list[Wrong]]:
    fields = asked_fields(act, seen, measure, executor)
    settled = {"plan": seen.id, "measure": measure, "executor": executor}
    command, wrong = command_from(ACTS[act], fields, settled, form)
    assert command is None or isinstance(command, ConsentCommand)
    return command, wrong


def act_page(
    visitor: Visitor,
    seen: PlanSeen,
    act: str,
    measure: str,
    executor: str,
    typed: Mapping[str, str],
    *,
    wrong: Sequence[Wrong] = (),
    outcome: NotDone | None = None,
    status: int = 200,
) -> Response:
    """One page: the measure, its date and target, who is asked, and what is written down of the answer."""
    fields = asked_fields(act, seen, measure, executor)
    row = seen.plan.measures[measure]
    sentences = for_the_web(visitor.sentences_about(seen))
    cannot = "" if outcome else why_not(visitor, seen, act, measure, executor, sentences)
    return visitor.page(
        "consent_act.html",
        409 if cannot else status,
        seen=seen,
        act=act,
        name=visitor.say(f"command.{ACTS[act].__name__}"),
        measure=row,
        executor=executor,
        due=row.due.raw,
        due_reading=due_reading(sentences, row.due),
        target=target_words(row.target),
        fields=fields,
        typed={
            "on": visitor.moment.today.isoformat(),
            "until": (visitor.moment.today + LASTS).isoformat(),
            **typed,
        },
        wrong=wrong,
        outcome=outcome,
        cannot=cannot,
    )


def why_not(
    visitor: Visitor, seen: PlanSeen, act: str, measure: str, executor: str, sentences: WebSentences
) -> str:
    """The rules, asked on trial with today's date."""
    trial = {"on": visitor.moment.today.isoformat(), "document": "?", "reason": "?"}
    command, _ = command_of(seen, act, measure, executor, trial)
    assert command is not None
    try:
        tried(visitor.app, seen, command)
    except Refused as refused:
        return sentences.why(refused)
    return ""
