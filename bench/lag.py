"""How long after its commit is a fact visible in the read models, at 500 facts a second?

One process writes at that pace, one follows as ``serve`` does, and this one looks every half millisecond how
far the read models have come; the library's runner is looked at in the same way, in its turn.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

import psycopg
from eventsourcing.projection import ProjectionRunner

from bench.append_processes import FORK
from bench.command import a_library_plan
from bench.figure import PEER, VALUE, Figure, Round, median_of
from bench.ground import Ground
from bench.library import LibraryDeeds, LibraryPlan, LibraryPlans, LibraryView, environment
from bench.office import NOW, entry, found_office, logged, plan_in_force
from infrastructure.bootstrap import build
from infrastructure.clock import SimulatedClock
from infrastructure.eventstore.opening import open_store
from infrastructure.settings import Settings

PACE, MEASURES, ROUNDS = 500, 150, 3
OURS = "SELECT min(position) FROM readmodels.tracking WHERE projection <> 'reactions'"
THEIRS = "SELECT max(notification_id) FROM deeds_tracking"
Write = Callable[[int], int]
"""Writes the n-th deed; its position."""
Told = list[tuple[int, float]]
"""Positions, and when their commit was answered."""


def run(ground: Ground) -> Figure:
    each = ground.seconds / (2 * ROUNDS)
    rounds: dict[str, list[Round]] = {"p50": [], "p99": []}
    with ground.database() as url, ground.empty_database() as theirs:
        for _ in range(ROUNDS):
            lags = {VALUE: our_lag(ground, url, each), PEER: their_lag(theirs, each)}
            rounds["p50"].append({who: at(0.5, lag) for who, lag in lags.items()})
            rounds["p99"].append({who: at(0.99, lag) for who, lag in lags.items()})
    of = {name: median_of(taken, unit="ms", better="lower") for name, taken in rounds.items()}
    return replace(of["p50"], note=f"{PACE} facts/s", of=of)


def our_lag(ground: Ground, url: str, seconds: float) -> list[float]:
    with (
        apart(partial(pace, partial(our_writer, url, ground.folder), seconds)) as writing,
        apart(partial(follow, url, ground.folder)),
    ):
        return lags(writing, url, OURS)


def their_lag(url: str, seconds: float) -> list[float]:
    with (
        apart(partial(pace, partial(their_writer, url), seconds)) as writing,
        apart(partial(follow_as_the_library, url)),
    ):
        return lags(writing, url, THEIRS)


def follow(url: str, folder: Path, line: Connection) -> None:
    app = build(Settings(data=folder, database_url=url), clock=SimulatedClock(NOW))
    app.catch_up()
    stop = threading.Event()
    following = threading.Thread(target=app.follow, args=(stop,))
    following.start()
    until_closed(line)
    stop.set()
    following.join()
    app.close()


def follow_as_the_library(url: str, line: Connection) -> None:
    with ProjectionRunner(
        application_class=LibraryPlans,
        projection_class=LibraryDeeds,
        view_class=LibraryView,
        env=environment(url),
    ):
        until_closed(line)


def our_writer(url: str, folder: Path) -> Write:
    store = open_store(url, folder)
    if not store.version("people-bench"):
        found_office(store)
    stream = f"plan-p{store.head()}"
    store.append(entry(stream, 0, plan_in_force(2, MEASURES)))

    def write(n: int) -> int:
        answer, _ = store.append(entry(stream, n + 2, [logged(n, MEASURES)]))
        return answer.position

    return write


def their_writer(url: str) -> Write:
    library = LibraryPlans(env=environment(url))
    plan: LibraryPlan = library.repository.get(a_library_plan(library, 2))

    def write(n: int) -> int:
        plan.log_nth(n, f"execution-{n}", f"m{n % MEASURES + 1}")
        (recorded,) = library.save(plan)
        return recorded.notification.id

    return write


@contextmanager
def apart(work: Callable[[Connection], None]) -> Iterator[Connection]:
    """A process that is ready for its work; it ends when its line is closed."""
    ours, theirs = FORK.Pipe()
    process = FORK.Process(target=_work, args=(work, theirs, ours), daemon=True)
    process.start()
    theirs.close()
    try:
        ours.recv()
        yield ours
    finally:
        ours.close()
        process.join()


def _work(work: Callable[[Connection], None], line: Connection, of_the_other: Connection) -> None:
    of_the_other.close()
    work(line)


def until_closed(line: Connection) -> None:
    line.send("ready")
    with suppress(EOFError):
        line.recv()


def pace(writer: Callable[[], Write], seconds: float, line: Connection) -> None:
    write, told = writer(), []
    line.send("ready")
    line.recv()
    began = perf_counter()
    for n in range(int(seconds * PACE)):
        sleep(max(0.0, began + n / PACE - perf_counter()))
        told.append((write(n), perf_counter()))
    line.send(told)


def lags(writing: Connection, url: str, tracked: str) -> list[float]:
    """Milliseconds from the answer to the commit until the read models had come so far; 0 where before it."""
    sleep(0.3)
    writing.send("begin")
    seen: Told = []
    with psycopg.connect(url, autocommit=True) as connection:
        while not writing.poll():
            seen.append(looked(connection, tracked))
            sleep(0.0005)
        told: Told = writing.recv()
        end = perf_counter() + 30
        while seen[-1][0] < told[-1][0] and perf_counter() < end:
            seen.append(looked(connection, tracked))
            sleep(0.0005)
    return list(matched(told, seen))


def matched(told: Told, seen: Told) -> Iterator[float]:
    looks = iter(seen)
    position, when = next(looks)
    for written, answered in told:
        while position < written:
            position, when = next(looks)
        yield max(0.0, when - answered) * 1000


def looked(connection: psycopg.Connection[Any], tracked: str) -> tuple[int, float]:
    row = connection.execute(tracked.encode(), prepare=True).fetchone()
    return (row[0] if row and row[0] else 0), perf_counter()


def at(share: float, lags: list[float]) -> float:
    return sorted(lags)[int(share * (len(lags) - 1))]
