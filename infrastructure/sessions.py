"""Who may come in by which link, and whom does a cookie belong to?

A token is shown once and kept as its SHA-256: whoever reads the table can neither sign in nor take over a
session. Time is the machine's own, also where the story's clock is simulated.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    insert,
    make_url,
    select,
    update,
)
from sqlalchemy.pool import StaticPool

from application.ports import Link, SignedIn
from application.projections.base import Instant

LINK_LASTS = timedelta(hours=24)
SESSION_LASTS = timedelta(hours=12)
metadata = MetaData()
links = Table(
    "sign_in_link",
    metadata,
    Column("hash", String, primary_key=True),
    Column("organisation", String, nullable=False),
    Column("person", String, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)
sessions = Table(
    "web_session",
    metadata,
    Column("hash", String, primary_key=True),
    Column("organisation", String, nullable=False),
    Column("person", String, nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("ended_at", Instant),
)


def real_time() -> datetime:
    return datetime.now(UTC)


class SessionTables:
    """Adapter of `application.ports.Sessions` on the record's database, whose tables migrations made."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = real_time) -> None:
        self.engine, self.now = engine, now

    def invite(self, organisation: str, person: str) -> str:
        token, now = secrets.token_urlsafe(32), self.now()
        row = {"hash": hashed(token), "organisation": organisation, "person": person}
        with self._writing() as db:
            db.execute(insert(links).values(**row, made_at=now, expires_at=now + LINK_LASTS))
        return token

    def link(self, token: str) -> Link | None:
        with self.engine.connect() as db:
            row = db.execute(select(links).where(links.c.hash == hashed(token))).one_or_none()
        if row is None:
            return None
        usable = row.used_at is None and self.now() < row.expires_at
        return Link(row.organisation, row.person, row.expires_at, row.used_at, usable)

    def sign_in(self, token: str, instead_of: str = "") -> str | None:
        now, session = self.now(), secrets.token_urlsafe(32)
        unused = (links.c.hash == hashed(token)) & links.c.used_at.is_(None) & (links.c.expires_at > now)
        with self._writing() as db:
            used = db.execute(update(links).where(unused).values(used_at=now))
            if used.rowcount != 1:
                return None
            row = db.execute(select(links).where(links.c.hash == hashed(token))).one()
            begun = {"hash": hashed(session), "organisation": row.organisation, "person": row.person}
            db.execute(insert(sessions).values(**begun, began_at=now, expires_at=now + SESSION_LASTS))
            _end(db, sessions.c.hash == hashed(instead_of), now)
        return session

    def signed_in(self, session: str) -> SignedIn | None:
        with self.engine.connect() as db:
            row = db.execute(select(sessions).where(sessions.c.hash == hashed(session))).one_or_none()
        if row is None or row.ended_at is not None or row.expires_at <= self.now():
            return None
        return SignedIn(row.organisation, row.person)

    def sign_out(self, session: str) -> None:
        with self._writing() as db:
            _end(db, sessions.c.hash == hashed(session), self.now())

    def revoke(self, organisation: str, person: str) -> int:
        theirs = (sessions.c.organisation == organisation) & (sessions.c.person == person)
        with self._writing() as db:
            return _end(db, theirs, self.now())

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self.engine.connect() as db:
            db = db.execution_options(writes=True)
            with db.begin():
                yield db


def open_sessions(database_url: str, data: Path, now: Callable[[], datetime] = real_time) -> SessionTables:
    """On the database that the record lies in, after it was opened; ``memory:`` has tables of its own."""
    if database_url == "memory:":
        engine = create_engine("sqlite://", poolclass=StaticPool)
        metadata.create_all(engine)
        return SessionTables(engine, now)
    if database_url.startswith("sqlite:///"):
        engine = create_engine(f"sqlite:///{data / database_url.removeprefix('sqlite:///')}")
        event.listen(engine, "connect", _durable)
        event.listen(engine, "begin", _begin)
        return SessionTables(engine, now)
    address = make_url(database_url).set(drivername="postgresql+psycopg")
    return SessionTables(create_engine(address, pool_size=5, pool_pre_ping=True), now)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _end(db: Connection, which: Any, now: datetime) -> int:
    ended = db.execute(update(sessions).where(which, sessions.c.ended_at.is_(None)).values(ended_at=now))
    return int(ended.rowcount)


def _durable(connection: Any, _: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA busy_timeout = 10000")


def _begin(db: Connection) -> None:
    writes = db.get_execution_options().get("writes")
    db.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
