"""Which streams stand aside because a projection could not take one of their facts, and what ends that?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from application.ports import Clock, EventStore, Recorded, Unreadable, UnreadableFact
from application.projections import tracking
from application.projections.base import Projection, ReadModels
from application.projections.runner import Facts, Following
from application.projections.tracking import quarantine, skipped
from application.projections.writing import write_rows


@dataclass(frozen=True, slots=True)
class Released:
    """How a retry ended: facts taken now, and the error that parks the stream still ("" where none does)."""

    taken: int
    error: str = ""


def parked_streams(db: Connection) -> Sequence[Row[Any]]:
    """Rows of (projection, stream, position, error, since, waiting): what a person must look at."""
    return db.execute(select(quarantine).order_by(quarantine.c.since, quarantine.c.stream)).all()


def retry(
    store: EventStore, read_models: ReadModels, projection: Projection, stream: str, clock: Clock
) -> Released:
    """Give the projection the facts of the stream that it missed, in one transaction."""
    with read_models.write() as db:
        return _retry(db, store, read_models, projection, stream, clock)


def skip(
    store: EventStore,
    read_models: ReadModels,
    projection: Projection,
    stream: str,
    reason: str,
    clock: Clock,
) -> Released:
    """Leave the fact that parks the stream out of this projection for good, a rebuild included."""
    with read_models.write() as db:
        where = _where(projection.name, stream)
        if position := db.scalar(select(quarantine.c.position).where(*where)):
            db.execute(
                insert(skipped).values(
                    projection=projection.name,
                    stream=stream,
                    position=position,
                    reason=reason,
                    at=clock.now(),
                )
            )
        return _retry(db, store, read_models, projection, stream, clock)


def _retry(
    db: Connection,
    store: EventStore,
    read_models: ReadModels,
    projection: Projection,
    stream: str,
    clock: Clock,
) -> Released:
    tracking.new_generation(db, projection.name)
    at = tracking.tracked(db)[projection.name]
    where = _where(projection.name, stream)
    first = db.scalar(select(quarantine.c.position).where(*where))
    if first is None:
        return Released(taken=0)
    missed = [f for f in _facts(store, stream) if first <= f.position <= at.position]
    one = Following(
        projection,
        replace(at, position=first - 1),
        projection.rows({table: table for table in projection.tables}),
        set(),
        tracking.skips(db, projection.name),
    )
    one.rows.db = db
    one.fold(missed)
    write_rows(db, read_models, one.rows)
    db.execute(delete(quarantine).where(*where))
    taken = sum(fact.position not in one.skips for fact in missed)
    for _, position, error in one.newly:
        tracking.park(db, projection.name, stream, position, error, clock.now())
        tracking.count_waiting(db, projection.name, one.waiting)
        return Released(taken - 1 - one.waiting[stream], error)
    return Released(taken)


def _facts(store: EventStore, stream: str) -> Facts:
    """The stream as far as it can be read; what cannot be read ends it."""
    try:
        return store.stream(stream)
    except UnreadableFact as unreadable:
        row: Unreadable = unreadable.row
        readable: Sequence[Recorded] = store.stream(stream, up_to=row.version - 1)
        return [*readable, row]


def _where(projection: str, stream: str) -> tuple[Any, Any]:
    return quarantine.c.projection == projection, quarantine.c.stream == stream
