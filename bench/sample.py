"""Which bytes does one deed come to? The floor and the library's recorder are given the very same."""

from __future__ import annotations

from typing import NamedTuple
from uuid import uuid4

import psycopg

from application.ports import EventStore
from bench.office import entry, logged


class Sample(NamedTuple):
    topic: str
    state: bytes


def sample_of(store: EventStore, url: str, *, note: bool = True) -> Sample:
    store.append(entry(f"plan-{uuid4()}", 0, [logged(0, 1, note=note)]))
    newest = "SELECT topic, state FROM stored_events ORDER BY notification_id DESC LIMIT 1"
    with psycopg.connect(url) as connection:
        row = connection.execute(newest).fetchone()
    assert row is not None
    return Sample(row[0], bytes(row[1]))
