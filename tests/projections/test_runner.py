"""Do read models and their position move together, whoever runs, races, crashes or cannot go on?"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, update

from application.ports import Recorded
from application.projections import tracking
from application.projections.base import Leader, Projection, ReadModels
from application.projections.rows import Change, Rows
from application.projections.runner import Facts, Following, Runner
from application.projections.tracking import Tracked
from domain.people.events import UnitFormed
from infrastructure import postgres_turns
from tests.projections.conftest import House
from tests.projections.tally import form, offices, tally, units

BLINDLY = "UPDATE tracking SET position = $2::bigint WHERE $1::json IS NOT NULL AND $3::bigint > 0"
THREE = {"people-a": 3}
RACED = {"people-a": 2, "people-b": 1}


class PowerCut(Exception):
    pass


class Failing:
    """Read models whose n-th transaction that writes loses its power just before it commits, or ``after``."""

    def __init__(self, real: ReadModels, fails_at: int, *, after: bool = False) -> None:
        self.real, self.left, self.after = real, fails_at, after
        self.read, self.load, self.alone = real.read, real.load, real.alone

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with self.real.write() as db:
            yield db
            self._cut(self.after)
        self._cut(not self.after)

    def keep(self, known: Sequence[Tracked], position: int, changes: Sequence[Change]) -> None:
        self._cut(self.after)
        self.real.keep(known, position, changes)
        self._cut(not self.after)

    def _cut(self, spared: bool) -> None:
        """Once for each transaction, where this is the moment."""
        if not spared:
            self.left -= 1
            if self.left == 0:
                raise PowerCut

    def leader(self, name: str) -> Leader:
        return self.real.leader(name)

    def close(self) -> None: ...


class PositionApart(Runner):
    """Planted: the position moves in a transaction of its own, before the rows are written."""

    def take(self, db: Connection, facts: Facts, followed: Sequence[Following]) -> None:
        for one in followed:
            one.rows.db = db
            one.fold(facts)
            self.write(db, one)

    def _taken_at_once(self, facts: Facts, followed: Sequence[Following]) -> bool:
        with self.read_models.write() as db:
            tracking.advance(db, [one.at for one in followed], facts[-1].position)
        self._take_whole_or_apart(facts, followed)
        return True


class RowsFirst(PositionApart):
    """Planted: the rows are written, and only then, apart, the position."""

    def _taken_at_once(self, facts: Facts, followed: Sequence[Following]) -> bool:
        seen = [one.at for one in followed]
        self._take_whole_or_apart(facts, followed)
        with self.read_models.write() as db:
            tracking.advance(db, seen, facts[-1].position)
        return True


def run_out(runner: Runner, limit: int = 2) -> None:
    while runner.advance(limit):
        pass


class OneAfterAnother(Runner):
    """As a turn is taken in which a stream stands aside."""

    def _taken_at_once(self, facts: Facts, followed: Sequence[Following]) -> bool:
        return False


def survives_power_cuts(house: House, kind: type[Runner], *, after: bool = False) -> bool:
    """Cut the power at every transaction in turn; each time somebody else goes on from what is there."""
    projection = tally()
    form(house.store, 1, 2, 3, 4, 5)
    house.opened(projection)
    for cut in range(1, 8):
        with house.read_models.write() as db:
            tracking.begin(db, "tally", version=1, epoch=house.store.epoch)
            db.execute(offices.delete())
            db.execute(units.delete())
        failing = Failing(house.read_models, cut, after=after)
        try:
            run_out(kind(house.store, failing, [projection], house.clock))
        except PowerCut:
            run_out(kind(house.store, house.read_models, [projection], house.clock))
        if house.counted() != {"people-a": 5}:
            return False
    return True


@pytest.mark.parametrize("after", [False, True], ids=["before the commit", "after it"])
@pytest.mark.parametrize("kind", [Runner, OneAfterAnother])
def test_a_power_cut_neither_loses_nor_doubles_a_fact(house: House, kind: type[Runner], after: bool) -> None:
    assert survives_power_cuts(house, kind, after=after)


@pytest.mark.parametrize("planted", [PositionApart, RowsFirst])
def test_the_trial_catches_a_position_that_moves_apart_from_its_rows(
    house: House, planted: type[Runner]
) -> None:
    assert not survives_power_cuts(house, planted)


def raced(house: House) -> dict[str, int]:
    """A runner goes on from where it stood although another went ahead; then a third takes over."""
    projection = tally()
    slow = house.opened(projection)
    form(house.store, 1)
    run_out(slow)
    form(house.store, 2)
    form(house.store, 1, office="b")
    run_out(house.opened(projection))
    slow.advance(1)
    run_out(house.opened(projection))
    return house.counted()


def test_of_two_runners_the_slower_one_is_overtaken(house: House) -> None:
    assert raced(house) == RACED


def test_the_trial_catches_a_position_that_is_set_without_comparing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blindly(db: Connection, known: Sequence[Tracked], position: int) -> None:
        db.execute(update(tracking.tracking).values(position=position))

    monkeypatch.setattr(tracking, "advance", blindly)
    monkeypatch.setattr(postgres_turns, "MOVE", BLINDLY)
    assert raced(house) != RACED


def test_many_runners_at_once_skip_nothing_and_double_nothing(house: House) -> None:
    projection = tally()
    house.opened(projection)
    form(house.store, *range(120))
    runners = [Runner(house.store, house.another(), [projection], house.clock) for _ in range(4)]
    threads = [threading.Thread(target=run_out, args=(runner, 3)) for runner in runners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert house.counted() == {"people-a": 120}
    for runner in runners:
        runner.read_models.close()


def test_rows_kept_from_batch_to_batch_are_those_of_the_database(house: House) -> None:
    runner = house.opened(tally())
    form(house.store, 1, 2)
    run_out(runner)
    form(house.store, 3)
    run_out(runner)
    form(house.store, 1, office="b")
    run_out(house.opened(tally()))

    assert house.counted() == {**THREE, "people-b": 1}


def test_a_projection_that_is_behind_takes_only_what_it_lacks(house: House) -> None:
    form(house.store, 1, 2)
    run_out(house.opened(tally()))
    seen: list[int] = []
    early = Projection("early", version=1, tables=())
    early.on(UnitFormed)(lambda rows, e, r: seen.append(r.position))
    form(house.store, 3)
    with house.read_models.write() as db:
        tracking.begin(db, "early", version=1, epoch=house.store.epoch, position=1)
    runner = Runner(house.store, house.read_models, [tally(), early], house.clock)
    run_out(runner)

    assert runner.position() == 3
    assert house.counted() == {"people-a": 3}
    assert seen == [2, 3]


def test_a_handler_that_breaks_midway_leaves_nothing_behind(house: House) -> None:
    projection = tally()
    whole = projection.handlers[UnitFormed]

    @projection.on(UnitFormed)
    def _(rows: Rows, e: UnitFormed, r: Recorded) -> None:
        whole(rows, e, r)
        if e.unit == "u2":
            raise RuntimeError("cannot take it")

    form(house.store, 1, 2)
    form(house.store, 1, office="b")
    run_out(house.opened(projection), 10)

    assert house.counted() == {"people-a": 1, "people-b": 1}
