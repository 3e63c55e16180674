"""Who hears of a date that a measure owes, and when."""

from datetime import date

import pytest

from domain.messages import Personal
from domain.notice.policy import Rung, deciders, lead_of, next_ring, recipient, rung_on
from domain.people.events import PersonAppointed, PersonRegistered, PositionCreated, UnitFormed
from domain.people.state import Organisation, evolve
from domain.plan.document import Executor
from domain.plan.events import Due

FRIDAY = date(2021, 1, 29)
DUE = Due(
    measure="m-1",
    key="",
    planned=date(2021, 1, 31),
    due=FRIDAY,
    remind=date(2021, 1, 26),
    escalate=date(2021, 2, 2),
)
LONG_AGO = date(2020, 1, 1)


def office() -> Organisation:
    state = Organisation(id="office")
    for fact in (
        UnitFormed(unit="bureau", title="Bureau"),
        PositionCreated(position="head", unit="bureau", title="Head", role="reviewer", heads=True),
        PositionCreated(position="clerk", unit="bureau", title="Clerk", role="executor"),
        *(
            PersonRegistered(person=p, full_name=Personal(of=p, text=p.title()))
            for p in ("olena", "petro", "ivan", "maria")
        ),
        PersonAppointed(person="olena", position="head", since=LONG_AGO),
        PersonAppointed(person="petro", position="clerk", since=LONG_AGO, until=FRIDAY),
        PersonAppointed(person="ivan", position="clerk", since=date(2021, 1, 30)),
        PersonAppointed(
            person="maria", position="head", since=date(2021, 2, 1), until=date(2021, 2, 5), acting=True
        ),
    ):
        state = evolve(state, fact)
    return state


@pytest.mark.parametrize(
    ("today", "rung"),
    [
        (date(2021, 1, 25), None),
        (date(2021, 1, 26), Rung.REMINDER),
        (date(2021, 1, 28), Rung.REMINDER),
        (FRIDAY, Rung.DUE_TODAY),
        (date(2021, 1, 30), Rung.OVERDUE),
        (date(2021, 2, 2), Rung.ESCALATION),
    ],
)
def test_the_newest_rung_reached_is_told(today: date, rung: Rung | None):
    told = rung_on(DUE, "", today)
    assert (told and told[0]) == rung


def test_a_rung_is_not_reached_twice():
    assert rung_on(DUE, "reminder", date(2021, 1, 28)) is None
    assert rung_on(DUE, "escalation", date(2021, 3, 1)) is None


def test_after_a_rung_the_next_one_rings():
    assert next_ring(DUE, "", LONG_AGO) == DUE.remind
    assert next_ring(DUE, "reminder", LONG_AGO) == FRIDAY
    assert next_ring(DUE, "escalation", LONG_AGO) is None


def test_a_rung_from_before_the_date_was_open_does_not_ring():
    assert next_ring(DUE, "", date(2021, 1, 28)) == FRIDAY


def test_a_date_opened_anew_after_its_last_rung_rings_at_once():
    assert next_ring(DUE, "", date(2021, 3, 1)) == date(2021, 3, 1)
    assert next_ring(DUE, "escalation", date(2021, 3, 1)) is None


def test_the_person_who_holds_the_post_on_that_day_is_told():
    lead = "position:clerk"
    assert recipient(Rung.DUE_TODAY, lead, office(), "author", FRIDAY) == "petro"
    assert recipient(Rung.OVERDUE, lead, office(), "author", date(2021, 1, 30)) == "ivan"


def test_the_superior_is_told_of_an_escalation():
    assert recipient(Rung.ESCALATION, "position:clerk", office(), "author", date(2021, 2, 10)) == "olena"


def test_the_author_is_told_where_no_person_is_known():
    assert recipient(Rung.REMINDER, "", office(), "author", FRIDAY) == "author"
    assert recipient(Rung.REMINDER, "position:gone", office(), "author", FRIDAY) == "author"
    assert recipient(Rung.ESCALATION, "person:olena", office(), "author", FRIDAY) == "author"


def test_the_lead_answers_before_the_others():
    first = Executor(raw="Clerk", to="position:clerk")
    lead = Executor(raw="Bureau", to="unit:bureau", lead=True)
    assert lead_of((first, lead)) == "unit:bureau"


def test_an_executor_by_consent_is_never_reminded():
    asked = Executor(raw="Friends (by consent)", to="unit:bureau", by_consent=True)
    unknown = Executor(raw="Somebody")
    assert lead_of((asked,)) is None
    assert lead_of((asked, unknown)) == ""
    assert lead_of(()) == ""


def test_a_step_waits_for_whoever_acts_in_the_position():
    assert deciders(office(), "position:head", date(2021, 2, 3)) == ["maria"]
    assert deciders(office(), "position:head", date(2021, 2, 8)) == ["olena"]
