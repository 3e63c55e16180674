"""The director is on leave: who decides, from when until when, by which paper, and who may not."""

from collections.abc import Iterator
from datetime import date

import pytest

from domain.people.decisions import DelegateDuty, EndAppointment, RevokeDelegation
from domain.plan.decisions.approval import AgreeStep, ApproveStep, SubmitPlan
from domain.plan.decisions.drafting import DraftPlan, ReviseMeasure
from domain.plan.state import Plan, Status
from domain.run.events import StepApproved
from tests.domain.small_office import DOCUMENT, JANUARY_ONLY
from tests.stories.rulebook.offices import (
    CENTRE,
    PLAN,
    SHORT,
    appointed,
    centre,
    in_february,
    is_agreed,
    is_submitted,
    sentence_of,
)
from tests.story import Story, story

FROM, UNTIL = date(2021, 2, 8), date(2021, 2, 19)
APPROVE = ApproveStep(plan="1", step="director")


@pytest.fixture
def told() -> Iterator[Story]:
    """A plan waits for its director; the head of department has agreed."""
    with story(*centre(*SHORT), at=in_february(1)) as told:
        is_submitted(told)
        is_agreed(told, "education")
        yield told


def delegates(told: Story, **more: object) -> str:
    """The director's order; the id of the delegation."""
    order = DelegateDuty(
        organisation=CENTRE,
        position="director",
        taker="deputy",
        since=FROM,
        until=UNTIL,
        basis="наказ № 15-к",
        **more,
    )
    return told.as_person("director").does(order).recorded[0].event.delegation


def status(told: Story) -> Status:
    plan: Plan = told.app.state(PLAN)
    return plan.status


def test_within_the_dates_the_deputy_approves_for_the_director_and_the_paper_says_so(told: Story) -> None:
    delegates(told)
    told.time_comes(in_february(10))
    done = told.as_person("deputy").does(APPROVE)
    approved = done.recorded[0].event
    assert isinstance(approved, StepApproved)
    assert (approved.person, approved.for_whom) == ("deputy", "director")
    assert done.recorded[0].envelope.capacity == "Директор (за дорученням, наказ № 15-к)"
    assert "Хтось, Директор (за дорученням, наказ № 15-к)" in sentence_of(told, -1)
    assert status(told) is Status.IN_FORCE


@pytest.mark.parametrize("day", [5, 7, 20, 25])
def test_outside_the_dates_the_deputy_is_refused(told: Story, day: int) -> None:
    delegates(told)
    told.time_comes(in_february(day))
    told.as_person("deputy").is_refused(APPROVE, "delegation-not-today")
    told.as_person("deputy", capacity="director").is_refused(APPROVE, "delegation-not-today")


@pytest.mark.parametrize("day", [8, 19])
def test_the_first_and_the_last_day_count(told: Story, day: int) -> None:
    delegates(told)
    told.time_comes(in_february(day, 21 if day == 19 else 0))
    told.as_person("deputy").does(APPROVE)


@pytest.mark.parametrize(
    ("form", "word"),
    [("delegated", "за дорученням"), ("deputy", "заступник за керівника"), ("ordered", "за наказом")],
)
def test_the_form_of_the_order_stands_in_the_record(told: Story, form: str, word: str) -> None:
    delegates(told, form=form)
    told.time_comes(in_february(10))
    done = told.as_person("deputy").does(APPROVE)
    assert done.recorded[0].envelope.capacity == f"Директор ({word}, наказ № 15-к)"


def test_a_delegation_lends_what_it_names_and_nothing_else(told: Story) -> None:
    delegates(told, acts=("ReturnPlan",))
    told.time_comes(in_february(10))
    told.as_person("deputy").is_refused(APPROVE, "not-allowed")


def test_an_order_that_is_revoked_later_does_not_undo_what_was_decided(told: Story) -> None:
    given = delegates(told)
    told.time_comes(in_february(10))
    told.as_person("deputy").does(APPROVE)
    revoke = RevokeDelegation(
        organisation=CENTRE, delegation=given, until=date(2021, 2, 10), reason="повернувся"
    )
    told.time_comes(in_february(11))
    told.as_person("director").does(revoke)
    assert status(told) is Status.IN_FORCE
    assert "за дорученням" in sentence_of(told, -1)


def test_an_order_that_is_revoked_before_bars_the_way(told: Story) -> None:
    given = delegates(told)
    told.time_comes(in_february(10))
    revoke = RevokeDelegation(organisation=CENTRE, delegation=given, until=date(2021, 2, 9), reason="вийшов")
    told.as_person("director").does(revoke)
    told.as_person("deputy").is_refused(APPROVE, "delegation-not-today")


def test_a_delegation_dies_with_the_directors_own_post(told: Story) -> None:
    delegates(told)
    told.time_comes(in_february(10))
    told.house_does(
        EndAppointment(organisation=CENTRE, person="director", position="director", until=date(2021, 2, 9))
    )
    told.as_person("deputy").is_refused(APPROVE, "not-allowed")


def test_an_acting_director_decides_in_the_post_itself_also_where_it_is_vacant(told: Story) -> None:
    told.house_does(
        EndAppointment(organisation=CENTRE, person="director", position="director", until=date(2021, 2, 5)),
        appointed("deputy", "director", FROM, UNTIL),
    )
    told.time_comes(in_february(6))
    told.as_person("deputy").is_refused(APPROVE, "not-allowed")
    told.time_comes(in_february(12))
    done = told.as_person("deputy").does(APPROVE)
    assert done.recorded[0].envelope.capacity == "Директор (в.о., наказ № 14-к)"
    assert done.recorded[0].event.for_whom is None


def test_temporarily_acting_is_written_so(told: Story) -> None:
    told.house_does(appointed("deputy", "director", FROM, UNTIL, form="temporarily"))
    told.time_comes(in_february(12))
    done = told.as_person("deputy").does(APPROVE)
    assert done.recorded[0].envelope.capacity == "Директор (т.в.о., наказ № 14-к)"


def test_an_acting_appointment_ends_on_its_last_day(told: Story) -> None:
    told.house_does(appointed("deputy", "director", FROM, UNTIL))
    told.time_comes(in_february(20))
    told.as_person("deputy").is_refused(APPROVE, "not-allowed")


@pytest.mark.parametrize("how", ["delegation", "appointment"])
def test_who_prepared_the_plan_never_approves_it_by_any_order(how: str) -> None:
    """The deputy fills in for the planner, too, and mends a measure."""
    filled_in = appointed("deputy", "planner", date(2021, 2, 1))
    with story(*centre(*SHORT), filled_in, at=in_february(1)) as told:
        told.as_person("planner").does(DraftPlan(plan="1", document=DOCUMENT))
        mended = JANUARY_ONLY.model_copy(update={"purpose": "мета"})
        told.as_person("deputy").does(ReviseMeasure(plan="1", measure=mended))
        told.as_person("planner").does(SubmitPlan(plan="1", workflow="quarterly"))
        told.as_person("head-education").does(AgreeStep(plan="1", step="education"))
        if how == "delegation":
            delegates(told)
        else:
            told.house_does(appointed("deputy", "director", FROM, UNTIL))
        told.time_comes(in_february(10))
        told.as_person("deputy").is_refused(APPROVE, "prepared-it-yourself")


def test_nobody_decides_for_one_who_prepared_it(told: Story) -> None:
    """The planner is acting director, and lets the deputy decide: it would still be the planner's word."""
    told.house_does(appointed("planner", "director", FROM, UNTIL))
    told.time_comes(in_february(8))
    order = DelegateDuty(
        organisation=CENTRE, position="director", taker="deputy", since=FROM, until=UNTIL, basis="№ 16-к"
    )
    told.as_person("planner").does(order)
    told.as_person("deputy").is_refused(APPROVE, "prepared-by-whom-you-stand-for")


def test_what_was_lent_is_not_lent_on(told: Story) -> None:
    delegates(told)
    told.time_comes(in_february(10))
    on = DelegateDuty(
        organisation=CENTRE, position="director", taker="head-bureau", since=FROM, until=UNTIL, basis="№ 17-к"
    )
    told.as_person("deputy").is_refused(on, "not-yours-to-give")
