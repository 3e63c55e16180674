"""How do the tests of the store get an empty one of each kind?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from infrastructure.eventstore.opening import open_store
from infrastructure.eventstore.store import RecordStore
from infrastructure.migrations import migrate
from tests import servers
from tests.contracts import facts

Opened = Callable[[str], RecordStore]


@pytest.fixture(autouse=True)
def trial_facts() -> Iterator[None]:
    with facts.registered():
        yield


@pytest.fixture(scope="session")
def migrated_database(postgres_server: servers.Postgres) -> Iterator[str]:
    """The name of a database that has the tables, to be copied."""
    with postgres_server.database() as url:
        migrate(url)
        yield urlsplit(url).path.removeprefix("/")


@pytest.fixture
def record_url(postgres_server: servers.Postgres, migrated_database: str) -> Iterator[str]:
    """A PostgreSQL with empty tables."""
    with postgres_server.database(migrated_database) as url:
        yield url


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return "memory:" if request.param == "memory" else _shared_url(request, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def shared_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store that several processes can open at once."""
    return _shared_url(request, tmp_path)


def _shared_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/record.db"
    url: str = request.getfixturevalue("record_url")
    return url


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Opens stores, and closes them before their databases go."""
    with ExitStack() as stack:

        def open_one(url: str) -> RecordStore:
            store = open_store(url, tmp_path, unsafe=True)
            stack.callback(store.close)
            return store

        yield open_one


@pytest.fixture
def store(store_url: str, opened: Opened) -> RecordStore:
    return opened(store_url)
