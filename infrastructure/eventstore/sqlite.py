"""The record in one SQLite file: several processes of one machine write in turn, each commit on the disk.

Two things of the library's recorder are changed: writers begin IMMEDIATE, so that they wait for each other
instead of failing halfway, and a whole group of commands goes into one transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from eventsourcing.persistence import ConnectionPoolClosedError, OperationalError, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor

from application.ports import Answer, Share, StoreUnavailable
from infrastructure.eventstore.bell import Bell
from infrastructure.eventstore.ledger import Draft, Known, PutAway, Row, Verdict
from infrastructure.eventstore.refusals import StoreRefused, durability
from infrastructure.eventstore.settle import placed, settle
from infrastructure.eventstore.sharing import bucket_of, rows_of, weights_of
from infrastructure.eventstore.sqlite_connections import RecordDatastore

POLL = 0.02
"""Seconds between two looks for what other processes wrote."""

LOST = (OperationalError, sqlite3.OperationalError, ConnectionPoolClosedError)

DURABLE = {"journal_mode": "wal", "synchronous": "2"}

KEY = "SELECT fingerprint, stream, version, position, facts FROM command_key WHERE id = ?"
VERSION = "SELECT max(originator_version) FROM stored_events WHERE originator_id = ?"
LOG = (
    "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events"
    " WHERE rowid > ? ORDER BY rowid LIMIT ?"
)
STREAM = (
    "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events"
    " WHERE originator_id = ? AND originator_version > ? AND originator_version <= ?"
    " ORDER BY originator_version"
)
MAKE_KEY = "INSERT OR IGNORE INTO personal_key VALUES (?, ?, ?)"
PERSONAL_KEY = "SELECT key FROM personal_key WHERE organisation = ? AND person = ?"
SNAPSHOT = "SELECT version, code, content FROM snapshot WHERE stream = ?"
KEEP_SNAPSHOT = (
    "INSERT INTO snapshot VALUES (?, ?, ?, ?) ON CONFLICT (stream) DO UPDATE"
    " SET version = excluded.version, code = excluded.code, content = excluded.content"
    " WHERE snapshot.code <> excluded.code OR snapshot.version <= excluded.version"
)


class SQLiteLedger(SQLiteApplicationRecorder):
    datastore: RecordDatastore

    def __init__(self, path: Path, *, unsafe: bool = False) -> None:
        super().__init__(RecordDatastore(path))
        self.insert_events_statement = (
            "INSERT INTO stored_events (originator_id, originator_version, topic, state, organisation)"
            " VALUES (?, ?, ?, ?, ?)"
        )
        self._bell = Bell()
        self.faults = self._durability(unsafe)
        self.epoch = str(self._value("SELECT value FROM store_meta WHERE name = 'epoch'"))

    def write(self, drafts: Sequence[Draft]) -> list[Verdict]:
        with self._writing() as cursor:
            verdicts = self._write(cursor, drafts)
        self._bell.ring()
        return verdicts

    def _write(self, cursor: SQLiteCursor, drafts: Sequence[Draft]) -> list[Verdict]:
        known = {d.command_id: found for d in drafts if (found := _known(cursor, d.command_id))}
        versions = {s: _version(cursor, s) for draft in drafts for s, _ in draft.watched}
        settled = settle(drafts, known, versions)
        last = {}
        for draft, answer in zip(drafts, settled, strict=True):
            if isinstance(answer, Answer) and not answer.repeated:
                last[draft.command_id] = self._keep(cursor, draft, answer)
        return placed(drafts, settled, last)

    def _keep(self, cursor: SQLiteCursor, draft: Draft, answer: Answer) -> int:
        stored = [
            StoredEvent(draft.stream, draft.expected + n, topic, state)
            for n, (topic, state) in enumerate(draft.facts, 1)
        ]
        positions = self._insert_events(cursor, stored, organisation=draft.organisation)
        last = positions[-1] if positions else 0
        key = (draft.command_id, draft.fingerprint, answer.stream, answer.version, last, answer.facts)
        cursor.execute("INSERT INTO command_key VALUES (?, ?, ?, ?, ?, ?)", key)
        return last

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], *, organisation: str = "", **_: Any
    ) -> list[int]:
        positions = []
        for s in stored_events:
            row = (s.originator_id, s.originator_version, s.topic, s.state, organisation)
            c.execute(self.insert_events_statement, row)
            positions.append(c.lastrowid)
        return positions

    def known(self, command_id: str) -> Known | None:
        rows = self._rows(KEY, command_id)
        return _as_known(rows[0]) if rows else None

    def stream_rows(self, stream: str, after: int, up_to: int | None) -> list[Row]:
        return self._rows(STREAM, stream, after, 2**62 if up_to is None else up_to)

    def log_rows(self, after: int, limit: int) -> list[Row]:
        return self._rows(LOG, after, limit)

    def share_rows(self, share: Share, after: int, limit: int) -> list[Row]:
        return rows_of(share, self.log_rows, after, limit)

    def weights(self, split: tuple[str, ...]) -> list[int]:
        return weights_of(self.log_rows, split)

    def bucket_of(self, stream: str) -> int:
        return bucket_of(stream)

    def head(self) -> int:
        return self._value("SELECT max(rowid) FROM stored_events") or 0

    def version(self, stream: str) -> int:
        return self._value(VERSION, stream) or 0

    def rung(self) -> int:
        return self._bell.rings()

    def sleep(self, rung: int, timeout: float) -> None:
        end = monotonic() + timeout
        while (left := end - monotonic()) > 0 and not self._bell.sleep(rung, min(left, POLL)):
            if self.datastore.others_wrote():
                self._bell.ring()

    def key_of(self, organisation: str, person: str) -> bytes | None:
        rows = self._rows(PERSONAL_KEY, organisation, person)
        return rows[0][0] if rows else None

    def make_key(self, organisation: str, person: str, fresh: bytes) -> bytes | None:
        with self._writing() as cursor:
            cursor.execute(MAKE_KEY, (organisation, person, fresh))
        return self.key_of(organisation, person)

    def destroy_key(self, organisation: str, person: str) -> None:
        with self._writing() as cursor:
            cursor.execute("INSERT OR REPLACE INTO personal_key VALUES (?, ?, NULL)", (organisation, person))

    def snapshot_of(self, stream: str) -> PutAway | None:
        rows = self._rows(SNAPSHOT, stream)
        return PutAway(*rows[0]) if rows else None

    def keep_snapshot(self, stream: str, snapshot: PutAway) -> None:
        with self._writing() as cursor:
            cursor.execute(KEEP_SNAPSHOT, (stream, snapshot.version, snapshot.code, snapshot.content))

    def close(self) -> None:
        self.datastore.close()

    @contextmanager
    def _writing(self) -> Iterator[SQLiteCursor]:
        with _reachable(), self.datastore.transaction(commit=True) as cursor:
            yield cursor

    def _rows(self, statement: str, *values: object) -> list[Any]:
        with _reachable():
            return self.datastore.rows(statement, *values)

    def _value(self, statement: str, *values: object) -> Any:
        return self._rows(statement, *values)[0][0]

    def _durability(self, unsafe: bool) -> tuple[StoreRefused, ...]:
        found = {name: str(self._value(f"PRAGMA {name}")) for name in DURABLE}
        return durability(found, DURABLE, unsafe=unsafe)


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except LOST as error:
        raise StoreUnavailable(str(error) or "this store was closed") from error


def _known(cursor: SQLiteCursor, command_id: str) -> Known | None:
    cursor.execute(KEY, (command_id,))
    row = cursor.fetchone()
    return _as_known(row) if row else None


def _as_known(row: Sequence[Any]) -> Known:
    fingerprint, stream, version, position, facts = row
    return Known(fingerprint, Answer(stream, version, position, facts))


def _version(cursor: SQLiteCursor, stream: str) -> int:
    cursor.execute(VERSION, (stream,))
    return cursor.fetchone()[0] or 0
