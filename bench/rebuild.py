"""How many facts a second does a read model take when it is told everything again?

Ours is what `onrecord rebuild due_ledger` does, in as many processes as it takes: a row for each deed and a
row for what its measure has come to, in new tables beside the live ones, swapped at the end. The library's
view writes the same two rows for each fact. The floor copies the rows that come out, ready made.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import perf_counter, sleep
from typing import Any

import psycopg
from eventsourcing.projection import ProjectionRunner

from application.app import App
from application.projections import PROJECTIONS, rebuild
from application.projections.due_ledger import projection as due_ledger
from bench.command import a_library_plan
from bench.figure import FLOOR, PEER, VALUE, Figure, Round, median_of
from bench.ground import Ground
from bench.library import LibraryDeeds, LibraryPlans, LibraryView, environment
from bench.office import NOW, entry, found_office, plan_in_force
from infrastructure.bootstrap import build
from infrastructure.clock import SimulatedClock
from infrastructure.settings import Settings

PLANS, FACTS, MEASURES = 40, 500, 150
ROUNDS = 3


def run(ground: Ground) -> Figure:
    with record(ground) as (app, url), ground.empty_database() as theirs:
        library = LibraryPlans(env=environment(theirs))
        for _ in range(10):
            a_library_plan(library, FACTS)
        library.close()
        app.catch_up()
        ways = {"due_ledger": [due_ledger], "all of them": list(PROJECTIONS)}
        each = ground.seconds / (ROUNDS * 6)
        rounds: dict[str, list[Round]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            beside = {FLOOR: copied(url), PEER: watched(theirs, each)}
            for name, projections in ways.items():
                rounds[name].append({VALUE: rebuilt(app, projections), **beside})
        of = {name: median_of(taken, unit="facts/s") for name, taken in rounds.items()}
        note = f"{PLANS * FACTS} facts, {app.read_models.hands(app.store.head())} processes"
    return replace(of["due_ledger"], note=note, of=of)


@contextmanager
def record(ground: Ground) -> Iterator[tuple[App, str]]:
    """A house with plans that were carried out for a while."""
    with ground.database() as url:
        app = build(Settings(data=ground.folder, database_url=url), clock=SimulatedClock(NOW))
        try:
            found_office(app.store)
            for n in range(PLANS):
                app.store.append(entry(f"plan-p{n}", 0, plan_in_force(FACTS, MEASURES)))
            yield app, url
        finally:
            app.close()


def rebuilt(app: App, projections: list[Any]) -> float:
    head, began = app.store.head(), perf_counter()
    rebuild.rebuild(app.store, app.read_models, projections, app.clock)
    return head / (perf_counter() - began)


def copied(url: str) -> float:
    """The rows of the ledger into empty tables of the same shape."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET search_path TO readmodels, public")
        facts = _count(connection, "stored_events")
        tables = [table.name for table in due_ledger.tables]
        rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
        began = perf_counter()
        for name in tables:
            connection.execute(f"CREATE TABLE floor_{name} (LIKE {name} INCLUDING ALL)")
            with connection.cursor().copy(f"COPY floor_{name} FROM STDIN") as copy:
                for row in rows[name]:
                    copy.write_row(row)
        took = perf_counter() - began
        for name in tables:
            connection.execute(f"DROP TABLE floor_{name}")
        return facts / took


def watched(url: str, seconds: float) -> float:
    """What the library's runner comes to in so many seconds, from the first fact on."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS deeds_tracking, deeds, owed")
        with ProjectionRunner(
            application_class=LibraryPlans,
            projection_class=LibraryDeeds,
            view_class=LibraryView,
            env=environment(url),
        ) as runner:
            began = perf_counter()
            sleep(seconds)
            return (runner.view.max_tracking_id(LibraryPlans.name) or 0) / (perf_counter() - began)


def _count(connection: psycopg.Connection[Any], table: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert found is not None
    return int(found[0])
