"""The rule book of moving: a run goes on under another version only where every word keeps its place."""

from __future__ import annotations

from datetime import date

import pytest

from domain.messages import Event, Refused
from domain.plan.decisions.approval import AgreeStep, ApproveStep, ReturnPlan, SkipStep
from domain.plan.decisions.moving import MoveRun
from domain.plan.events import PlanApproved
from domain.run.events import Remark, RunMoved, StepApproved
from domain.workflow.definition import Act, Condition, Step
from domain.workflow.events import DefinitionPublished
from tests.domain.small_office import JANUARY, PEOPLE
from tests.domain.test_run import COUNCIL, DIRECTOR, FOUR, READ, going_on, kinds, step, submitted
from tests.dsl import Given, When, given

MOVE = MoveRun(plan="1", workflow="quarterly", number=2, reason="нова редакція")
EDUCATION, BUREAU, DEPUTY, APPROVAL = FOUR


def published(before: Given, *steps: Step, number: int = 2) -> Given:
    newer = DefinitionPublished(
        organisation="lipky", workflow="quarterly", number=number, title="План", steps=steps
    )
    return going(before, newer)


def going(before: Given, *facts: Event) -> Given:
    return Given((*before.facts, *given(*PEOPLE[:1], *facts).facts[1:]))


def decided(*persons: str, steps: tuple[Step, ...] = FOUR) -> Given:
    acts = [(person, step(AgreeStep, s.key)) for person, s in zip(persons, steps, strict=False)]
    return going_on(submitted(*steps), *acts)


def asking(before: Given, command: MoveRun = MOVE) -> When:
    return before.when(command, by="yurko", holding="administrator", at=JANUARY)


def moved(before: Given, *steps: Step) -> RunMoved:
    (fact,) = asking(published(before, *steps)).facts()
    assert isinstance(fact, RunMoved)
    return fact


def refused(before: Given, *steps: Step) -> str:
    with pytest.raises(Refused) as refusal:
        asking(published(before, *steps)).facts()
    return refusal.value.code


def changed(step: Step, **fields: object) -> Step:
    return step.model_copy(update=fields)


def test_a_run_goes_on_with_the_steps_that_the_new_version_has_left():
    before = decided("head-education")
    fact = moved(before, EDUCATION, DEPUTY, APPROVAL)
    assert [s.key for s in fact.route] == ["education", "deputy", "director"]
    after = going(before, fact)
    rest = going_on(after, ("deputy", step(AgreeStep, "deputy")))
    assert kinds(rest, step(ApproveStep, "director"), "director") == [StepApproved, PlanApproved]


def test_terms_begin_anew_for_what_is_left_and_stay_for_what_is_decided():
    before = decided("head-education")
    route = {s.key: s.due for s in moved(before, EDUCATION, changed(DEPUTY, term=5), APPROVAL).route}
    assert route["education"] == date(2021, 1, 25)
    assert route["deputy"] == date(2021, 1, 27)


def test_no_run_is_moved_to_where_those_against_leave_too_few_voices():
    """One of three is against: where all three are needed, nobody could end it any more."""
    objected = going_on(
        submitted(COUNCIL, DIRECTOR),
        ("deputy", step(ReturnPlan, "council", remarks=(Remark(text="Чому три?"),))),
    )
    assert refused(objected, changed(COUNCIL, needs="all"), DIRECTOR) == "move-would-stick"
    assert moved(objected, changed(COUNCIL, needs="any"), DIRECTOR).workflow_version == 2


def test_only_an_administrator_moves_a_run():
    before = published(decided(), *FOUR)
    before.when(MOVE, by="director", at=JANUARY).then_refused("not-allowed")


def test_a_run_that_has_this_version_stays_as_it_is():
    same = MOVE.model_copy(update={"number": 1})
    asking(decided(), same).then_nothing()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": 7}, "unknown-version"),
        ({"workflow": "annual"}, "move-other-workflow"),
        ({"reason": " "}, "reason-missing"),
        ({"run": "ghost"}, "unknown-run"),
    ],
)
def test_what_is_not_there_is_not_moved(changes, code):
    asking(published(decided(), *FOUR), MOVE.model_copy(update=changes)).then_refused(code)


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ((BUREAU, DEPUTY, APPROVAL), "move-step-missing"),
        ((changed(EDUCATION, when=Condition(period="year")), APPROVAL), "move-step-missing"),
        ((changed(EDUCATION, act=Act.ACKNOWLEDGE), APPROVAL), "move-other-act"),
        ((changed(EDUCATION, position="head-bureau"), APPROVAL), "move-voice-unheard"),
        ((changed(DEPUTY, stage=1), changed(EDUCATION, stage=2), APPROVAL), "move-order-broken"),
    ],
)
def test_a_decided_step_keeps_its_place_its_act_and_its_voice(steps, code):
    assert refused(decided("head-education"), *steps) == code


def test_two_decided_steps_keep_their_order():
    before = decided("head-education", "head-bureau")
    turned = (changed(BUREAU, stage=1), changed(EDUCATION, stage=2), DEPUTY, APPROVAL)
    assert refused(before, *turned) == "move-order-broken"
    side_by_side = (changed(EDUCATION, stage=1), changed(BUREAU, stage=1), DEPUTY, APPROVAL)
    assert moved(before, *side_by_side).workflow_version == 2


def test_a_greater_quorum_opens_its_step_again_but_not_behind_what_came_after():
    council = going_on(
        submitted(COUNCIL, DIRECTOR),
        ("head-education", step(AgreeStep, "council")),
        ("head-bureau", step(AgreeStep, "council")),
    )
    fact = moved(council, changed(COUNCIL, needs="all"), DIRECTOR)
    after = going(council, fact)
    after.when(step(ApproveStep, "director"), by="director", at=JANUARY).then_refused("step-not-open")

    read = changed(READ, act=Act.AGREE, position="deputy", who=())
    later = submitted(changed(COUNCIL, who=COUNCIL.who[:2]), read, DIRECTOR)
    later = going_on(
        later,
        ("head-education", step(AgreeStep, "council")),
        ("head-bureau", step(AgreeStep, "council")),
        ("deputy", step(AgreeStep, "read")),
    )
    assert refused(later, changed(COUNCIL, needs="all"), read, DIRECTOR) == "move-order-broken"


def test_a_word_against_has_no_place_where_one_is_a_veto():
    remark = Remark(text="Ні")
    against = going_on(
        submitted(COUNCIL, DIRECTOR), ("deputy", step(ReturnPlan, "council", remarks=(remark,)))
    )
    assert refused(against, changed(COUNCIL, veto=True), DIRECTOR) == "move-voice-unheard"
    assert moved(against, changed(COUNCIL, veto=False, title="Рада центру"), DIRECTOR)


def test_what_was_passed_over_must_be_let_go_by_the_new_version_too():
    first = changed(READ, stage=1)
    before = going_on(
        submitted(first, DEPUTY, APPROVAL), ("director", step(SkipStep, "read", reason="хвора"))
    )
    assert refused(before, changed(first, skippable=False), DEPUTY, APPROVAL) == "move-not-skippable"
    assert refused(before, DEPUTY, APPROVAL) == "move-step-missing"
    assert moved(before, first, APPROVAL)


def test_a_version_that_leaves_nothing_to_decide_is_refused():
    assert refused(decided("head-education"), EDUCATION) == "move-would-end"


def test_a_run_that_ended_is_not_moved():
    withdrawn = going_on(
        submitted(*FOUR), ("head-education", step(ReturnPlan, "education", remarks=(Remark(text="Ні"),)))
    )
    assert refused(withdrawn, *FOUR[1:]) == "not-in-review"
