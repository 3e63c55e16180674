"""What a page may offer is what the rules would take, and nothing else."""

from dataclasses import replace
from datetime import date

from domain.calendar.decisions import decider as calendars
from domain.messages import Moment
from domain.people.decisions import decider as offices
from domain.plan.decider import plan as decider
from domain.plan.decisions.closing import ExplainShortfall
from domain.plan.events import PeriodClosed
from domain.plan.possible import what_may_i_do, what_may_i_do_of_period, what_may_i_do_with
from tests.domain.small_office import (
    BEFORE_THE_DIRECTOR,
    CALENDAR,
    FEBRUARY,
    IN_FORCE,
    IN_REVIEW,
    PEOPLE,
    VISAS,
    drafted,
    logged,
    submitted,
)


def moment(person: str) -> Moment:
    office, calendar = offices.fold(PEOPLE), calendars.fold([CALENDAR])
    today = FEBRUARY.date()
    return Moment(
        by=person,
        at=FEBRUARY,
        today=today,
        command_id="c",
        organisation="lipky",
        standing=office.standing(person, today),
        around={type(s): s for s in (office, calendar)},
    )


def offered(person: str, *facts: object) -> dict[str, str]:
    plan = decider.fold(facts)
    offers = what_may_i_do("1", plan, moment(person), ("quarterly",))
    return {o.command.__name__: o.refused.code if o.refused else "" for o in offers}


def with_measure(person: str, measure: str, *facts: object) -> list[str]:
    plan = decider.fold(facts)
    offers = what_may_i_do_with("1", plan, plan.measures[measure], moment(person))
    return list(dict.fromkeys(o.command.__name__ for o in offers))


def test_a_planner_submits_a_draft_and_may_take_it_back():
    assert offered("planner", drafted) == {"SubmitPlan": ""}
    assert offered("planner", *IN_REVIEW) == {"WithdrawSubmission": ""}


def test_a_head_agrees_or_returns_the_own_step_alone():
    assert offered("head-education", *IN_REVIEW) == {"AgreeStep": "", "ReturnPlan": ""}
    assert offered("deputy", *IN_REVIEW) == {}
    assert offered("head-education", *IN_REVIEW, VISAS[0]) == {}


def test_a_director_approves_when_it_is_the_directors_turn():
    assert offered("director", *BEFORE_THE_DIRECTOR) == {
        "ApproveStep": "",
        "RejectSubmission": "",
        "ReturnPlan": "",
    }


def test_a_button_that_cannot_work_is_replaced_by_the_reason():
    own = drafted.model_copy(update={"prepared_by": "director"})
    assert offered("director", own, submitted, *VISAS)["ApproveStep"] == "prepared-it-yourself"


def test_an_executor_logs_the_own_measures():
    assert with_measure("clerk-education", "m1", *IN_FORCE) == [
        "LogExecution",
        "RequestPostponement",
        "ContestAssignment",
        "ExplainShortfall",
    ]
    assert with_measure("clerk-education", "m3", *IN_FORCE) == [
        "LogExecution",
        "DeclareNil",
        "RequestPostponement",
        "ContestAssignment",
        "ExplainShortfall",
    ]
    assert with_measure("clerk-education", "m5", *IN_FORCE) == [
        "ReportIndicator",
        "RequestPostponement",
        "ContestAssignment",
        "ExplainShortfall",
    ]
    assert with_measure("head-bureau", "m1", *IN_FORCE) == []
    assert with_measure("clerk-education", "m1", *IN_REVIEW) == []


def test_what_was_logged_may_be_corrected_or_retracted():
    done = logged(done_on=date(2021, 2, 3))
    assert with_measure("clerk-education", "m1", *IN_FORCE, done)[1:3] == [
        "CorrectExecution",
        "RetractExecution",
    ]


def of_period(person: str, *facts: object) -> dict[str, str]:
    plan = decider.fold((*IN_FORCE, *facts))
    offers = what_may_i_do_of_period("1", plan, "2021Q1", moment(person))
    return {o.command.__name__: o.refused.code if o.refused else "" for o in offers}


def test_of_a_period_one_learns_why_one_may_not_yet_or_not_oneself():
    closed = PeriodClosed(period="2021Q1", silent=(), person="planner")
    assert of_period("director") == {"ClosePeriod": "period-runs"}
    assert of_period("clerk-education") == {}
    assert of_period("director", closed) == {"ReopenPeriod": ""}
    assert of_period("planner", closed) == {"ReopenPeriod": "closed-it-yourself"}


def test_a_shortfall_is_explained_in_every_open_quarter_that_has_begun():
    year = drafted.model_copy(update={"document": drafted.document.model_copy(update={"period": "2020"})})
    plan = decider.fold((year, *IN_FORCE[1:]))
    plan = replace(plan, closed=("2020Q1",))
    offers = what_may_i_do_with("1", plan, plan.measures["m1"], moment("head-education"))
    explained = [o.settled["period"] for o in offers if o.command is ExplainShortfall]
    assert explained == ["2020Q2", "2020Q3", "2020Q4"]
