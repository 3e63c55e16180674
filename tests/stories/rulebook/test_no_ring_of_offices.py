"""No two moves, however they cross, make a ring of offices; nor does opening one; nor is a chain too long."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from application.app import Done
from domain.messages import SYSTEM, Command, Refused
from domain.people.decisions import MoveOffice, RegisterOrganisation
from domain.people.events import OrganisationRegistered
from domain.people.line import DEEPEST
from tests.story import Story, story
from tests.telling import add
from tests.telling import told as fact


def opens(office: str, above: str | None = None) -> RegisterOrganisation:
    return RegisterOrganisation(
        organisation=office, title=office, zone="Europe/Kyiv", language="uk", above=above
    )


def move(office: str, above: str | None) -> MoveOffice:
    return MoveOffice(organisation=office, above=above, since=date(2021, 1, 5), basis="наказ № 7")


def chain(name: str, length: int) -> Iterator[Command]:
    return (opens(f"{name}{n}", f"{name}{n - 1}" if n else None) for n in range(length))


@pytest.fixture
def told() -> Iterator[Story]:
    with story(opens("p"), opens("q"), opens("r")) as told:
        yield told


def does(told: Story, command: Command, id: str | None = None, by: str = SYSTEM) -> Done:
    return told.app.do(command, by=by, organisation=command.organisation, command_id=id)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.code


def above(told: Story, office: str) -> str:
    return str(told.app.state(f"people-{office}").above)


@pytest.mark.parametrize("between", [("q", "p"), ("r", "p")], ids=["the office above", "one above that"])
def test_moves_that_cross_make_no_ring(told: Story, monkeypatch: pytest.MonkeyPatch, between) -> None:
    """The other move is recorded between the look at the offices above and the append of this one."""
    does(told, move("q", "r"))
    if between[0] == "q":
        does(told, move("q", None))
    store, crossed = told.app.store, []
    append = type(store).append

    def late(self, entry, *meanwhile):
        if not crossed:
            crossed.append(True)
            does(told, move(*between))
        return append(self, entry, *meanwhile)

    monkeypatch.setattr(type(store), "append", late)
    assert refused(lambda: does(told, move("p", "q"))) == "office-ring"
    assert (crossed, above(told, "p"), above(told, between[0])) == ([True], "", "p")


def test_nor_does_opening_one_that_others_were_put_under_before(told: Story) -> None:
    """As it could be recorded once: under an office that nobody had opened."""
    early = OrganisationRegistered(organisation="x", title="x", above="z", zone="Europe/Kyiv", language="uk")
    add(told.app.store, fact(early, organisation="x"), "early")
    assert refused(lambda: does(told, opens("z", "x"))) == "office-ring"
    does(told, opens("z", "p"))
    assert refused(lambda: does(told, move("p", "x"))) == "office-ring"


def test_an_office_is_opened_only_under_one_that_is_open(told: Story) -> None:
    assert refused(lambda: does(told, opens("y", "nowhere"))) == "unknown-office"
    assert refused(lambda: does(told, opens("y", "y"))) == "above-itself"
    assert above(told, "y") == ""


def test_what_stands_below_counts_among_the_levels(told: Story) -> None:
    for command in (*chain("a", DEEPEST - 4), *chain("b", 4), opens("b-aside", "b0")):
        does(told, command)
    does(told, move("b0", f"a{DEEPEST - 5}"))
    does(told, move("b0", None))
    does(told, opens("b4", "b3"))
    assert refused(lambda: does(told, move("b0", f"a{DEEPEST - 5}"))) == "offices-too-deep"
    does(told, move("b0", f"a{DEEPEST - 6}"))
    assert refused(lambda: does(told, opens("b5", "b4"))) == "offices-too-deep"


def test_the_same_move_again_gives_the_first_answer_also_where_it_would_be_refused_now(told: Story) -> None:
    first = does(told, move("p", "q"), "once")
    does(told, move("p", None))
    does(told, move("q", "p"))
    again = does(told, move("p", "q"), "once")
    assert again.answer.repeated
    assert again.answer.version == first.answer.version
    assert not again.recorded


@pytest.mark.parametrize("place", ["q", "nowhere"])
def test_who_may_not_move_an_office_does_not_learn_which_others_there_are(told: Story, place: str) -> None:
    assert refused(lambda: does(told, move("p", place), by="mallory")) == "unknown-person"
