"""What does a read model see of a fact that is taken at its word?"""

from __future__ import annotations

import pytest
from eventsourcing.persistence import StoredEvent

from application.ports import Recorded
from domain import upcasting
from domain.messages import Event
from domain.upcasting import Shape, upcasts
from infrastructure.eventstore.mapper import FactMapper
from infrastructure.eventstore.memory import MemoryLedger
from infrastructure.eventstore.store import RecordStore
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
