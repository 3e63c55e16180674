"""How does a process reach PostgreSQL: to read by many connections, to append by one, to listen by one?"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import psycopg
from eventsourcing.persistence import InterfaceError, OperationalError
from eventsourcing.postgres import PostgresDatastore
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq.abc import PGresult
from psycopg.rows import dict_row

from application.ports import StoreUnavailable
from infrastructure.eventstore.postgres_append import CHANNEL, SESSION
from infrastructure.eventstore.postgres_wire import Asked, Meanwhile, Wire
from infrastructure.hands import READERS

PATIENCE = 15.0
"""Seconds to try again before a lost server is reported."""
POLL = 0.5
"""Seconds between two looks at the head where no notice came."""
POOL = 10
"""Connections for reading; one more writes, one more listens."""

LOST = (psycopg.OperationalError, psycopg.InterfaceError, OperationalError, InterfaceError)

T = TypeVar("T")
Ask = Callable[..., psycopg.Cursor[Any]]
"""Sends a statement with its values; the cursor can be read at once."""


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
        self.pool.name = READERS

    def after_connect_func(self) -> Callable[[psycopg.Connection[Any]], None]:
        return prepare_session

    def close(self) -> None:
        if self._opened_by == os.getpid():
            super().close()


class Writer:
    """The one connection that appends, used by one thread at a time, made again when it breaks."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: psycopg.Connection[Any] | None = None
        self._wire: Wire
        self._in_use = threading.Lock()
        self._closed = False

    def run(self, statements: Sequence[str], answers: int, values: Any = None) -> list[tuple[Any, ...]]:
        """The statements as one transaction and one round trip; the rows of the one at index ``answers``.

        Without BEGIN, all that is sent before the pipeline's end is one transaction.
        """
        return patiently(lambda: self._run(statements, answers, values))

    def _run(self, statements: Sequence[str], answers: int, values: Any) -> list[tuple[Any, ...]]:
        with self._in_use:
            connection = self._connected()
            cursors = [connection.cursor(binary=True) for _ in statements]
            with connection.pipeline():
                for i, (cursor, statement) in enumerate(zip(cursors, statements, strict=True)):
                    cursor.execute(statement, values if i == answers else None, prepare=True)
            return cursors[answers].fetchall()

    def together(self, asked: Sequence[Asked], meanwhile: Meanwhile = ()) -> bytes | None:
        """The same for statements that are asked often: the first value of the last, None where it has none.

        ``meanwhile`` is done while the server is at work; done again where all is asked again.
        """
        return patiently(partial(self._wired, Wire.together, asked, meanwhile))

    def alone(
        self, statement: str, values: Sequence[bytes | None], meanwhile: Meanwhile = ()
    ) -> bytes | None:
        """The same of one statement."""
        return patiently(partial(self._wired, Wire.alone, statement, values, meanwhile))

    def _wired(self, ask: Callable[..., PGresult], *asked: Any) -> bytes | None:
        with self._in_use:
            self._connected()
            try:
                answer = ask(self._wire, *asked)
            except BaseException:
                self._wire.close_unless_fit()
                raise
            return answer.get_value(0, 0) if answer.ntuples else None

    def transact(self, work: Callable[[Ask], T]) -> T:
        """What ``work`` asks, as one transaction; a cursor that it reads costs a round trip, no commit.

        Without BEGIN, all that is sent before the pipeline's end is one transaction. After an error in
        between that end must not come: it would commit what was sent by then.
        """
        return patiently(lambda: self._transact(work))

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
            prepare_session(self._connection)
            self._wire = Wire(self._connection)
        return self._connection

    def close(self) -> None:
        with self._in_use:
            self._closed = True
            if self._connection is not None:
                self._connection.close()


class Listener:
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


def prepare_session(connection: psycopg.Connection[Any]) -> None:
    connection.autocommit = True
    connection.execute(SESSION)


def patiently(ask: Callable[[], T]) -> T:
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
