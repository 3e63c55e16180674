"""The office above agrees to a plan of an office below, sees what waits for it, and nothing of drafts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from application.letters import letter_of
from application.offers import moment_of, plan_seen
from application.ports import SignedIn
from application.projections import waiting
from application.projections.notices import notices_of
from application.sentences import speaking
from domain.messages import Refused
from domain.people.decisions import DelegateDuty, RegisterPerson
from domain.plan.decisions.approval import AgreeStep, ApproveStep, ReturnPlan, SubmitPlan
from domain.plan.decisions.drafting import DraftPlan, ReviseMeasure
from domain.plan.decisions.reminding import RemindOffice
from domain.plan.state import Plan, Status
from domain.run.events import Remark
from domain.workflow.definition import Act
from interfaces.cli.acting import as_fact
from tests.domain.small_office import DOCUMENT, JANUARY_ONLY
from tests.stories.rulebook.offices import (
    CENTRE,
    FOREIGN,
    PLAN,
    REGION,
    UNDER_THE_REGION,
    another,
    centre,
    foreign,
    region,
    sentence_of,
    step,
)
from tests.story import Story, story
from tests.telling import NOON

ABOVE = SignedIn(organisation=REGION, person="nestor.holub")
ELSEWHERE = SignedIn(organisation=FOREIGN, person="yaryna.dub")
DRAFT = DraftPlan(plan="1", document=DOCUMENT)
SUBMIT = SubmitPlan(plan="1", workflow="quarterly")
AGREE = AgreeStep(plan="1", step="director")
APPROVE = ApproveStep(plan="1", step="region")


@pytest.fixture
def told() -> Iterator[Story]:
    with story(*region(), *foreign(), *centre(*UNDER_THE_REGION, above=REGION)) as told:
        told.app.catch_up()
        yield told


def before_the_region(told: Story) -> None:
    told.as_person("planner").does(DRAFT, SUBMIT)
    told.as_person("director").does(AGREE)
    told.app.catch_up()


def test_the_regional_director_approves_a_plan_of_the_centre(told: Story) -> None:
    before_the_region(told)
    done = told.as_person("nestor.holub").does(APPROVE)
    envelope = done.recorded[0].envelope
    assert (envelope.organisation, envelope.capacity) == (CENTRE, "Директор регіонального центру")
    plan: Plan = told.app.state(PLAN)
    assert plan.status is Status.IN_FORCE
    assert "Нестор Голуб, Директор регіонального центру" in sentence_of(told, -1)


def test_who_decided_above_is_named_as_the_office_above_knows_them() -> None:
    """Each office chooses the ids of its own people; the deputy here is somebody else."""
    above = another(REGION, "deputy", "regional-director", "Нестор Голуб")
    with story(*above, *centre(*UNDER_THE_REGION, above=REGION)) as told:
        before_the_region(told)
        back = ReturnPlan(plan="1", step="region", remarks=(Remark(text="Пізно"),))
        done = told.as_person("deputy").does(back, organisation=REGION)
        assert (done.recorded[0].envelope.organisation, done.recorded[0].envelope.office) == (CENTRE, REGION)
        assert told.app.history(PLAN)[-1].envelope == done.recorded[0].envelope
        assert "Нестор Голуб, Директор регіонального центру" in sentence_of(told)
        told_by = as_fact(told.app.history(PLAN)[-1])
        assert (told_by["by"], told_by["office"]) == ("deputy", REGION)
        assert {fact.envelope.office for fact in told.app.history(PLAN)[:-1]} == {""}


def test_a_step_that_was_decided_above_names_its_decider_as_they_are_known_there() -> None:
    above = another(REGION, "deputy", "regional-director", "Нестор Голуб")
    with story(*above, *centre(*UNDER_THE_REGION, above=REGION)) as told:
        before_the_region(told)
        told.as_person("deputy").does(APPROVE, organisation=REGION)
        plan: Plan = told.app.state(PLAN)
        office, beyond = told.app.state(f"people-{CENTRE}"), told.app.state(f"people-{REGION}")
        say = speaking(told.app.phrases, "uk", office, plan, above=beyond)
        assert [say.decider(plan.run, step) for step in plan.route] == ["Хтось", "Нестор Голуб"]
        passed_over = replace(plan.run, skipped={"region": "deputy"})
        assert say.decider(passed_over, plan.route[1]) == say.person("deputy") != "Нестор Голуб"


def test_the_regional_director_returns_it_with_a_remark(told: Story) -> None:
    before_the_region(told)
    back = ReturnPlan(plan="1", step="region", remarks=(Remark(measure="m2", field="due", text="Пізно"),))
    told.as_person("nestor.holub").does(back)
    plan: Plan = told.app.state(PLAN)
    assert plan.status is Status.RETURNED


def test_what_waits_for_the_region_is_shown_to_it_and_to_nobody_else(told: Story) -> None:
    before_the_region(told)
    waits = [{"plan": "1", "step": "region", "organisation": CENTRE}]
    told.shows(waiting.steps_waiting_above, waits, REGION, ["regional-director"])
    told.shows(waiting.steps_waiting_above, waits, REGION)
    told.shows(waiting.steps_waiting_above, [], REGION, ["regional-clerk"])
    told.shows(waiting.steps_waiting_above, [], FOREIGN, ["regional-director"])
    told.as_person("nestor.holub").does(APPROVE)
    told.shows(waiting.steps_waiting_above, [], REGION)


def test_whoever_decides_in_the_region_gets_a_letter_when_its_turn_comes(told: Story) -> None:
    """In the region's own ledger, with the address that the region knows; the centre's people as before."""
    told.as_person("planner").does(DRAFT, SUBMIT)
    told.app.catch_up()
    assert told.app.ask(notices_of, "nestor.holub") == []
    told.as_person("director").does(AGREE)
    told.app.catch_up()
    [row] = told.app.ask(notices_of, "nestor.holub")
    assert (row["kind"], row["organisation"], row["step"]) == ("approval-asked", REGION, "region")
    letter = letter_of(told.app, row["notice"])
    assert "«region»" in letter.text
    assert "/plans/1" in letter.text
    assert [r["recipient"] for r in told.app.ask(notices_of) if r["step"] == "region"] == ["nestor.holub"]


def test_its_turn_comes_after_the_centres_own_director(told: Story) -> None:
    told.as_person("planner").does(DRAFT, SUBMIT)
    told.as_person("nestor.holub").is_refused(APPROVE, "step-not-open")


def test_the_region_decides_and_does_nothing_else_in_the_centre(told: Story) -> None:
    before_the_region(told)
    told.as_person("nestor.holub").is_refused(ReviseMeasure(plan="1", measure=JANUARY_ONLY), "not-allowed")
    told.as_person("nestor.holub").is_refused(SUBMIT, "not-allowed")


def test_the_centres_director_does_not_speak_for_the_region(told: Story) -> None:
    before_the_region(told)
    told.as_person("director").is_refused(APPROVE, "not-your-step")


def test_a_foreign_office_finds_nothing(told: Story) -> None:
    before_the_region(told)
    told.as_person("yaryna.dub").is_refused(APPROVE, "not-found")
    with pytest.raises(Refused, match="not-found"):
        plan_seen(told.app, "1", ELSEWHERE)
    with pytest.raises(Refused, match="not-found"):
        moment_of(told.app, ELSEWHERE, CENTRE)


def test_the_region_sees_a_plan_once_it_was_submitted_and_is_offered_its_step(told: Story) -> None:
    told.as_person("planner").does(DRAFT)
    with pytest.raises(Refused, match="not-found"):
        plan_seen(told.app, "1", ABOVE)
    told.as_person("planner").does(SUBMIT)
    told.as_person("director").does(AGREE)
    told.app.catch_up()
    seen = plan_seen(told.app, "1", ABOVE)
    offered = [offer.command for offer in seen.offers if not offer.refused]
    assert offered[:2] == [ApproveStep, ReturnPlan]
    assert seen.office.id == CENTRE


def test_a_namesake_in_the_office_above_has_no_voice_of_the_one_below() -> None:
    """A route may name a person; the region's own «director» is somebody else."""
    namesake = another(REGION, "director", "regional-director", "Інша Людина")
    by_name = step("last", Act.APPROVE, 1, "person:director")
    with story(*namesake, *centre(by_name, above=REGION)) as told:
        told.as_person("planner").does(DRAFT, SUBMIT)
        approve = ApproveStep(plan="1", step="last")
        told.as_person("director").is_refused(approve, "not-your-step", organisation=REGION)
        told.as_person("director").does(approve, organisation=CENTRE)


def test_what_is_lent_in_the_office_above_is_no_namesakes_voice_below() -> None:
    namesake = (
        *another(REGION, "director", "regional-director", "Інша Людина"),
        RegisterPerson(organisation=REGION, person="taker", full_name="Ще Хтось"),
    )
    by_name = step("last", Act.APPROVE, 1, "person:director")
    lent = DelegateDuty(
        organisation=REGION,
        position="regional-director",
        taker="taker",
        since=NOON.date(),
        until=NOON.date(),
        basis="наказ № 3",
    )
    with story(*namesake, *centre(by_name, above=REGION)) as told:
        told.as_person("director").does(lent, organisation=REGION)
        told.as_person("planner").does(DRAFT, SUBMIT)
        approve = ApproveStep(plan="1", step="last")
        told.as_person("taker").is_refused(approve, "not-your-step", organisation=REGION)


def test_what_the_office_above_does_is_told_with_the_post_it_was_done_in(told: Story) -> None:
    before_the_region(told)
    told.as_person("nestor.holub").does(APPROVE)
    told.time_comes(datetime(2021, 4, 20, 9, tzinfo=UTC))
    done = told.as_person("nestor.holub").does(RemindOffice(plan="1", period="2021Q1"))
    assert done.recorded[0].envelope.capacity == "Директор регіонального центру"


def test_an_office_that_has_none_above_cannot_ask_it() -> None:
    with pytest.raises(Refused, match="no-office-above"), story(*centre(*UNDER_THE_REGION)):
        pass
