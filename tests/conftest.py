"""What may every test ask for, and what may none of them do?"""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import hypothesis
import pytest
import redis
import structlog

from infrastructure import bootstrap
from infrastructure.documents.reader import OfficeReader
from tests import server_process, servers, skipping

hypothesis.settings.register_profile(
    "onrecord", suppress_health_check=[hypothesis.HealthCheck.too_slow], deadline=None
)
hypothesis.settings.load_profile("onrecord")
"""How fast a machine draws is no matter of a test: one that was busy failed one of them."""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[servers.Postgres]:
    """One PostgreSQL for each pytest worker, without fsync; `.database()` gives more databases."""
    with servers.postgres() as server:
        yield server


@pytest.fixture(scope="session")
def durable_postgres_server() -> Iterator[servers.Postgres]:
    """The same with every durability setting on, for trials that cut the power."""
    with servers.postgres(durable=True) as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: servers.Postgres) -> Iterator[str]:
    """An empty database of the test's own."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture(scope="session")
def redis_base_url() -> Iterator[str]:
    with servers.redis() as url:
        yield url


@pytest.fixture
def redis_url(redis_base_url: str, worker_number: int) -> Iterator[str]:
    """An empty logical database: append-only file on, nothing evicted."""
    url = urlunsplit(urlsplit(redis_base_url)._replace(path=f"/{worker_number}"))
    with redis.Redis.from_url(url) as client:
        client.flushdb()
        yield url
        client.flushdb()


@pytest.fixture
def redis_of_our_own() -> Iterator[server_process.Server]:
    """A Redis that the test may `kill()`, `start()` again and flush."""
    with servers.redis_of_our_own(fsync="always") as server:
        yield server


@pytest.fixture(scope="session")
def worker_number() -> int:
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a real browser."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    pytest.skip(skipping.CHROMIUM_ABSENT)


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read by this process, as a child would read them (`tests/imports/test_apart.py`), for tests
    that ask what comes of a reading: to start a child takes longer than all the rest of them."""
    monkeypatch.setattr(bootstrap, "ReaderApart", OfficeReader)


@pytest.fixture(scope="session")
def onrecord_test_plans() -> Path:
    """The folder of real plans with their truth."""
    if not skipping.PLANS.is_dir():
        pytest.skip(skipping.PLANS_ABSENT)
    return skipping.PLANS


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    skipping.forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    skipping.forbid_skip(report)
    return report


@pytest.fixture(autouse=True)
def log_as_it_was() -> Iterator[None]:
    """A command that is run within the test process may turn the log to its own stderr, which is closed by
    the time the next test has something to note."""
    yield
    structlog.reset_defaults()
