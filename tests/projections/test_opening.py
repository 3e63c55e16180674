"""May many processes open one house at once, the first time?"""

from __future__ import annotations

import multiprocessing
from pathlib import Path

from sqlalchemy import inspect, select

from application.projections.opening import open_read_models
from application.projections.rebuild import Rebuild, rebuild
from application.projections.runner import Runner
from infrastructure.clock import SimulatedClock
from infrastructure.eventstore.opening import open_store
from infrastructure.readmodels import open_database
from tests.projections.tally import form, offices, tally
from tests.telling import NOON

PROCESSES = 8


def open_and_run(url: str, data: Path, version: int) -> int:
    """What a process that just opened the house counts."""
    store, read_models = open_store(url, data, unsafe=True), open_database(url, data, unsafe=True)
    projection, clock = tally(version), SimulatedClock(NOON)
    open_read_models(store, read_models, [projection], clock)
    runner = Runner(store, read_models, [projection], clock)
    while runner.advance():
        pass
    with read_models.read() as db:
        counted = db.scalar(select(offices.c.units))
    read_models.close()
    store.close()
    return counted or 0


def test_many_that_start_together_make_the_tables_once(database_url: str, tmp_path: Path) -> None:
    store = open_store(database_url, tmp_path, unsafe=True)
    form(store, 1, 2, 3)
    store.close()

    assert all_together(database_url, tmp_path, version=1) == [3] * PROCESSES


def test_many_of_the_next_version_that_start_together_rebuild_it_once(
    database_url: str, tmp_path: Path
) -> None:
    store = open_store(database_url, tmp_path, unsafe=True)
    form(store, 1, 2, 3)
    open_and_run(database_url, tmp_path, 1)
    form(store, 4)
    store.close()

    assert all_together(database_url, tmp_path, version=2) == [4] * PROCESSES
    assert tables(database_url, tmp_path) == [
        "quarantine",
        "skipped",
        "tally_offices",
        "tally_units",
        "tracking",
    ]


def test_what_a_killed_rebuild_left_is_swept_away(database_url: str, tmp_path: Path) -> None:
    store, read_models = (
        open_store(database_url, tmp_path, unsafe=True),
        open_database(database_url, tmp_path, unsafe=True),
    )
    open_and_run(database_url, tmp_path, 1)
    Rebuild(store, read_models, [tally()], SimulatedClock(NOON)).fill()
    killed = tables(database_url, tmp_path)
    rebuild(store, read_models, [tally()], SimulatedClock(NOON))
    read_models.close()
    store.close()

    assert len(killed) == 7
    assert len(tables(database_url, tmp_path)) == 5


def all_together(url: str, data: Path, *, version: int) -> list[int]:
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        return pool.starmap(open_and_run, [(url, data, version)] * PROCESSES, chunksize=1)


def tables(url: str, data: Path) -> list[str]:
    read_models = open_database(url, data, unsafe=True)
    with read_models.read() as db:
        names = sorted(inspect(db).get_table_names())
    read_models.close()
    return names
