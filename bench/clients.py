"""How many acts a second do so many clients of one process, or so many processes, get done?"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from uuid import uuid4

import psycopg

Act = Callable[[], object]

PLAIN = """
CREATE TABLE plain (
    position bigserial PRIMARY KEY, stream text COLLATE "C" NOT NULL, version bigint NOT NULL,
    topic text NOT NULL, state bytea NOT NULL, UNIQUE (stream, version)
)
"""
INSERT = "INSERT INTO plain (stream, version, topic, state) VALUES (%s, %s, %s, %s)"


def rate(acts: Sequence[Act], seconds: float) -> float:
    """Acts per second, each client in a thread of its own."""
    start = threading.Barrier(len(acts) + 1)
    done = [0] * len(acts)
    failed: list[BaseException] = []

    def client(n: int) -> None:
        start.wait()
        end = perf_counter() + seconds
        try:
            while perf_counter() < end:
                acts[n]()
                done[n] += 1
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=client, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    start.wait()
    began = perf_counter()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return sum(done) / (perf_counter() - began)


def make_plain(url: str) -> None:
    """The floor's table: a log that checks nothing, and whose reader may miss facts."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(PLAIN)


class PlainInsert:
    """One client of the floor: a row and a commit, on a connection of its own."""

    def __init__(self, url: str, stream: str, topic: str, state: bytes) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._cursor = self._connection.cursor(binary=True)
        self._stream, self._topic, self._state = stream, topic, state
        self._version = 0

    def __call__(self) -> None:
        self._version += 1
        row = (self._stream, self._version, self._topic, self._state)
        self._cursor.execute(INSERT, row, prepare=True)

    def close(self) -> None:
        self._connection.close()


@contextmanager
def plain_clients(url: str, clients: int, topic: str, state: bytes) -> Iterator[list[PlainInsert]]:
    """Clients of the floor, each with a stream of its own."""
    opened = [PlainInsert(url, f"plan-{uuid4()}", topic, state) for _ in range(clients)]
    try:
        yield opened
    finally:
        for client in opened:
            client.close()
