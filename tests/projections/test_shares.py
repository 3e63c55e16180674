"""Do several processes that share a rebuild say together what one alone says, or nothing at all?"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import Connection, inspect, select, update

from application.ports import EventStore
from application.projections import PROJECTIONS, due_ledger, tracking
from application.projections.base import ReadModels
from application.projections.opening import open_read_models
from application.projections.plan_board import board
from application.projections.rebuild import BESIDE, Rebuild, check, rebuild
from application.projections.runner import Runner
from application.projections.shares import ShareRunner, dealt, may_be_shared
from domain.notice.events import NoticeRaised
from infrastructure.clock import SimulatedClock
from infrastructure.eventstore.opening import open_store
from infrastructure.hands import RebuildRefused
from infrastructure.readmodels import PostgresReadModels
from tests import servers
from tests.projections.many_plans import offices_and_plans
from tests.telling import NOON, add, told

CLOCK = SimulatedClock(NOON)
T = TypeVar("T")
World = tuple[EventStore, PostgresReadModels]


@pytest.fixture
def world(
    postgres_server: servers.Postgres, migrated_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    """A record of some plans, live read models that know it all, and three processes for a rebuild."""
    monkeypatch.setattr(PostgresReadModels, "hands", lambda self, facts: 3)
    with postgres_server.database(migrated_name) as url:
        store, read_models = open_store(url, tmp_path, unsafe=True), PostgresReadModels(url)
        open_read_models(store, read_models, PROJECTIONS, CLOCK)
        for n, fact in enumerate(offices_and_plans()):
            add(store, fact, f"fact-{n}")
        follow(store, read_models)
        yield store, read_models
        read_models.close()
        store.close()


def follow(store: EventStore, read_models: ReadModels) -> None:
    runner = Runner(store, read_models, PROJECTIONS, CLOCK)
    while runner.advance():
        pass


def shared(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[Any]]:
    """What the processes came to, rebuild by rebuild."""
    came: list[Sequence[Any]] = []
    real = PostgresReadModels.together

    def together(self: PostgresReadModels, works: Sequence[Callable[[], T]]) -> list[T]:
        done = real(self, works)
        came.append(done)
        return done

    monkeypatch.setattr(PostgresReadModels, "together", together)
    return came


def tables(read_models: ReadModels) -> list[str]:
    with read_models.read() as db:
        return sorted(inspect(db).get_table_names())


def tracked(read_models: ReadModels) -> dict[str, int]:
    with read_models.read() as db:
        return {name: at.position for name, at in tracking.tracked(db).items()}


def test_a_rebuild_in_shares_equals_what_one_process_followed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = shared(monkeypatch)

    assert check(*world, PROJECTIONS, CLOCK) == []
    assert came == [[True, True, True]]


def test_a_rebuild_in_shares_mends_what_differs_and_goes_on_from_there(world: World) -> None:
    store, read_models = world
    with read_models.write() as db:
        db.execute(update(board).values(records=7))
    done = rebuild(store, read_models, PROJECTIONS, CLOCK)

    assert {one.position for one in done} == {store.head()}
    for n, fact in enumerate(offices_and_plans()[-3:]):
        add(store, fact, f"later-{n}")
    follow(store, read_models)
    assert check(store, read_models, PROJECTIONS, CLOCK) == []
    assert not [name for name in tables(read_models) if "__" in name]


def test_one_projection_alone_is_shared_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    came = shared(monkeypatch)
    rebuild(*world, [due_ledger.projection], CLOCK)

    assert check(*world, [due_ledger.projection], CLOCK) == []
    assert came == [[True, True, True]] * 2


def test_a_fact_that_more_than_one_may_have_taken_is_left_to_one_process(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A handler that throws parks the notice; whoever holds its plan does not hold its stream."""
    store, read_models = world
    whole = due_ledger.projection.handlers[NoticeRaised]

    def choking(rows: Any, e: NoticeRaised, r: Any) -> None:
        if e.plan in {"p1", "p2", "p3"}:
            raise ValueError("what is this?")
        whole(rows, e, r)

    monkeypatch.setitem(due_ledger.projection.handlers, NoticeRaised, choking)
    came = shared(monkeypatch)
    rebuild(store, read_models, PROJECTIONS, CLOCK)
    with read_models.read() as db:
        parked = db.execute(select(tracking.quarantine.c.projection, tracking.quarantine.c.waiting)).all()

    assert False in came[0]
    assert list(map(tuple, parked)) == [("due_ledger", 0)] * 3
    assert tracked(read_models)["due_ledger"] == store.head()


def test_a_process_that_is_killed_ends_the_rebuild_and_leaves_nothing_behind(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, read_models = world
    add(store, told(offices_and_plans()[3].event, stream="plan-late"), "late")
    follow(store, read_models)
    before, positions = tables(read_models), tracked(read_models)
    real, asking = ShareRunner.take_all, os.getpid()

    def killed(self: ShareRunner, up_to: int) -> bool:
        done = real(self, up_to)
        if os.getpid() != asking:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    with monkeypatch.context() as patch:
        patch.setattr(ShareRunner, "take_all", killed)
        with pytest.raises(RebuildRefused) as broken:
            rebuild(store, read_models, PROJECTIONS, CLOCK)

    assert (broken.value.code, broken.value.facts) == ("rebuild-broken-off", {"signal": "SIGKILL"})
    assert tables(read_models) == before
    assert tracked(read_models) == positions
    assert check(store, read_models, PROJECTIONS, CLOCK) == []


def test_what_a_process_raises_is_raised_where_the_rebuild_was_asked_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tables(world[1])

    def fails(self: ShareRunner, up_to: int) -> bool:
        raise LookupError("no such thing")

    monkeypatch.setattr(ShareRunner, "take_all", fails)
    with pytest.raises(LookupError, match="no such thing"):
        rebuild(*world, PROJECTIONS, CLOCK)
    assert tables(world[1]) == before


def test_no_position_is_said_before_every_share_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = positions_beside(world, monkeypatch)

    assert seen == [dict.fromkeys((one.name + BESIDE for one in PROJECTIONS), 0)]


def test_the_trial_catches_a_position_that_is_said_too_early(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = tracking.begin

    def early(db: Connection, name: str, *, version: int, epoch: str, position: int = 0) -> Any:
        return real(db, name, version=version, epoch=epoch, position=9)

    monkeypatch.setattr(tracking, "begin", early)
    with pytest.raises(AssertionError):
        test_no_position_is_said_before_every_share_is_told(world, monkeypatch)


def positions_beside(world: World, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, int]]:
    """As they stand when every process is done and nothing is joined yet."""
    seen: list[dict[str, int]] = []
    real = PostgresReadModels.together

    def together(self: PostgresReadModels, works: Sequence[Callable[[], T]]) -> list[T]:
        done = real(self, works)
        seen.append({name: at for name, at in tracked(self).items() if name.endswith(BESIDE)})
        return done

    monkeypatch.setattr(PostgresReadModels, "together", together)
    work = Rebuild(*world, PROJECTIONS, CLOCK)
    try:
        work.fill()
    finally:
        work.drop()
    return seen


@given(some.lists(some.integers(0, 10**9), min_size=1, max_size=300), some.integers(1, 8))
def test_every_bucket_is_dealt_to_exactly_one(weights: list[int], count: int) -> None:
    shares = dealt(weights, count, ())
    loads = [sum(weights[bucket] for bucket in share.buckets) for share in shares]

    assert sorted(bucket for share in shares for bucket in share.buckets) == list(range(len(weights)))
    assert max(loads) - min(loads) <= max(weights)


def test_every_projection_of_the_house_may_be_shared() -> None:
    """One that looks at plans or notices says how: see `application.projections.base.Sharing`."""
    assert [one.name for one in PROJECTIONS if not may_be_shared(one)] == []
