"""Does the bench of the roll-up seed the tables as they are, and counters that its rows come to?"""

from pathlib import Path

import psycopg
import pytest

from application.projections.rollup import below, rolled_up
from bench import rollup
from infrastructure.bootstrap import build
from infrastructure.migrations import migrate
from infrastructure.settings import Settings


def test_what_the_bench_seeds_is_what_it_counts(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name, few in {"OFFICES": 12, "MEASURES": 9, "REGIONS": 3}.items():
        monkeypatch.setattr(rollup, name, few)
    migrate(postgres_url)
    app = build(Settings(data=tmp_path, database_url=postgres_url, unsafe_store=True))
    try:
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute("SET search_path TO readmodels, public")
            rollup.seed(connection)
        whole = app.ask(rolled_up, "country", rollup.PERIOD, rollup.TODAY)
        regions = app.ask(below, "country", rollup.PERIOD, rollup.TODAY)
        assert whole.measures == 12 * 9
        assert [region.measures for region in regions] == [4 * 9] * 3
    finally:
        app.close()
