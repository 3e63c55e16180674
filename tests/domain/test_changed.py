"""Does a state become the next one only by fields that it has?"""

import pytest

from domain.changed import replace
from domain.messages import Event
from domain.plan.decisions.approval import AgreeStep, ApproveStep, SubmitPlan
from domain.plan.events import Due, PlanApproved, PlanSubmitted
from domain.plan.state import Plan, Status
from domain.run.events import StepAgreed, StepApproved
from tests.domain.small_office import AROUND, FEBRUARY, JANUARY, drafted
from tests.dsl import given

VOICES = (("education", "head-education"), ("bureau", "head-bureau"), ("deputy", "deputy"))


def test_a_state_takes_no_field_that_it_has_not():
    assert replace(Plan(), status=Status.DRAFT).status is Status.DRAFT
    with pytest.raises(TypeError, match="no such field"):
        replace(Plan(), statuss=Status.DRAFT)


def decided() -> list[Event]:
    """All facts of an approval, as they were decided."""
    facts: list[Event] = [drafted]
    acts = [
        (SubmitPlan(plan="1", workflow="quarterly"), "planner", JANUARY),
        *((AgreeStep(plan="1", step=s), who, JANUARY) for s, who in VOICES),
        (ApproveStep(plan="1", step="director"), "director", FEBRUARY),
    ]
    for act, who, at in acts:
        facts += given(*AROUND, *facts).when(act, by=who, at=at).facts()
    return facts


def test_what_is_made_of_checked_parts_is_what_checking_would_have_made() -> None:
    facts = decided()
    assert {type(fact) for fact in facts} >= {PlanSubmitted, StepAgreed, StepApproved, PlanApproved}
    for fact in facts:
        checked = type(fact).model_validate_json(fact.model_dump_json())
        assert checked == fact
        assert fact.__dict__.keys() == type(fact).model_fields.keys()
        assert repr(checked) == repr(fact)
    approved = facts[-1]
    assert isinstance(approved, PlanApproved)
    for due in approved.schedule:
        assert due == Due.model_validate(due.model_dump())
        assert list(due.__dict__) == list(Due.model_fields)
