"""Does work in several processes end together, whichever of them ends first?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from queue import Queue

import pytest

from infrastructure import hands
from infrastructure.eventstore.opening import open_store
from infrastructure.hands import READERS, RebuildRefused, together
from infrastructure.readmodels import FACTS_PER_HAND, PostgresReadModels
from tests import servers

PATIENCE = 30.0
ASKS = (
    "import pathlib, sys\n"
    "from functools import partial\n"
    "from infrastructure.hands import together\n"
    "from tests.projections.test_hands import sleeps\n"
    "together([partial(sleeps, pathlib.Path(sys.argv[1]))])\n"
)


def sleeps(noted: Path) -> None:
    """Much longer than any test waits; who it is stands in a file."""
    (noted.parent / "new").write_text(str(os.getpid()))
    (noted.parent / "new").rename(noted)
    time.sleep(600)


def is_killed(other: Path) -> None:
    until(other.exists)
    os.kill(os.getpid(), signal.SIGKILL)


def raises(error: Exception) -> None:
    raise error


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def is_gone(process: int) -> bool:
    """Gone, or dead and not yet buried by whoever inherited it."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_what_they_come_to_stands_in_the_order_of_the_works() -> None:
    def later() -> int:
        time.sleep(0.1)
        return os.getppid()

    assert together([later, lambda: 2, lambda: 3]) == [os.getpid(), 2, 3]


def test_who_asks_does_a_part_meanwhile() -> None:
    assert together([os.getppid, os.getpid], os.getpid)[:2] == [os.getpid()] * 2


def test_what_is_raised_meanwhile_ends_the_others(tmp_path: Path) -> None:
    noted = tmp_path / "sleeper"

    def fails() -> None:
        until(noted.exists)
        raise LookupError("no such thing")

    with pytest.raises(LookupError, match="no such thing"):
        together([partial(sleeps, noted)], fails)
    assert is_gone(int(noted.read_text()))


def test_one_that_is_killed_ends_the_others(tmp_path: Path) -> None:
    noted = tmp_path / "sleeper"
    with pytest.raises(RebuildRefused) as broken:
        together([partial(sleeps, noted), partial(is_killed, noted)])

    assert broken.value.facts == {"signal": "SIGKILL"}
    assert is_gone(int(noted.read_text()))


def test_one_that_fails_ends_the_others(tmp_path: Path) -> None:
    noted = tmp_path / "sleeper"

    def fails() -> None:
        until(noted.exists)
        raise LookupError("no such thing")

    with pytest.raises(LookupError, match="no such thing"):
        together([partial(sleeps, noted), fails])
    assert is_gone(int(noted.read_text()))


def test_an_error_that_cannot_travel_is_told_in_words() -> None:
    class Local(Exception):
        """No other process can make one of these."""

    with pytest.raises(RuntimeError, match="Local: said here"):
        together([partial(raises, Local("said here"))])


def test_they_end_when_nobody_is_left_to_be_told(tmp_path: Path) -> None:
    noted = tmp_path / "sleeper"
    asking = subprocess.Popen([sys.executable, "-c", ASKS, str(noted)])
    until(noted.exists)
    asking.kill()
    asking.wait()

    until(lambda: is_gone(int(noted.read_text())))


def test_a_process_in_which_others_are_at_work_is_not_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "STAND_STILL", {thread.name for thread in threading.enumerate()})
    stop = threading.Event()
    at_work = threading.Thread(target=stop.wait, name="at work")
    before = hands.may_fork()
    at_work.start()
    try:
        assert (before, hands.may_fork()) == (True, False)
    finally:
        stop.set()
        at_work.join()


def test_a_record_that_was_read_keeps_nobody_from_forking(
    postgres_server: servers.Postgres,
    migrated_name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hands, "STAND_STILL", {thread.name for thread in threading.enumerate()})
    with postgres_server.database(migrated_name) as url:
        store = open_store(url, tmp_path, unsafe=True)
        read_models = PostgresReadModels(url)
        try:
            assert store.head() == 0
            until(hands.may_fork)
            monkeypatch.setattr(hands, "cores", lambda: 2)
            assert read_models.hands(10 * FACTS_PER_HAND) == 2
        finally:
            read_models.close()
            store.close()


def test_while_a_connection_is_made_nobody_forks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "STAND_STILL", {thread.name for thread in threading.enumerate()})
    held, tasks = threading.Lock(), Queue[None]()
    at_rest = threading.Thread(target=tasks.get, name=f"{READERS}-worker-0")
    at_work = threading.Thread(target=held.acquire, name=f"{READERS}-worker-1")
    at_rest.start()
    try:
        until(hands.may_fork)
        with held:
            at_work.start()
            assert not hands.may_fork()
        at_work.join()
        until(hands.may_fork)
    finally:
        tasks.put(None)
        at_rest.join()
