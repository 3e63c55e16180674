"""What does a link of a letter open: whose answer, about which measure and term, until when?

A link is a statement of the house under its own seal; nothing is kept of it until its use, which is a fact.
Who holds the letter may answer once, for that measure alone, and sees nothing else.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, timedelta

from application.app import App, Done
from application.ports import Recorded, Seal
from domain.messages import Refused
from domain.notice.events import NoticeRaised
from domain.notice.policy import Rung
from domain.plan.decisions.by_link import ByLink, DeclareNilByLink
from domain.plan.decisions.carrying_out import span
from domain.plan.state import Plan

LASTS = timedelta(days=14)
ASKING = frozenset({Rung.REMINDER, Rung.DUE_TODAY, Rung.OVERDUE})
"""The letters that go to whoever carries the measure out."""
LONGEST = 1000
TAG = "onrecord-answer-1"
"""Marks from elsewhere under the same key are none of these."""


@dataclass(frozen=True, slots=True)
class Answerable:
    """What one link lets one person answer for; ``key`` is the month or quarter of the date, or blank, and
    ``letter`` the notice that carried it."""

    organisation: str
    person: str
    plan: str
    measure: str
    key: str
    until: date
    letter: str

    @property
    def statement(self) -> bytes:
        fields = (self.organisation, self.person, self.plan, self.measure, self.key)
        return "/".join((TAG, *fields, self.until.isoformat(), self.letter)).encode()

    @property
    def id(self) -> str:
        """What goes on record when it is used; the token itself never does."""
        return hashlib.sha256(self.statement).hexdigest()


def answerable(first: Recorded, raised: NoticeRaised) -> Answerable | None:
    """What the letter of a notice lets its recipient answer, if anything."""
    if raised.measure is None or raised.kind not in ASKING:
        return None
    return Answerable(
        organisation=raised.organisation,
        person=raised.recipient,
        plan=raised.plan,
        measure=raised.measure,
        key=raised.subject.rpartition("/")[2],
        until=first.envelope.recorded_at.date() + LASTS,
        letter=first.stream.removeprefix("notice-"),
    )


def token_of(seal: Seal, asked: Answerable) -> str:
    return signed(seal, asked.statement)


def opened(seal: Seal, token: str) -> Answerable:
    """Refused("link-unreadable") for whatever the house did not sign, letter by letter."""
    return _stated(statement_in(seal, token))


def signed(seal: Seal, statement: bytes) -> str:
    return f"{_written(statement)}.{_written(seal.mark(statement))}"


def statement_in(seal: Seal, token: str) -> bytes:
    """What the house once signed; Refused("link-unreadable") for all else."""
    statement, _, mark = token.partition(".")
    if len(token) > LONGEST:
        raise Refused("link-unreadable")
    try:
        content, given = _read(statement), _read(mark)
    except (binascii.Error, ValueError) as unreadable:
        raise Refused("link-unreadable") from unreadable
    genuine = hmac.compare_digest(seal.mark(content), given)
    if not genuine or token != f"{_written(content)}.{_written(given)}":
        raise Refused("link-unreadable")
    return content


def _stated(content: bytes) -> Answerable:
    tag, *fields, until, letter = content.decode().split("/")
    if tag != TAG or len(fields) != 5:
        raise Refused("link-unreadable")
    organisation, person, plan, measure, key = fields
    return Answerable(organisation, person, plan, measure, key, date.fromisoformat(until), letter)


def refuse_unless_usable(app: App, asked: Answerable) -> None:
    """Refused: ``link-expired`` (day), ``link-used``."""
    if app.clock.now().date() > asked.until:
        raise Refused("link-expired", day=asked.until)
    plan: Plan = app.state(f"plan-{asked.plan}")
    if asked.id in plan.used_links:
        raise Refused("link-used")


def answer(app: App, asked: Answerable, command: ByLink) -> Done:
    """Record what the link lets its person say: the use and the answer are one append, or neither is.

    Raises Refused, also for another plan, measure or link than the one that was signed.
    """
    refuse_unless_usable(app, asked)
    if (command.plan, command.measure, command.link) != (asked.plan, asked.measure, asked.id):
        raise Refused("link-unreadable")
    refuse_another_term(asked, command)
    return app.do(command, by=asked.person, organisation=asked.organisation, channel="link")


def refuse_another_term(asked: Answerable, command: ByLink) -> None:
    """A letter about January is not answered for March."""
    if not asked.key:
        return
    if isinstance(command, DeclareNilByLink):
        same = command.period == asked.key
    else:
        first, last = span(asked.key)
        same = command.happened_on is not None and first <= command.happened_on <= last
    if not same:
        raise Refused("link-of-another-term", period=asked.key)


def _written(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _read(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
