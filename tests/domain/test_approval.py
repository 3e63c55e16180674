"""The rule book of approval: who agrees, who approves, who sends back, and what one may never do."""

from datetime import UTC, date, datetime

import pytest

from domain.people.events import AppointmentEnded, PersonAppointed
from domain.people.standing import NOBODY
from domain.people.state import Organisation
from domain.plan.decisions.approval import (
    Acknowledge,
    AgreeStep,
    ApproveStep,
    ReturnPlan,
    SubmitPlan,
    WithdrawSubmission,
)
from domain.plan.decisions.drafting import OverrideOwnerGate, ResolveFinding
from domain.plan.document import Executor
from domain.plan.events import (
    FindingResolved,
    MeasureRevised,
    OwnerGateOverridden,
    PlanAcknowledged,
    PlanDrafted,
    PlanReturned,
    SubmissionWithdrawn,
)
from domain.run.events import Remark
from domain.workflow.events import DefinitionPublished, DefinitionRetired
from tests.domain.small_office import (
    AROUND,
    BEFORE_THE_DIRECTOR,
    DOCUMENT,
    FEBRUARY,
    HASH,
    IN_FORCE,
    IN_REVIEW,
    JANUARY,
    MONTHLY,
    STEPS,
    VISAS,
    a_finding,
    agreed,
    approved,
    drafted,
    signed,
    submitted,
)
from tests.dsl import Given, given


def office(*facts: object) -> Given:
    return given(*AROUND, *facts)


def step(kind: type, key: str, **more: object) -> object:
    return kind(plan="1", step=key, **more)


REMARK = Remark(measure="m1", field="due", text="січень минув")


# submit
def test_a_submitted_plan_takes_the_route_of_the_published_definition():
    office(drafted).when(SubmitPlan(plan="1", workflow="quarterly"), by="planner", at=JANUARY).then(submitted)


def test_only_a_draft_can_be_submitted():
    office(*IN_REVIEW).when(SubmitPlan(plan="1", workflow="quarterly"), by="planner").then_refused(
        "not-a-draft"
    )


def test_a_retired_definition_takes_no_new_plan():
    office(drafted, DefinitionRetired(number=1, reason="нова редакція")).when(
        SubmitPlan(plan="1", workflow="quarterly"), by="planner"
    ).then_refused("unknown-workflow")


def test_a_director_does_not_submit():
    office(drafted).when(SubmitPlan(plan="1", workflow="quarterly"), by="director").then_refused(
        "not-allowed"
    )


def test_a_run_keeps_the_definition_it_began_with():
    newer = DefinitionPublished(
        organisation="lipky", workflow="quarterly", number=2, title="v2", steps=STEPS[3:]
    )
    office(*IN_REVIEW, newer).when(step(AgreeStep, "education"), by="head-education").then(VISAS[0])


# withdraw
def test_the_author_takes_a_submission_back_before_anybody_decides():
    office(*IN_REVIEW).when(WithdrawSubmission(plan="1", reason="помилка"), by="planner").then(
        SubmissionWithdrawn(reason="помилка")
    )


def test_after_a_decision_a_submission_stays():
    office(*IN_REVIEW, VISAS[0]).when(WithdrawSubmission(plan="1"), by="planner").then_refused(
        "decided-already", person="head-education"
    )


# agree
def test_side_by_side_steps_are_agreed_in_any_order():
    office(*IN_REVIEW, VISAS[1]).when(step(AgreeStep, "education"), by="head-education").then(VISAS[0])


def test_a_later_stage_waits_for_the_earlier():
    office(*IN_REVIEW, VISAS[0]).when(step(AgreeStep, "deputy"), by="deputy").then_refused("step-not-open")


def test_a_step_is_decided_once():
    office(*IN_REVIEW, VISAS[0]).when(step(AgreeStep, "education"), by="head-education").then_refused(
        "step-decided", person="head-education"
    )


def test_a_step_belongs_to_its_position():
    office(*IN_REVIEW).when(step(AgreeStep, "education"), by="head-bureau").then_refused(
        "not-your-step", person="head-education"
    )


def test_a_decision_is_about_the_text_that_was_shown():
    office(*IN_REVIEW).when(
        step(AgreeStep, "education", text_hash="0" * 64), by="head-education"
    ).then_refused("text-changed")


def test_an_approval_is_not_an_agreement():
    office(*IN_REVIEW).when(step(ApproveStep, "education"), by="director").then_refused("other-act")


# approve
def test_the_last_approval_gives_the_plan_force():
    office(*BEFORE_THE_DIRECTOR).when(
        step(ApproveStep, "director", text_hash=HASH), by="director", at=FEBRUARY
    ).then(signed, approved)


def test_dates_before_the_approval_are_marked_and_days_off_roll_back():
    january = next(d for d in approved.schedule if d.measure == "m2")
    assert (january.planned, january.due, january.remind) == (
        date(2021, 1, 31),
        date(2021, 1, 29),
        date(2021, 1, 26),
    )
    assert january.before_approval
    march = next(d for d in approved.schedule if d.key == "2021-03")
    assert not march.before_approval


def test_a_row_of_dashes_owes_nothing():
    assert "m6" not in {d.measure for d in approved.schedule}


def test_nobody_approves_their_own_plan():
    own = replace_author("director")
    office(own, submitted, *VISAS).when(step(ApproveStep, "director"), by="director").then_refused(
        "prepared-it-yourself"
    )


def test_mending_one_measure_is_preparing_too():
    mended = MeasureRevised(measure=MONTHLY, prepared_by="head-education")
    office(drafted, mended, submitted).when(step(AgreeStep, "education"), by="head-education").then_refused(
        "prepared-it-yourself"
    )


def test_nobody_approves_what_they_submitted_for_another():
    by_director = submitted.model_copy(update={"person": "director"})
    office(drafted, by_director, *VISAS).when(step(ApproveStep, "director"), by="director").then_refused(
        "prepared-it-yourself"
    )


def test_who_submitted_may_take_it_back():
    by_deputy = submitted.model_copy(update={"person": "planner"})
    other = replace_author("deputy")
    assert office(other, by_deputy).when(WithdrawSubmission(plan="1"), by="planner").facts()


def test_settling_a_finding_is_preparing_too():
    damaged = drafted.model_copy(update={"findings": (a_finding,)})
    settled = FindingResolved(finding=0, resolution="5", reason="так", person="director")
    office(damaged, settled, submitted, *VISAS).when(
        step(ApproveStep, "director"), by="director"
    ).then_refused("prepared-it-yourself")


def test_an_acting_director_approves_within_the_dates_of_the_order():
    acting = PersonAppointed(
        person="head-bureau",
        position="director",
        since=date(2021, 2, 1),
        until=date(2021, 2, 14),
        acting=True,
        basis="наказ № 14-к",
    )
    before = (drafted, submitted, VISAS[0], agreed("bureau", "clerk-education"), VISAS[2], acting)
    ask = step(ApproveStep, "director")
    assert office(*before).when(ask, by="head-bureau", at=FEBRUARY).facts()
    late = datetime(2021, 2, 15, 9, tzinfo=UTC)
    office(*before).when(ask, by="head-bureau", at=late).then_refused("not-allowed")


def test_an_acting_director_who_prepared_the_plan_may_not_approve_it():
    acting = PersonAppointed(
        person="planner", position="director", since=date(2021, 2, 1), acting=True, basis="№ 1"
    )
    office(*BEFORE_THE_DIRECTOR, acting).when(
        step(ApproveStep, "director"), by="planner", at=FEBRUARY
    ).then_refused("prepared-it-yourself")


def test_one_person_never_counts_twice_in_a_run():
    acting = PersonAppointed(
        person="deputy", position="director", since=date(2021, 2, 1), acting=True, basis="№ 2"
    )
    office(*BEFORE_THE_DIRECTOR, acting).when(
        step(ApproveStep, "director"), by="deputy", at=FEBRUARY
    ).then_refused("counted-already")


def test_an_open_error_of_the_source_blocks_approval_until_it_is_resolved():
    damaged = drafted.model_copy(update={"findings": (a_finding,)})
    before = (damaged, submitted, *VISAS)
    ask = step(ApproveStep, "director")
    office(*before).when(ask, by="director", at=FEBRUARY).then_refused(
        "findings-open", place="table 1 row 5 col 7"
    )
    office(*before).when(
        ResolveFinding(plan="1", finding=0, resolution="5", reason="так у протоколі"), by="planner"
    ).when(ask, by="director", at=FEBRUARY).then(signed, approved)


def test_no_approval_while_a_measure_has_no_person():
    orphan = MONTHLY.model_copy(update={"executors": (Executor(raw="хтось", lead=True),)})
    document = DOCUMENT.model_copy(update={"measures": (orphan, *DOCUMENT.measures[1:])})
    before = (PlanDrafted(document=document, prepared_by="planner"), submitted, *VISAS)
    ask = step(ApproveStep, "director")
    office(*before).when(ask, by="director", at=FEBRUARY).then_refused("no-owner", measure="1.1")
    overridden = office(*before).when(
        OverrideOwnerGate(plan="1", measure="m1", reason="за графіком"), by="director"
    )
    overridden.then(OwnerGateOverridden(measure="m1", reason="за графіком", person="director"))
    assert overridden.when(ask, by="director", at=FEBRUARY).facts()[0] == signed


def test_a_measure_held_only_by_consent_binds_nobody():
    bound = Executor(raw="ОДА", to="person:head-bureau", lead=True, by_consent=True)
    document = DOCUMENT.model_copy(
        update={"measures": (MONTHLY.model_copy(update={"executors": (bound,)}), *DOCUMENT.measures[1:])}
    )
    office(PlanDrafted(document=document, prepared_by="planner"), submitted, *VISAS).when(
        step(ApproveStep, "director"), by="director", at=FEBRUARY
    ).then_refused("no-owner")


def test_an_owner_who_left_is_no_owner():
    gone = [
        AppointmentEnded(person=p, position=p, until=date(2021, 1, 31))
        for p in ("head-education", "clerk-education")
    ]
    office(*BEFORE_THE_DIRECTOR, *gone).when(
        step(ApproveStep, "director"), by="director", at=FEBRUARY
    ).then_refused("no-owner")


# return
def test_a_step_returns_the_plan_to_its_author_with_remarks_on_cells():
    office(*IN_REVIEW).when(step(ReturnPlan, "education", remarks=(REMARK,)), by="head-education").then(
        PlanReturned(
            step="education", to_step=None, remarks=(REMARK,), person="head-education", author="planner"
        )
    )


def test_a_return_without_remarks_helps_nobody():
    office(*IN_REVIEW).when(step(ReturnPlan, "education", remarks=()), by="head-education").then_refused(
        "remarks-missing"
    )


def test_a_returned_plan_is_submitted_again_as_the_next_version():
    back = PlanReturned(
        step="education", to_step=None, remarks=(REMARK,), person="head-education", author="planner"
    )
    (again,) = office(*IN_REVIEW, back).when(SubmitPlan(plan="1", workflow="quarterly"), by="planner").facts()
    assert again.text_version == 2


def test_a_return_to_an_earlier_step_reopens_it_and_all_after_it():
    back = PlanReturned(step="deputy", to_step="bureau", remarks=(REMARK,), person="deputy", author="planner")
    now = office(*IN_REVIEW, *VISAS[:2], back)
    now.when(step(AgreeStep, "deputy"), by="deputy").then_refused("step-not-open")
    now.when(step(AgreeStep, "bureau"), by="head-bureau").then(VISAS[1])


def test_a_return_goes_only_to_an_earlier_step():
    office(*IN_REVIEW).when(
        step(ReturnPlan, "education", remarks=(REMARK,), to_step="deputy"), by="head-education"
    ).then_refused("not-an-earlier-step", to_step="deputy", allowed="")


# acknowledge
def test_having_read_is_signed_once_and_blocks_nothing():
    office(*IN_FORCE).when(Acknowledge(plan="1"), by="clerk-education").then(
        PlanAcknowledged(person="clerk-education", text_hash=HASH)
    )
    office(*IN_FORCE, PlanAcknowledged(person="clerk-education", text_hash=HASH)).when(
        Acknowledge(plan="1"), by="clerk-education"
    ).then_nothing()


@pytest.mark.parametrize("command", [AgreeStep, ApproveStep, ReturnPlan])
def test_a_decision_never_commutes(command):
    assert command.legal
    assert not command.commutes


def replace_author(person: str) -> PlanDrafted:
    return drafted.model_copy(update={"prepared_by": person})


def test_a_person_unknown_to_the_office_holds_nothing():
    assert Organisation().standing("stranger", date(2021, 1, 1)) is NOBODY
