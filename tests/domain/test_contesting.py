"""The rule book of «це не моє»: who may say so, who hears of it, and what it changes."""

from application.reactions.when_assignment_contested_tell_author import (
    when_assignment_contested_tell_author,
)
from domain.plan.decisions.execution import LogExecution
from domain.plan.decisions.handing_over import ContestAssignment, HandOverMeasure
from domain.plan.events import AssignmentContested, MeasureCancelled, MeasureHandedOver
from tests.domain.small_office import AROUND, FEBRUARY, IN_FORCE
from tests.domain.test_execution import log
from tests.dsl import Given, given
from tests.reactions.asked import asks

LATER = FEBRUARY.replace(day=20)
NOT_MINE = ContestAssignment(plan="1", measure="m1", reason="веде бюро")
SAID = AssignmentContested(measure="m1", reason="веде бюро", person="clerk-education")


def in_force(*facts: object) -> Given:
    return given(*AROUND, *IN_FORCE, *facts)


def test_who_is_to_carry_a_measure_out_says_that_it_is_not_theirs():
    in_force().when(NOT_MINE, by="clerk-education", at=LATER).then(SAID)


def test_it_is_said_once():
    in_force(SAID).when(NOT_MINE, by="clerk-education", at=LATER).then_nothing()


def test_of_a_measure_of_others_nobody_says_so():
    in_force().when(NOT_MINE, by="head-bureau", at=LATER).then_refused("not-your-measure", measure="1.1")


def test_it_takes_a_reason_and_a_measure_that_stands():
    nothing = NOT_MINE.model_copy(update={"reason": " "})
    in_force().when(nothing, by="clerk-education", at=LATER).then_refused("reason-missing")
    gone = MeasureCancelled(measure="m1", reason="карантин", person="director")
    in_force(gone).when(NOT_MINE, by="clerk-education", at=LATER).then_refused("measure-cancelled")


def test_until_it_is_handed_over_the_measure_stays_where_it_is():
    asked = log()
    assert isinstance(asked, LogExecution)
    assert in_force(SAID).when(asked, by="clerk-education", at=LATER).facts()


def test_the_planner_hands_it_over_or_leaves_it_where_it_is():
    for to in ("unit:bureau", "unit:education"):
        hand = HandOverMeasure(plan="1", measure="m1", to=to, reason="так вирішено")
        fact = MeasureHandedOver(measure="m1", to=to, reason="так вирішено", person="planner")
        in_force(SAID).when(hand, by="planner", at=LATER).then(fact)
        again = in_force(SAID, fact).when(NOT_MINE, by="director", at=LATER)
        again.then_refused("not-your-measure")
    in_force(SAID, fact).when(NOT_MINE, by="clerk-education", at=LATER).then(SAID)


def test_the_author_of_the_plan_hears_of_it():
    told = asks(when_assignment_contested_tell_author, *IN_FORCE, SAID)
    assert [(n.recipient, n.kind, n.measure) for n in told] == [("planner", "assignment-contested", "m1")]


def test_nobody_is_told_of_what_they_said_themselves():
    own = SAID.model_copy(update={"person": "planner"})
    assert asks(when_assignment_contested_tell_author, *IN_FORCE, own) == []
