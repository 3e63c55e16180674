"""A centre goes from one region to another: another one decides from above, what was decided stays."""

from collections.abc import Iterator
from datetime import date

import pytest

from application.moving_office import offices_above, people_above
from application.offers import plan_seen
from application.ports import SignedIn
from application.projections import waiting
from application.projections.rollup import rolled_up
from application.sentences import speaking
from domain.messages import SYSTEM, Command, Refused
from domain.people.decisions import (
    AppointPerson,
    CreatePosition,
    MoveOffice,
    RegisterOrganisation,
    RegisterPerson,
)
from domain.plan.decisions.approval import AgreeStep, ApproveStep, SubmitPlan
from domain.plan.decisions.drafting import DraftPlan
from domain.plan.state import Plan, Status
from tests.domain.small_office import DOCUMENT
from tests.stories.rulebook.offices import (
    CENTRE,
    FOREIGN,
    HIRED,
    PLAN,
    REGION,
    UNDER_THE_REGION,
    centre,
    foreign,
    region,
)
from tests.story import Story, story

APPROVE = ApproveStep(plan="1", step="region")
OLD, NEW = "nestor.holub", "yaryna.dub"
BOSS_OLD = SignedIn(organisation=REGION, person=OLD)
BOSS_NEW = SignedIn(organisation=FOREIGN, person=NEW)


def move(above: str | None, office: str = CENTRE, **more: object) -> MoveOffice:
    asked = {"organisation": office, "above": above, "since": date(2021, 1, 5), "basis": "наказ № 7"}
    return MoveOffice(**{**asked, **more})


@pytest.fixture
def told() -> Iterator[Story]:
    with story(*region(), *foreign(), *centre(*UNDER_THE_REGION, above=REGION)) as told:
        told.as_person("planner").does(
            DraftPlan(plan="1", document=DOCUMENT), SubmitPlan(plan="1", workflow="quarterly")
        )
        told.as_person("director").does(AgreeStep(plan="1", step="director"))
        told.app.catch_up()
        yield told


def moved(told: Story) -> None:
    told.house_does(move(FOREIGN, since=told.clock.now().date()))
    told.app.catch_up()


def test_from_then_on_the_new_region_decides_and_the_old_one_finds_nothing(told: Story) -> None:
    moved(told)
    told.as_person(OLD).is_refused(APPROVE, "not-found")
    with pytest.raises(Refused, match="not-found"):
        plan_seen(told.app, "1", BOSS_OLD)
    assert plan_seen(told.app, "1", BOSS_NEW).office.id == CENTRE
    told.shows(waiting.steps_waiting_above, [], REGION)
    told.shows(waiting.steps_waiting_above, [{"plan": "1", "step": "region"}], FOREIGN)
    told.as_person(NEW).does(APPROVE)
    plan: Plan = told.app.state(PLAN)
    assert plan.status is Status.IN_FORCE


def test_what_the_old_region_decided_stays_and_is_told_by_name(told: Story) -> None:
    told.as_person(OLD).does(APPROVE)
    before = told.facts(PLAN)
    moved(told)
    assert told.facts(PLAN) == before
    office, plan = told.app.state(f"people-{CENTRE}"), told.app.state(PLAN)
    above, history = people_above(told.app.state, office), told.app.history(PLAN)
    said = speaking(told.app.phrases, "uk", office, plan, history, above=above)
    assert "Нестор Голуб, Директор регіонального центру" in said.of(history[-1])


def test_the_counters_go_with_the_office(told: Story) -> None:
    told.as_person(OLD).does(APPROVE)
    told.app.catch_up()
    day = told.clock.now().date()
    whole = [told.app.ask(rolled_up, node, "2021Q1", day).measures for node in (CENTRE, REGION, FOREIGN)]
    assert whole[0] == whole[1] > whole[2] == 0
    moved(told)
    after = [told.app.ask(rolled_up, node, "2021Q1", day).measures for node in (CENTRE, REGION, FOREIGN)]
    assert after == [whole[0], 0, whole[0]]


def test_no_ring_comes_of_it_and_no_office_out_of_nowhere(told: Story) -> None:
    for command, code in ((move(CENTRE, REGION), "office-ring"), (move("nowhere"), "unknown-office")):
        with pytest.raises(Refused) as refusal:
            told.app.do(command, by=SYSTEM)
        assert refusal.value.code == code
    assert offices_above(told.app.state, CENTRE) == [REGION]


def administrator(office: str, person: str) -> Iterator[Command]:
    post = {"organisation": office, "position": "admin", "title": "Адміністратор"}
    unit = "office" if office != CENTRE else "bureau"
    yield CreatePosition(**post, unit=unit, role="administrator")
    yield RegisterPerson(organisation=office, person=person, full_name=person)
    yield AppointPerson(organisation=office, person=person, position="admin", since=HIRED)


def opens(office: str, above: str | None = None) -> RegisterOrganisation:
    return RegisterOrganisation(
        organisation=office, title=office, zone="Europe/Kyiv", language="uk", above=above
    )


def test_nobody_of_the_office_itself_moves_it_not_even_who_sets_it_up(told: Story) -> None:
    told.house_does(*administrator(CENTRE, "own"))
    for person in ("own", "director"):
        for place in (None, FOREIGN, REGION):
            told.as_person(person).is_refused(move(place), "not-allowed")


def test_the_office_above_moves_it_within_its_own_reach(told: Story) -> None:
    told.house_does(*administrator(REGION, "upper"), opens("district", REGION), opens("aside"))
    upper = told.as_person("upper")
    upper.is_refused(move(None), "office-out-of-reach")
    upper.is_refused(move(FOREIGN), "office-out-of-reach")
    upper.is_refused(move(REGION, "aside"), "not-found")
    upper.does(move("district", since=told.clock.now().date()))
    assert offices_above(told.app.state, CENTRE) == ["district", REGION]
    upper.is_refused(move(REGION), "not-found")


def test_an_office_elsewhere_takes_none_to_itself(told: Story) -> None:
    told.house_does(*administrator(FOREIGN, "elsewhere"))
    told.as_person("elsewhere").is_refused(move(FOREIGN), "not-found")
    told.as_person(NEW).is_refused(move(FOREIGN), "not-found")
    told.as_person(OLD).is_refused(move(REGION), "not-allowed")
