"""What happened to a notice: raised, taken up for delivery, delivered, or failed."""

from __future__ import annotations

from datetime import date, datetime

from domain.messages import Event, Id, Message, Text, Word


class NoticeLine(Message):
    """One of the things that a digest carries."""

    measure: Id
    key: Word = ""
    due: date


class NoticeRaised(Event, name="notice.raised"):
    """Somebody is to be told something, once per (recipient, kind, subject, version of the due date).

    ``late`` says that it should have gone out earlier, while nothing was running.
    """

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


class NoticeClaimed(Event, name="notice.claimed"):
    """A worker took the notice up; until ``lease_until`` no other does."""

    attempt: int
    lease_until: datetime


class NoticeDelivered(Event, name="notice.delivered"):
    """One channel took the notice. ``attempt`` above 1 means an earlier attempt may have reached the mailbox
    too, under the same ``message_id``."""

    attempt: int
    channel: Word
    message_id: Word


class NoticeDeliveryFailed(Event, name="notice.delivery-failed"):
    """A channel refused; it is tried again from ``retry_at`` on, never when None."""

    attempt: int
    channel: Word
    error: Text
    retry_at: datetime | None


NoticeEvent = NoticeRaised | NoticeClaimed | NoticeDelivered | NoticeDeliveryFailed
