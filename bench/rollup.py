"""How long does it take to say how a region of 2 500 offices with 400 measures each stands?

Ours reads the counters of the country and of the offices below it, whose rows are laid straight into the
projection's tables beside a million counted ones. The floor is the answer of the database to the counters'
bare query; the peer scans the million rows and groups them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import psycopg
from psycopg.sql import SQL

from application.projections.rollup import below, rolled_up
from bench.figure import FLOOR, PEER, VALUE, Figure, in_turns
from bench.ground import Ground
from bench.report import took
from infrastructure.bootstrap import build
from infrastructure.settings import Settings

OFFICES, MEASURES, REGIONS = 2500, 400, 25
PERIOD, TODAY = "2021Q1", date(2021, 2, 10)
COURSES = (
    "complete",
    "complete-late",
    "not-planned",
    *(
        f"not-started 2021-0{month}-0{day} overdue 2021-04-01 not-reported"
        for month in (2, 3)
        for day in (1, 2, 3)
    ),
    "on-track 2021-03-02 behind",
)
SEED = (
    """INSERT INTO rollup_offices (organisation, title, above, said, zone)
       SELECT 'country', 'country', '', '', 'UTC'
       UNION ALL SELECT 'r' || n, 'r' || n, 'country', 'country', 'UTC'
       FROM generate_series(0, %(regions)s - 1) n
       UNION ALL SELECT 'o' || n, 'o' || n, 'r' || n %% %(regions)s, 'r' || n %% %(regions)s, 'UTC'
       FROM generate_series(0, %(offices)s - 1) n""",
    """INSERT INTO rollup_rows
       SELECT 'p' || o, 'm' || m, %(period)s, 'o' || o, 'u' || m %% 5,
              (%(courses)s::text[])[1 + (o + m) %% %(count)s], 1000 * (m %% 9), 500 * (m %% 9), false
       FROM generate_series(0, %(offices)s - 1) o, generate_series(0, %(measures)s - 1) m""",
    """INSERT INTO rollup_counts
       SELECT organisation || '/' || unit, period, course, count(*), sum(planned), sum(done)
       FROM rollup_rows GROUP BY 1, 2, 3""",
    """INSERT INTO rollup_counts
       SELECT organisation, period, course, count(*), sum(planned), sum(done)
       FROM rollup_rows GROUP BY 1, 2, 3""",
    """INSERT INTO rollup_counts
       SELECT o.above, c.period, c.course, sum(c.rows), sum(c.planned), sum(c.done)
       FROM rollup_counts c JOIN rollup_offices o ON o.organisation = c.node GROUP BY 1, 2, 3""",
    """INSERT INTO rollup_counts
       SELECT 'country', c.period, c.course, sum(c.rows), sum(c.planned), sum(c.done)
       FROM rollup_counts c JOIN rollup_offices o ON o.organisation = c.node AND o.above = 'country'
       GROUP BY 1, 2, 3""",
    "ANALYZE",
)
COUNTERS = "SELECT course, rows, planned, done FROM rollup_counts WHERE node = 'country' AND period = %s"
SCAN = "SELECT course, count(*), sum(planned), sum(done) FROM rollup_rows WHERE period = %s GROUP BY course"


def run(ground: Ground) -> Figure:
    with ground.database() as url:
        app = build(Settings(data=ground.folder, database_url=url))
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("SET search_path TO readmodels, public")
                seed(connection)
                plainly = partial(asked, connection)
                whole = app.ask(rolled_up, "country", PERIOD, TODAY)
                assert whole.measures == OFFICES * MEASURES
                looks: dict[str, Callable[[], object]] = {
                    "country": lambda: app.ask(rolled_up, "country", PERIOD, TODAY),
                    "its regions": lambda: app.ask(below, "country", PERIOD, TODAY),
                    "a region's offices": lambda: app.ask(below, "r7", PERIOD, TODAY),
                }
                beside: dict[str, Callable[[], object]] = {
                    FLOOR: partial(plainly, COUNTERS),
                    PEER: partial(plainly, SCAN),
                }
                of = {
                    name: in_turns(
                        {who: partial(took, act) for who, act in (beside | {VALUE: look}).items()},
                        ground.seconds / len(looks),
                        unit="ms",
                        better="lower",
                    )
                    for name, look in looks.items()
                }
        finally:
            app.close()
    note = f"{OFFICES} offices of {MEASURES} measures; the peer scans {OFFICES * MEASURES} rows"
    return replace(of["country"], note=note, of=of)


def seed(connection: psycopg.Connection[object]) -> None:
    told = {
        "regions": REGIONS,
        "offices": OFFICES,
        "measures": MEASURES,
        "period": PERIOD,
        "courses": list(COURSES),
        "count": len(COURSES),
    }
    for words in SEED:
        connection.execute(SQL(words), told if "%(" in words else None)


def asked(connection: psycopg.Connection[object], words: str) -> object:
    return connection.execute(SQL(words), (PERIOD,)).fetchall()
