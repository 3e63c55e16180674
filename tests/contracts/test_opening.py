"""When is a store not opened, and who may open it?"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from infrastructure import migrations
from infrastructure.eventstore import sqlite, sqlite_connections
from infrastructure.eventstore.opening import open_store
from infrastructure.eventstore.refusals import StoreRefused, durability, refuse_library_switches
from infrastructure.migrations import migrate, revisions, sqlite_revision
from tests import servers
from tests.contracts.conftest import Opened
from tests.contracts.facts import entry


def refusal(url: str, data: Path, *, unsafe: bool = False) -> StoreRefused:
    with pytest.raises(StoreRefused) as refused:
        open_store(url, data, unsafe=unsafe)
    return refused.value


def test_an_embedded_store_makes_its_own_tables(tmp_path: Path, opened: Opened) -> None:
    store = opened("sqlite:///new/record.db")
    store.append(entry("plan-1", 0))
    assert (tmp_path / "new" / "record.db").exists()
    assert store.faults == ()


def test_several_processes_may_open_a_new_embedded_store_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path;"
        "from infrastructure.eventstore.opening import open_store;"
        "print(open_store('sqlite:///record.db', Path(sys.argv[1])).epoch)"
    )
    starts = [
        subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    epochs = {start.communicate(timeout=60)[0] for start in starts}
    assert len(epochs) == 1
    assert [start.returncode for start in starts] == [0] * 4


def test_a_migrated_file_needs_no_switch_that_a_reader_could_block(tmp_path: Path) -> None:
    """The library switches to write-ahead logging when it opens: too late, others may read by then."""
    migrate(f"sqlite:///{tmp_path}/record.db")
    with closing(sqlite3.connect(tmp_path / "record.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_new_store_outwaits_who_reads_its_file(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "record.db", isolation_level=None)) as reader:
        reader.execute("CREATE TABLE stranger (n)")
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM stranger").fetchall()
        with ThreadPoolExecutor(1) as pool:
            opening = pool.submit(open_store, "sqlite:///record.db", tmp_path)
            with pytest.raises(StillWaiting):
                opening.result(timeout=0.3)
            reader.execute("COMMIT")
            opening.result(timeout=30).close()


def test_an_open_embedded_store_needs_no_alembic(tmp_path: Path) -> None:
    open_store("sqlite:///record.db", tmp_path).close()
    code = (
        "import sys; from pathlib import Path;"
        "from infrastructure.eventstore.opening import open_store;"
        "open_store('sqlite:///record.db', Path(sys.argv[1]));"
        "heavy = {'alembic', 'sqlalchemy', 'psycopg', 'cryptography', 'structlog'};"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path], check=True, timeout=60)


def test_the_last_revision_is_the_one_alembic_knows() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations.HERE))
    scripts = ScriptDirectory.from_config(config)
    assert [script.revision for script in scripts.walk_revisions()] == revisions()[::-1]
    assert scripts.get_heads() == [revisions()[-1]]


def test_a_migration_that_breaks_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alembic.op.bulk_insert", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        migrate(f"sqlite:///{tmp_path}/record.db")
    assert sqlite_revision(tmp_path / "record.db") is None
    assert sqlite3.connect(tmp_path / "record.db").execute("SELECT * FROM sqlite_master").fetchall() == []


def test_a_store_of_a_newer_version_is_not_touched(shared_url: str, opened: Opened, tmp_path: Path) -> None:
    opened(shared_url).close()
    statement = "UPDATE alembic_version SET version_num = '9999'"
    if shared_url.startswith("sqlite"):
        with sqlite3.connect(tmp_path / "record.db") as connection:
            connection.execute(statement)
    else:
        with psycopg.connect(shared_url) as session:
            session.execute(statement)
    refused = refusal(shared_url, tmp_path, unsafe=True)
    assert (refused.code, refused.facts["found"]) == ("newer-store", "9999")


def test_postgresql_is_opened_only_after_it_was_migrated(postgres_url: str, tmp_path: Path) -> None:
    assert refusal(postgres_url, tmp_path, unsafe=True).code == "not-migrated"
    migrate(postgres_url)
    migrate(postgres_url)
    open_store(postgres_url, tmp_path, unsafe=True).close()


def test_an_unknown_address_is_refused(tmp_path: Path) -> None:
    refused = refusal("mysql://localhost/x", tmp_path)
    assert (refused.code, refused.facts) == ("unknown-url", {"scheme": "mysql"})


@pytest.fixture(scope="module")
def settings() -> Iterator[str]:
    """A PostgreSQL of our own whose settings may be changed: the URL of its migrated database."""
    with servers.postgres(durable=True) as server, server.database() as url:
        migrate(url)
        yield url


@pytest.mark.parametrize(
    ("setting", "value"), [("fsync", "off"), ("full_page_writes", "off"), ("synchronous_commit", "off")]
)
def test_a_server_that_may_forget_is_refused_and_named_where_that_is_allowed(
    settings: str, tmp_path: Path, setting: str, value: str
) -> None:
    with psycopg.connect(settings, autocommit=True) as session:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            session.execute(f"ALTER SYSTEM SET {name} = {value if name == setting else 'on'}")
        session.execute("SELECT pg_reload_conf(), pg_sleep(0.3)")

    refused = refusal(settings, tmp_path)
    assert (refused.code, refused.facts["setting"], refused.facts["found"]) == ("not-durable", setting, value)
    store = open_store(settings, tmp_path, unsafe=True)
    assert [fault.facts["setting"] for fault in store.faults] == [setting]
    store.close()


def test_a_durable_server_is_opened_without_a_word(
    durable_postgres_server: servers.Postgres, tmp_path: Path
) -> None:
    with durable_postgres_server.database() as url:
        migrate(url)
        store = open_store(url, tmp_path)
        assert store.faults == ()
        store.close()


def test_a_file_that_is_not_synced_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_connections, "SYNCHRONOUS", "NORMAL")
    refused = refusal("sqlite:///record.db", tmp_path)
    assert (refused.code, refused.facts["setting"]) == ("not-durable", "synchronous")
    store = open_store("sqlite:///record.db", tmp_path, unsafe=True)
    assert [fault.facts["setting"] for fault in store.faults] == ["synchronous"]
    store.close()


def test_a_file_system_without_a_write_ahead_log_is_refused() -> None:
    with pytest.raises(StoreRefused) as refused:
        durability({"journal_mode": "delete", "synchronous": "2"}, sqlite.DURABLE, unsafe=False)
    assert refused.value.facts == {"setting": "journal_mode", "found": "delete", "wanted": "wal"}


@pytest.mark.parametrize("name", ["CREATE_TABLE", "ONRECORD_CREATE_TABLE", "POSTGRES_ENABLE_DB_FUNCTIONS"])
def test_the_librarys_own_tables_and_functions_are_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "yes")
    refused = refusal("memory:", tmp_path, unsafe=True)
    assert (refused.code, refused.facts) == ("library-switch", {"name": name})
    refuse_library_switches({name: "no"})


def test_a_child_process_uses_no_connection_of_its_parent(shared_url: str, opened: Opened) -> None:
    store = opened(shared_url)
    store.append(entry("plan-1", 0))
    children = []
    for n in range(4):
        child = os.fork()
        if child == 0:
            try:
                store.append(entry(f"plan-child-{n}", 0))
                assert store.wait_beyond(0, 5)
                store.close()
                os._exit(0)
            finally:
                os._exit(1)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    store.append(entry("plan-1", 1))
    assert len(store.log(0)) == 6
    assert store.version("plan-1") == 2
