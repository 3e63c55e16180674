"""What waits for whom?"""

from datetime import date

from application.projections import waiting
from domain.plan.events import (
    PlanReturned,
    SubmissionWithdrawn,
)
from domain.run.events import Remark
from tests.domain.small_office import (
    BEFORE_THE_DIRECTOR,
    IN_REVIEW,
    PEOPLE,
    VISAS,
    agreed,
    signed,
    submitted,
)
from tests.dsl import given

POSTS = ("position:head-education", "position:director")
FIRST, SECOND, DEPUTY = VISAS
REVIEW = (*PEOPLE, *IN_REVIEW)
REMARKS = (Remark(text="Уточніть строк"), Remark(text="і показник"))


def returned(step: str, to_step: str | None) -> PlanReturned:
    return PlanReturned(
        step=step,
        to_step=to_step,
        remarks=REMARKS,
        person=step,
        author="planner",
        fix_by=date(2021, 2, 1),
    )


def open_now(*steps: str) -> list[dict[str, str]]:
    return [{"step": step} for step in steps]


def test_the_first_stage_waits_side_by_side() -> None:
    given(*REVIEW).shows(waiting.open_steps, open_now("bureau", "education"))


def test_a_post_sees_what_waits_for_it_and_until_when() -> None:
    asked = {"plan": "1", "step": "education", "act": "agree", "due": date(2021, 1, 25)}
    given(*REVIEW).shows(waiting.steps_waiting_for, [asked], "lipky", POSTS)


def test_the_next_stage_opens_when_the_whole_stage_has_decided() -> None:
    given(*REVIEW, FIRST).shows(waiting.open_steps, open_now("bureau"))
    given(*REVIEW, FIRST, SECOND).shows(waiting.open_steps, open_now("deputy"))
    given(*REVIEW, *VISAS).shows(waiting.open_steps, open_now("director"))


def test_nothing_waits_when_all_have_decided() -> None:
    given(*PEOPLE, *BEFORE_THE_DIRECTOR, signed).shows(waiting.open_steps, [])


def test_the_route_remembers_who_decided() -> None:
    route = [
        {"step": "bureau", "person": None, "open": True},
        {"step": "education", "person": "head-education", "open": False},
        {"step": "deputy", "person": None, "open": False},
        {"step": "director", "person": None, "open": False},
    ]
    given(*REVIEW, FIRST).shows(waiting.steps_of, route, "1")


def test_a_plan_sent_back_to_an_earlier_step_waits_there_again() -> None:
    back = (*REVIEW, *VISAS, returned("director", "deputy"))
    given(*back).shows(waiting.open_steps, open_now("deputy"))
    given(*back, agreed("deputy", "deputy")).shows(waiting.open_steps, open_now("director"))


def test_sent_back_to_a_stage_of_two_both_decide_again() -> None:
    given(*REVIEW, *VISAS, returned("director", "bureau")).shows(
        waiting.open_steps, open_now("bureau", "education")
    )


def test_a_returned_plan_waits_for_its_author() -> None:
    came_back = {"plan": "1", "step": "deputy", "remarks": 2, "fix_by": date(2021, 2, 1)}
    facts = (*REVIEW, FIRST, SECOND, returned("deputy", None))
    given(*facts).shows(waiting.returned_to, [came_back], "lipky", "planner")
    given(*facts).shows(waiting.open_steps, [])


def test_submitted_again_it_waits_for_deciders_and_no_more_for_its_author() -> None:
    facts = (*REVIEW, FIRST, returned("bureau", None), submitted)
    given(*facts).shows(waiting.returned_to, [], "lipky", "planner")
    given(*facts).shows(waiting.open_steps, open_now("bureau", "education"))


def test_a_plan_taken_back_waits_for_nobody() -> None:
    given(*REVIEW, SubmissionWithdrawn(reason="")).shows(waiting.open_steps, [])


def test_offices_do_not_see_what_waits_in_another() -> None:
    given(*REVIEW).shows(waiting.steps_waiting_for, [], "other", ["position:head-education"])
    given(*REVIEW).shows(waiting.open_steps, [], "other")
