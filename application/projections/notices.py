"""Who was told what, and what is still to be delivered?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Boolean, Column, Connection, Date, Index, Integer, RowMapping, String, Table, select

from application.ports import Recorded
from application.projections.base import Instant, Projection, Sharing, metadata
from application.projections.rows import Rows
from domain.notice.events import NoticeClaimed, NoticeDelivered, NoticeDeliveryFailed, NoticeRaised

notices = Table(
    "notices",
    metadata,
    Column("notice", String, primary_key=True),
    Column("organisation", String, nullable=False),
    Column("recipient", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("due_version", String, nullable=False),
    Column("plan", String, nullable=False),
    Column("measure", String),
    Column("step", String),
    Column("due", Date),
    Column("lines", Integer, nullable=False, doc="things that a digest carries"),
    Column("late", Boolean, nullable=False),
    Column("state", String, nullable=False, doc="raised, claimed, delivered or failed"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", Instant, doc="the next attempt may start; null where none will"),
    Column("raised_at", Instant, nullable=False),
    Column("delivered_at", Instant),
    Column("channel", String),
    Column("message_id", String),
    Column("error", String),
)
_WAITS = notices.c.not_before.is_not(None)
Index("notices_waiting", notices.c.not_before, sqlite_where=_WAITS, postgresql_where=_WAITS)
Index("notices_recipient", notices.c.recipient, notices.c.raised_at)

projection = Projection("notices", version=1, tables=(notices,), sharing=Sharing())


@projection.on(NoticeRaised)
def _(rows: Rows, e: NoticeRaised, r: Recorded) -> None:
    raised_at = r.envelope.recorded_at
    told = {**dict(e), "lines": len(e.lines)}
    rows.put(notices, notice=notice_of(r), **told, state="raised", not_before=raised_at, raised_at=raised_at)


@projection.on(NoticeClaimed)
def _(rows: Rows, e: NoticeClaimed, r: Recorded) -> None:
    rows.change(notices, notice_of(r), state="claimed", attempts=e.attempt, not_before=e.lease_until)


@projection.on(NoticeDelivered)
def _(rows: Rows, e: NoticeDelivered, r: Recorded) -> None:
    sent = {"channel": e.channel, "message_id": e.message_id, "delivered_at": r.envelope.recorded_at}
    rows.change(notices, notice_of(r), state="delivered", not_before=None, **sent)


@projection.on(NoticeDeliveryFailed)
def _(rows: Rows, e: NoticeDeliveryFailed, r: Recorded) -> None:
    state = "raised" if e.retry_at else "failed"
    rows.change(notices, notice_of(r), state=state, not_before=e.retry_at, channel=e.channel, error=e.error)


def notice_of(r: Recorded) -> str:
    return r.stream.removeprefix("notice-")


def to_deliver(db: Connection, now: datetime, limit: int = 1000) -> Sequence[str]:
    """Notices whose next attempt may start now, the longest waiting first: never tried, lease run out, or
    time to try again."""
    waiting = select(notices.c.notice).where(notices.c.not_before <= now)
    return db.execute(waiting.order_by(notices.c.not_before, notices.c.notice).limit(limit)).scalars().all()


def notices_of(db: Connection, person: str | None = None, limit: int = 500) -> Sequence[RowMapping]:
    """The ledger, newest first; of one person where named."""
    found = select(notices).order_by(notices.c.raised_at.desc(), notices.c.notice).limit(limit)
    if person is not None:
        found = found.where(notices.c.recipient == person)
    return db.execute(found).mappings().all()


def told_of(db: Connection, subjects: Sequence[str], kinds: Sequence[str]) -> dict[str, dict[str, datetime]]:
    """Of each of these subjects: when a notice of each kind was last raised."""
    named = select(notices.c.subject, notices.c.kind, notices.c.raised_at).where(
        notices.c.subject.in_(list(subjects)), notices.c.kind.in_(list(kinds))
    )
    found: dict[str, dict[str, datetime]] = {}
    for row in db.execute(named.order_by(notices.c.raised_at)) if subjects else ():
        found.setdefault(row.subject, {})[row.kind] = row.raised_at
    return found
