"""Is what a caller has to get done, done while the database works, and does it never touch the answer?"""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from application.execute import Asked, execute
from application.folding import DECIDERS, Ahead, States
from domain.messages import Decider, Event
from domain.plan.decisions.drafting import DraftPlan
from infrastructure.eventstore.postgres import PostgresLedger
from infrastructure.eventstore.postgres_wire import Wire
from infrastructure.eventstore.store import RecordStore
from tests.contracts.facts import WHEN, entry
from tests.domain.small_office import DOCUMENT, PEOPLE


def test_it_is_done_before_anybody_waits(record_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    went: list[str] = []
    wait = Wire._wait
    monkeypatch.setattr(Wire, "_look", lambda wire, seconds: went.append("look"))
    monkeypatch.setattr(Wire, "_wait", lambda wire: (went.append("wait"), wait(wire)))
    store = RecordStore(lambda: PostgresLedger(record_url, unsafe=True))
    answer, recorded = store.append(entry("plan-1", 0), lambda: went.append("meanwhile"))
    store.close()
    assert (answer.version, [fact.version for fact in recorded]) == (1, [1])
    assert went[:3] == ["meanwhile", "look", "wait"]
    assert went.count("meanwhile") == 1


def test_a_state_that_cannot_be_folded_does_not_take_the_fact_back(store: RecordStore) -> None:
    """The fact stands; who asked hears of the bug, as whoever folds it later will."""
    states = States(store)
    store.append(entry("people-okhtyrka", 0, *PEOPLE))

    def breaks(state: Any, event: Event) -> Any:
        raise ZeroDivisionError("a bug")

    true = DECIDERS["plan"]
    command = DraftPlan(plan="1", document=DOCUMENT)
    asked = Asked(command=command, by="planner", organisation="okhtyrka", at=WHEN, command_id="c-1")
    DECIDERS["plan"] = Decider("plan", true.initial, breaks, decisions=true.decisions)
    try:
        with pytest.raises(ZeroDivisionError):
            execute(states, asked)
    finally:
        DECIDERS["plan"] = true
    assert store.version("plan-1") == 1
    answer, recorded = execute(states, asked)
    assert (answer.repeated, answer.facts, recorded) == (True, 1, ())


def test_it_is_folded_once_however_often_it_is_asked_for() -> None:
    folded: list[Event] = []

    def evolve(state: int, event: Event) -> int:
        folded.append(event)
        return state + 1

    ahead = Ahead(Decider("plan", 0, evolve), 0, PEOPLE[:2])
    ahead()
    ahead()
    assert (ahead.state(), len(folded)) == (2, 2)


def test_what_cannot_be_foreseen_takes_nothing_back() -> None:
    """A draft with an odd period is a draft; who submits it is told."""

    def odd(state: int, around: object) -> None:
        raise ValueError(state)

    ahead = Ahead(Decider("plan", 0, lambda state, event: state + 1, foresee=odd), 0, PEOPLE[:2])
    assert ahead.state() == 2


def test_a_statement_that_fails_leaves_the_connection_fit(record_url: str) -> None:
    with psycopg.connect(record_url, autocommit=True) as connection:
        wire = Wire(connection)
        for _ in range(2):
            with pytest.raises(psycopg.errors.DivisionByZero):
                wire.alone("SELECT 1 / $1::bigint", [(0).to_bytes(8, "big")])
        assert wire.alone("SELECT $1::text", [b"on"]).get_value(0, 0) == b"on"
