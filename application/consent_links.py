"""What does the link to an outside body open: whose consent, to which measure as it reads, until when?

The link is a statement of the house under its own seal, drawn from the fact that the body was asked. Who
holds it may answer once, for that body and that measure, and sees nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from application.app import App, Done
from application.links import signed, statement_in
from application.ports import Recorded, Seal
from domain.messages import SYSTEM, Refused
from domain.people.state import Organisation
from domain.plan.decisions.consenting import GiveConsentByLink, RefuseConsentByLink
from domain.plan.events import ConsentAsked, ConsentDeclined, ConsentGiven, LinkUsed
from domain.plan.state import Plan
from domain.plan.terms import terms_of

TAG = "onrecord-consent-2"
OUTDATED = "onrecord-consent-1"
"""Sent while the terms were the title, the term and the target only: they cover less than is asked now."""
CHANNEL = "link"


@dataclass(frozen=True, slots=True)
class Invitation:
    """``body`` is the hash of the executor's words, ``fact`` the version at which it was asked."""

    organisation: str
    plan: str
    measure: str
    body: str
    terms: str
    until: date
    fact: int
    tag: str = TAG

    @property
    def statement(self) -> bytes:
        fields = (self.organisation, self.plan, self.measure, self.body, self.terms)
        return "/".join((self.tag, *fields, self.until.isoformat(), str(self.fact))).encode()

    @property
    def id(self) -> str:
        """What goes on record when it is used; the token itself never does."""
        return hashlib.sha256(self.statement).hexdigest()


def invitation(
    id: str, plan: Plan, history: Sequence[Recorded], measure: str, executor: str
) -> Invitation | None:
    """The last time that this body was asked to answer itself about this measure, as it reads now."""
    asked = [
        r
        for r in history
        if isinstance(r.event, ConsentAsked) and (r.event.measure, r.event.executor) == (measure, executor)
    ]
    row = plan.measures.get(measure)
    if not asked or row is None:
        return None
    last = asked[-1]
    assert isinstance(last.event, ConsentAsked)
    if last.event.until is None:
        return None
    return Invitation(
        organisation=last.envelope.organisation,
        plan=id,
        measure=measure,
        body=_hashed(executor),
        terms=terms_of(row, executor),
        until=last.event.until,
        fact=last.version,
    )


def token_of(seal: Seal, asked: Invitation) -> str:
    return signed(seal, asked.statement)


def opened(seal: Seal, token: str) -> Invitation:
    """Refused("link-unreadable") for whatever the house did not sign as an invitation."""
    tag, *fields = statement_in(seal, token).decode().split("/")
    if tag not in (TAG, OUTDATED) or len(fields) != 7:
        raise Refused("link-unreadable")
    organisation, plan, measure, body, terms, until, fact = fields
    return Invitation(organisation, plan, measure, body, terms, date.fromisoformat(until), int(fact), tag)


def executor_of(plan: Plan, asked: Invitation) -> str:
    """The body in the words of the plan; Refused("link-unreadable") where it stands there no more."""
    row = plan.measures.get(asked.measure)
    named = [e.raw for e in row.executors if e.by_consent] if row else []
    found = next((raw for raw in named if _hashed(raw) == asked.body), None)
    if found is None:
        raise Refused("link-unreadable")
    return found


def refuse_unless_usable(app: App, plan: Plan, asked: Invitation) -> None:
    """Refused: ``link-used``, ``link-expired`` (day), ``link-replaced``, ``link-outdated``,
    ``measure-cancelled``, ``terms-changed``."""
    office: Organisation = app.state(f"people-{asked.organisation}")
    executor = executor_of(plan, asked)
    if asked.id in plan.used_links:
        raise Refused("link-used")
    if app.clock.now().astimezone(ZoneInfo(office.zone)).date() > asked.until:
        raise Refused("link-expired", day=asked.until)
    if plan.asked_until.get((asked.measure, executor)) != asked.until:
        raise Refused("link-replaced")
    if asked.tag == OUTDATED:
        raise Refused("link-outdated")
    if cancelled := plan.cancelled.get(asked.measure):
        raise Refused("measure-cancelled", measure=asked.measure, reason=cancelled.reason)
    if terms_of(plan.measures[asked.measure], executor) != asked.terms:
        raise Refused("terms-changed")


def answer(app: App, asked: Invitation, signed_by: str, reason: str | None) -> Done:
    """Record what the body says: its consent, or with a ``reason`` that it does not take part."""
    plan: Plan = app.state(f"plan-{asked.plan}")
    refuse_unless_usable(app, plan, asked)
    said = {
        "plan": asked.plan,
        "measure": asked.measure,
        "executor": executor_of(plan, asked),
        "link": asked.id,
        "terms": asked.terms,
        "signed_by": signed_by,
    }
    handed_by = drawn_by(app.history(f"plan-{asked.plan}"), asked)
    command = (
        GiveConsentByLink(**said, drawn_by=handed_by)
        if reason is None
        else RefuseConsentByLink(**said, drawn_by=handed_by, reason=reason)
    )
    return app.do(command, by=SYSTEM, organisation=asked.organisation, channel=CHANNEL)


def drawn_by(history: Sequence[Recorded], asked: Invitation) -> str | None:
    """Who asked, and alone was shown this link."""
    fact = history[asked.fact - 1].event
    return fact.person if isinstance(fact, ConsentAsked) else None


def answered_by(history: Sequence[Recorded], asked: Invitation) -> Recorded | None:
    """The answer that this link was used for: it stands right behind the fact that used it up."""
    used = next((r for r in history if isinstance(r.event, LinkUsed) and r.event.link == asked.id), None)
    behind = [r for r in history if used and r.version == used.version + 1]
    return next((r for r in behind if isinstance(r.event, ConsentGiven | ConsentDeclined)), None)


def _hashed(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:32]
