"""Do groups of commands come to the same in memory, SQLite and PostgreSQL as one command after another?"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from msgspec.structs import replace

from application.ports import Answer, Conflict, KeyReused
from infrastructure.eventstore.ledger import Draft, Ledger, Verdict
from infrastructure.eventstore.memory import MemoryLedger
from infrastructure.eventstore.postgres import PostgresLedger
from infrastructure.eventstore.sqlite import SQLiteLedger
from infrastructure.migrations import migrate

STREAMS = ("a", "b", "c", "d")
GROUPS = 150


@pytest.fixture
def ledgers(record_url: str, tmp_path: Path) -> Iterator[list[Ledger]]:
    migrate(f"sqlite:///{tmp_path}/record.db")
    with ExitStack() as stack:
        ledgers: list[Ledger] = [
            MemoryLedger(),
            SQLiteLedger(tmp_path / "record.db"),
            PostgresLedger(record_url, unsafe=True),
        ]
        for ledger in ledgers:
            stack.callback(ledger.close)
        yield ledgers


@pytest.mark.parametrize("most", [1, 6])
@pytest.mark.parametrize("seed", range(3))
def test_a_group_and_a_lone_command_are_settled_alike_everywhere(
    ledgers: list[Ledger], seed: int, most: int
) -> None:
    dice, one_by_one = random.Random(seed), MemoryLedger()
    for _ in range(GROUPS * (7 - most)):
        group = [_any_draft(dice, one_by_one) for _ in range(dice.randint(1, most))]
        expected = [_spoken(verdict) for draft in group for verdict in one_by_one.write([draft])]
        for ledger in ledgers:
            verdicts = settled(ledger, group)
            assert [_spoken(verdict) for verdict in verdicts] == expected
            assert all(_stands_there(ledger, verdict) for verdict in verdicts)
    assert one_by_one.head() > GROUPS
    for stream in STREAMS:
        told = [row[1:] for row in one_by_one.stream_rows(stream, 0, None)]
        for ledger in ledgers:
            assert [row[1:] for row in ledger.stream_rows(stream, 0, None)] == told


def settled(ledger: Ledger, group: Sequence[Draft]) -> list[Verdict]:
    """As the line of callers does it: who must wait comes first in the next group."""
    verdicts: dict[int, Verdict] = {}
    waiting = list(enumerate(group))
    while waiting:
        together = ledger.write([draft for _, draft in waiting])
        assert together[0] is not None
        verdicts |= {n: verdict for (n, _), verdict in zip(waiting, together, strict=True)}
        waiting = [(n, draft) for n, draft in waiting if verdicts[n] is None]
    return [verdicts[n] for n in range(len(group))]


def _any_draft(dice: random.Random, record: MemoryLedger) -> Draft:
    """Often right, sometimes stale, sometimes early, sometimes a command that came before."""
    stream = dice.choice(STREAMS)
    expected = max(0, record.version(stream) + dice.choice((0, 0, 0, 0, 1, 2, -1)))
    others = [other for other in STREAMS if other != stream and dice.random() < 0.2]
    looked_at = [(other, max(0, record.version(other) + dice.choice((0, 0, 0, 1)))) for other in others]
    return Draft(
        f"c-{dice.randrange(1500)}",
        dice.choice((b"f", b"f", b"f", b"e")),
        "okhtyrka",
        stream,
        expected,
        ((stream, expected), *looked_at),
        tuple(("t", b"%d" % dice.randrange(1000)) for _ in range(dice.choice((0, 1, 1, 1, 2, 3)))),
    )


def _stands_there(ledger: Ledger, verdict: Verdict) -> bool:
    """Whoever repeats a command is told the position of its last fact."""
    if not (isinstance(verdict, Answer) and verdict.repeated and verdict.facts):
        return True
    [last] = ledger.stream_rows(verdict.stream, verdict.version - 1, verdict.version)
    return last[0] == verdict.position


def _spoken(verdict: Verdict) -> object:
    """Without positions: a database may leave gaps."""
    match verdict:
        case Answer():
            return replace(verdict, position=bool(verdict.position))
        case Conflict():
            return (verdict.stream, verdict.expected, verdict.actual)
        case KeyReused():
            return verdict.command_id
        case None:
            raise AssertionError("asked to wait though alone")
