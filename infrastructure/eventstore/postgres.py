"""The record in PostgreSQL: many processes on many machines, one order for all facts."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import psycopg
from eventsourcing.persistence import IntegrityError, InterfaceError, OperationalError, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row, tuple_row

from application.ports import Answer, StoreUnavailable
from infrastructure.eventstore.bell import Bell
from infrastructure.eventstore.ledger import Draft, Known, Row, Verdict
from infrastructure.eventstore.postgres_append import (
    APPEND_ONE,
    CHANNEL,
    LOCK,
    LOOK,
    NOTIFY,
    SESSION,
    WRITE,
    answer_of_one,
    looked_for,
    parameters_of_one,
    settled,
)
from infrastructure.eventstore.refusals import StoreRefused, durability, refuse_revision
from infrastructure.migrations import revisions

PATIENCE = 15.0
"""Seconds to try again before a lost server is reported."""
POLL = 0.5
"""Seconds between two looks at the head where no notice came."""
POOL = 10
"""Connections for reading; one more writes, one more listens."""

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "!off"}
SETTINGS = "SELECT " + ", ".join(f"current_setting('{name}')" for name in DURABLE)

KEY = "SELECT fingerprint, stream, version, position, facts FROM command_key WHERE id = %s"
VERSION = "SELECT max(originator_version) FROM stored_events WHERE originator_id = %s"
LOG = (
    "SELECT notification_id, originator_id, originator_version, topic, state FROM stored_events"
    " WHERE notification_id > %s ORDER BY notification_id LIMIT %s"
)
STREAM = (
    "SELECT notification_id, originator_id, originator_version, topic, state FROM stored_events"
    " WHERE originator_id = %s AND originator_version > %s AND originator_version <= %s"
    " ORDER BY originator_version"
)
PERSONAL_KEY = "SELECT key FROM personal_key WHERE organisation = %s AND person = %s"
INSERT = (
    "INSERT INTO stored_events (originator_id, originator_version, topic, state)"
    " SELECT * FROM unnest(%s::text[], %s::bigint[], %s::text[], %b::bytea[]) RETURNING notification_id"
)

LOST = (psycopg.OperationalError, psycopg.InterfaceError, OperationalError, InterfaceError)

T = TypeVar("T")
Ask = Callable[..., psycopg.Cursor[Any]]
"""Sends a statement with its values; the cursor can be read at once."""


class PostgresLedger(PostgresApplicationRecorder):
    """Never the library's database functions: they take no lock, and a reader of the log misses facts."""

    lock = LOCK

    def __init__(self, url: str, *, unsafe: bool = False) -> None:
        self._writer = _Writer(url)
        refuse_revision(_revision(self._writer), revisions())
        self.faults = self._durability(unsafe)
        super().__init__(RecordDatastore(url))
        self.channel_name = CHANNEL
        self._bell = Bell()
        self._listener = _Listener(url, self._bell.ring)
        self.epoch = str(self._value("SELECT value FROM store_meta WHERE name = 'epoch'"))

    def write(self, drafts: Sequence[Draft]) -> list[Verdict]:
        """A lost answer is asked for again: a command that was stored is then known by its key."""
        written = self._one(drafts[0]) if len(drafts) == 1 else None
        settled: list[Verdict] = [written] if written else self._group(drafts)
        self._bell.ring()
        return settled

    def _one(self, draft: Draft) -> Answer | None:
        rows = self._writer.run((self.lock, APPEND_ONE), 1, parameters_of_one(draft))
        return answer_of_one(draft, rows[0][0]) if rows else None

    def _group(self, drafts: Sequence[Draft]) -> list[Verdict]:
        """Looked at, settled and written in one transaction, within the lock."""
        return self._writer.transact(partial(self._settled_and_written, drafts))

    def _settled_and_written(self, drafts: Sequence[Draft], ask: Ask) -> list[Verdict]:
        ask(self.lock)
        verdicts, values = settled(drafts, ask(LOOK, looked_for(drafts)))
        if values:
            ask(WRITE, values)
        return verdicts

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> list[int]:
        if not stored_events:
            return []
        rows = [(s.originator_id, s.originator_version, s.topic, s.state) for s in stored_events]
        columns = [list(column) for column in zip(*rows, strict=True)]
        try:
            inserted = self._writer.run((self.lock, INSERT, NOTIFY), 1, columns)
        except psycopg.IntegrityError as error:
            raise IntegrityError(str(error)) from error
        return [row[0] for row in inserted]

    def known(self, command_id: str) -> Known | None:
        rows = self._rows(KEY, command_id)
        if not rows:
            return None
        fingerprint, *answer = rows[0]
        return Known(fingerprint, Answer(*answer))

    def stream_rows(self, stream: str, after: int, up_to: int | None) -> list[Row]:
        return self._rows(STREAM, stream, after, 2**62 if up_to is None else up_to)

    def log_rows(self, after: int, limit: int) -> list[Row]:
        return self._rows(LOG, after, limit)

    def head(self) -> int:
        return self._value("SELECT max(notification_id) FROM stored_events") or 0

    def version(self, stream: str) -> int:
        return self._value(VERSION, stream) or 0

    def rung(self) -> int:
        self._listener.start()
        return self._bell.rings()

    def sleep(self, rung: int, timeout: float) -> None:
        self._bell.sleep(rung, min(timeout, POLL))

    def key_of(self, organisation: str, person: str) -> bytes | None:
        rows = self._rows(PERSONAL_KEY, organisation, person)
        return rows[0][0] if rows else None

    def make_key(self, organisation: str, person: str, fresh: bytes) -> bytes | None:
        with self.datastore.get_connection() as connection:
            connection.execute(
                "INSERT INTO personal_key VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                (organisation, person, fresh),
            )
        return self.key_of(organisation, person)

    def destroy_key(self, organisation: str, person: str) -> None:
        with self.datastore.get_connection() as connection:
            connection.execute(
                "INSERT INTO personal_key VALUES (%s, %s, NULL)"
                " ON CONFLICT (organisation, person) DO UPDATE SET key = NULL",
                (organisation, person),
            )

    def close(self) -> None:
        self._listener.close()
        self._writer.close()
        self.datastore.close()

    def _rows(self, statement: str, *values: object) -> list[Any]:
        def read() -> list[Any]:
            if self.datastore.pool.closed:
                raise StoreUnavailable("this store was closed")
            with (
                self.datastore.get_connection() as connection,
                connection.cursor(binary=True, row_factory=tuple_row) as cursor,
            ):
                return cursor.execute(statement, values, prepare=True).fetchall()

        return _patiently(read)

    def _value(self, statement: str, *values: object) -> Any:
        return self._rows(statement, *values)[0][0]

    def _durability(self, unsafe: bool) -> tuple[StoreRefused, ...]:
        settings = self._writer.run((SETTINGS,), 0)[0]
        return durability(dict(zip(DURABLE, settings, strict=True)), DURABLE, unsafe=unsafe)


class RecordDatastore(PostgresDatastore):
    """The library's pool for any connection address, never closed by a process that did not open it."""

    def __init__(self, url: str) -> None:
        self._opened_by = os.getpid()
        address = conninfo_to_dict(url)
        super().__init__(
            *(str(address.get(name, "")) for name in ("dbname", "host", "port", "user", "password")),
            pool_size=1,
            max_overflow=POOL - 1,
            connect_timeout=PATIENCE,
            originator_id_type="text",
        )
        self.pool.kwargs = {**address, "row_factory": dict_row}

    def after_connect_func(self) -> Callable[[psycopg.Connection[Any]], None]:
        return _prepare_session

    def close(self) -> None:
        if self._opened_by == os.getpid():
            super().close()


class _Writer:
    """The one connection that appends, used by one thread at a time, made again when it breaks."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: psycopg.Connection[Any] | None = None
        self._in_use = threading.Lock()
        self._closed = False

    def run(self, statements: Sequence[str], answers: int, values: Any = None) -> list[tuple[Any, ...]]:
        """The statements as one transaction and one round trip; the rows of the one at index ``answers``.

        Without BEGIN, all that is sent before the pipeline's end is one transaction.
        """
        return _patiently(lambda: self._run(statements, answers, values))

    def _run(self, statements: Sequence[str], answers: int, values: Any) -> list[tuple[Any, ...]]:
        with self._in_use:
            connection = self._connected()
            cursors = [connection.cursor(binary=True) for _ in statements]
            with connection.pipeline():
                for i, (cursor, statement) in enumerate(zip(cursors, statements, strict=True)):
                    cursor.execute(statement, values if i == answers else None, prepare=True)
            return cursors[answers].fetchall()

    def transact(self, work: Callable[[Ask], T]) -> T:
        """What ``work`` asks, as one transaction; a cursor that it reads costs a round trip, no commit.

        Without BEGIN, all that is sent before the pipeline's end is one transaction. After an error in
        between that end must not come: it would commit what was sent by then.
        """
        return _patiently(lambda: self._transact(work))

    def _transact(self, work: Callable[[Ask], T]) -> T:
        with self._in_use:
            connection = self._connected()

            def ask(statement: str, values: Any = None) -> psycopg.Cursor[Any]:
                return connection.cursor(binary=True).execute(statement, values, prepare=True)

            with connection.pipeline():
                try:
                    return work(ask)
                except BaseException:
                    connection.close()
                    raise

    def _connected(self) -> psycopg.Connection[Any]:
        if self._closed:
            raise StoreUnavailable("this store was closed")
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self._url, autocommit=True)
            _prepare_session(self._connection)
        return self._connection

    def close(self) -> None:
        with self._in_use:
            self._closed = True
            if self._connection is not None:
                self._connection.close()


class _Listener:
    """A thread that rings when any process appended: a hint, never the only way to hear of it."""

    def __init__(self, url: str, ring: Callable[[], None]) -> None:
        self._url, self._ring = url, ring
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    def start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="record-listener", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    self._listen(connection)
            except psycopg.OperationalError:
                self._stopped.wait(POLL)

    def _listen(self, connection: psycopg.Connection[Any]) -> None:
        connection.execute(f"LISTEN {CHANNEL}")
        self._ring()
        while not self._stopped.is_set():
            for _ in connection.notifies(timeout=0.1, stop_after=1):
                self._ring()

    def close(self) -> None:
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()


def _prepare_session(connection: psycopg.Connection[Any]) -> None:
    connection.autocommit = True
    connection.execute(SESSION)


def _revision(writer: _Writer) -> str | None:
    if writer.run(("SELECT to_regclass('alembic_version')",), 0)[0][0] is None:
        return None
    rows = writer.run(("SELECT version_num FROM alembic_version",), 0)
    return str(rows[0][0]) if rows else None


def _patiently(ask: Callable[[], T]) -> T:
    """Again and again while the server cannot be reached or its lock cannot be had."""
    end, pause = time.monotonic() + PATIENCE, 0.05
    while True:
        try:
            return ask()
        except LOST as error:
            if time.monotonic() + pause > end:
                raise StoreUnavailable(str(error)) from error
        time.sleep(pause)
        pause = min(2 * pause, 1.0)
