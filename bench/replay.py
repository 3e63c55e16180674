"""How many facts a second are read from the record of a million, as facts?

The floor fetches the rows and looks at none of them. The library reads its own log, and turns it into its
own events; its facts are the same deeds.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Any

import psycopg

from application.ports import Recorded
from bench.command import a_library_plan
from bench.figure import FLOOR, PEER, VALUE, Figure, median_of
from bench.ground import Ground
from bench.library import LibraryPlans, environment
from bench.office import OFFICE, found_office
from bench.sample import Sample, sample_of
from infrastructure.eventstore.store import RecordStore

FACTS = 1_000_000
BATCH = 5_000
ROUNDS = 4
PEERS_FACTS = 5_000

MANY = """
INSERT INTO stored_events (originator_id, originator_version, topic, state, organisation)
SELECT 'plan-many-' || n / 1000, n %% 1000 + 1, %(topic)s, %(state)s, %(office)s
FROM generate_series(0, %(facts)s - 1) AS n ORDER BY n
"""


def run(ground: Ground) -> Figure:
    with ground.store() as (store, url), ground.empty_database() as theirs:
        found_office(store)
        seed(url, sample_of(store, url))
        library = LibraryPlans(env=environment(theirs))
        for _ in range(PEERS_FACTS // 500):
            a_library_plan(library, 500)
        first, share = store.head() - FACTS, FACTS // ROUNDS
        with psycopg.connect(url, autocommit=True) as connection:
            rounds = [
                {
                    VALUE: replayed(store, after, share),
                    FLOOR: fetched(connection, after, share),
                    PEER: read_by_the_library(library),
                }
                for after in range(first, first + FACTS, share)
            ]
        library.close()
    return median_of(rounds, unit="facts/s", note=f"{FACTS} facts")


def seed(url: str, sample: Sample) -> None:
    """Written straight into the table: how they come there is another job's question."""
    values = {"topic": sample.topic, "state": sample.state, "office": OFFICE, "facts": FACTS}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(MANY, values)
        connection.execute("VACUUM ANALYZE stored_events")


def replayed(store: RecordStore, after: int, facts: int) -> float:
    began, left = perf_counter(), facts
    while left:
        batch = store.log(after, min(BATCH, left))
        assert all(isinstance(fact, Recorded) for fact in batch)
        after, left = batch[-1].position, left - len(batch)
    return facts / (perf_counter() - began)


def fetched(connection: psycopg.Connection[Any], after: int, facts: int) -> float:
    began, left = perf_counter(), facts
    log = (
        "SELECT notification_id, originator_id, originator_version, topic, state FROM stored_events"
        " WHERE notification_id > %s ORDER BY notification_id LIMIT %s"
    )
    with connection.cursor(binary=True) as cursor:
        while left:
            rows: Sequence[Any] = cursor.execute(log, (after, min(BATCH, left)), prepare=True).fetchall()
            after, left = rows[-1][0], left - len(rows)
    return facts / (perf_counter() - began)


def read_by_the_library(library: LibraryPlans) -> float:
    began = perf_counter()
    notifications = library.recorder.select_notifications(0, PEERS_FACTS)
    events = [library.mapper.to_domain_event(one) for one in notifications]
    return len(events) / (perf_counter() - began)
