"""The rule book of an office put under another: on or after its day, by an order, never under itself."""

from datetime import UTC, date, datetime

import pytest

from domain.messages import SYSTEM
from domain.people.decisions import MoveOffice
from domain.people.events import OfficeMoved, OrganisationRegistered
from tests.dsl import Given, given

AT = datetime(2021, 3, 1, 9, tzinfo=UTC)
DAY = date(2021, 3, 1)
ZONE = {"title": "Центр", "zone": "Europe/Kyiv", "language": "uk"}
OPENED = OrganisationRegistered(organisation="lipky", above="north", **ZONE)
MOVE = MoveOffice(organisation="lipky", above="south", since=DAY, basis="наказ № 7")
MOVED = OfficeMoved(above="south", was="north", since=DAY, basis="наказ № 7")


def office(*facts: OfficeMoved) -> Given:
    return given(OPENED, *facts)


def test_an_office_is_moved_and_the_fact_says_from_where_to_where_since_when():
    office().when(MOVE, by=SYSTEM, at=AT).then(MOVED)


def test_moved_again_to_where_it_stands_is_nothing():
    office(MOVED).when(MOVE, by=SYSTEM, at=AT).then_nothing()


def test_an_office_may_stand_under_none():
    alone = MoveOffice(organisation="lipky", since=DAY, basis="наказ № 8")
    (fact,) = office().when(alone, by=SYSTEM, at=AT).facts()
    assert fact == OfficeMoved(above=None, was="north", since=DAY, basis="наказ № 8")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"above": "lipky"}, "above-itself"),
        ({"since": date(2021, 3, 2)}, "move-not-yet"),
        ({"basis": " "}, "basis-missing"),
    ],
)
def test_what_is_no_move_is_refused(change: dict, code: str):
    office().when(MOVE.model_copy(update=change), by=SYSTEM, at=AT).then_refused(code)


def test_a_move_is_not_put_before_the_one_that_stands():
    earlier = MoveOffice(organisation="lipky", above="north", since=date(2021, 2, 1), basis="наказ")
    office(MOVED).when(earlier, by=SYSTEM, at=AT).then_refused("moved-since", day=DAY)


def test_only_an_open_office_is_moved_and_only_by_who_sets_it_up():
    given().when(MOVE, by=SYSTEM, at=AT).then_refused("not-found")
    office().when(MOVE, by="planner", at=AT, holding="planner").then_refused("not-allowed")
