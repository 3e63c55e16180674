"""Do read models and reactions keep up, in one process or several, and does a reader see its own writes?"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import pytest

from application.folding import States
from application.following import CatchUpTimedOut, Follower
from application.projections.opening import open_read_models
from application.projections.runner import Runner
from application.reactions.runner import ReactionRunner
from infrastructure.clock import SimulatedClock
from infrastructure.eventstore.opening import open_store
from infrastructure.readmodels import open_database
from tests.projections.conftest import House
from tests.projections.tally import form, tally
from tests.telling import NOON

SOON = 10.0


def follower_of(house: House) -> Follower:
    """Runners and a turn of their own, as another process would have them."""
    read_models, projection = house.another(), tally()
    open_read_models(house.store, read_models, [projection], house.clock)
    projecting = Runner(house.store, read_models, [projection], house.clock)
    reacting = ReactionRunner(States(house.store), read_models, (), house.clock)
    return Follower(house.store, read_models, projecting, reacting)


@contextmanager
def following(follower: Follower) -> Iterator[threading.Thread]:
    stop = threading.Event()
    thread = threading.Thread(target=follower.follow, args=(stop,))
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(SOON)
        assert not thread.is_alive()


def test_what_was_just_written_can_be_waited_for(house: House) -> None:
    follower = follower_of(house)
    with following(follower):
        for n in range(1, 6):
            form(house.store, n)
            assert follower.wait_for(house.store.head(), SOON)
            assert house.counted() == {"people-a": n}


def test_another_process_may_wait_too(house: House) -> None:
    reader = follower_of(house)
    with following(follower_of(house)):
        form(house.store, 1, 2)
        assert reader.wait_for(2, SOON)


def test_waiting_ends_when_nobody_follows(house: House) -> None:
    form(house.store, 1)
    assert not follower_of(house).wait_for(1, 0.05)


def test_catching_up_does_the_work_where_nobody_leads(house: House) -> None:
    form(house.store, 1, 2, 3)
    assert follower_of(house).catch_up() == 3
    assert house.counted() == {"people-a": 3}


def test_catching_up_waits_where_somebody_else_leads(house: House) -> None:
    with following(follower_of(house)):
        form(house.store, 1, 2, 3)
        assert follower_of(house).catch_up(SOON) == 3


def test_catching_up_says_when_the_leader_does_not_move(house: House) -> None:
    leader = house.another().leader("followers")
    assert leader.try_lead()
    form(house.store, 1)
    with pytest.raises(CatchUpTimedOut):
        follower_of(house).catch_up(0.05)
    leader.step_down()


def test_one_leads_and_the_next_takes_over(house: House) -> None:
    one, other = (house.another().leader("followers") for _ in range(2))

    assert one.try_lead()
    assert one.try_lead()
    assert not other.try_lead()
    one.step_down()
    assert other.try_lead()
    other.step_down()


def test_a_follower_that_stumbles_goes_on(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    follower = follower_of(house)
    advance, stumbles = follower.projecting.advance, iter([True])

    def stumble_once() -> int:
        if next(stumbles, False):
            raise ConnectionError("the server went away")
        return advance()

    monkeypatch.setattr("application.following.STUMBLE", 0.01)
    monkeypatch.setattr(follower.projecting, "advance", stumble_once)
    form(house.store, 1)
    with following(follower):
        assert follower.wait_for(1, SOON)
    assert follower.stumbles == 1


def test_a_fact_that_comes_while_others_are_told_is_not_waited_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was heard of before the follower lay down to sleep."""
    follower = follower_of(house)
    advance, late = follower.projecting.advance, iter([2, 3])

    def while_others_are_told() -> int:
        moved = advance()
        if moved and (unit := next(late, 0)):
            form(house.store, unit)
        return moved

    monkeypatch.setattr("application.following.IDLE", 10 * SOON)
    monkeypatch.setattr(follower.projecting, "advance", while_others_are_told)
    with following(follower):
        form(house.store, 1)
        assert follower.wait_for(3, SOON)
        follower.projecting.advance = advance  # type: ignore[method-assign]
        form(house.store, 4)
        assert follower.wait_for(4, SOON)
        form(house.store, 5)


def test_a_full_batch_is_looked_beyond(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    follower = follower_of(house)
    monkeypatch.setattr("application.following.FULL", 2)
    monkeypatch.setattr("application.following.IDLE", 10 * SOON)
    advance = follower.projecting.advance
    monkeypatch.setattr(follower.projecting, "advance", lambda: advance(2))
    form(house.store, 1, 2, 3, 4, 5)
    with following(follower):
        assert follower.wait_for(5, SOON)
        form(house.store, 6)


def lead_until_killed(url: str, data: Path, leads: Pipe) -> None:
    store, read_models = open_store(url, data, unsafe=True), open_database(url, data, unsafe=True)
    clock = SimulatedClock(NOON)
    projecting = Runner(store, read_models, [tally()], clock)
    follower = Follower(store, read_models, projecting, ReactionRunner(States(store), read_models, (), clock))
    assert follower.leader.try_lead()
    leads.send("leads")
    follower.follow(threading.Event())


def test_when_the_leader_is_killed_another_takes_over(house: House) -> None:
    context = multiprocessing.get_context("spawn")
    leads, told = context.Pipe(duplex=False)
    process = context.Process(target=lead_until_killed, args=(house.url, house.data, told), daemon=True)
    process.start()
    assert leads.poll(60)
    with following(follower_of(house)):
        form(house.store, 1)
        assert follower_of(house).wait_for(1, SOON), "the leader keeps up"
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join(SOON)
        form(house.store, 2)
        killed = time.monotonic()
        assert follower_of(house).wait_for(2, SOON), "the other took over"
        assert time.monotonic() - killed < 5
    assert house.counted() == {"people-a": 2}


def test_eight_that_catch_up_at_once_take_each_fact_once(house: House) -> None:
    followers = [follower_of(house) for _ in range(8)]
    form(house.store, *range(40))
    reached: list[int] = []
    threads = [threading.Thread(target=lambda f=f: reached.append(f.catch_up())) for f in followers]
    start_and_join(threads)

    assert reached == [40] * 8
    assert house.counted() == {"people-a": 40}


def start_and_join(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)


def test_what_is_shown_is_known_also_where_another_process_keeps_it(house: House) -> None:
    """A probe of a process that does not lead must not say that nothing is shown."""
    keeper = house.opened(tally())
    form(house.store, 1, 2)
    while keeper.advance():
        pass
    onlooker = follower_of(house)
    assert onlooker.projecting.position() == 0
    assert onlooker.shown() == house.store.head()
