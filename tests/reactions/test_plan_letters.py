"""Who is told when a plan moves along its route."""

from datetime import date

from application.reactions.when_plan_approved_tell_executors import when_plan_approved_tell_executors
from application.reactions.when_plan_returned_tell_author import when_plan_returned_tell_author
from application.reactions.when_plan_submitted_ask_deciders import when_plan_submitted_ask_deciders
from application.reactions.when_step_decided_ask_the_next import when_step_decided_ask_the_next
from domain.people.events import PersonAppointed
from domain.plan.document import Executor
from domain.plan.events import (
    ExecutorAssigned,
    PlanReturned,
)
from domain.run.events import Remark
from tests.domain.small_office import (
    BEFORE_THE_DIRECTOR,
    FEBRUARY,
    IN_FORCE,
    IN_REVIEW,
    VISAS,
    agreed,
    approved,
    drafted,
    signed,
    submitted,
)
from tests.reactions.asked import asks


def test_both_deciders_of_the_first_stage_are_asked():
    asked = asks(when_plan_submitted_ask_deciders, *IN_REVIEW)
    assert [(n.recipient, n.step, n.due) for n in asked] == [
        ("head-education", "education", date(2021, 1, 25)),
        ("head-bureau", "bureau", date(2021, 1, 25)),
    ]


def test_whoever_acts_in_a_position_is_asked_in_its_holders_place():
    acting = PersonAppointed(
        person="deputy", position="head-bureau", since=date(2021, 1, 18), until=date(2021, 1, 22), acting=True
    )
    asked = asks(when_plan_submitted_ask_deciders, acting, *IN_REVIEW)
    assert [n.recipient for n in asked] == ["head-education", "deputy"]


def test_the_next_step_is_asked_once_its_stage_begins():
    assert asks(when_step_decided_ask_the_next, *IN_REVIEW, *VISAS[:1]) == []
    asked = asks(when_step_decided_ask_the_next, *IN_REVIEW, *VISAS[:2])
    assert [n.recipient for n in asked] == ["deputy"]


def test_nobody_is_asked_after_the_last_step():
    assert asks(when_step_decided_ask_the_next, *BEFORE_THE_DIRECTOR, signed) == []


def returned(to_step: str | None) -> PlanReturned:
    remark = Remark(measure="m1", field="due", text="Строк?")
    return PlanReturned(step="deputy", to_step=to_step, remarks=(remark,), person="deputy", author="planner")


def test_a_plan_returned_to_a_step_is_asked_for_there_again():
    facts = (*IN_REVIEW, *VISAS[:2], returned("education"))
    again = asks(when_step_decided_ask_the_next, *facts)
    assert [n.recipient for n in again] == ["head-education", "head-bureau"]
    first = asks(when_plan_submitted_ask_deciders, *IN_REVIEW)
    assert {n.notice for n in again}.isdisjoint(n.notice for n in first)


def test_the_author_is_told_of_a_return():
    told = asks(when_plan_returned_tell_author, *IN_REVIEW, *VISAS[:2], returned(None))
    assert [(n.recipient, n.kind, n.step) for n in told] == [("planner", "plan-returned", "deputy")]
    assert asks(when_step_decided_ask_the_next, *IN_REVIEW, *VISAS[:2], returned(None)) == []


def test_a_second_return_is_told_again():
    first = asks(when_plan_returned_tell_author, *IN_REVIEW, *VISAS[:2], returned(None))
    facts = (*IN_REVIEW, *VISAS[:2], returned(None), submitted, agreed("education", "head-education"))
    second = asks(when_plan_returned_tell_author, *facts, agreed("bureau", "head-bureau"), returned(None))
    assert first[0].notice != second[0].notice


def test_each_executor_gets_one_letter_and_one_digest_of_what_is_past():
    told = asks(when_plan_approved_tell_executors, *IN_FORCE, at=FEBRUARY)
    assert [(n.recipient, n.kind) for n in told] == [
        ("head-education", "plan-approved"),
        ("head-education", "late-approval"),
    ]
    to_come, gone_by = told
    assert [(line.measure, line.key) for line in gone_by.lines] == [("m1", "2021-01"), ("m2", ""), ("m4", "")]
    assert {line.measure for line in to_come.lines} == {"m1", "m3", "m5"}


def test_the_author_is_told_of_what_nobody_answers_for():
    unknown = ExecutorAssigned(measure="m2", executors=(Executor(raw="невідомо"),), prepared_by="planner")
    told = asks(when_plan_approved_tell_executors, drafted, unknown, submitted, *VISAS, signed, approved)
    assert ("planner", "m2") in {(n.recipient, line.measure) for n in told for line in n.lines}


def test_who_takes_part_by_consent_gets_no_letter():
    consent = Executor(raw="за згодою", to="person:deputy", by_consent=True)
    asked = ExecutorAssigned(measure="m2", executors=(consent,), prepared_by="planner")
    told = asks(when_plan_approved_tell_executors, drafted, asked, submitted, *VISAS, signed, approved)
    assert "m2" not in {line.measure for n in told for line in n.lines}


def test_the_same_fact_asks_the_same_again():
    once = asks(when_plan_approved_tell_executors, *IN_FORCE, at=FEBRUARY)
    assert once == asks(when_plan_approved_tell_executors, *IN_FORCE, at=FEBRUARY)
