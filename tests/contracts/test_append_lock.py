"""Why is there a lock? Because without it, whoever reads the log while two sessions write misses a fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from contextlib import ExitStack

import psycopg
import pytest
from msgspec.structs import replace

from application.ports import Conflict, Recorded
from infrastructure.eventstore.ledger import Draft
from infrastructure.eventstore.postgres import PostgresLedger
from infrastructure.eventstore.postgres_append import APPEND, LOCK, supposed
from infrastructure.eventstore.store import RecordStore
from tests.contracts.facts import FINGERPRINT, entry
from tests.contracts.test_mapper import STORED

SLOW = Draft(
    "slow", bytes.fromhex(FINGERPRINT), "", "plan-slow", 0, (("plan-slow", 0),), (("trial.happened", STORED),)
)


class WithoutLock(PostgresLedger):
    """The planted bug, for groups; `unlocked` plants it for a command that goes alone."""

    lock = "SELECT 'no lock'"


def unlocked(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as admin:
        row = admin.execute("SELECT pg_get_functiondef('record_alone'::regproc)").fetchone()
        assert row
        assert LOCK.replace("SELECT", "PERFORM") in row[0]
        admin.execute(row[0].replace(LOCK.replace("SELECT", "PERFORM"), "PERFORM 'no lock'"))


@pytest.fixture
def store_of(record_url: str) -> Iterator[Callable[[type[PostgresLedger]], RecordStore]]:
    with ExitStack() as stack:

        def open_store(kind: type[PostgresLedger]) -> RecordStore:
            store = RecordStore(lambda: kind(record_url, unsafe=True))
            stack.callback(store.close)
            return store

        yield open_store


def tail(store: RecordStore, after: int) -> tuple[list[str], int]:
    """The streams of the facts beyond a position, and the position reached: what a projection does."""
    facts = [fact for fact in store.log(after) if isinstance(fact, Recorded)]
    return [fact.stream for fact in facts], facts[-1].position if facts else after


def test_with_the_lock_a_reader_of_the_log_misses_nothing(
    store_of: Callable[[type[PostgresLedger]], RecordStore], record_url: str
) -> None:
    store = store_of(PostgresLedger)
    with psycopg.connect(record_url) as slow, ThreadPoolExecutor(1) as pool:
        slow.execute(LOCK)
        psycopg.RawCursor(slow).execute(APPEND, supposed([SLOW]))
        quick = pool.submit(store.append, entry("plan-quick", 0))
        with pytest.raises(StillWaiting):
            quick.result(timeout=0.5)
        first, position = tail(store, 0)
        slow.commit()
        quick.result(timeout=10)
    then, _ = tail(store, position)
    assert first + then == ["plan-slow", "plan-quick"]


def test_without_the_lock_a_reader_of_the_log_misses_a_fact_for_ever(
    store_of: Callable[[type[PostgresLedger]], RecordStore], record_url: str
) -> None:
    unlocked(record_url)
    store = store_of(WithoutLock)
    with psycopg.connect(record_url) as slow:
        psycopg.RawCursor(slow).execute(APPEND, supposed([SLOW]))
        store.append(entry("plan-quick", 0))
        first, position = tail(store, 0)
        slow.commit()
    then, _ = tail(store, position)
    assert first + then == ["plan-quick"]
    assert store.version("plan-slow") == 1


def test_a_database_that_keeps_old_snapshots_by_default_still_sees_what_was_waited_for(
    store_of: Callable[[type[PostgresLedger]], RecordStore], record_url: str
) -> None:
    """Under repeatable read the lock itself would take the snapshot: a watched stream would stand still."""
    with psycopg.connect(record_url, autocommit=True) as admin:
        name = admin.info.dbname
        admin.execute(f"ALTER DATABASE {name} SET default_transaction_isolation = 'repeatable read'")
    store = store_of(PostgresLedger)
    store.append(entry("people-a", 0))
    decided = replace(entry("plan-a", 0), unchanged={"people-a": 1})
    with psycopg.connect(record_url) as third, ThreadPoolExecutor(2) as pool:
        third.execute(LOCK)
        change = pool.submit(store_of(PostgresLedger).append, entry("people-a", 1))
        with pytest.raises(StillWaiting):
            change.result(timeout=0.3)
        plan = pool.submit(store.append, decided)
        with pytest.raises(StillWaiting):
            plan.result(timeout=0.3)
        third.commit()
        change.result(timeout=10)
        with pytest.raises(Conflict):
            plan.result(timeout=10)


def test_an_error_between_two_statements_undoes_both(
    store_of: Callable[[type[PostgresLedger]], RecordStore], record_url: str
) -> None:
    store = store_of(PostgresLedger)
    ledger = store._now().ledger
    assert isinstance(ledger, PostgresLedger)

    def half(ask: Callable[..., object]) -> None:
        ask("INSERT INTO store_meta (name, value) VALUES ('half', 'done')")
        raise RuntimeError("in between")

    with pytest.raises(RuntimeError, match="in between"):
        ledger._writer.transact(half)
    with psycopg.connect(record_url) as looking:
        assert looking.execute("SELECT count(*) FROM store_meta WHERE name = 'half'").fetchone() == (0,)
    store.append(entry("plan-next", 0))
    assert store.version("plan-next") == 1
