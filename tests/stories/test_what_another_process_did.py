"""Is a command refused only for what is true now, and answered as it was when it comes again?"""

from __future__ import annotations

from datetime import date

import pytest

from application.execute import Asked, execute
from application.folding import States
from domain.messages import SYSTEM, Command, Refused
from domain.people.decisions import AppointPerson, RegisterPerson
from domain.plan.decisions.approval import Acknowledge, AgreeStep, ApproveStep, SubmitPlan
from domain.plan.decisions.drafting import DraftPlan
from tests.domain.small_office import DOCUMENT
from tests.stories.test_the_one_door import opening
from tests.story import Story, story
from tests.telling import NOON

OFFICE = "lipky"
STEPS = (("education", "head-education"), ("bureau", "head-bureau"), ("deputy", "deputy"))


def asked(command: Command, by: str, key: str) -> Asked:
    return Asked(command=command, by=by, organisation=OFFICE, at=NOON, command_id=key)


def submitted(told: Story) -> None:
    """A plan on its route; only its drafter and its steps will speak of it."""
    told.as_person("planner").does(
        DraftPlan(plan="1", document=DOCUMENT), SubmitPlan(plan="1", workflow="quarterly")
    )


def approved_by_all(told: Story) -> None:
    for step, person in STEPS:
        told.as_person(person).does(AgreeStep(plan="1", step=step))
    told.as_person("director").does(ApproveStep(plan="1", step="director"))


def test_a_plan_that_took_force_elsewhere_is_known_to_be_in_force():
    with story(*opening()) as told:
        submitted(told)
        beside = States(told.app.store)
        with pytest.raises(Refused, match="not-in-force"):
            execute(beside, asked(Acknowledge(plan="1"), "clerk-education", "early"))
        approved_by_all(told)
        answer, _ = execute(beside, asked(Acknowledge(plan="1"), "clerk-education", "now"))
        assert answer.facts == 1


def test_a_person_registered_elsewhere_is_known():
    with story(*opening()) as told:
        submitted(told)
        approved_by_all(told)
        beside = States(told.app.store)
        execute(beside, asked(Acknowledge(plan="1"), "clerk-education", "first"))
        newcomer = (
            RegisterPerson(organisation=OFFICE, person="newcomer", full_name="Хтось"),
            AppointPerson(
                organisation=OFFICE,
                person="newcomer",
                position="deputy",
                since=date(2021, 1, 1),
                acting=True,
                basis="наказ 1",
            ),
        )
        for command in newcomer:
            told.app.do(command, by=SYSTEM, organisation=OFFICE)
        answer, _ = execute(beside, asked(Acknowledge(plan="1"), "newcomer", "second"))
        assert answer.facts == 1


@pytest.mark.parametrize("in_process", ["the same", "another"])
def test_a_repeated_act_gets_its_first_answer_although_it_would_now_be_refused(in_process: str):
    with story(*opening()) as told:
        submitted(told)
        states = told.app.states
        act = asked(AgreeStep(plan="1", step="education"), "head-education", "visa")
        first, _ = execute(states, act)
        again, facts = execute(states if in_process == "the same" else States(told.app.store), act)
        assert (again.position, again.repeated, facts) == (first.position, True, ())
        with pytest.raises(Refused, match="step-decided"):
            execute(states, asked(act.command, "head-education", "another-key"))
