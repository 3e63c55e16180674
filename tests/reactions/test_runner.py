"""Does what follows from a fact follow once, whoever runs, crashes, or is refused?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from application.folding import States
from application.ports import Recorded
from application.projections.opening import make
from application.projections.tracking import REACTIONS, quarantine, tracking
from application.reactions.base import Reaction, reaction
from application.reactions.look import Look
from application.reactions.runner import ReactionRunner, id_of_effect
from domain.messages import Command
from domain.people.decisions import CreatePosition, FormUnit
from domain.people.events import OrganisationRegistered, PositionCreated, UnitFormed
from infrastructure.clock import SimulatedClock
from infrastructure.readmodels import SQLiteReadModels
from tests.telling import NOON, add, record, told

OFFICE = OrganisationRegistered(organisation="a", title="A", zone="UTC", language="uk")


def formed(unit: str) -> UnitFormed:
    return UnitFormed(unit=unit, title=unit.capitalize())


@reaction(UnitFormed)
def when_unit_formed_create_its_head(recorded: Recorded, look: Look) -> Iterator[Command]:
    fact = recorded.event
    assert isinstance(fact, UnitFormed)
    units = len(look.office("a").units)
    yield CreatePosition(
        organisation="a", position=f"head-{units}", unit=fact.unit, title="Head", role="reviewer", heads=True
    )


class House:
    """A record, and runners that may be replaced by new ones, as after a crash."""

    def __init__(self) -> None:
        self.store = record([told(OFFICE, organisation="a")])
        self.read_models = SQLiteReadModels(None)
        make(self.store, self.read_models, [], again=True)

    def unit(self, name: str) -> None:
        add(self.store, told(formed(name), organisation="a"), f"form-{name}")

    def runner(self, *reactions: Reaction) -> ReactionRunner:
        return ReactionRunner(States(self.store), self.read_models, reactions, SimulatedClock(NOON))

    def run_out(self, *reactions: Reaction) -> None:
        runner = self.runner(*reactions)
        while runner.advance():
            pass

    def heads(self) -> list[str]:
        facts = [r.event for r in self.store.stream("people-a")]
        return [f.position for f in facts if isinstance(f, PositionCreated)]

    def forget_position(self) -> None:
        """As if the process had been killed after the commands and before its position was written."""
        with self.read_models.write() as db:
            db.execute(tracking.update().values(position=0))

    def parked(self) -> list[tuple[str, str, int, int]]:
        with self.read_models.read() as db:
            q = quarantine.c
            return [tuple(row) for row in db.execute(select(q.projection, q.stream, q.position, q.waiting))]


@pytest.fixture
def house() -> House:
    return House()


def test_a_command_follows_from_each_fact(house: House) -> None:
    house.unit("north")
    house.unit("south")
    house.run_out(when_unit_formed_create_its_head)

    assert house.heads() == ["head-1", "head-2"]


def test_what_followed_names_its_cause(house: House) -> None:
    house.unit("north")
    house.run_out(when_unit_formed_create_its_head)
    *_, cause, effect = house.store.stream("people-a")

    assert effect.envelope.by == "system"
    assert effect.envelope.cause == f"people-a@{cause.version}"
    assert effect.envelope.correlation == cause.envelope.correlation
    assert effect.envelope.command_id == id_of_effect(cause, "when_unit_formed_create_its_head", 0)


def test_told_twice_it_follows_once(house: House) -> None:
    house.unit("north")
    house.run_out(when_unit_formed_create_its_head)
    house.unit("south")
    house.run_out(when_unit_formed_create_its_head)
    house.forget_position()
    house.run_out(when_unit_formed_create_its_head)

    assert house.heads() == ["head-1", "head-2"]


def test_the_trial_catches_ids_that_do_not_come_from_the_cause(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = iter(range(100))
    monkeypatch.setattr("application.reactions.runner.id_of_effect", lambda *a: f"chance-{next(chance)}")

    @reaction(UnitFormed)
    def when_unit_formed_form_another(recorded: Recorded, look: Look) -> Iterator[Command]:
        yield CreatePosition(organisation="a", position="p", unit="north", title="t", role="reviewer")

    monkeypatch.setattr("domain.people.decisions.decider.decisions", {CreatePosition: _always_creates})
    house.unit("north")
    house.run_out(when_unit_formed_form_another)
    house.forget_position()
    house.run_out(when_unit_formed_form_another)

    assert house.heads() == ["p", "p"]


def _always_creates(office: object, asked: CreatePosition, moment: object) -> Iterator[PositionCreated]:
    yield PositionCreated(
        position=asked.position, unit=asked.unit, title=asked.title, role=asked.role, heads=asked.heads
    )


def test_it_looks_at_what_stood_when_the_fact_was_recorded(house: House) -> None:
    for name in ("north", "south", "west"):
        house.unit(name)
    house.run_out(when_unit_formed_create_its_head)
    house.forget_position()
    runner = house.runner(when_unit_formed_create_its_head)
    runner.advance()

    assert house.heads() == ["head-1", "head-2", "head-3"], "not three times head-3"


def test_a_refused_command_ends_there_and_the_world_goes_on(house: House) -> None:
    @reaction(UnitFormed)
    def when_unit_formed_ask_the_impossible(recorded: Recorded, look: Look) -> Iterator[Command]:
        yield CreatePosition(organisation="a", position="p", unit="nowhere", title="t", role="reviewer")

    house.unit("north")
    house.run_out(when_unit_formed_ask_the_impossible, when_unit_formed_create_its_head)

    assert house.heads() == ["head-1"]
    assert house.parked() == []


def test_a_reaction_that_says_something_else_today_does_not_do_it_again(house: House) -> None:
    house.unit("north")
    house.run_out(when_unit_formed_create_its_head)

    def differently(recorded: Recorded, look: Look) -> Iterator[Command]:
        yield CreatePosition(organisation="a", position="other", unit="north", title="t", role="reviewer")

    house.forget_position()
    house.run_out(Reaction("when_unit_formed_create_its_head", (UnitFormed,), differently))

    assert house.heads() == ["head-1"]
    assert house.parked() == []


def test_a_reaction_that_breaks_parks_the_stream(house: House) -> None:
    house.unit("north")
    add(house.store, told(formed("x"), stream="people-b", organisation="b"), "b-1")
    house.unit("south")

    def only_in_a(recorded: Recorded, look: Look) -> Iterator[Command]:
        if recorded.stream == "people-a":
            raise ZeroDivisionError
        yield FormUnit(organisation="b", unit="y", title="Y")

    house.run_out(Reaction("when_unit_formed", (UnitFormed,), only_in_a))

    assert house.parked() == [(REACTIONS, "people-a", 2, 1)]


def test_two_runners_at_once_have_one_effect(house: House) -> None:
    house.unit("north")
    one, other = (house.runner(when_unit_formed_create_its_head) for _ in range(2))
    one.begin()
    other.begin()
    while one.advance() or other.advance():
        pass

    assert house.heads() == ["head-1"]
