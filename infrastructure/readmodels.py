"""Where do read models lie? In a SQLite file of their own, or in a schema of the record's PostgreSQL."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sqlalchemy import Column, Connection, Engine, Integer, Table, create_engine, event, insert, make_url
from sqlalchemy.pool import StaticPool

from application.projections import tracking
from application.projections.base import Leader, ReadModels
from application.projections.rows import Change, Row
from application.projections.tracking import Tracked
from application.projections.writing import write
from infrastructure import hands
from infrastructure.leader import FileLeader, PostgresLeader, key_of

if TYPE_CHECKING:
    from infrastructure.postgres_turns import Turns

SCHEMA = "readmodels"
FILE = "readmodels.db"
FACTS_PER_HAND = 5_000
"""With fewer, a process takes longer to get ready than it saves."""
T = TypeVar("T")


def open_database(database_url: str, data: Path, *, unsafe: bool = False) -> ReadModels:
    """Beside the record: on its server where it has one, else in the data folder."""
    scheme = database_url.partition("://")[0].partition("+")[0]
    if scheme in {"postgresql", "postgres"}:
        return PostgresReadModels(database_url)
    data.mkdir(parents=True, exist_ok=True)
    return SQLiteReadModels(data / FILE, unsafe=unsafe or database_url == "memory:")


class _Engine:
    """Connections that begin and end transactions as the database needs it; a fork opens its own."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        _engines.add(self)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self.engine.connect() as db:
            yield db

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with self.engine.connect() as db:
            db = db.execution_options(writes=True)
            with db.begin():
                yield db

    def hands(self, facts: int) -> int:
        """One: a file is written by one process at a time."""
        return 1

    def together(self, works: Sequence[Callable[[], T]]) -> list[T]:
        mine, *others = works
        return hands.together(others, mine)

    def forked(self) -> None:
        """Called in a child process: the parent's connections are left alone."""
        self.engine.dispose(close=False)

    def close(self) -> None:
        self.engine.dispose()


class SQLiteReadModels(_Engine):
    """WAL, so that looking never waits; what a power cut takes away is told again from the record."""

    def __init__(self, path: Path | None, *, unsafe: bool = False) -> None:
        self._path = path
        super().__init__(
            create_engine(f"sqlite:///{path}") if path else create_engine("sqlite://", poolclass=StaticPool)
        )
        event.listen(self.engine, "connect", _setup_sqlite(unsafe))
        event.listen(self.engine, "begin", _begin_sqlite)

    def keep(self, known: Sequence[Tracked], position: int, changes: Sequence[Change]) -> None:
        with self.write() as db:
            tracking.advance(db, known, position)
            write(db, self, changes)

    def alone(self, db: Connection) -> None:
        """A write transaction is alone already."""

    def load(self, db: Connection, table: Table, rows: Iterable[Row]) -> None:
        db.execute(insert(table), list(rows))

    def leader(self, name: str) -> Leader:
        assert self._path is not None, "a database in memory has one process and needs no leader"
        return FileLeader(self._path.with_name(f"{name}.lock"))


class PostgresReadModels(_Engine):
    """A commit does not wait for the disk: rows and position are lost together, and told again."""

    def __init__(self, url: str) -> None:
        address = make_url(url).set(drivername="postgresql+psycopg")
        super().__init__(create_engine(address, pool_size=10, max_overflow=20, pool_pre_ping=True))
        event.listen(self.engine, "connect", _setup_postgres)
        self._looking = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._turns = self._turns_of_its_own()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Each look by itself: none holds what somebody waits for who holds what the next one wants."""
        with self._looking.connect() as db:
            yield db

    def keep(self, known: Sequence[Tracked], position: int, changes: Sequence[Change]) -> None:
        self._turns.keep(known, position, changes)

    def alone(self, db: Connection) -> None:
        db.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (key_of("readmodels"),))
        db.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")

    def load(self, db: Connection, table: Table, rows: Iterable[Row]) -> None:
        """COPY; where a row does not fit, plain inserts say so in SQLAlchemy's own errors."""
        from psycopg import DataError, IntegrityError

        from infrastructure.postgres_turns import NOT_OF_THE_TYPE

        rows = list(rows)
        try:
            with db.begin_nested():
                _copy(db, table, rows)
        except (DataError, IntegrityError, *NOT_OF_THE_TYPE):
            db.execute(insert(table), rows)

    def hands(self, facts: int) -> int:
        return min(hands.cores(), facts // FACTS_PER_HAND) if hands.may_fork() else 1

    def leader(self, name: str) -> Leader:
        return PostgresLeader(self.engine, name)

    def forked(self) -> None:
        super().forked()
        self._turns = self._turns_of_its_own()

    def close(self) -> None:
        self._turns.close()
        super().close()

    def _turns_of_its_own(self) -> Turns:
        from infrastructure.postgres_turns import Turns  # psycopg, which an embedded house never loads

        return Turns(self._detached)

    def _detached(self) -> Any:
        """A connection like the others, which the pool forgets."""
        pooled = self.engine.raw_connection()
        connection = pooled.driver_connection
        pooled.detach()
        return connection


def _copy(db: Connection, table: Table, rows: Iterable[Row]) -> None:
    """In binary form: the values in the order of the columns, as their types bind them."""
    bound = [(n, process) for n, column in enumerate(table.columns) if (process := _binding(db, column))]
    quote = db.dialect.identifier_preparer.quote
    names = ", ".join(quote(c.name) for c in table.columns)
    raw: Any = db.connection.driver_connection
    with raw.cursor().copy(f"COPY {quote(table.name)} ({names}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types([c.type.compile(db.dialect).lower() for c in table.columns])
        for row in rows:
            values = list(row.values())
            for n, process in bound:
                values[n] = process(values[n])
            copy.write_row(values)


def _binding(db: Connection, column: Column[Any]) -> Callable[[Any], Any] | None:
    if type(column.type) is Integer:
        return _of_four_bytes
    return column.type.dialect_impl(db.dialect).bind_processor(db.dialect)


def _of_four_bytes(number: int | None) -> int | None:
    """In binary form a larger one would be cut off without a word."""
    if number is not None and not -(2**31) <= number < 2**31:
        raise OverflowError("integer out of range")
    return number


class _Setup(Protocol):
    def __call__(self, connection: Any, record: Any) -> None: ...


def _setup_sqlite(unsafe: bool) -> _Setup:
    def setup(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "busy_timeout = 30000",
            "journal_mode = WAL",
            f"synchronous = {'OFF' if unsafe else 'NORMAL'}",
            "cache_size = -32000",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return setup


def _begin_sqlite(db: Connection) -> None:
    """A transaction that writes says so at once: one that turns to writing later may find it too late."""
    writes = db.get_execution_options().get("writes")
    db.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _setup_postgres(connection: Any, record: Any) -> None:
    before, connection.autocommit = connection.autocommit, True
    connection.execute(f"SET search_path TO {SCHEMA}")
    connection.execute("SET synchronous_commit TO off")
    connection.autocommit = before


_engines: weakref.WeakSet[_Engine] = weakref.WeakSet()


def _after_fork() -> None:
    for one in list(_engines):
        one.forked()


os.register_at_fork(after_in_child=_after_fork)
