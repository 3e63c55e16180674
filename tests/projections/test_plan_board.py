"""Which plans are where?"""

from decimal import Decimal

from application.projections import plan_board
from domain.plan.events import (
    ExecutionRetracted,
    FindingResolved,
    PeriodClosed,
    PeriodReopened,
    PlanDrafted,
    PlanReturned,
    SubmissionWithdrawn,
)
from domain.run.events import Remark
from tests.domain.small_office import (
    BEFORE_THE_DIRECTOR,
    DOCUMENT,
    FEBRUARY,
    HASH,
    IN_FORCE,
    IN_REVIEW,
    PEOPLE,
    a_finding,
    drafted,
    logged,
)
from tests.dsl import given
from tests.telling import told

REMARKS = (Remark(text="Уточніть строк"),)


def returned(to_step: str | None) -> PlanReturned:
    return PlanReturned(step="deputy", to_step=to_step, remarks=REMARKS, person="deputy", author="planner")


def test_a_draft_stands_on_the_board_with_its_heading() -> None:
    given(*PEOPLE, drafted).shows(
        plan_board.plans,
        [
            {
                "plan": "1",
                "organisation": "lipky",
                "title": DOCUMENT.header.title,
                "period": "2021Q1",
                "author": "planner",
                "status": "draft",
                "measures": 6,
            }
        ],
    )


def test_a_plan_on_its_route_is_in_review_with_the_text_that_is_decided() -> None:
    given(*IN_REVIEW).shows(
        plan_board.plan, {"status": "in-review", "text_version": 1, "text_hash": HASH}, "1"
    )


def test_a_plan_taken_back_is_a_draft_again() -> None:
    given(*IN_REVIEW, SubmissionWithdrawn(reason="")).shows(plan_board.plan, {"status": "draft"}, "1")


def test_a_plan_sent_back_to_its_author_is_returned() -> None:
    given(*IN_REVIEW, returned(None)).shows(plan_board.plan, {"status": "returned"}, "1")


def test_a_plan_sent_back_to_a_step_stays_in_review() -> None:
    given(*IN_REVIEW, returned("education")).shows(plan_board.plan, {"status": "in-review"}, "1")


def test_an_approved_plan_is_in_force_from_its_day() -> None:
    day = FEBRUARY.date()
    given(*IN_FORCE).shows(
        plan_board.plan, {"status": "in-force", "approved_on": day, "effective_from": day}, "1"
    )


def test_since_is_when_the_status_changed() -> None:
    late = told(drafted, at=FEBRUARY)
    given(late, told(logged(), at=FEBRUARY.replace(day=28))).shows(plan_board.plan, {"since": FEBRUARY}, "1")


def test_records_that_count_are_counted() -> None:
    gone = ExecutionRetracted(execution="e1", measure="m1", reason="помилка", person="planner")
    facts = (*IN_FORCE, logged("e1"), logged("e2", quantity=Decimal(2)))
    given(*facts).shows(plan_board.plan, {"records": 2}, "1")
    given(*facts, gone).shows(plan_board.plan, {"records": 1}, "1")


def test_findings_that_were_settled_are_counted() -> None:
    with_finding = drafted.model_copy(update={"findings": (a_finding,)})
    settled = FindingResolved(finding=0, resolution="3", reason="за місяцями", person="planner")
    given(with_finding, settled).shows(plan_board.plan, {"findings": 1, "resolved": 1}, "1")


def test_a_plan_whose_last_quarter_is_reopened_is_in_force_again() -> None:
    closed = PeriodClosed(period="2021Q1", silent=(), person="planner")
    reopened = PeriodReopened(period="2021Q1", reason="лист регіону", person="director")
    again = {"status": "in-force", "closed": []}
    given(*IN_FORCE, closed, reopened).shows(plan_board.plan, again, "1")
    given(*IN_FORCE, closed, reopened, closed).shows(
        plan_board.plan, {"status": "closed", "closed": ["2021Q1"]}, "1"
    )


def test_a_plan_of_a_year_keeps_its_other_quarters_closed_when_the_last_is_reopened() -> None:
    year = PlanDrafted(document=DOCUMENT.model_copy(update={"period": "2021"}), prepared_by="planner")
    all_four = [PeriodClosed(period=f"2021Q{n}", silent=(), person="planner") for n in (1, 2, 3, 4)]
    reopened = PeriodReopened(period="2021Q4", reason="лист регіону", person="director")
    given(year, *IN_FORCE[1:], *all_four).shows(plan_board.plan, {"status": "closed"}, "1")
    given(year, *IN_FORCE[1:], *all_four, reopened).shows(
        plan_board.plan, {"status": "in-force", "closed": ["2021Q1", "2021Q2", "2021Q3"]}, "1"
    )


def test_a_plan_is_closed_when_its_last_quarter_is() -> None:
    closed = PeriodClosed(period="2021Q1", silent=(), person="planner")
    given(*IN_FORCE, closed).shows(plan_board.plan, {"status": "closed", "closed": ["2021Q1"]}, "1")


def test_a_year_stays_in_force_while_quarters_are_open() -> None:
    year = drafted.model_copy(update={"document": DOCUMENT.model_copy(update={"period": "2021"})})
    closed = PeriodClosed(period="2021Q1", silent=(), person="planner")
    given(year, *IN_FORCE[1:], closed).shows(plan_board.plan, {"status": "in-force"}, "1")


def test_an_office_sees_its_own_plans_alone() -> None:
    foreign = told(drafted, stream="plan-2", organisation="other")
    given(foreign, *BEFORE_THE_DIRECTOR).shows(plan_board.plans, [{"plan": "2"}], "other")


def test_a_plan_that_nobody_drafted_is_not_there() -> None:
    given(drafted).shows(plan_board.plan, None, "2")
