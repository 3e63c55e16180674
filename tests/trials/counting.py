"""A read model for the trial of the append, kept by a process that is killed like the writers.

It counts, so that a fact taken twice or passed over shows.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from sqlalchemy import Column, Integer, String, Table, select

from application.ports import EventStore, Recorded
from application.projections.base import Projection, ReadModels, metadata
from application.projections.opening import open_read_models
from application.projections.rebuild import check
from application.projections.rows import Rows
from application.projections.runner import Runner
from infrastructure.clock import RealClock
from infrastructure.eventstore.opening import open_store
from infrastructure.readmodels import open_database
from tests.contracts.facts import Happened

counts = Table(
    "trial_counts",
    metadata,
    Column("stream", String, primary_key=True),
    Column("facts", Integer, nullable=False),
    Column("last", String, nullable=False),
)
counting = Projection("trial_counts", version=1, tables=(counts,))


@counting.on(Happened)
def _(rows: Rows, e: Happened, r: Recorded) -> None:
    known = rows.get(counts, r.stream) or {"facts": 0}
    rows.put(counts, stream=r.stream, facts=known["facts"] + 1, last=e.measure)


def opened(store: EventStore, url: str, folder: Path) -> tuple[ReadModels, Runner]:
    read_models = open_database(url, folder)
    open_read_models(store, read_models, [counting], RealClock())
    return read_models, Runner(store, read_models, [counting], RealClock())


def keep_up(url: str, folder: Path) -> None:
    """Follow the record for ever."""
    store = open_store(url, folder)
    _, runner = opened(store, url, folder)
    while True:
        if not runner.advance(limit=50):
            store.wait_beyond(runner.position(), 1.0)


def differences(store: EventStore, url: str, folder: Path, stored: Counter[str]) -> int:
    """Rows in which the live table differs from a full replay, or from the log counted by hand."""
    read_models, runner = opened(store, url, folder)
    while runner.advance():
        pass
    with read_models.read() as db:
        live = Counter({row.stream: row.facts for row in db.execute(select(counts))})
    rebuilt = check(store, read_models, [counting], RealClock())
    read_models.close()
    return len(rebuilt) + len((live - stored) | (stored - live))
