"""How far has each read model come, and which streams stand aside?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from application.projections.base import Instant

bookkeeping = MetaData()
REACTIONS = "reactions"
"""The name under which the reactions keep their position; they have no rows."""

tracking = Table(
    "tracking",
    bookkeeping,
    Column("projection", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("epoch", String, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("generation", String, nullable=False),
)
quarantine = Table(
    "quarantine",
    bookkeeping,
    Column("projection", String, primary_key=True),
    Column("stream", String, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("error", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("waiting", BigInteger, nullable=False),
)
skipped = Table(
    "skipped",
    bookkeeping,
    Column("projection", String, primary_key=True),
    Column("stream", String, primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
)


_ADVANCE = (
    update(tracking)
    .where(
        tracking.c.projection == bindparam("seen_projection"),
        tracking.c.position == bindparam("seen_position"),
        tracking.c.generation == bindparam("seen_generation"),
        tracking.c.epoch == bindparam("seen_epoch"),
    )
    .values(position=bindparam("to"))
)


class Overtaken(Exception):
    """Somebody else moved this read model on; what was folded here is worth nothing."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """Where a read model stands. ``generation`` changes whenever its rows change otherwise than by facts."""

    projection: str
    version: int
    epoch: str
    position: int
    generation: str


def tracked(db: Connection) -> dict[str, Tracked]:
    return {row.projection: Tracked(*row) for row in db.execute(select(tracking))}


def positions(db: Connection, names: Iterable[str]) -> int:
    """The position up to which all of these have come; -1 where one of them has not begun."""
    wanted = set(names)
    found = db.execute(
        select(func.count(), func.min(tracking.c.position)).where(tracking.c.projection.in_(wanted))
    )
    count, position = found.one()
    return -1 if count < len(wanted) else (position or 0)


def begin(db: Connection, name: str, *, version: int, epoch: str, position: int = 0) -> Tracked:
    """From zero, whatever was known before under this name."""
    db.execute(delete(tracking).where(tracking.c.projection == name))
    db.execute(delete(quarantine).where(quarantine.c.projection == name))
    new = Tracked(name, version, epoch, position, uuid4().hex)
    db.execute(
        insert(tracking).values(
            projection=name, version=version, epoch=epoch, position=position, generation=new.generation
        )
    )
    return new


def advance(db: Connection, known: Sequence[Tracked], position: int) -> None:
    """Compare and set, in the transaction that writes the rows; raises Overtaken."""
    moved = db.execute(_ADVANCE, [_seen(at) | {"to": position} for at in known]).rowcount
    if moved != len(known):
        raise Overtaken(", ".join(at.projection for at in known))


def hold(db: Connection, name: str) -> Tracked | None:
    """Where this read model stands; no runner moves it until the transaction ends."""
    found = db.execute(select(tracking).where(tracking.c.projection == name).with_for_update()).one_or_none()
    return Tracked(*found) if found else None


def new_generation(db: Connection, name: str) -> None:
    """Every runner that keeps rows of this read model must read them again. Locks the row."""
    db.execute(update(tracking).where(tracking.c.projection == name).values(generation=uuid4().hex))


def rename(db: Connection, old: str, new: str) -> None:
    """The read model ``old`` takes the place of ``new``."""
    for table in (tracking, quarantine):
        db.execute(delete(table).where(table.c.projection == new))
        db.execute(update(table).where(table.c.projection == old).values(projection=new))


def forget(db: Connection, name: str) -> None:
    for table in (tracking, quarantine):
        db.execute(delete(table).where(table.c.projection == name))


def parked(db: Connection, name: str) -> set[str]:
    return set(db.scalars(select(quarantine.c.stream).where(quarantine.c.projection == name)))


def park(db: Connection, name: str, stream: str, position: int, error: str, now: datetime) -> None:
    db.execute(
        insert(quarantine).values(
            projection=name, stream=stream, position=position, error=error, since=now, waiting=0
        )
    )


def count_waiting(db: Connection, name: str, waiting: Mapping[str, int]) -> None:
    for stream, more in waiting.items():
        db.execute(
            update(quarantine)
            .where(quarantine.c.projection == name, quarantine.c.stream == stream)
            .values(waiting=quarantine.c.waiting + more)
        )


def skips(db: Connection, name: str) -> set[int]:
    """Positions that a person decided to leave out of this read model."""
    return set(db.scalars(select(skipped.c.position).where(skipped.c.projection == name)))


def _seen(known: Tracked) -> dict[str, Any]:
    return {
        "seen_projection": known.projection,
        "seen_position": known.position,
        "seen_generation": known.generation,
        "seen_epoch": known.epoch,
    }
