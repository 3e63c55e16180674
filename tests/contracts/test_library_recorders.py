"""Do our recorders keep what the eventsourcing library promises of a recorder? Its own test cases say so.

Its stream ids are UUIDs; ours are text, so each case makes text ids. Its mapper cases are not inherited: they
store aggregates of the library under import paths, which this record refuses on purpose
(`test_mapper.py` has the promises of ours). Its `optional_test_insert_subscribe` is run where the library's
recorder subscribes too; nobody here subscribes, the log is polled.
"""

from __future__ import annotations

import tempfile
import unittest
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.tests.persistence import (
    ApplicationRecorderTestCase,
    NonInterleavingNotificationIDsBaseCase,
)

from infrastructure.eventstore.memory import MemoryLedger
from infrastructure.eventstore.postgres import PostgresLedger
from infrastructure.eventstore.sqlite import SQLiteLedger
from infrastructure.migrations import migrate


class TextIds(unittest.TestCase):
    def new_originator_id(self) -> str:
        return f"trial-{uuid4()}"


class InMemory(TextIds):
    def create_recorder(self) -> MemoryLedger:
        return MemoryLedger()


class OnSQLite(TextIds):
    def create_recorder(self) -> SQLiteLedger:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name) / "record.db"
        migrate(f"sqlite:///{path}")
        ledger = SQLiteLedger(path)
        self.addCleanup(ledger.close)
        return ledger


class OnPostgres(TextIds):
    @pytest.fixture(autouse=True)
    def _database(self, record_url: str) -> Iterator[None]:
        self.url = record_url
        yield
        self.ledger.close()

    def create_recorder(self) -> PostgresLedger:
        self.ledger = PostgresLedger(self.url, unsafe=True)
        return self.ledger


class TestMemory(InMemory, ApplicationRecorderTestCase[Any]):
    pass


class TestMemoryOrder(InMemory, NonInterleavingNotificationIDsBaseCase):
    pass


class TestSQLite(OnSQLite, ApplicationRecorderTestCase[Any]):
    pass


class TestSQLiteOrder(OnSQLite, NonInterleavingNotificationIDsBaseCase):
    pass


class TestPostgres(OnPostgres, ApplicationRecorderTestCase[Any]):
    def test_subscribing(self) -> None:
        self.optional_test_insert_subscribe()


class TestPostgresOrder(OnPostgres, NonInterleavingNotificationIDsBaseCase):
    pass


del ApplicationRecorderTestCase, NonInterleavingNotificationIDsBaseCase
