"""Which of the commands that wait together may be written? The same rules for every database, without one."""

from __future__ import annotations

import pytest

from application.ports import Answer, Conflict, KeyReused
from infrastructure.eventstore.ledger import Draft, Known, Verdict
from infrastructure.eventstore.settle import placed, settle


def draft(
    command_id: str, stream: str, expected: int, *, facts: int = 1, body: bytes = b"f", **looked_at: int
) -> Draft:
    watched = ((stream, expected), *looked_at.items())
    return Draft(command_id, body, "", stream, expected, watched, (("t", b"{}"),) * facts)


def told(verdicts: list[Verdict]) -> list[str]:
    def word(verdict: Verdict) -> str:
        match verdict:
            case Answer(repeated=True):
                return "repeated"
            case Answer():
                return f"version {verdict.version}"
            case Conflict():
                return f"{verdict.stream} at {verdict.actual}"
            case KeyReused():
                return "reused"

    return [word(verdict) for verdict in verdicts]


FIRST = Known(b"f", Answer("a", 1, 17, 1))

CASES = {
    "apart": ([draft("1", "a", 0), draft("2", "b", 3, facts=2)], ["version 1", "version 5"]),
    "two on one stream": ([draft("1", "a", 0), draft("2", "a", 0)], ["version 1", "a at 1"]),
    "one after the other": ([draft("1", "a", 0), draft("2", "a", 1)], ["version 1", "version 2"]),
    "a loser changes nothing": ([draft("1", "a", 7), draft("2", "a", 0)], ["a at 0", "version 1"]),
    "an empty one changes nothing": (
        [draft("1", "a", 0, facts=0), draft("2", "a", 0)],
        ["version 0", "version 1"],
    ),
    "looked at what another wrote": ([draft("1", "a", 0), draft("2", "b", 3, a=0)], ["version 1", "a at 1"]),
    "looked before another wrote": (
        [draft("1", "b", 3, a=0), draft("2", "a", 0)],
        ["version 4", "version 1"],
    ),
    "twice in one group": ([draft("1", "a", 0), draft("1", "a", 0)], ["version 1", "repeated"]),
    "one id for two bodies": ([draft("1", "a", 0), draft("1", "b", 3, body=b"e")], ["version 1", "reused"]),
    "known": ([draft("old", "a", 0), draft("old", "a", 0, body=b"e")], ["repeated", "reused"]),
}


@pytest.mark.parametrize("name", CASES)
def test_each_is_settled_as_if_those_before_it_were_written(name: str) -> None:
    drafts, expected = CASES[name]
    assert told(settle(drafts, {"old": FIRST}, {"b": 3})) == expected


def test_positions_are_filled_in_for_the_first_answer_and_its_repetitions() -> None:
    drafts = [draft("1", "a", 0), draft("1", "a", 0), draft("2", "a", 0)]
    verdicts = placed(drafts, settle(drafts, {}, {}), {"1": 40})
    assert verdicts[:2] == [Answer("a", 1, 40, 1), Answer("a", 1, 40, 1, repeated=True)]
    assert isinstance(verdicts[2], Conflict)
