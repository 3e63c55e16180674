"""The rule book of definitions: a route ends in an approval that somebody can give."""

import pytest

from domain.workflow.decisions import PublishDefinition, RetireDefinition
from domain.workflow.definition import Act, Step
from domain.workflow.events import DefinitionPublished, DefinitionRetired
from tests.domain.small_office import DEFINITION, PEOPLE, STEPS
from tests.dsl import given

KEY = {"organisation": "lipky", "workflow": "quarterly"}
ASK = PublishDefinition(**KEY, title="Квартальний план", steps=STEPS)
RETIRED = DefinitionRetired(number=1, reason="нова редакція")


def test_a_route_is_published_as_its_first_version():
    given(*PEOPLE).when(ASK).then(DEFINITION)


def test_the_same_route_again_is_no_new_version():
    given(*PEOPLE, DEFINITION).when(ASK).then_nothing()


def test_another_route_is_the_next_version_also_after_retiring():
    second = DefinitionPublished(**KEY, number=2, title="Коротко", steps=STEPS[3:])
    given(*PEOPLE, DEFINITION).when(ASK.model_copy(update={"title": "Коротко", "steps": STEPS[3:]})).then(
        second
    )
    again = DEFINITION.model_copy(update={"number": 2})
    given(*PEOPLE, DEFINITION, RETIRED).when(ASK).then(again)


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ((), "no-steps"),
        (STEPS[:3], "approval-must-be-last"),
        ((STEPS[3].model_copy(update={"stage": 1}), STEPS[2]), "approval-must-be-last"),
        ((STEPS[3], STEPS[3]), "step-twice"),
        ((Step(key="x", title="X", act=Act.APPROVE, position="ghost", stage=1),), "nobody-can-take-step"),
    ],
)
def test_a_route_that_cannot_be_walked_is_refused(steps, code):
    given(*PEOPLE).when(ASK.model_copy(update={"steps": steps})).then_refused(code)


def test_a_definition_is_retired_once():
    ask = RetireDefinition(**KEY, reason="нова редакція")
    given(*PEOPLE, DEFINITION).when(ask).then(RETIRED)
    given(*PEOPLE, DEFINITION, RETIRED).when(ask).then_nothing()
    given(*PEOPLE).when(ask).then_refused("not-found")
