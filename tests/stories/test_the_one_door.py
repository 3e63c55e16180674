"""What does every edge get from the one door: answers, looks, past moments, and who was faster?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from application.app import App
from application.folding import States
from application.ports import Conflict, KeyReused
from application.projections import plan_board, waiting
from domain.messages import SYSTEM, Command, Refused
from domain.people.decisions import (
    AppointPerson,
    CreatePosition,
    FormUnit,
    RegisterOrganisation,
    RegisterPerson,
)
from domain.people.events import PersonAppointed, PersonRegistered, PositionCreated, UnitFormed
from domain.plan.decisions.approval import Acknowledge, AgreeStep, SubmitPlan
from domain.plan.decisions.drafting import AssignExecutor, DraftPlan, ReviseMeasure
from domain.plan.state import Plan, Status
from domain.workflow.decisions import PublishDefinition
from tests.domain.small_office import DOCUMENT, JANUARY_ONLY, PEOPLE, STEPS
from tests.story import Story, story
from tests.telling import NOON

DRAFT = DraftPlan(plan="p1", document=DOCUMENT)
SUBMIT = SubmitPlan(plan="p1", workflow="quarterly")


def opening(office: str = "lipky") -> Iterator[Command]:
    """The small office, as commands."""
    yield RegisterOrganisation(organisation=office, title="Центр", zone="Europe/Kyiv", language="uk")
    for fact in PEOPLE:
        match fact:
            case UnitFormed():
                yield FormUnit(organisation=office, **dict(fact))
            case PositionCreated():
                yield CreatePosition(organisation=office, **dict(fact))
            case PersonRegistered():
                yield RegisterPerson(organisation=office, person=fact.person, full_name="Хтось")
            case PersonAppointed():
                yield AppointPerson(organisation=office, **dict(fact))
    yield PublishDefinition(organisation=office, workflow="quarterly", title="План", steps=STEPS)


@pytest.fixture
def told() -> Iterator[Story]:
    with story(*opening()) as told:
        yield told


def revised(purpose: str) -> ReviseMeasure:
    return ReviseMeasure(plan="p1", measure=JANUARY_ONLY.model_copy(update={"purpose": purpose}))


def test_a_command_is_answered_with_where_it_stands(told: Story) -> None:
    done = told.as_person("planner").does(DRAFT)

    assert (done.answer.stream, done.answer.version, done.answer.facts) == ("plan-p1", 1, 1)
    assert [r.envelope.by for r in done.recorded] == ["planner"]
    assert done.recorded[0].envelope.organisation == "lipky"


def test_the_same_key_again_gives_the_first_answer(told: Story) -> None:
    planner = told.as_person("planner")
    first = planner.does(DRAFT, command_id="k")
    again = planner.does(DRAFT, command_id="k")

    assert (again.answer.version, again.answer.position) == (first.answer.version, first.answer.position)
    assert again.answer.repeated
    assert again.recorded == ()
    with pytest.raises(KeyReused):
        planner.does(SUBMIT, command_id="k")


def test_somebody_unknown_is_refused(told: Story) -> None:
    told.as_person("stranger").is_refused(DRAFT, "unknown-person")


def test_somebody_known_to_two_offices_says_for_which_they_act() -> None:
    with story(*opening(), *opening("other")) as told:
        planner = told.as_person("planner")
        planner.is_refused(DRAFT, "which-organisation")
        planner.does(DRAFT, organisation="other")
        told.shows(plan_board.plans, [{"plan": "p1"}], "other")


def test_an_office_does_not_find_the_plan_of_another() -> None:
    with story(*opening(), *opening("other")) as told:
        told.as_person("planner").does(DRAFT, organisation="lipky")
        told.as_person("planner").is_refused(SUBMIT, "not-found", organisation="other")


def test_the_loser_is_told_who_was_faster(told: Story) -> None:
    planner, faster = told.as_person("planner"), told.as_person("planner")
    seen = planner.does(DRAFT).answer.version
    faster.does(revised("мета"))
    conflict = planner.is_too_late(revised("інша мета"), expect=seen)

    (added,) = told.app.explain(conflict)
    assert (added.envelope.by, added.version) == ("planner", seen + 1)


def test_a_plan_can_be_seen_at_any_past_position(told: Story) -> None:
    planner = told.as_person("planner")
    positions = [planner.does(command).answer.position for command in (DRAFT, revised("мета"), SUBMIT)]
    before, *after = (status_at(told.app, p) for p in (positions[0] - 1, *positions))

    assert before is Status.ABSENT
    assert after == [Status.DRAFT, Status.DRAFT, Status.IN_REVIEW]
    assert told.app.state("plan-p1").status is Status.IN_REVIEW


def status_at(app: App, position: int) -> Status:
    plan: Plan = app.state("plan-p1", position=position)
    return plan.status


def test_a_plan_can_be_seen_as_it_was_known_at_a_moment(told: Story) -> None:
    told.as_person("planner").does(DRAFT)
    told.time_comes(NOON + timedelta(days=1))
    told.as_person("planner").does(SUBMIT)

    def at(moment: datetime) -> Status:
        plan: Plan = told.app.state("plan-p1", at=moment)
        return plan.status

    assert at(NOON - timedelta(seconds=1)) is Status.ABSENT
    assert at(NOON) is Status.DRAFT
    assert at(NOON + timedelta(days=1)) is Status.IN_REVIEW


def test_every_past_state_is_the_fold_of_what_stood_then(told: Story) -> None:
    planner = told.as_person("planner")
    planner.does(DRAFT, *(revised(f"мета {n}") for n in range(5)), SUBMIT)
    told.as_person("head-education").does(AgreeStep(plan="p1", step="education"))
    seen = [told.app.state("plan-p1", position=r.position) for r in told.app.history("plan-p1")]

    assert [plan.version for plan in seen] == list(range(1, 9))
    assert seen[-1] == told.app.state("plan-p1") == States(told.app.store).now("plan-p1", refresh=True).state


def test_history_can_be_cut_by_version_position_and_time(told: Story) -> None:
    planner = told.as_person("planner")
    planner.does(DRAFT, revised("мета"), SUBMIT)
    first, second, third = told.app.history("plan-p1")

    assert told.app.history("plan-p1", after=1) == [second, third]
    assert told.app.history("plan-p1", up_to=2) == [first, second]
    assert told.app.history("plan-p1", position=second.position) == [first, second]
    assert told.app.history("plan-p1", at=NOON - timedelta(days=1)) == []


def test_what_was_done_is_shown(told: Story) -> None:
    told.as_person("planner").does(DRAFT, SUBMIT)

    told.shows(plan_board.plans, [{"plan": "p1", "status": "in-review"}], "lipky")
    told.shows(
        waiting.steps_waiting_for, [{"plan": "p1", "step": "education"}], "lipky", ["position:head-education"]
    )


def test_live_read_models_equal_rebuilt_ones(told: Story) -> None:
    told.as_person("planner").does(DRAFT, SUBMIT)
    told.as_person("head-education").does(AgreeStep(plan="p1", step="education"))

    assert told.app.check() == []
    facts = told.app.store.head()
    assert {rebuilt.position for rebuilt in told.app.rebuild()} == {facts}
    assert told.app.check("plan_board", "waiting") == []


def test_a_rebuild_sends_nothing(told: Story) -> None:
    told.as_person("planner").does(DRAFT, SUBMIT)
    told.app.catch_up()
    before = told.app.store.head()
    told.app.rebuild()
    told.app.catch_up()

    assert told.app.store.head() == before


def test_only_a_projection_that_exists_is_rebuilt(told: Story) -> None:
    with pytest.raises(Refused, match="unknown-projection"):
        told.app.rebuild("horoscope")


def test_a_skip_needs_a_reason(told: Story) -> None:
    with pytest.raises(Refused, match="reason-missing"):
        told.app.skip_parked("plan_board", "plan-p1", " ")


def test_the_house_acts_for_an_office_that_is_named() -> None:
    with story(*opening()) as told:
        done = told.app.do(
            AppointPerson(
                organisation="lipky",
                person="deputy",
                position="planner",
                since=date(2021, 1, 1),
                acting=True,
                basis="наказ № 1",
            ),
            by=SYSTEM,
            cause="people-lipky@1",
        )
        envelope = done.recorded[0].envelope
        assert (envelope.by, envelope.cause, envelope.organisation) == ("system", "people-lipky@1", "lipky")


def test_a_key_belongs_to_the_person_who_used_it(told: Story) -> None:
    told.app.do(DRAFT, by="planner")
    said = AssignExecutor(plan="p1", words="відділ просвіти", to="unit:bureau")
    told.app.do(said, by="planner", command_id="shared")
    acting = AppointPerson(
        organisation="lipky",
        person="deputy",
        position="planner",
        since=date(2021, 1, 1),
        acting=True,
        basis="№ 1",
    )
    told.house_does(acting)
    with pytest.raises(KeyReused):
        told.app.do(said, by="deputy", command_id="shared")


def test_who_names_a_version_is_heard_also_where_the_order_would_not_matter(told: Story) -> None:
    told.app.do(DRAFT, by="planner")
    told.app.do(SUBMIT, by="planner")
    assert Acknowledge.commutes
    with pytest.raises(Conflict) as moved:
        told.app.do(Acknowledge(plan="p1"), by="deputy", expect=1)
    assert (moved.value.expected, moved.value.actual) == (1, 2)
