"""What does a read model see of a fact that is taken at its word?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from eventsourcing.persistence import StoredEvent
from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import asdict

from application.ports import Fields, Recorded, Unreadable
from application.projections import PROJECTIONS
from domain import upcasting
from domain.messages import Event, Message
from domain.plan.events import ExecutionLogged, PlanDrafted
from domain.upcasting import Shape, upcasts
from infrastructure.eventstore.mapper import FactMapper
from infrastructure.eventstore.memory import MemoryLedger
from infrastructure.eventstore.plain import NotPlain, plain_reading
from infrastructure.eventstore.store import RecordStore
from infrastructure.eventstore.unchecked import narrow_reading, tree_of
from infrastructure.personal import PersonalWords
from tests.contracts.facts import Happened, Renamed, entry, envelope
from tests.contracts.test_mapper import STORED
from tests.examples import EVENTS


@pytest.fixture
def mapper() -> FactMapper:
    return FactMapper(PersonalWords(MemoryLedger()))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)
def test_it_is_the_fact_that_a_close_look_shows(mapper: FactMapper, event: Event) -> None:
    row = (7, "plan-1", 3, event.name, mapper.state(event, envelope("c-1")))
    unchecked, checked = mapper.read_unchecked(row), mapper.read_sealed(row)

    assert isinstance(unchecked, Recorded)
    assert unchecked == checked
    assert repr(unchecked) == repr(checked)
    assert event.name in mapper._unchecked, "it was not read the slow way after all"


def test_its_envelope_is_whole(mapper: FactMapper) -> None:
    told = envelope("c-2", cause="plan-1@7", correlation="c-1", capacity="")
    read = mapper.read_unchecked((7, "plan-1", 3, "trial.happened", mapper.state(Happened(), told)))

    assert read == Recorded(Happened(), "plan-1", 3, 7, told)


def test_a_limit_that_came_later_does_not_hide_what_was_recorded_before(mapper: FactMapper) -> None:
    row = (7, "plan-1", 3, "trial.happened", STORED.replace(b'"m-12"', b'"M 12"'))
    read = mapper.read_unchecked(row)

    assert isinstance(read, Recorded)
    assert isinstance(read.event, Happened)
    assert read.event.measure == "M 12"


@pytest.mark.parametrize(
    "torn",
    [
        STORED.replace(b'"2021-02-03",', b'"on Friday",'),
        STORED.replace(b'"on":', b'"off":'),
        STORED.replace(b'"rec":', b'"wreck":'),
        STORED.replace(b'"v":1', b'"v":2'),
        STORED[:-1],
    ],
)
def test_what_is_not_of_todays_shape_is_looked_at_closely(mapper: FactMapper, torn: bytes) -> None:
    row = (7, "plan-1", 3, "trial.happened", torn)

    assert not isinstance(mapper.read_unchecked(row), Recorded)
    assert mapper.read_unchecked(row) == mapper.read_sealed(row)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)
def test_any_of_its_fields_can_be_read_alone(mapper: FactMapper, event: Event) -> None:
    told = envelope("c-1")
    row = (7, "plan-1", 3, event.name, mapper.state(event, told))
    whole = mapper.read_sealed(row)
    assert isinstance(whole, Recorded)
    for name in type(event).model_fields:
        read = mapper.reader(Fields({event.name: frozenset({name})}))(row)
        assert isinstance(read, Recorded)
        assert read.event.name == event.name
        assert read_of(read.event) == {name: getattr(whole.event, name)}
        assert (read.stream, read.version, read.position) == ("plan-1", 3, 7)
        assert (read.envelope.organisation, read.envelope.recorded_at) == (
            told.organisation,
            told.recorded_at,
        )


def test_of_what_lies_within_a_field_no_more_is_read_than_is_named(mapper: FactMapper) -> None:
    (drafted,) = (event for event in EVENTS if isinstance(event, PlanDrafted))
    row = (7, "plan-1", 3, drafted.name, mapper.state(drafted, envelope()))
    names = frozenset({"document.measures.id", "document.period", "findings.code"})
    read = mapper.reader(Fields({drafted.name: names}))(row)

    assert isinstance(read, Recorded)
    told: Any = read.event
    assert [read_of(m) for m in told.document.measures] == [{"id": m.id} for m in drafted.document.measures]
    assert told.document.period == drafted.document.period
    with pytest.raises(AttributeError):
        told.document.header  # noqa: B018
    with pytest.raises(AttributeError):
        told.prepared_by  # noqa: B018


def read_of(told: Any) -> dict[str, Any]:
    return dict(vars(told)) if isinstance(told, Message) else asdict(told)


def plain(kind: type[Event], names: Iterable[str]) -> bool:
    try:
        plain_reading(kind, names)
    except NotPlain:
        return False
    return True


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)
def test_plain_values_are_read_as_the_model_reads_them(mapper: FactMapper, event: Event) -> None:
    kind, state = type(event), mapper.state(event, envelope("c-1"))
    names = [name for name in kind.model_fields if plain(kind, [name])]
    told, model = plain_reading(kind, names)(state), narrow_reading(kind, names).validate_json(state)

    assert read_of(told.fact) == read_of(model["fact"])
    assert {name: type(value) for name, value in read_of(told.fact).items()} == {
        name: type(value) for name, value in read_of(model["fact"]).items()
    }
    assert (told.v, told.organisation) == (model["v"], model["org"])


@given(
    some.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**9, places=3),
    some.dates(),
    some.text(some.characters(exclude_categories=["C"]), min_size=1, max_size=40),
)
def test_whatever_numbers_days_and_words_a_deed_holds(quantity: Decimal, day: date, words: str) -> None:
    (logged,) = (event for event in EVENTS if type(event) is ExecutionLogged)
    deed = logged.model_copy(
        update={"quantity": quantity, "done_on": day, "place": words, "parts": (quantity,)}
    )
    state = FactMapper(PersonalWords(MemoryLedger())).state(deed, envelope("c-1"))
    told = plain_reading(ExecutionLogged, ["quantity", "done_on", "place", "parts"])(state)

    assert repr(told.fact.quantity) == repr(quantity)
    assert (told.fact.done_on, told.fact.place, told.fact.parts) == (day, words, (quantity,))


def test_nobody_can_take_a_part_of_a_fact_for_the_whole(mapper: FactMapper) -> None:
    row = (7, "plan-1", 3, "trial.happened", mapper.state(Happened(), envelope("c-1")))
    read = mapper.reader(Fields({"trial.happened": frozenset({"measure"})}))(row)

    assert isinstance(read, Recorded)
    assert not isinstance(read.event, Event)
    for missing in ("channel", "by", "command_id", "occurred_at"):
        with pytest.raises(AttributeError):
            getattr(read.envelope, missing)
    with pytest.raises(AttributeError):
        read.event.on  # type: ignore[attr-defined]  # noqa: B018


def test_a_field_means_all_of_it_whatever_else_is_named() -> None:
    assert tree_of(["a.b", "a", "c.d", "c.e.f"]) == {"a": None, "c": {"d": None, "e": {"f": None}}}


@pytest.mark.parametrize("torn", [STORED.replace(b'"rec":', b'"wreck":'), STORED.replace(b'"v":1', b'"v":2')])
def test_what_cannot_be_read_is_looked_at_whole(mapper: FactMapper, torn: bytes) -> None:
    row = (7, "plan-1", 3, "trial.happened", torn)
    read = mapper.reader(Fields({"trial.happened": frozenset()}))(row)

    assert isinstance(read, Unreadable)
    assert read == mapper.read_sealed(row)


def test_every_field_that_a_handler_names_is_there() -> None:
    for projection in PROJECTIONS:
        for kind, names in projection.reads.items():
            narrow_reading(kind, names)


def test_an_old_shape_is_lifted_to_todays_although_it_would_fit(
    mapper: FactMapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upcasting, "_steps", {})

    @upcasts("trial.renamed", 1)
    def chapters_counted_from_zero(fact: Shape) -> Shape:
        return fact | {"chapter": fact["chapter"] + 1}

    @upcasts("trial.renamed", 2)
    def no_change(fact: Shape) -> Shape:
        return fact

    state = mapper.state(Renamed(title="Old", chapter=5), envelope()).replace(b'"v":3', b'"v":1')
    read = mapper.read_unchecked((7, "plan-1", 3, "trial.renamed", state))

    assert isinstance(read, Recorded)
    assert read.event == Renamed(title="Old", chapter=6)


def test_a_name_nobody_knows_is_not_read(mapper: FactMapper) -> None:
    row = (7, "plan-1", 3, "trial.unheard-of", STORED)

    assert mapper.read_unchecked(row) == mapper.read_sealed(row)


def test_only_who_forgoes_both_words_and_checks_is_told_at_its_word(store: RecordStore) -> None:
    store.append(entry("plan-1", 0))
    odd = StoredEvent("plan-1", 2, "trial.happened", STORED.replace(b'"m-12"', b'"M 12"'))
    store._now().ledger.insert_events([odd])  # type: ignore[attr-defined]
    readable = {
        (words, checked): isinstance(store.log(1, words=words, checked=checked)[0], Recorded)
        for words in (True, False)
        for checked in (True, False)
    }

    assert readable == {(True, True): False, (True, False): False, (False, True): False, (False, False): True}
