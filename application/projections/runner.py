"""How do read models follow the record? In batches: rows and position in one transaction, or not at all."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import structlog
from sqlalchemy import Connection, CursorResult, Select, Table
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from application.ports import Clock, EventStore, Recorded, Share, Unreadable
from application.projections import tracking
from application.projections.base import Handler, NotKept, Projection, ReadModels, fields_of
from application.projections.rows import Reads, Rows, Unfinished
from application.projections.tracking import Overtaken, Tracked
from application.projections.writing import write_rows

BATCH = 1000
REFUSED = (IntegrityError, DataError, Unfinished)
"""What the database does not take, or what no row can be made of."""
Facts = Sequence[Recorded | Unreadable]
StandIns = Mapping[Table, Table]
log = structlog.get_logger()


@dataclass(slots=True)
class Following:
    """One projection on its way: where it stands, what it keeps, which streams and facts it passes over."""

    projection: Projection
    at: Tracked
    rows: Rows
    parked: set[str]
    skips: set[int]
    waiting: Counter[str] = field(default_factory=Counter)
    newly: list[tuple[str, int, str]] = field(default_factory=list)
    handlers: dict[str, Handler] = field(init=False)

    def __post_init__(self) -> None:
        self.handlers = self.projection.by_name()

    def written(self) -> None:
        """The database has all that was taken."""
        self.rows.written()
        self.newly.clear()
        self.waiting.clear()

    def fold(self, facts: Facts) -> None:
        """Only what is beyond its position, and only what it cares about or what waits in quarantine."""
        handlers, skips, parked, rows = self.handlers, self.skips, self.parked, self.rows
        for fact in facts[bisect_right(facts, self.at.position, key=lambda f: f.position) :]:
            if parked and fact.stream in parked:
                self.waiting[fact.stream] += 1
            elif skips and fact.position in skips:
                continue
            elif isinstance(fact, Unreadable):
                self._unread(fact)
            elif handler := handlers.get(fact.event.name):
                rows.begin_fact()
                try:
                    handler(rows, fact.event, fact)
                except (DBAPIError, Unfinished):
                    raise
                except Exception as poison:  # the edge of every projection: what it throws parks one stream
                    rows.undo_fact()
                    self.park(fact, described(poison))

    def _unread(self, fact: Unreadable) -> None:
        if self.projection.cares_about(fact.name):
            self.park(fact, fact.error)

    def park(self, fact: Recorded | Unreadable, error: str) -> None:
        self.parked.add(fact.stream)
        self.newly.append((fact.stream, fact.position, error))


class Runner:
    """Keeps a set of projections true. Any number may run, in any process: a slower one is overtaken.

    ``beside`` names the tables that stand in for the live ones while they are rebuilt; ``checked`` looks
    at every value of every fact again; of a ``share`` no other facts are taken.
    """

    def __init__(
        self,
        store: EventStore,
        read_models: ReadModels,
        projections: Sequence[Projection],
        clock: Clock,
        *,
        beside: StandIns | None = None,
        suffix: str = "",
        checked: bool = False,
        share: Share | None = None,
    ) -> None:
        self.store, self.read_models, self.clock = store, read_models, clock
        self.projections, self.beside, self.suffix = tuple(projections), beside, suffix
        self.checked, self.share = checked, share
        self.fields = None if checked else fields_of(projections)
        self.followed: list[Following] = []
        self._one_at_a_time = threading.Lock()
        self._looked_at = 0

    @property
    def names(self) -> list[str]:
        return [projection.name + self.suffix for projection in self.projections]

    def position(self) -> int:
        """The position up to which all projections have come, as this runner knows it."""
        return min((f.at.position for f in self.followed), default=0)

    def advance(self, limit: int = BATCH, *, up_to: int | None = None) -> int:
        """Take the next batch, at most up to a position; the number of facts it held, 0 when none is left."""
        with self._one_at_a_time:
            while True:
                if not self.followed:
                    self.begin()
                try:
                    return self._advance(limit, up_to)
                except Overtaken:
                    self.followed = []

    def advance_far(self, *, up_to: int | None = None) -> int:
        """All that is left, or as much as fits into memory, written once; how many positions that was.

        For tables that nobody looks at yet. What is refused as a whole is taken again in batches.
        """
        with self._one_at_a_time:
            if not self.followed:
                self.begin()
            began = position = self._looked_at = self.position()
            try:
                with self.read_models.write() as db:
                    position = self.fold_far(db, position, up_to)
                    tracking.advance(db, [one.at for one in self.followed], position)
                    for one in self.followed:
                        self.write(db, one)
            except REFUSED:
                position = self._looked_at
                self._refresh(self.followed)
                while self.position() < position:
                    self._advance(BATCH, position)
            except BaseException:
                self.followed = []
                raise
            else:
                self.settle(self.followed, position)
            return position - began

    def fold_far(self, db: Connection, position: int, up_to: int | None) -> int:
        """All that is left, or as much as fits into memory; the position come to."""
        while not self._full() and (facts := self.facts_after(position, up_to=up_to)):
            position = self._looked_at = facts[-1].position
            self.fold(db, facts, self.followed)
        return position

    def begin(self) -> None:
        """Read where the projections stand."""
        with self.read_models.read() as db:
            known = tracking.tracked(db)
            self.followed = [self._begun(db, known, projection) for projection in self.projections]

    def facts_after(self, position: int, limit: int | None = None, *, up_to: int | None = None) -> Facts:
        facts = self.store.log(
            position, limit or BATCH, words=False, checked=self.checked, share=self.share, fields=self.fields
        )
        if up_to is None or not facts or facts[-1].position <= up_to:
            return facts
        return [fact for fact in facts if fact.position <= up_to]

    def take(self, db: Connection, facts: Facts, followed: Sequence[Following]) -> None:
        """Fold the facts and write what changed, within the transaction of ``db``.

        The position moves first: its row is the lock that a slower runner, a retry and a swap wait for.
        """
        tracking.advance(db, [one.at for one in followed], facts[-1].position)
        for one in followed:
            self.fold(db, facts, [one])
            self.write(db, one)

    def fold(self, db: Reads, facts: Facts, followed: Sequence[Following]) -> None:
        for one in followed:
            one.rows.db = db
            one.fold(facts)

    def _full(self) -> bool:
        return any(one.rows.full for one in self.followed)

    def _begun(self, db: Connection, known: Mapping[str, Tracked], projection: Projection) -> Following:
        at = known[projection.name + self.suffix]
        stand_ins = {table: (self.beside or {}).get(table, table) for table in projection.tables}
        return Following(
            projection,
            at,
            projection.rows(stand_ins, complete=at.position == 0),
            tracking.parked(db, at.projection),
            tracking.skips(db, projection.name),
        )

    def settle(self, followed: Sequence[Following], position: int) -> None:
        """What was taken is written: go on from there."""
        for one in followed:
            at = one.at
            one.at = Tracked(at.projection, at.version, at.epoch, position, at.generation)
            one.written()

    def _advance(self, limit: int, up_to: int | None) -> int:
        facts = self.facts_after(self.position(), limit, up_to=up_to)
        if facts:
            behind = [one for one in self.followed if one.at.position < facts[-1].position]
            if not self._taken_at_once(facts, behind):
                self._refresh(behind)
                self._take_whole_or_apart(facts, behind)
        return len(facts)

    def _taken_at_once(self, facts: Facts, followed: Sequence[Following]) -> bool:
        """The usual turn: all folded, then kept in one step, in which the positions are compared; so what was
        read before stood as it was read. False, and nothing is taken, where a stream stands aside or a row is
        refused: that goes one statement after another."""
        streams = {fact.stream for fact in facts}
        if any(not one.parked.isdisjoint(streams) for one in followed):
            return False
        try:
            with Look(self.read_models) as look:
                self.fold(look, facts, followed)
                changes = [change for one in followed for change in one.rows.changes()]
            if any(one.newly for one in followed):
                return False
            self.read_models.keep([one.at for one in followed], facts[-1].position, changes)
        except (*REFUSED, NotKept) as refused:
            log.info("projection.turn_refused", position=facts[-1].position, error=type(refused).__name__)
            return False
        except BaseException:
            self.followed = []
            raise
        self.settle(followed, facts[-1].position)
        return True

    def _take_whole_or_apart(self, facts: Facts, followed: Sequence[Following]) -> None:
        """A batch that is refused, by the database or for a row that cannot be finished, is taken apart until
        the fact that leads to it stands alone."""
        try:
            with self.read_models.write() as db:
                self.take(db, facts, followed)
        except REFUSED as refused:
            self._take_apart(facts, followed, refused)
        except BaseException:
            self.followed = []
            raise
        else:
            self.settle(followed, facts[-1].position)

    def _take_apart(
        self, facts: Facts, followed: Sequence[Following], refused: DBAPIError | Unfinished
    ) -> None:
        middle = len(facts) // 2
        if len(followed) > 1:
            parts: list[tuple[Facts, Sequence[Following]]] = [(facts, [one]) for one in followed]
        elif middle:
            parts = [(facts[:middle], followed), (facts[middle:], followed)]
        else:
            self._park_refused(facts[0], followed[0], refused)
            return
        for some, these in parts:
            self._refresh(these)
            self._take_whole_or_apart(some, these)

    def _park_refused(
        self, fact: Recorded | Unreadable, one: Following, refused: DBAPIError | Unfinished
    ) -> None:
        self._refresh([one])
        one.park(fact, described(refused))
        with self.read_models.write() as db:
            tracking.advance(db, [one.at], fact.position)
            self.write(db, one)
        self.settle([one], fact.position)

    def write(self, db: Connection, one: Following) -> None:
        write_rows(db, self.read_models, one.rows)
        name = one.at.projection
        for stream, parked_at, error in one.newly:
            tracking.park(db, name, stream, parked_at, error, self.clock.now())
            log.error("projection.stream_parked", projection=name, position=parked_at)
        tracking.count_waiting(db, name, one.waiting)

    def _refresh(self, followed: Sequence[Following]) -> None:
        """What was folded is gone with its transaction: start again from what the database holds."""
        with self.read_models.read() as db:
            known = tracking.tracked(db)
            for one in followed:
                if known[one.at.projection] != one.at:
                    raise Overtaken(one.at.projection)
                fresh = self._begun(db, known, one.projection)
                one.rows, one.parked = fresh.rows, fresh.parked
                one.newly.clear()
                one.waiting.clear()


class Look:
    """At the tables, opened when something is asked: a turn of which all rows are known needs none."""

    def __init__(self, read_models: ReadModels) -> None:
        self._read_models, self._opened = read_models, ExitStack()
        self._db: Connection | None = None

    def execute(self, statement: Select[Any], values: Mapping[str, Any], /) -> CursorResult[Any]:
        if self._db is None:
            self._db = self._opened.enter_context(self._read_models.read())
        return self._db.execute(statement, values)

    def __enter__(self) -> Look:
        return self

    def __exit__(self, *raised: object) -> None:
        self._opened.close()


def described(error: Exception) -> str:
    kind = "" if isinstance(error, Unfinished) else f"{type(error).__name__}: "
    return f"{kind}{error}"[:500]
