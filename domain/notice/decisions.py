"""When a notice is raised, taken up and closed; the key makes every effect happen once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta

from domain.canonical import canonical
from domain.messages import Command, Decider, Event, Id, Moment, Refused, Text, Word
from domain.notice.events import (
    NoticeClaimed,
    NoticeDelivered,
    NoticeDeliveryFailed,
    NoticeLine,
    NoticeRaised,
)
from domain.notice.state import Notice, evolve

decider = Decider(category="notice", initial=Notice(), evolve=evolve)

LEASE = timedelta(seconds=60)
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
_NOTICES = uuid.UUID("7d8f5d0e-4b6b-4f0e-9a52-0d6f0b1c6a11")


class RaiseNotice(Command):
    """Tell somebody something, once. The four parts of the key make the notice's id."""

    commutes = True

    organisation: Id
    recipient: Id
    kind: Word
    subject: Text
    due_version: Word
    plan: Id
    measure: Id | None = None
    step: Id | None = None
    due: date | None = None
    lines: tuple[NoticeLine, ...] = ()
    late: bool = False

    @property
    def notice(self) -> str:
        key = [self.organisation, self.recipient, self.kind, self.subject, self.due_version]
        return str(uuid.uuid5(_NOTICES, canonical(key).decode()))

    @property
    def stream(self) -> str:
        return f"notice-{self.notice}"


@decider.decides(RaiseNotice)
def raise_notice(notice: Notice, asked: RaiseNotice, moment: Moment) -> Iterator[Event]:
    if notice.raised is None:
        yield NoticeRaised(**dict(asked))


class NoticeCommand(Command, abstract=True):
    notice: Id

    @property
    def stream(self) -> str:
        return f"notice-{self.notice}"


class ClaimNotice(NoticeCommand):
    """Take a notice up for delivery; refused while another attempt may still be under way."""


@decider.decides(ClaimNotice)
def claim_notice(notice: Notice, asked: ClaimNotice, moment: Moment) -> Iterator[Event]:
    refuse_unless_open(notice)
    if notice.not_before and moment.at < notice.not_before:
        raise Refused("claimed-already", until=notice.not_before)
    yield NoticeClaimed(attempt=notice.attempts + 1, lease_until=moment.at + LEASE)


class RecordDelivery(NoticeCommand):
    """A channel took the notice."""

    commutes = True

    attempt: int
    channel: Word
    message_id: Word


@decider.decides(RecordDelivery)
def record_delivery(notice: Notice, asked: RecordDelivery, moment: Moment) -> Iterator[Event]:
    if notice.raised is None:
        raise Refused("not-found")
    if not notice.delivered:
        yield NoticeDelivered(attempt=asked.attempt, channel=asked.channel, message_id=asked.message_id)


class RecordDeliveryFailure(NoticeCommand):
    """A channel refused; the notice is tried again later, four times, then a person must look."""

    attempt: int
    channel: Word
    error: Text


@decider.decides(RecordDeliveryFailure)
def record_delivery_failure(notice: Notice, asked: RecordDeliveryFailure, moment: Moment) -> Iterator[Event]:
    refuse_unless_open(notice)
    waits = RETRY_AFTER[asked.attempt - 1 : asked.attempt]
    yield NoticeDeliveryFailed(
        attempt=asked.attempt,
        channel=asked.channel,
        error=asked.error,
        retry_at=moment.at + waits[0] if waits else None,
    )


def refuse_unless_open(notice: Notice) -> None:
    if notice.raised is None:
        raise Refused("not-found")
    if notice.delivered:
        raise Refused("delivered-already")
    if notice.given_up:
        raise Refused("given-up")
