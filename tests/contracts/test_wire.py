"""Do values reach PostgreSQL as they were sent, however many, and does a failure leave nothing behind?"""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import Mock

import psycopg
import pytest

from infrastructure.eventstore.postgres_wire import Wire, numbers, raws, texts

HASH = (
    "SELECT md5(array_to_string($1::text[], '|')), array_to_string($2::bigint[], '|'),"
    " (SELECT count(*) || '/' || coalesce(sum(length(r)), 0) FROM unnest($3::bytea[]) AS r)"
)


@pytest.fixture
def connection(record_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(record_url, autocommit=True) as opened:
        yield opened


def told(wire: Wire, words: list[str], counted: list[int], blobs: list[bytes]) -> list[str]:
    answer = wire.together(((HASH, (texts(words), numbers(counted), raws(blobs))),))
    return [(answer.get_value(0, n) or b"").decode() for n in range(3)]


def test_words_numbers_and_bytes_arrive_as_they_were_sent(connection: psycopg.Connection) -> None:
    wire = Wire(connection)
    words = ["Захід", "", 'a "quoted", {braced} \\ word', "NULL"]
    expected = connection.execute("SELECT md5(%s)", ("|".join(words),)).fetchone()
    assert told(wire, words, [0, -1, 2**62], [b"\x00\xff", b""]) == [
        *(expected or ()),
        "0|-1|4611686018427387904",
        "2/2",
    ]
    assert told(wire, [], [], [])[1:] == ["", "0/0"]


def test_more_than_a_socket_takes_at_once_arrives_whole(connection: psycopg.Connection) -> None:
    assert told(Wire(connection), [], [], [bytes(4_000_000)] * 8)[2] == "8/32000000"


def test_after_a_failure_nothing_stands_and_the_connection_goes_on(connection: psycopg.Connection) -> None:
    wire = Wire(connection)
    insert = ("INSERT INTO store_meta (name, value) SELECT unnest($1::text[]), 'x'", (texts(["half"]),))
    for _ in range(2):
        with pytest.raises(psycopg.errors.DivisionByZero):
            wire.together((insert, ("SELECT 1 / (SELECT count(*) FROM unnest($1::text[]))", (texts([]),))))
    assert connection.execute("SELECT count(*) FROM store_meta WHERE name = 'half'").fetchone() == (0,)
    assert told(wire, ["on"], [1], [])[1] == "1"


def test_a_signal_as_a_statement_is_prepared_leaves_it_to_be_prepared_again(
    connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server has it by then, under a name that this side did not come to keep."""
    wire = Wire(connection)
    with monkeypatch.context() as interrupted:
        interrupted.setattr(Wire, "_refuse_failed", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            wire.alone("SELECT $1::text", [b"on"])
    assert wire.alone("SELECT $1::text", [b"on"]).get_value(0, 0) == b"on"
