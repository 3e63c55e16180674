"""How many bytes does one deed take in the database, its indexes and its command's key included?

The floor is the deed's own row in a table without any index. The library's table has no key for a command.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import psycopg

from bench.command import SAVED_AT_ONCE
from bench.figure import FLOOR, PEER, VALUE, Figure, median_of
from bench.ground import Ground
from bench.library import LibraryPlan, LibraryPlans, environment
from bench.office import document, entry, found_office, logged
from bench.sample import sample_of

FACTS, AT_ONCE = 10_000, 64
BARE = "CREATE TABLE bare (stream text, version bigint, topic text, state bytea)"


def run(ground: Ground) -> Figure:
    with ground.store() as (store, url), ground.empty_database() as beside, ground.empty_database() as theirs:
        found_office(store)
        topic, state = sample_of(store, url)
        before = size_of(url, "stored_events", "command_key")

        def tell(part: int) -> None:
            stream = f"plan-{uuid4()}"
            for n in range(FACTS // AT_ONCE):
                store.append(entry(stream, n, [logged(part * FACTS + n, 150)]))

        with ThreadPoolExecutor(AT_ONCE) as clients:
            list(clients.map(tell, range(AT_ONCE)))
        stored = FACTS // AT_ONCE * AT_ONCE
        ours = (size_of(url, "stored_events", "command_key") - before) / stored
        with psycopg.connect(beside, autocommit=True) as connection:
            connection.execute(BARE)
            connection.cursor().executemany(
                "INSERT INTO bare VALUES (%s, %s, %s, %s)",
                [(f"plan-{uuid4()}", n, topic, state) for n in range(stored)],
            )
        bare = size_of(beside, "bare") / stored
        peer = told_to_the_library(theirs, stored)
    return median_of([{VALUE: ours, FLOOR: bare, PEER: peer}], unit="bytes/fact", better="lower")


def told_to_the_library(url: str, facts: int) -> float:
    library = LibraryPlans(env=environment(url))
    plan = LibraryPlan(document(150).model_dump(mode="json"), "planner")
    library.save(plan)
    before = size_of(url, "plans_events")
    for n in range(facts):
        plan.log_nth(n, f"execution-{uuid4().hex[:12]}", f"m{n % 150 + 1}")
        if n % SAVED_AT_ONCE == 0:
            library.save(plan)
    library.save(plan)
    library.close()
    return (size_of(url, "plans_events") - before) / facts


def size_of(url: str, *tables: str) -> int:
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT sum(pg_total_relation_size(name::regclass))::bigint FROM unnest(%s::text[]) AS name",
            ([*tables],),
        ).fetchone()
    assert found is not None
    return int(found[0])
