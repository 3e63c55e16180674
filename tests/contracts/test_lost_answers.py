"""What is told when the answer to a commit is lost on its way? The truth, by the command's key."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from application.ports import StoreUnavailable
from infrastructure.eventstore import postgres_connections
from infrastructure.eventstore.store import RecordStore
from tests.contracts.conftest import Opened
from tests.contracts.facts import Happened, entry

READY = b"Z\x00\x00\x00\x05I"
"""The server's word that a transaction is over and it is idle again."""


class Cutter:
    """A wire to the server that, once armed, is cut when the next commit is acknowledged."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self.armed = False
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                far = socket.create_connection(self._server)
                threading.Thread(target=self._carry, args=(near, far, False), daemon=True).start()
                threading.Thread(target=self._carry, args=(far, near, True), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, answers: bool) -> None:
        with suppress(OSError):
            while chunk := source.recv(65536):
                if answers and self.armed and READY in chunk:
                    self.armed, self.cuts = False, self.cuts + 1
                    break
                target.sendall(chunk)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._door.close()


@pytest.fixture
def cutter(record_url: str) -> Iterator[Cutter]:
    address = urlsplit(record_url)
    wire = Cutter(address.hostname or "", address.port or 5432)
    yield wire
    wire.close()


@pytest.fixture
def store(record_url: str, cutter: Cutter, opened: Opened) -> RecordStore:
    address = urlsplit(record_url)
    return opened(urlunsplit(address._replace(netloc=f"postgres@127.0.0.1:{cutter.port}")))


def test_a_command_whose_answer_was_lost_is_stored_once_and_answered(
    store: RecordStore, cutter: Cutter
) -> None:
    for n in range(20):
        cutter.armed = True
        answer, _ = store.append(entry("plan-1", n, Happened(measure=f"m-{n}"), command_id=f"c-{n}"))
        assert (answer.version, answer.facts) == (n + 1, 1)
    assert cutter.cuts == 20
    told = [fact.event for fact in store.stream("plan-1")]
    assert told == [Happened(measure=f"m-{n}") for n in range(20)]


def test_a_server_that_stays_away_is_reported_and_the_same_id_tells_later(
    record_url: str, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(record_url)
    monkeypatch.setattr(postgres_connections, "PATIENCE", 0.3)
    with psycopg.connect(record_url) as other:
        other.execute("LOCK TABLE command_key")
        hurry = "SELECT set_config('lock_timeout', '100ms', false)"
        store._now().ledger._writer.run((hurry,), 0)  # type: ignore[attr-defined]
        with pytest.raises(StoreUnavailable):
            store.append(entry("plan-1", 0, command_id="once"))
    assert store.append(entry("plan-1", 0, command_id="once"))[0].repeated is False
    assert store.version("plan-1") == 1


def test_a_locked_file_is_reported_and_the_same_id_tells_later(
    tmp_path: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    from infrastructure.eventstore import sqlite_connections

    monkeypatch.setattr(sqlite_connections, "BUSY_SECONDS", 1)
    store = opened(f"sqlite:///{tmp_path}/record.db")
    other = sqlite3.connect(tmp_path / "record.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable):
        store.append(entry("plan-1", 0, command_id="once"))
    other.close()
    assert store.append(entry("plan-1", 0, command_id="once"))[0].repeated is False


def test_connections_that_the_server_ended_are_made_again(record_url: str, opened: Opened) -> None:
    store = opened(record_url)
    store.append(entry("plan-1", 0))
    with psycopg.connect(record_url, autocommit=True) as administrator:
        for n in range(1, 4):
            assert not store.wait_beyond(store.head(), 0.1)
            administrator.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            assert store.version("plan-1") == n
            assert store.append(entry("plan-1", n))[0].version == n + 1
            assert len(store.log(0)) == n + 1
