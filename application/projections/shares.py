"""How is a record told in several shares at once, and how do the parts of its read models become one?

Each process takes the facts of whole plans and notices, and those of all other streams. It folds them as if
nothing else were on record, into tables of its own where two would write the same row. Whatever goes beyond
that, such as a fact that cannot be taken and is in more than one share, is left to one process alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection, Table, func, insert, select, union_all
from sqlalchemy.schema import CreateTable, DropTable

from application.ports import Clock, EventStore, Recorded, Share, Unreadable
from application.projections import tracking
from application.projections.base import Projection, ReadModels
from application.projections.copies import copied
from application.projections.rows import Reads
from application.projections.runner import REFUSED, Facts, Following, Runner, StandIns
from domain.messages import Event

SPLIT = ("plan-", "notice-")
"""How the names of the streams begin that are dealt out: they are many, and hardly speak of each other."""
KINDS = frozenset({"plan", "run", "notice"})
"""The categories of the facts in them."""


@dataclass(frozen=True, slots=True)
class Shares:
    """A rebuild that may be shared out. ``beside`` names the tables that stand in for the live ones."""

    store: EventStore
    read_models: ReadModels
    projections: Sequence[Projection]
    clock: Clock
    beside: StandIns
    suffix: str
    checked: bool = False
    own: dict[int, dict[Table, Table]] = field(default_factory=dict)
    """The tables that a share keeps to itself, until all are done."""

    def fill(self, up_to: int) -> bool:
        """All facts up to a position; False, and nothing is done, where one process must tell them."""
        count = self.read_models.hands(up_to)
        if count < 2 or not all(map(may_be_shared, self.projections)):
            return False
        shares = dealt(self.store.weights(SPLIT), count, everywhere(self.projections))
        self._make(count)
        try:
            works = [partial(self._take, number, share, up_to) for number, share in enumerate(shares)]
            told = all(self.read_models.together(works))
            if told:
                self._join(up_to)
        finally:
            self._drop()
        return told

    def _take(self, number: int, share: Share, up_to: int) -> bool:
        """In a process of its own. Without sharing a projection is told by the first alone."""
        mine = [one for one in self.projections if one.sharing or not number]
        beside = {**self.beside, **self.own[number]}
        runner = ShareRunner(
            self.store,
            self.read_models,
            mine,
            self.clock,
            beside=beside,
            suffix=self.suffix,
            checked=self.checked,
            share=share,
        )
        return runner.take_all(up_to)

    def _make(self, count: int) -> None:
        for number in range(count):
            self.own[number] = {
                table: copied(self.beside[table], f"_{number}")
                for table in own_tables(self.projections, number)
            }
        with self.read_models.write() as db:
            for table in self._owned():
                db.execute(CreateTable(table))

    def _join(self, up_to: int) -> None:
        """Sums are added up, and only then the position is said: before that nothing was told."""
        with self.read_models.write() as db:
            for projection in self.projections:
                for table in projection.sharing.summed if projection.sharing else ():
                    _add_up(db, self.beside[table], [own[table] for own in self.own.values()])
            known = tracking.tracked(db)
            tracking.advance(db, [known[one.name + self.suffix] for one in self.projections], up_to)

    def _drop(self) -> None:
        with self.read_models.write() as db:
            for table in self._owned():
                db.execute(DropTable(table, if_exists=True))

    def _owned(self) -> Iterator[Table]:
        for own in self.own.values():
            yield from own.values()


class ShareRunner(Runner):
    """Tells its projections the facts of one share, from the first on, and says of no position."""

    def __init__(
        self,
        store: EventStore,
        read_models: ReadModels,
        projections: Sequence[Projection],
        clock: Clock,
        *,
        beside: StandIns,
        suffix: str,
        checked: bool,
        share: Share,
    ) -> None:
        super().__init__(
            store, read_models, projections, clock, beside=beside, suffix=suffix, checked=checked, share=share
        )
        self._share = share

    def take_all(self, up_to: int) -> bool:
        """False where a fact was refused that others may have taken, or the database refused a row."""
        self.begin()
        position, last = -1, 0
        try:
            while position < last:
                position = last
                with self.read_models.write() as db:
                    last = self.fold_far(db, position, up_to)
                    for one in self.followed:
                        self.write(db, one)
                for one in self.followed:
                    one.written()
        except (*REFUSED, NotAlone):
            return False
        return True

    def fold(self, db: Reads, facts: Facts, followed: Sequence[Following]) -> None:
        away = [fact for fact in facts if _name(fact) in self._share.everywhere]
        for one in followed:
            strange = {fact.position for fact in away if not self._is_for(one, fact)}
            mine = [fact for fact in facts if fact.position not in strange] if strange else facts
            super().fold(db, mine, [one])
            if one.projection.sharing and not all(self._holds(stream) for stream, _, _ in one.newly):
                raise NotAlone

    def _is_for(self, one: Following, fact: Recorded | Unreadable) -> bool:
        sharing, stream = one.projection.sharing, fact.stream
        if sharing is None:
            return True
        if isinstance(fact, Recorded) and (speaks_of := sharing.of.get(Event.registry[fact.event.name])):
            stream = speaks_of(fact.event)
        return self.store.bucket_of(stream) in self._share.buckets

    def _holds(self, stream: str) -> bool:
        return stream.startswith(SPLIT) and self.store.bucket_of(stream) in self._share.buckets


class NotAlone(Exception):
    """A fact could not be taken here that is in other shares too, where it may have been."""


def may_be_shared(projection: Projection) -> bool:
    """One that says how, or one that looks at nothing that is dealt out."""
    return projection.sharing is not None or not any(_category(kind) in KINDS for kind in projection.handlers)


def everywhere(projections: Sequence[Projection]) -> tuple[str, ...]:
    """The facts that speak of rows of another stream, by name, also of old."""
    kinds = {kind for one in projections if one.sharing for kind in one.sharing.of}
    old = {name for name, kind in Event.former.items() if kind in kinds}
    return tuple(sorted({kind.name for kind in kinds} | old))


def own_tables(projections: Sequence[Projection], number: int) -> Iterator[Table]:
    for one in projections:
        if one.sharing:
            yield from one.sharing.summed
            yield from one.sharing.alike if number else ()


def dealt(weights: Sequence[int], count: int, everywhere: tuple[str, ...]) -> list[Share]:
    """Every bucket to exactly one share: the heaviest first, each to the one that has least so far."""
    hands: list[set[int]] = [set() for _ in range(count)]
    loads = [0] * count
    for bucket in sorted(range(len(weights)), key=lambda b: weights[b], reverse=True):
        least = min(range(count), key=lambda n: (loads[n], len(hands[n])))
        hands[least].add(bucket)
        loads[least] += weights[bucket]
    return [Share(frozenset(buckets), SPLIT, everywhere) for buckets in hands]


def _add_up(db: Connection, whole: Table, parts: Sequence[Table]) -> None:
    keys = [column.name for column in whole.primary_key.columns]
    every = union_all(*(select(part) for part in parts)).subquery()
    columns = [
        every.c[c.name] if c.name in keys else func.sum(every.c[c.name], type_=c.type) for c in whole.columns
    ]
    summed = select(*columns).group_by(*(every.c[key] for key in keys))
    db.execute(insert(whole).from_select([c.name for c in whole.columns], summed))


def _category(kind: type[Event]) -> str:
    return kind.name.partition(".")[0]


def _name(fact: Recorded | Unreadable) -> str:
    return fact.name if isinstance(fact, Unreadable) else fact.event.name
