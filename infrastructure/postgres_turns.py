"""How do the rows of a turn, and the position they lead to, reach PostgreSQL in one round trip?

One statement for all positions and at most two for each table, whatever the number of rows: they go as one
JSON, which the server takes apart faster than it is asked again. All of it is one transaction.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec
import psycopg
from psycopg.errors import DivisionByZero
from sqlalchemy import Column, Dialect, Table
from sqlalchemy.dialects.postgresql.psycopg import dialect as psycopg_dialect

from application.projections.base import NotKept
from application.projections.rows import Change, Row
from application.projections.tracking import Overtaken, Tracked
from infrastructure.eventstore.postgres_wire import Asked, Wire, number

SESSION = """
SET default_transaction_isolation = 'read committed'; SET synchronous_commit = off;
SET plan_cache_mode = force_generic_plan;
SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off
"""
"""Plans are made once per connection, perhaps while the tables are empty: only index scans stay good."""
MOVE = """
WITH moved AS (
    UPDATE tracking SET position = $2::bigint FROM (
        SELECT t.projection AS name
        FROM json_to_recordset($1::json)
            AS seen (number int, projection text, position bigint, generation text, epoch text)
        JOIN tracking t USING (projection, position, generation, epoch)
        ORDER BY seen.number FOR UPDATE OF t
    ) AS held WHERE tracking.projection = held.name RETURNING 1
)
SELECT 1 / (count(*) = $3::bigint)::int FROM moved
"""
"""Compare and set, one after the other as everybody holds them. Where not all of them stand as they were seen
it divides by zero, which undoes all that was sent with it: the commit need not wait for an answer."""
UPSERT = """
INSERT INTO {table} ({columns}) SELECT {columns} FROM json_to_recordset($1::json) AS rows ({typed})
ON CONFLICT ({keys}) DO {otherwise}
"""
DELETE = """
DELETE FROM {table} AS rows USING json_to_recordset($1::json) AS gone ({typed}) WHERE {same}
"""
NOT_OF_THE_TYPE = (TypeError, ValueError, AttributeError, ArithmeticError)
"""What is raised here and by psycopg for a value that is not of its column's type."""
_DIALECT: Dialect = psycopg_dialect()  # type: ignore[no-untyped-call]
_written = msgspec.json.Encoder().encode


class Turns:
    """A connection of its own, opened at first use, for one thread at a time."""

    def __init__(self, open: Callable[[], psycopg.Connection[Any]]) -> None:
        self._open = open
        self._one_at_a_time = threading.Lock()
        self._connection: psycopg.Connection[Any] | None = None
        self._wire: Wire

    def keep(self, known: Sequence[Tracked], position: int, changes: Iterable[Change]) -> None:
        """Raises Overtaken and NotKept."""
        try:
            asked = [_moved(known, position), *_asked(changes)]
        except NOT_OF_THE_TYPE as misfit:
            raise NotKept from misfit
        with self._one_at_a_time:
            try:
                self._patiently(asked)
            except DivisionByZero:
                raise Overtaken(", ".join(at.projection for at in known)) from None
            except (psycopg.DataError, psycopg.IntegrityError) as refused:
                raise NotKept from refused

    def _patiently(self, asked: Sequence[Asked]) -> None:
        """Once more where the connection was lost: had it been kept, it would be overtaken by itself."""
        try:
            self._together(asked)
        except psycopg.OperationalError:
            if self._connection is not None and not self._connection.closed:
                raise
            self._together(asked)

    def _together(self, asked: Sequence[Asked]) -> None:
        self._connect()
        try:
            self._wire.together(asked)
        except BaseException:
            self._wire.close_unless_fit()
            raise

    def _connect(self) -> None:
        if self._connection is None or self._connection.closed:
            self._connection = self._open()
            self._connection.autocommit = True
            self._connection.execute(SESSION)
            self._wire = Wire(self._connection)

    def close(self) -> None:
        with self._one_at_a_time:
            if self._connection is not None:
                self._connection.close()


def _moved(known: Sequence[Tracked], position: int) -> Asked:
    seen = [
        {
            "number": number,
            "projection": at.projection,
            "position": at.position,
            "generation": at.generation,
            "epoch": at.epoch,
        }
        for number, at in enumerate(known)
    ]
    return MOVE, (_written(seen), number(position), number(len(known)))


def _asked(changes: Iterable[Change]) -> Iterator[Asked]:
    for change in changes:
        of = _statements(change.table)
        if change.deleted:
            keys = (dict(zip(of.keys, key, strict=True)) for key in change.deleted)
            yield of.delete, (_written(list(map(of.bound, keys))),)
        if change.put or change.new:
            yield of.upsert, (_written([of.bound(row) for row in (*change.put, *change.new)]),)


@dataclass(frozen=True, slots=True)
class _Statements:
    """What is asked of one table."""

    upsert: str
    delete: str
    keys: Sequence[str]
    binding: Sequence[tuple[str, Callable[[Any], Any]]]

    def bound(self, row: Row) -> Row:
        """The values as the column's type binds them."""
        bound = {name: process(row[name]) for name, process in self.binding if name in row}
        return {**row, **bound} if bound else row


@lru_cache(maxsize=256)
def _statements(table: Table) -> _Statements:
    names = {column.name: _quoted(column.name) for column in table.columns}
    keys = [column.name for column in table.primary_key.columns]
    typed = {c.name: f"{names[c.name]} {c.type.compile(_DIALECT)}" for c in table.columns}
    rest = [f"{quoted} = excluded.{quoted}" for name, quoted in names.items() if name not in keys]
    upsert = UPSERT.format(
        table=_quoted(table.name),
        columns=", ".join(names.values()),
        typed=", ".join(typed.values()),
        keys=", ".join(names[key] for key in keys),
        otherwise=f"UPDATE SET {', '.join(rest)}" if rest else "NOTHING",
    )
    delete = DELETE.format(
        table=_quoted(table.name),
        typed=", ".join(typed[key] for key in keys),
        same=" AND ".join(f"rows.{names[key]} = gone.{names[key]}" for key in keys),
    )
    binding = [(c.name, process) for c in table.columns if (process := _binding(c))]
    return _Statements(upsert, delete, keys, binding)


def _binding(column: Column[Any]) -> Callable[[Any], Any] | None:
    return column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)


def _quoted(name: str) -> str:
    return _DIALECT.identifier_preparer.quote(name)
