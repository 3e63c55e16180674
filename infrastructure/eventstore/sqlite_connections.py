"""How are connections to one SQLite file lent to threads, and never pulled away from under a query?

The library's pool closes connections that are in use, which crashes the process when another thread is inside
SQLite. Here they are closed by the thread that gives them back.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteTransaction,
)

BUSY_SECONDS = 30
SYNCHRONOUS = "FULL"


class _Immediate(SQLiteTransaction):
    def __enter__(self) -> SQLiteCursor:
        cursor = self.connection.cursor()
        cursor.execute("BEGIN IMMEDIATE" if self.commit else "BEGIN")
        return cursor


class _Connection(SQLiteConnection):
    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        with _Immediate(self, commit=commit) as cursor, cursor:
            yield cursor

    def rows(self, statement: str, values: Sequence[object]) -> list[Any]:
        cursor = self._sqlite_conn.cursor()
        cursor.row_factory = None
        return cursor.execute(statement, values).fetchall()


class _Pool(SQLiteConnectionPool):
    def _create_connection(self) -> _Connection:
        connection = super()._create_connection()._sqlite_conn
        connection.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
        return _Connection(connection, max_age=self.max_age)

    def put_connection(self, conn: SQLiteConnection) -> None:
        with self._put_condition:
            if not self._closed:
                return super().put_connection(conn)
            del self._in_use[id(conn)]
        if conn.is_writer:
            self._writer_lock.release()
        return conn.close()

    def close(self) -> None:
        with self._put_condition:
            self._closed = True
            while self._pool:
                self._pool.popleft().close()


class RecordDatastore(SQLiteDatastore):
    """Text stream ids, and never closed by a process that did not open it."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), originator_id_type="text")
        super().close()
        self._opened_by = os.getpid()
        self.pool = _Pool(db_name=str(path), lock_timeout=BUSY_SECONDS, pool_timeout=BUSY_SECONDS)
        self._watcher: sqlite3.Connection | None = None
        self._watching = threading.Lock()
        self._data_version = 0

    def rows(self, statement: str, *values: object) -> list[Any]:
        """One SELECT is its own snapshot: no transaction around it, no row objects."""
        with self.get_connection(commit=False) as connection:
            return cast(_Connection, connection).rows(statement, values)

    def others_wrote(self) -> bool:
        """Whether any other connection committed since this was asked last."""
        with self._watching:
            if self.pool.closed:
                return False
            seen, self._data_version = self._data_version, self._now()
            return seen != self._data_version

    def _now(self) -> int:
        """The data version is meaningful on one and the same connection only."""
        if self._watcher is None:
            self._watcher = sqlite3.connect(self.pool.db_name, check_same_thread=False, timeout=BUSY_SECONDS)
        version: int = self._watcher.execute("PRAGMA data_version").fetchone()[0]
        return version

    def close(self) -> None:
        if self._opened_by != os.getpid():
            return
        super().close()
        with self._watching:
            if self._watcher is not None:
                self._watcher.close()
