"""A projection answers one question: its tables, and functions that keep them true, fact by fact.

```python
board = Table("plan_board", metadata, Column("plan", String, primary_key=True), …)
projection = Projection("plan_board", version=1, tables=(board,))


@projection.on(PlanDrafted)
def _(rows: Rows, e: PlanDrafted, r: Recorded) -> None:
    rows.put(board, plan=r.stream, title=e.document.header.title)
```
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    any_,
    literal,
)
from sqlalchemy.dialects.postgresql import ARRAY

from application.ports import Fields, Recorded
from application.projections.rows import Change, Finish, Reckon, Row, Rows
from domain.messages import Event

if TYPE_CHECKING:
    from application.projections.tracking import Tracked

metadata = MetaData()
Handler = Callable[[Rows, Any, Recorded], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sharing:
    """How several processes can tell a projection everything again, each the plans and notices of its share.

    What they say of their own streams they say in their own rows. ``of`` names, for a fact that speaks of
    another stream's rows, that stream. Of the ``alike`` tables every process makes all rows, as they follow
    from streams that are in every share. In ``summed`` tables every column but the key adds up.
    """

    of: Mapping[type[Event], Callable[[Any], str]] = field(default_factory=dict)
    alike: tuple[Table, ...] = ()
    summed: tuple[Table, ...] = ()


class Projection:
    """One question. A changed meaning or table needs the next ``version``: it is then rebuilt at start.

    The tables belong to the projection alone: nothing else writes to them, a rebuild replaces them whole.
    Without ``sharing`` one process tells it all.
    """

    def __init__(
        self,
        name: str,
        *,
        version: int,
        tables: Sequence[Table],
        sharing: Sharing | None = None,
        together: Mapping[Table, int] | None = None,
    ) -> None:
        """``together``: who asks for a row of this table soon asks for the others whose keys begin with the
        same so many columns, and there are not many; they are read at once."""
        self.together = together or {}
        self.name, self.version, self.tables, self.sharing = name, version, tuple(tables), sharing
        self.handlers: dict[type[Event], Handler] = {}
        self.reads: dict[type[Event], frozenset[str]] = {}
        self.finishes: dict[Table, Finish] = {}
        self.reckon: Reckon | None = None

    def on(self, *kinds: type[Event], reads: Iterable[str] | None = None) -> Callable[[Handler], Handler]:
        """``reads`` names all that the handler looks at in a fact of which there are many, or which is large:
        ``document.period`` within another field. The rest may not be there when it is told."""

        def register(handler: Handler) -> Handler:
            for kind in kinds:
                self.handlers[kind] = handler
                self.reads.pop(kind, None)
                if reads is not None:
                    self.reads[kind] = frozenset(reads)
            return handler

        return register

    def finishes_rows_of(self, table: Table) -> Callable[[Finish], Finish]:
        """Once for each changed row, before it is written: the columns that follow from its others alone.

        No handler sets or reads them, so that it does not matter after how many facts they are said.
        """

        def register(finish: Finish) -> Finish:
            self.finishes[table] = finish
            return finish

        return register

    def reckons(self, reckon: Reckon) -> Reckon:
        """Once for each key that handlers left to `Rows.reckon_later`: the rows that follow from others.

        It must say the same whenever it is asked, however many facts came since: a handler that changes what
        else it looks at, or reads what it says, calls `Rows.reckon_now` first.
        """
        self.reckon = reckon
        return reckon

    def rows(self, tables: Mapping[Table, Table], *, complete: bool = False) -> Rows:
        """What its handlers change: see there."""
        return Rows(
            tables,
            complete=complete,
            finishes=self.finishes,
            reckon=self.reckon,
            together=self.together,
        )

    def by_name(self) -> dict[str, Handler]:
        """A fact of which little is read is an object of the event's name, not of its class."""
        return {kind.name: handler for kind, handler in self.handlers.items()}

    def cares_about(self, fact_name: str) -> bool:
        """Does it look at facts of this kind of stream at all?"""
        category = fact_name.partition(".")[0]
        return any(kind.name.partition(".")[0] == category for kind in self.handlers)


def fields_of(projections: Iterable[Projection]) -> Fields:
    """What these look at in the facts of each name; nothing in a fact that none of them handles."""
    wanted: dict[type[Event], frozenset[str] | None] = dict.fromkeys(Event.registry.values(), frozenset())
    for one in projections:
        for kind in one.handlers:
            known, more = wanted.get(kind, frozenset()), one.reads.get(kind)
            wanted[kind] = None if known is None or more is None else known | more
    named = {**Event.registry, **Event.former}
    return Fields({name: some for name, kind in named.items() if (some := wanted[kind]) is not None})


class Leader(Protocol):
    """At most one process leads at a time; whoever dies leads no more."""

    def try_lead(self) -> bool:
        """True while this process leads, and from now on if nobody did."""

    def step_down(self) -> None: ...


class NotKept(Exception):
    """A row does not fit into its table; written by itself it tells which, and why."""


class ReadModels(Protocol):
    """Where projections keep their rows."""

    def read(self) -> AbstractContextManager[Connection]:
        """A look at the tables."""

    def write(self) -> AbstractContextManager[Connection]:
        """One transaction; committed at the end of the block, undone by an exception."""

    def keep(self, known: Sequence[Tracked], position: int, changes: Sequence[Change]) -> None:
        """The rows of a turn, and how far it came, in one transaction and as few steps as it takes.

        Raises Overtaken where one of the read models does not stand as it is ``known``, and NotKept or
        DBAPIError for a row that does not fit; nothing is kept then.
        """

    def alone(self, db: Connection) -> None:
        """Until the transaction ends no other process is in such a transaction."""

    def load(self, db: Connection, table: Table, rows: Iterable[Row]) -> None:
        """Insert rows that the table has not, as fast as the database takes them."""

    def leader(self, name: str) -> Leader: ...

    def hands(self, facts: int) -> int:
        """How many processes fill tables faster than one where so many facts are to be told; 1 where none."""

    def together(self, works: Sequence[Callable[[], T]]) -> list[T]:
        """The first work by this process, each other one by its own, which opens what it needs anew.

        What they came to, in this order. What one of them raises ends the others and is raised here. Raises
        Refused("rebuild-broken-off") for one that was ended from outside.
        """

    def close(self) -> None: ...


class Instant(TypeDecorator[datetime]):
    """An aware UTC moment on either database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Amount(TypeDecorator[Decimal]):
    """A quantity in thousandths: exact and summable on either database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value * 1000)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else of_thousandths(int(value))


def is_one_of(db: Connection, column: ColumnElement[str], values: Sequence[str]) -> ColumnElement[bool]:
    """PostgreSQL takes all values as one: the statement is then the same for any number of them."""
    if db.dialect.name == "postgresql":
        return column == any_(literal(values, ARRAY(String)))
    return column.in_(values)


def of_thousandths(number: int) -> Decimal:
    whole, rest = divmod(number, 1000)
    return Decimal(number) / 1000 if rest else Decimal(whole)


class Listed(TypeDecorator[Any]):
    """A short list or map of plain values, as canonical JSON text that two tables can be compared by."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)
