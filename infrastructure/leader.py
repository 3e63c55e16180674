"""Which process may lead? A lock that its death releases: of a file, or of the PostgreSQL server."""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from pathlib import Path

from sqlalchemy import Connection, Engine, text

LOOK_AGAIN = 1.0


class FileLeader:
    """A lock on a file. A child process made by fork must make its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: int | None = None

    def try_lead(self) -> bool:
        if self._held is not None:
            return True
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._held = handle
        return True

    def step_down(self) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None


class PostgresLeader:
    """An advisory lock of a session, looked at again every second: a lost session leads no more."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine, self._key = engine, key_of(name)
        self._session: Connection | None = None
        self._looked = 0.0

    def try_lead(self) -> bool:
        if self._session is None:
            return self._take()
        if time.monotonic() - self._looked > LOOK_AGAIN:
            self._look_again(self._session)
        return self._session is not None

    def step_down(self) -> None:
        if self._session is not None:
            self._session.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": self._key})
            self._session.close()
            self._session = None

    def _take(self) -> bool:
        session = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if session.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key}):
            self._session, self._looked = session, time.monotonic()
            return True
        session.close()
        return False

    def _look_again(self, session: Connection) -> None:
        try:
            session.execute(text("SELECT 1"))
            self._looked = time.monotonic()
        except BaseException:
            self._session = None
            session.invalidate()
            raise


def key_of(name: str) -> int:
    """A key of 63 bits for an advisory lock."""
    return int.from_bytes(hashlib.sha256(f"onrecord/{name}".encode()).digest()[:8]) >> 1
