"""Two people decide at the same moment: what stands beside each other stands; else the first one holds."""

import pytest

from domain.plan.decisions.approval import AgreeStep, ReturnPlan, SubmitPlan
from domain.plan.decisions.drafting import DraftPlan
from domain.run.events import Remark, StepAgreed
from tests.domain.small_office import DOCUMENT
from tests.stories.test_the_one_door import opening
from tests.story import Story, story


@pytest.fixture
def told():
    with story(*opening()) as told:
        yield told


def submitted(told: Story) -> int:
    """A plan on its route, and the version that everybody reads."""
    draft, submit = DraftPlan(plan="1", document=DOCUMENT), SubmitPlan(plan="1", workflow="quarterly")
    return told.as_person("planner").does(draft, submit).answer.version


def agrees(step: str) -> AgreeStep:
    return AgreeStep(plan="1", step=step)


def test_two_visas_on_one_reading_both_stand(told: Story):
    read = submitted(told)
    told.as_person("head-education").does(agrees("education"), expect=read)
    told.as_person("head-bureau").does(agrees("bureau"), expect=read)
    assert [e.person for e in told.facts("plan-1")[-2:]] == ["head-education", "head-bureau"]


def test_a_return_is_never_laid_upon_a_visa_that_was_not_read(told: Story):
    read = submitted(told)
    told.as_person("head-education").does(agrees("education"), expect=read)
    back = ReturnPlan(plan="1", step="bureau", remarks=(Remark(text="строк"),))
    conflict = told.as_person("head-bureau").is_too_late(back, expect=read)
    (faster,) = told.app.explain(conflict)
    assert (faster.envelope.by, type(faster.event)) == ("head-education", StepAgreed)


def test_a_visa_is_never_given_to_a_text_that_was_returned_meanwhile(told: Story):
    read = submitted(told)
    back = ReturnPlan(plan="1", step="bureau", remarks=(Remark(text="строк"),))
    told.as_person("head-bureau").does(back, expect=read)
    conflict = told.as_person("head-education").is_too_late(agrees("education"), expect=read)
    assert [r.envelope.by for r in told.app.explain(conflict)] == ["head-bureau"]


def test_a_visa_is_not_given_twice_by_being_asked_again(told: Story):
    read = submitted(told)
    told.as_person("head-education").does(agrees("education"), expect=read)
    told.as_person("head-education").is_refused(agrees("education"), "step-decided", expect=read)
