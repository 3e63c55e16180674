"""How do the tests of read models get a record and a database of each kind?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Table, select

from application.ports import EventStore
from application.projections.base import Projection, ReadModels
from application.projections.opening import make, open_read_models
from application.projections.runner import Runner
from infrastructure.clock import SimulatedClock
from infrastructure.eventstore.opening import open_store
from infrastructure.migrations import migrate
from infrastructure.readmodels import open_database
from tests import servers
from tests.projections.tally import offices, tally
from tests.projections.things import things
from tests.telling import NOON


@dataclass(slots=True)
class House:
    """A record, its read models, and the clock."""

    url: str
    data: Path
    store: EventStore
    read_models: ReadModels
    clock: SimulatedClock

    def opened(self, projection: Projection) -> Runner:
        """A runner on tables that are there; another may run beside it."""
        open_read_models(self.store, self.read_models, [projection], self.clock)
        return Runner(self.store, self.read_models, [projection], self.clock)

    def another(self) -> ReadModels:
        """Connections as another process would have them."""
        return open_database(self.url, self.data, unsafe=True)

    def counted(self) -> dict[str, int]:
        with self.read_models.read() as db:
            return {row.office: row.units for row in db.execute(select(offices))}


@pytest.fixture(scope="session")
def migrated_name(postgres_server: servers.Postgres) -> Iterator[str]:
    with postgres_server.database() as url:
        migrate(url)
        yield urlsplit(url).path.removeprefix("/")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/record.db"
        return
    server: servers.Postgres = request.getfixturevalue("postgres_server")
    with server.database(request.getfixturevalue("migrated_name")) as url:
        yield url


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Iterator[House]:
    store = open_store(database_url, tmp_path, unsafe=True)
    read_models = open_database(database_url, tmp_path, unsafe=True)
    make(store, read_models, [tally()], again=False)
    yield House(database_url, tmp_path, store, read_models, SimulatedClock(NOON))
    read_models.close()
    store.close()


@pytest.fixture
def table(house: House) -> Iterator[Table]:
    with house.read_models.write() as db:
        house.read_models.alone(db)
        things.metadata.create_all(db)
    yield things
    with house.read_models.write() as db:
        things.metadata.drop_all(db)
