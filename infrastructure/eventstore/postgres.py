"""The record in PostgreSQL: many processes on many machines, one order for all facts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import psycopg
from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from psycopg.rows import tuple_row

from application.ports import Answer, Share, StoreUnavailable
from infrastructure.eventstore.bell import Bell
from infrastructure.eventstore.ledger import Draft, Known, PutAway, Row, Verdict
from infrastructure.eventstore.postgres_append import (
    CHANNEL,
    LOCK,
    LOOK,
    NOTIFY,
    WRITE,
    answered,
    asked_at_once,
    looked_for,
    settled,
)
from infrastructure.eventstore.postgres_connections import (
    LOST,
    POLL,
    Ask,
    Listener,
    RecordDatastore,
    Writer,
    patiently,
)
from infrastructure.eventstore.postgres_lone import ALONE, lone
from infrastructure.eventstore.refusals import StoreRefused, durability, refuse_revision
from infrastructure.eventstore.sharing import BUCKETS
from infrastructure.migrations import revisions

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "!off"}
SETTINGS = "SELECT " + ", ".join(f"current_setting('{name}')" for name in DURABLE)

KEY = "SELECT fingerprint, stream, version, position, facts FROM command_key WHERE id = %s"
VERSION = "SELECT max(originator_version) FROM stored_events WHERE originator_id = %s"
LOG = (
    "SELECT notification_id, originator_id, originator_version, topic, state FROM stored_events"
    " WHERE notification_id > %s ORDER BY notification_id LIMIT %s"
)
SHARE = (
    "SELECT notification_id, originator_id, originator_version, topic, state FROM stored_events"
    " WHERE notification_id > %s AND (get_bit(%b::bytea, hashtext(originator_id) & 255) = 1"
    " OR topic = ANY(%s::text[]) OR NOT originator_id ^@ ANY(%s::text[]))"
    " ORDER BY notification_id LIMIT %s"
)
"""`hashtext` is what the server itself parts tables by; only its own answers are compared."""
WEIGHTS = (
    "SELECT hashtext(originator_id) & 255, sum(octet_length(state))::bigint"
    " FROM stored_events TABLESAMPLE SYSTEM (%s) WHERE originator_id ^@ ANY(%s::text[]) GROUP BY 1"
)
SAMPLE = 10_000
"""So many facts tell the weights well enough."""
STREAM = (
    "SELECT notification_id, originator_id, originator_version, topic, state FROM stored_events"
    " WHERE originator_id = %s AND originator_version > %s AND originator_version <= %s"
    " ORDER BY originator_version"
)
PERSONAL_KEY = "SELECT key FROM personal_key WHERE organisation = %s AND person = %s"
SNAPSHOT = "SELECT version, code, content FROM snapshot WHERE stream = %s"
KEEP_SNAPSHOT = (
    "INSERT INTO snapshot VALUES (%s, %s, %s, %b) ON CONFLICT (stream) DO UPDATE"
    " SET version = excluded.version, code = excluded.code, content = excluded.content"
    " WHERE snapshot.code <> excluded.code OR snapshot.version <= excluded.version"
)
INSERT = (
    "INSERT INTO stored_events (originator_id, originator_version, topic, state)"
    " SELECT * FROM unnest(%s::text[], %s::bigint[], %s::text[], %b::bytea[]) RETURNING notification_id"
)


class PostgresLedger(PostgresApplicationRecorder):
    """Never the library's database functions: they take no lock, and a reader of the log misses facts."""

    lock = LOCK

    def __init__(self, url: str, *, unsafe: bool = False) -> None:
        self._writer = Writer(url)
        refuse_revision(_revision(self._writer), revisions())
        self.faults = self._durability(unsafe)
        super().__init__(RecordDatastore(url))
        self.channel_name = CHANNEL
        self._buckets: dict[str, int] = {}
        self._bell = Bell()
        self._listener = Listener(url, self._bell.ring)
        self.epoch = str(self._value("SELECT value FROM store_meta WHERE name = 'epoch'"))

    def write(self, drafts: Sequence[Draft]) -> list[Verdict]:
        """A lost answer is asked for again: a command that was stored is then known by its key."""
        verdicts = self._as_supposed(drafts)
        if verdicts is None:
            verdicts = self._writer.transact(partial(self._settled_and_written, drafts))
        self._bell.ring()
        return verdicts

    def _as_supposed(self, drafts: Sequence[Draft]) -> list[Verdict] | None:
        meanwhile = [draft.meanwhile for draft in drafts if draft.meanwhile]
        first = None
        if len(drafts) == 1 and (values := lone(drafts[0])):
            first = self._writer.alone(ALONE, values, meanwhile)
        elif asked := asked_at_once(drafts):
            first = self._writer.together(((self.lock, ()), asked), meanwhile)
        return answered(drafts, int.from_bytes(first, "big")) if first else None

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

    def share_rows(self, share: Share, after: int, limit: int) -> list[Row]:
        bits = bytearray(BUCKETS // 8)
        for bucket in share.buckets:
            bits[bucket // 8] |= 1 << bucket % 8
        return self._rows(SHARE, after, bytes(bits), list(share.everywhere), list(share.split), limit)

    def weights(self, split: tuple[str, ...]) -> list[int]:
        percent = min(100.0, 100.0 * SAMPLE / max(1, self.head()))
        found = dict(self._rows(WEIGHTS, percent, list(split)))
        return [found.get(bucket, 0) for bucket in range(BUCKETS)]

    def bucket_of(self, stream: str) -> int:
        if (known := self._buckets.get(stream)) is None:
            known = self._buckets[stream] = self._value("SELECT hashtext(%s::text) & 255", stream)
        return known

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

    def snapshot_of(self, stream: str) -> PutAway | None:
        rows = self._rows(SNAPSHOT, stream)
        return PutAway(*rows[0]) if rows else None

    def keep_snapshot(self, stream: str, snapshot: PutAway) -> None:
        """A server that only reads, or has no room, costs the cache and nothing else."""
        values = (stream, snapshot.version, snapshot.code, snapshot.content)
        try:
            with self.datastore.get_connection() as connection:
                connection.execute(KEEP_SNAPSHOT, values)
        except (psycopg.Error, *LOST) as error:
            raise StoreUnavailable(str(error)) from error

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

        return patiently(read)

    def _value(self, statement: str, *values: object) -> Any:
        return self._rows(statement, *values)[0][0]

    def _durability(self, unsafe: bool) -> tuple[StoreRefused, ...]:
        settings = self._writer.run((SETTINGS,), 0)[0]
        return durability(dict(zip(DURABLE, settings, strict=True)), DURABLE, unsafe=unsafe)


def _revision(writer: Writer) -> str | None:
    if writer.run(("SELECT to_regclass('alembic_version')",), 0)[0][0] is None:
        return None
    rows = writer.run(("SELECT version_num FROM alembic_version",), 0)
    return str(rows[0][0]) if rows else None
