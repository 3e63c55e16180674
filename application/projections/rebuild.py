"""What would a read model be if it were told everything again, and does the live one say the same?"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Table, select
from sqlalchemy.schema import CreateTable, DropTable

from application.ports import Clock, EventStore
from application.projections import tracking
from application.projections.base import Projection, ReadModels
from application.projections.copies import COPIED, copied, create_indexes, drop_leftovers, rename
from application.projections.runner import Runner, StandIns
from application.projections.shares import Shares

BESIDE = "~"
"""What the name of a projection ends in while it is rebuilt beside the live one."""
LOOK_AGAIN = 0.05
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not the same in both: the live row or the rebuilt one, None where it lacks."""

    projection: str
    table: str
    key: tuple[Any, ...]
    live: dict[str, Any] | None
    rebuilt: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Rebuilt:
    projection: str
    position: int


class Rebuild:
    """New tables beside the live ones, filled from the first fact on by the same runner, then indexed.

    Nothing is sent: reactions do not run. ``checked`` looks at every value of every fact again.
    """

    def __init__(
        self,
        store: EventStore,
        read_models: ReadModels,
        projections: Sequence[Projection],
        clock: Clock,
        *,
        checked: bool = False,
    ) -> None:
        self.store, self.read_models, self.projections = store, read_models, tuple(projections)
        token = f"{COPIED}{uuid4().hex[:8]}"
        self.beside: StandIns = {
            table: copied(table, token) for projection in projections for table in projection.tables
        }
        self.shares = Shares(
            store, read_models, self.projections, clock, self.beside, suffix=BESIDE, checked=checked
        )
        self.runner = Runner(
            store, read_models, projections, clock, beside=self.beside, suffix=BESIDE, checked=checked
        )

    def fill(self, up_to: int | None = None) -> None:
        """Up to a position, or the end of the record as it stands; the live tables go on meanwhile.

        In shares, each by a process of its own, where that is quicker; what is left by this one.
        """
        self._begin()
        with uncollected():
            if not self.shares.fill(self.store.head() if up_to is None else up_to):
                self._begin()
            while self.runner.advance_far(up_to=up_to):
                pass
        with self.read_models.write() as db:
            for table in self.beside.values():
                create_indexes(db, table)

    def _begin(self) -> None:
        """Empty tables, at no position yet."""
        with self.read_models.write() as db:
            for projection in self.projections:
                tracking.begin(
                    db, projection.name + BESIDE, version=projection.version, epoch=self.store.epoch
                )
            drop_leftovers(db, self.beside)
            for table in self.beside.values():
                db.execute(CreateTable(table))

    def swap(self) -> list[Rebuilt]:
        """The rebuilt tables take the place of the live ones, in one transaction."""
        with self.read_models.write() as db:
            positions = self._catch_up_with_live(db)
            for projection in self.projections:
                for table in projection.tables:
                    db.execute(DropTable(table, if_exists=True))
                    rename(db, self.beside[table], table)
                tracking.rename(db, projection.name + BESIDE, projection.name)
        return [Rebuilt(name, position) for name, position in positions.items()]

    def differences(self) -> list[Difference]:
        """Live against rebuilt at one position, row by row; at most a hundred per table."""
        with self.read_models.write() as db:
            self._catch_up_with_live(db)
            return [
                difference
                for projection in self.projections
                for table in projection.tables
                for difference in _compare(db, projection.name, table, self.beside[table])
            ]

    def drop(self) -> None:
        with self.read_models.write() as db:
            for table in self.beside.values():
                db.execute(DropTable(table, if_exists=True))
            for projection in self.projections:
                tracking.forget(db, projection.name + BESIDE)

    def _catch_up_with_live(self, db: Connection) -> dict[str, int]:
        """Hold the live runner still, then take what it took since; where each projection stands now."""
        positions: dict[str, int] = {}
        for one in self.runner.followed:
            live = tracking.hold(db, one.projection.name)
            up_to = live.position if live and live.epoch == self.store.epoch else 0
            while facts := self.runner.facts_after(one.at.position, up_to=up_to):
                self.runner.take(db, facts, [one])
                self.runner.settle([one], facts[-1].position)
            positions[one.projection.name] = one.at.position
        return positions


def rebuild(
    store: EventStore, read_models: ReadModels, projections: Sequence[Projection], clock: Clock
) -> list[Rebuilt]:
    with alone(read_models):
        return rebuilt_alone(store, read_models, projections, clock)


def rebuilt_alone(
    store: EventStore, read_models: ReadModels, projections: Sequence[Projection], clock: Clock
) -> list[Rebuilt]:
    """For who has the turn already."""
    work = Rebuild(store, read_models, projections, clock)
    try:
        work.fill()
        return work.swap()
    finally:
        work.drop()


def check(
    store: EventStore, read_models: ReadModels, projections: Sequence[Projection], clock: Clock
) -> list[Difference]:
    """Empty where the live tables are exactly what the record says, as far as they have come.

    The record is looked at as closely as it can be: a fact that no command could have told parks its stream
    here, and so shows as rows that differ.
    """
    with alone(read_models):
        work = Rebuild(store, read_models, projections, clock, checked=True)
        with read_models.read() as db:
            come_to = tracking.positions(db, [projection.name for projection in projections])
        try:
            work.fill(max(come_to, 0))
            return work.differences()
        finally:
            work.drop()


@contextmanager
def alone(read_models: ReadModels) -> Iterator[None]:
    """One rebuild at a time, in whichever process; the next waits."""
    turn = read_models.leader("rebuild")
    while not turn.try_lead():
        time.sleep(LOOK_AGAIN)
    try:
        yield
    finally:
        turn.step_down()


@contextmanager
def uncollected() -> Iterator[None]:
    """Facts are no cycles: looking for some takes half the time of reading a million of them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _compare(db: Connection, projection: str, live: Table, rebuilt: Table) -> Iterator[Difference]:
    keys = [column.name for column in live.primary_key.columns]
    missing, extra = (
        {tuple(row[k] for k in keys): dict(row) for row in db.execute(only).mappings()}
        for only in (
            select(rebuilt).except_(select(live)).limit(SHOWN),
            select(live).except_(select(rebuilt)).limit(SHOWN),
        )
    )
    for key in dict.fromkeys([*extra, *missing]):
        yield Difference(projection, live.name, key, extra.get(key), missing.get(key))
