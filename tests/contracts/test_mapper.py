"""What exactly lies in the database, and what happens to rows that today's code cannot read?"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from eventsourcing.persistence import StoredEvent

from application.ports import Recorded, Unreadable, UnreadableFact
from domain import upcasting
from domain.upcasting import NoWayUp, Shape, upcasts
from infrastructure.eventstore.mapper import FactMapper
from infrastructure.eventstore.memory import MemoryLedger
from infrastructure.eventstore.store import RecordStore
from infrastructure.personal import PersonalWords
from tests.contracts.facts import WHEN, Happened, Renamed, entry, envelope
from tests.examples import EVENTS

STORED = (
    b'{"by":"olena","cap":"position:head","ch":"web","cmd":"c-1",'
    b'"fact":{"measure":"m-12","on":"2021-02-03","quantity":"3.5",'
    b'"tags":["\xd0\xb7\xd0\xb0 \xd0\xbf\xd0\xbe"]},'
    b'"org":"okhtyrka","rec":"2021-02-03T10:11:12.123456Z","v":1}'
)


@pytest.fixture
def mapper() -> FactMapper:
    return FactMapper(PersonalWords(MemoryLedger()))


@pytest.fixture
def stored_upcasters(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers is gone after it."""
    monkeypatch.setattr(upcasting, "_steps", {})


def test_a_fact_lies_there_as_canonical_json(mapper: FactMapper) -> None:
    assert mapper.state(Happened(tags=("за по",)), envelope("c-1")) == STORED


def test_the_envelope_says_more_only_where_there_is_more_to_say(mapper: FactMapper) -> None:
    told = envelope("c-2", cause="plan-1@7", correlation="c-1", occurred_at=WHEN - timedelta(hours=1))
    plain = json.loads(mapper.state(Happened(), told))
    assert (plain["cause"], plain["corr"], plain["occ"]) == ("plan-1@7", "c-1", "2021-02-03T09:11:12.123456Z")
    assert "cap" not in json.loads(mapper.state(Happened(), envelope("c-1", capacity="")))


def test_times_are_written_in_utc(mapper: FactMapper) -> None:
    from zoneinfo import ZoneInfo

    told = envelope("c-1", occurred_at=WHEN.astimezone(ZoneInfo("Europe/Kyiv")))
    assert mapper.state(Happened(tags=("за по",)), told) == STORED


def test_a_stored_fact_is_the_same_through_the_librarys_own_door(mapper: FactMapper) -> None:
    told = Recorded(Happened(), "plan-1", 3, 0, envelope())
    assert mapper.to_domain_event(mapper.to_stored_event(told)) == told


def put(store: RecordStore, state: bytes, topic: str = "trial.happened", version: int = 1) -> None:
    """A row that this code would not have written."""
    ledger = store._now().ledger
    assert isinstance(ledger.insert_events([StoredEvent("plan-1", version, topic, state)]), list)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("topic", "change", "reason"),
    [
        ("trial.unheard-of", lambda state: state, "no event of this name"),
        ("trial.happened", lambda state: state.replace(b'"v":1', b'"v":2'), "newer than this code"),
        ("trial.happened", lambda state: state[:-1], "EOF"),
        ("trial.happened", lambda state: b"\xff" + state, "ValueError"),
        ("trial.happened", lambda state: state.replace(b'"m-12"', b'"M 12"'), "measure: string_pattern"),
        ("trial.happened", lambda state: state.replace(b'"3.5"', b"NaN"), "ValueError"),
        ("trial.happened", lambda state: state.replace(b'"on":', b'"off":'), "off: extra_forbidden"),
        ("trial.happened", lambda state: state.replace(b'"rec":', b'"wreck":'), "'rec'"),
        ("trial.happened", lambda state: b"[]", "TypeError"),
        ("trial.renamed", lambda state: state, "no upcaster from version 1 of trial.renamed"),
    ],
)
def test_a_row_that_cannot_be_read_stops_its_stream_and_is_shown_in_the_log(
    store: RecordStore, topic: str, change: Callable[[bytes], bytes], reason: str
) -> None:
    store.append(entry("plan-1", 0))
    put(store, change(STORED), topic, version=2)
    _, after = store.append(entry("plan-2", 0))

    with pytest.raises(UnreadableFact, match="plan-1@2"):
        store.stream("plan-1")
    assert store.stream("plan-1", up_to=1)[0].event == Happened()
    _, unreadable, good = store.log(0)
    assert isinstance(unreadable, Unreadable)
    assert (unreadable.stream, unreadable.version, unreadable.name) == ("plan-1", 2, topic)
    assert reason in unreadable.error
    assert [good] == after


def test_why_a_row_cannot_be_read_is_told_without_its_words(store: RecordStore) -> None:
    put(store, STORED.replace(b'"3.5"', b'"Olena said 3.5"'))
    (unreadable,) = store.log(0)
    assert isinstance(unreadable, Unreadable)
    assert "quantity" in unreadable.error
    assert "Olena" not in unreadable.error


@pytest.mark.usefixtures("stored_upcasters")
def test_an_old_shape_is_read_in_todays(store: RecordStore) -> None:
    @upcasts("trial.renamed", 1)
    def name_became_title(fact: Shape) -> Shape:
        return {"title": fact["name"]}

    @upcasts("trial.renamed", 2)
    def chapters_came(fact: Shape) -> Shape:
        return fact | {"chapter": 0}

    one = STORED.replace(
        b'{"measure":"m-12","on":"2021-02-03","quantity":"3.5","tags":[', b'{"name":"Old","x":['
    )
    one = one.replace(b',"x":["\xd0\xb7\xd0\xb0 \xd0\xbf\xd0\xbe"]', b"")
    put(store, one, "trial.renamed", version=1)
    put(store, one.replace(b'"name"', b'"title"').replace(b'"v":1', b'"v":2'), "trial.renamed", version=2)
    store.append(entry("plan-1", 2, Renamed(title="New", chapter=5)))

    assert [fact.event for fact in store.stream("plan-1")] == [
        Renamed(title="Old", chapter=0),
        Renamed(title="Old", chapter=0),
        Renamed(title="New", chapter=5),
    ]


@pytest.mark.usefixtures("stored_upcasters")
def test_a_missing_step_is_named_and_no_step_is_registered_twice() -> None:
    upcasts("trial.renamed", 1)(lambda fact: fact)
    with pytest.raises(NoWayUp, match=r"version 2 of trial\.renamed"):
        upcasting.upcast("trial.renamed", {}, 1, 3)
    with pytest.raises(TypeError, match="already"):
        upcasts("trial.renamed", 1)(lambda fact: fact)


def test_numbers_keep_their_spelling(store: RecordStore) -> None:
    quantities = [Decimal(text) for text in ("0", "1000000000", "0.125", "7")]
    store.append(entry("plan-1", 0, *(Happened(quantity=q) for q in quantities)))
    assert [str(f.event.quantity) for f in store.stream("plan-1") if isinstance(f.event, Happened)] == [
        str(q) for q in quantities
    ]


def test_every_kind_of_fact_is_read_back_as_it_was_told(store: RecordStore) -> None:
    store.append(entry("plan-1", 0, *EVENTS))
    assert [fact.event for fact in store.stream("plan-1")] == list(EVENTS)
