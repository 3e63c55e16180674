"""How do statements and their values reach PostgreSQL all at once, and their answers come back?

By libpq's own pipeline, as psycopg wraps it: the values in binary, the statements sent together, one wait for
all that they answer. psycopg's cursors do the same, but cost a small group more than the server's own work.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, count, repeat
from select import POLLIN, POLLOUT, poll
from struct import pack
from time import perf_counter
from typing import Any

import psycopg
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

Asked = tuple[str, Sequence[bytes]]
"""A statement with numbered parameters, and the value of each as PostgreSQL's binary format has it."""
Meanwhile = Iterable[Callable[[], None]]
"""What is got done while the server is at work; none of it raises."""
BYTEA, BIGINT, TEXT = 17, 20, 25
"""PostgreSQL's own numbers for these types, the same on every server."""
AWAKE = 0.001 if (os.cpu_count() or 1) > 1 else 0.0
"""Seconds that a lone command looks for its answer before it sleeps; the server needs a core of its own."""
_BINARY = [Format.BINARY] * 32
FAILED = (ExecStatus.FATAL_ERROR, ExecStatus.PIPELINE_ABORTED)


class Wire:
    """One connection's statements, prepared at first use."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._server: PGconn = connection.pgconn
        self._names: dict[str, bytes] = {}
        self._numbers = count()  # never given twice: the server may hold a name that was not kept here
        self._socket = poll()

    def alone(self, statement: str, values: Sequence[bytes | None], meanwhile: Meanwhile = ()) -> PGresult:
        """One statement, a transaction of its own; its answer. Raises what the server says."""
        server = self._server
        name = self._prepared(statement)
        server.send_query_prepared(name, values, _BINARY[: len(values)], Format.BINARY)
        server.flush()
        for act in meanwhile:
            act()
        self._look(AWAKE)
        self._wait()
        answer = server.get_result()
        self._wait()
        if answer is None or server.get_result() is not None:
            self._refuse_broken()
            raise psycopg.OperationalError("one answer was expected")
        self._refuse_failed(answer)
        return answer

    def together(self, asked: Sequence[Asked], meanwhile: Meanwhile = ()) -> PGresult:
        """The statements as one transaction; the answer of the last. Raises what the first to fail says."""
        server = self._server
        names = [self._prepared(statement) for statement, _ in asked]
        server.enter_pipeline_mode()
        for name, (_, values) in zip(names, asked, strict=True):
            server.send_query_prepared(name, values, _BINARY[: len(values)], Format.BINARY)
        server.pipeline_sync()
        server.flush()
        for act in meanwhile:
            act()
        answers = self._answers()
        server.exit_pipeline_mode()
        for answer in answers:
            self._refuse_failed(answer)
        return answers[-1]

    def close_unless_fit(self) -> None:
        """After an error: a connection that is still within something can only be closed."""
        server = self._server
        if server.pipeline_status or server.transaction_status != TransactionStatus.IDLE:
            self._connection.close()

    def _prepared(self, statement: str) -> bytes:
        if (name := self._names.get(statement)) is None:
            name = b"record_%d" % next(self._numbers)
            self._refuse_failed(self._server.prepare(name, statement.encode()))
            self._names[statement] = name
        return name

    def _refuse_failed(self, answer: PGresult) -> None:
        if answer.status in FAILED:
            self._refuse_broken()
            raise error_from_result(answer)

    def _refuse_broken(self) -> None:
        if self._server.status == ConnStatus.BAD:
            raise psycopg.OperationalError(self._server.get_error_message())

    def _answers(self) -> list[PGresult]:
        """Of each statement, in order. libpq says None after each, and for ever once the connection broke."""
        server = self._server
        answers: list[PGresult] = []
        while True:
            self._wait()
            answer = server.get_result()
            if answer is None:
                self._refuse_broken()
            elif answer.status == ExecStatus.PIPELINE_SYNC:
                return answers
            else:
                answers.append(answer)

    def _look(self, seconds: float) -> None:
        """Again and again whether the answer came: a thread that sleeps wakes late, and its core with it."""
        server, socket = self._server, self._socket
        socket.register(server.socket, POLLIN)
        end = perf_counter() + seconds
        while server.is_busy() and perf_counter() < end:
            if socket.poll(0):
                server.consume_input()

    def _wait(self) -> None:
        """Until an answer is there, sending what is not sent yet; other threads run meanwhile."""
        server = self._server
        while (unsent := server.flush()) or server.is_busy():
            self._socket.register(server.socket, POLLIN | POLLOUT if unsent else POLLIN)
            self._socket.poll()
            server.consume_input()


def texts(values: Sequence[str]) -> bytes:
    """text[] as it crosses the wire."""
    return _array(TEXT, [value.encode() for value in values])


def raws(values: Sequence[bytes]) -> bytes:
    """bytea[] as it crosses the wire."""
    return _array(BYTEA, values)


def number(value: int) -> bytes:
    """bigint as it crosses the wire."""
    return value.to_bytes(8, "big", signed=True)


def numbers(values: Sequence[int]) -> bytes:
    """bigint[] as it crosses the wire."""
    sized = pack(f">{'iq' * len(values)}", *chain.from_iterable(zip(repeat(8), values)))
    return _head(BIGINT, len(values)) + sized


def _array(kind: int, elements: Sequence[bytes]) -> bytes:
    sized = [part for element in elements for part in (len(element).to_bytes(4, "big"), element)]
    return _head(kind, len(elements)) + b"".join(sized)


def _head(kind: int, elements: int) -> bytes:
    """One dimension, counted from 1; no element is NULL."""
    return pack(">iiIii", 1, 0, kind, elements, 1) if elements else pack(">iiI", 0, 0, kind)
