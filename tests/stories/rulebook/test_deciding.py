"""Quorums, returns to a step, remarks to be closed, withdrawal, rejection: a plan on its route."""

from datetime import date

import pytest

from application.sentences import speaking
from domain.messages import Command, Refused
from domain.plan.decisions.approval import (
    AgreeStep,
    ApproveStep,
    CloseRemark,
    RejectSubmission,
    ReturnPlan,
    SubmitPlan,
    WithdrawSubmission,
)
from domain.plan.decisions.drafting import ReviseMeasure
from domain.plan.state import Plan, Status
from domain.run.events import Remark
from tests.domain.small_office import JANUARY_ONLY
from tests.stories.rulebook.offices import (
    COUNCIL,
    FOUR,
    PLAN,
    appointed,
    centre,
    in_february,
    is_agreed,
    is_submitted,
    sentence_of,
)
from tests.story import Story, story

APPROVE = ApproveStep(plan="1", step="director")
THREE = (
    Remark(measure="m1", field="due", text="березень, а не лютий"),
    Remark(measure="m2", field="target", text="два, а не один"),
    Remark(measure="m4", field="executors", text="додайте бюро"),
)


def plan(told: Story) -> Plan:
    state: Plan = told.app.state(PLAN)
    return state


def test_two_of_three_carry_and_one_person_is_never_two() -> None:
    """The head of education also acts as the deputy: one person in two posts is one voice."""
    both = appointed("head-education", "deputy", date(2021, 2, 1))
    with story(*centre(*COUNCIL), both, at=in_february(2)) as told:
        is_submitted(told)
        voice = AgreeStep(plan="1", step="council")
        told.as_person("head-education").does(voice)
        told.as_person("head-education").is_refused(voice, "counted-already")
        told.as_person("head-education", capacity="deputy").is_refused(voice, "counted-already")
        told.as_person("director").is_refused(APPROVE, "step-not-open")
        told.as_person("head-bureau").does(voice)
        told.as_person("director").does(APPROVE)
        assert plan(told).status is Status.IN_FORCE


@pytest.mark.parametrize("language", ["uk", "vi", "en"])
def test_a_refusal_calls_the_steps_as_the_route_does(language: str) -> None:
    visas = tuple(one.model_copy(update={"title": f"Крок {n}"}) for n, one in enumerate(FOUR, 1))
    with story(*centre(*visas), at=in_february(2)) as told:
        is_submitted(told)
        early = why(told, "director", APPROVE, language)
        assert "«Крок 1»" in early
        assert "Крок 4" in early
        for person, post in (("head-education", "education"), ("head-bureau", "bureau")):
            told.as_person(person).does(AgreeStep(plan="1", step=post))
        back = ReturnPlan(plan="1", step="deputy", to_step="director", remarks=THREE)
        assert "«Крок 1», «Крок 2»" in why(told, "deputy", back, language)


def why(told: Story, person: str, command: Command, language: str) -> str:
    with pytest.raises(Refused) as refused:
        told.app.do(command, by=person, organisation="lipky")
    history = told.app.history(PLAN)
    office = told.app.state("people-lipky")
    return speaking(told.app.phrases, language, office, plan(told), history).why(refused.value)


def test_the_capacity_on_record_is_that_of_the_voice_that_was_given() -> None:
    """Of three posts that are asked the deputy holds one; not the first that comes to hand is written."""
    acting = appointed("deputy", "head-bureau", date(2021, 2, 1))
    with story(*centre(*COUNCIL), acting, at=in_february(2)) as told:
        is_submitted(told)
        done = told.as_person("deputy").does(AgreeStep(plan="1", step="council"))
        assert done.recorded[0].event.voice == "position:head-bureau"
        assert done.recorded[0].envelope.capacity == "Начальник бюро (в.о., наказ № 14-к)"


def test_a_return_to_the_second_of_four_steps_with_three_remarks_on_cells() -> None:
    with story(*centre(), at=in_february(2)) as told:
        is_submitted(told)
        is_agreed(told, "education", "bureau", "deputy")
        told.as_person("director").does(
            ReturnPlan(plan="1", step="director", to_step="bureau", remarks=THREE)
        )
        now = plan(told)
        assert now.status is Status.IN_REVIEW
        assert [step.key for step in now.open_steps] == ["bureau"]
        assert now.decided == {"education": "head-education"}
        assert now.remarks == THREE
        assert "«1.1: березень, а не лютий» «1.2: два, а не один» «1.4: додайте бюро»" in sentence_of(told)
        is_agreed(told, "bureau", "deputy")
        told.as_person("director").does(APPROVE)
        assert plan(told).status is Status.IN_FORCE


def test_a_remark_on_a_cell_that_is_not_there_is_refused() -> None:
    with story(*centre(), at=in_february(2)) as told:
        is_submitted(told)
        lost = ReturnPlan(plan="1", step="education", remarks=(Remark(measure="m99", text="?"),))
        told.as_person("head-education").is_refused(lost, "unknown-measure")


def test_approved_with_remarks_to_be_closed_by_a_day_and_closed_later() -> None:
    with story(*centre(), at=in_february(2)) as told:
        is_submitted(told)
        is_agreed(told, "education", "bureau", "deputy")
        wish = (Remark(measure="m2", field="due", text="уточніть день"),)
        told.as_person("director").does(
            ApproveStep(plan="1", step="director", remarks=wish, close_by=date(2021, 2, 12))
        )
        assert plan(told).status is Status.IN_FORCE
        assert [(o.close_by, o.closed) for o in plan(told).run.owed] == [(date(2021, 2, 12), False)]
        told.time_comes(in_february(11))
        told.as_person("planner").does(CloseRemark(plan="1", remark=0, how="28 січня"))
        assert [o.closed for o in plan(told).run.owed] == [True]
        told.as_person("head-bureau").is_refused(CloseRemark(plan="1", remark=0, how="?"), "not-allowed")


def test_a_submission_is_withdrawn_until_somebody_has_decided() -> None:
    with story(*centre(), at=in_february(2)) as told:
        is_submitted(told)
        told.as_person("planner").does(WithdrawSubmission(plan="1", reason="не той файл"))
        assert plan(told).status is Status.DRAFT
        told.as_person("planner").does(
            ReviseMeasure(plan="1", measure=JANUARY_ONLY.model_copy(update={"purpose": "мета"})),
            SubmitPlan(plan="1", workflow="quarterly"),
        )
        is_agreed(told, "education")
        told.as_person("planner").is_refused(WithdrawSubmission(plan="1", reason="пізно"), "decided-already")


def test_a_rejected_plan_is_closed_for_good() -> None:
    with story(*centre(), at=in_february(2)) as told:
        is_submitted(told)
        no = RejectSubmission(plan="1", step="director", reason="немає коштів")
        told.as_person("director").is_refused(no, "step-not-open")
        is_agreed(told, "education", "bureau", "deputy")
        told.as_person("deputy").is_refused(no, "not-allowed")
        told.as_person("director").does(no)
        assert plan(told).status is Status.REJECTED
        told.as_person("planner").is_refused(SubmitPlan(plan="1", workflow="quarterly"), "not-a-draft")
        assert "немає коштів" in sentence_of(told)
