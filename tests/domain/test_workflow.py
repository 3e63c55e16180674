"""The rule book of definitions: a route ends in an approval that somebody can give."""

from datetime import date
from decimal import Decimal

import pytest

from domain.people.decisions import decider as people
from domain.workflow.decisions import PublishDefinition, RetireDefinition, decider
from domain.workflow.definition import Act, Condition, Step, Subject
from domain.workflow.events import DefinitionPublished, DefinitionRetired
from domain.workflow.validity import Doubt, doubts, faults
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


DIRECTOR = STEPS[3]
OFFICE = people.fold(PEOPLE)


def visa(**more: object) -> Step:
    return Step(**{"key": "visa", "title": "Віза", "act": Act.AGREE, "stage": 1, **more})


@pytest.mark.parametrize(
    ("steps", "field", "code"),
    [
        ((visa(), DIRECTOR), "who", "step-without-voices"),
        ((visa(who=("person:ghost",)), DIRECTOR), "who", "step-for-unknown-person"),
        ((visa(who=("unit:ghost",)), DIRECTOR), "who", "step-for-unknown-unit"),
        ((visa(who=("above:director",)), DIRECTOR), "who", "no-office-above"),
        ((visa(position="planner"), DIRECTOR), "position", "role-cannot-take-step"),
        ((visa(who=("position:deputy", "unit:bureau"), needs="3"), DIRECTOR), "needs", "quorum-too-large"),
        ((visa(position="deputy", when=Condition(units=("ghost",))), DIRECTOR), "when", "condition-unknown"),
        ((visa(position="deputy", when=Condition(fields=("x",))), DIRECTOR), "when", "condition-unknown"),
        ((visa(position="deputy", when=Condition(period="day")), DIRECTOR), "when", "condition-unknown"),
        (
            (visa(position="deputy", when=Condition(sum_from=Decimal(9), sum_below=Decimal(9))), DIRECTOR),
            "when",
            "step-unreachable",
        ),
        ((visa(position="deputy", when=Condition(cells_from=1)), DIRECTOR), "when", "step-unreachable"),
        ((visa(position="deputy", when=Condition(fields=("due",))), DIRECTOR), "when", "step-unreachable"),
        ((visa(position="deputy", returns_to=("ghost",)), DIRECTOR), "returns_to", "returns-to-unknown"),
        ((visa(position="deputy", returns_to=("director",)), DIRECTOR), "returns_to", "returns-to-later"),
        ((visa(position="deputy", returns_to=("visa",)), DIRECTOR), "returns_to", "returns-to-later"),
        (
            (
                visa(position="deputy"),
                visa(key="read", act=Act.ACKNOWLEDGE, who=("unit:bureau",), stage=2, returns_to=("visa",)),
                DIRECTOR,
            ),
            "returns_to",
            "reading-returns-nothing",
        ),
        ((DIRECTOR.model_copy(update={"skippable": True}),), "when", "final-step-may-fall-away"),
        (
            (DIRECTOR.model_copy(update={"when": Condition(sum_from=Decimal(5))}),),
            "when",
            "final-step-may-fall-away",
        ),
        (
            (Step(key="x", title="X", act=Act.SIGN, who=("executors",), stage=1),),
            "when",
            "final-step-may-fall-away",
        ),
    ],
)
def test_what_bars_a_definition_is_named_with_its_step_and_field(steps, field, code):
    (fault,) = faults(steps, Subject.PLAN, OFFICE)
    assert (fault.field, fault.refused.code) == (field, code)
    assert steps[fault.step].key == fault.refused.facts["step"]
    given(*PEOPLE).when(ASK.model_copy(update={"steps": steps})).then_refused(code)


def test_two_final_steps_that_share_all_texts_between_them_are_enough():
    deputy = DIRECTOR.model_copy(
        update={"key": "deputy", "when": Condition(sum_below=Decimal(100)), "position": "director"}
    )
    above = DIRECTOR.model_copy(update={"when": Condition(sum_from=Decimal(100))})
    gap = above.model_copy(update={"when": Condition(sum_from=Decimal(101))})
    assert faults((deputy, above), Subject.PLAN, OFFICE) == []
    assert [f.refused.code for f in faults((deputy, gap), Subject.PLAN, OFFICE)] == [
        "final-step-may-fall-away"
    ]


@pytest.mark.parametrize(
    ("condition", "subject"),
    [
        (Condition(cells_from=1), Subject.REPORT),
        (Condition(cells_below=1), Subject.AMENDMENT),
        (Condition(cells_from=2), Subject.POSTPONEMENT),
        (Condition(fields=("target",)), Subject.POSTPONEMENT),
    ],
)
def test_a_condition_that_its_subject_never_meets_is_unreachable(condition, subject):
    (fault,) = faults((visa(position="deputy", when=condition), DIRECTOR), subject, OFFICE)
    assert fault.refused.code == "step-unreachable"


def test_an_amendment_may_ask_by_its_size_and_its_columns():
    steps = (visa(position="deputy", when=Condition(cells_from=5, fields=("due", "target"))), DIRECTOR)
    assert faults(steps, Subject.AMENDMENT, OFFICE) == []


def test_a_report_has_no_executors_to_ask():
    (fault,) = faults((visa(who=("executors",)), DIRECTOR), Subject.REPORT, OFFICE)
    assert fault.refused.code == "step-never-asked"


def test_a_post_without_holder_and_a_voice_asked_twice_are_shown_and_bar_nothing():
    steps = (visa(position="deputy"), DIRECTOR.model_copy(update={"position": "deputy"}))
    assert list(doubts(steps, OFFICE, date(2021, 1, 20))) == [
        Doubt(1, "voice-asked-twice", "position:deputy")
    ]
    before_anybody = list(doubts(STEPS, OFFICE, date(2018, 1, 1)))
    assert {d.code for d in before_anybody} == {"post-without-holder"}
    assert len(before_anybody) == len(STEPS)


def test_what_was_published_before_stays_known_by_its_number():
    second = DEFINITION.model_copy(update={"number": 2, "title": "Коротко"})
    stands = decider.fold([DEFINITION, second, DefinitionRetired(number=2, reason="нова")])
    assert stands.retired
    assert [v.title for v in stands.versions.values()] == ["Квартальний план", "Коротко"]


def test_a_definition_is_retired_once():
    ask = RetireDefinition(**KEY, reason="нова редакція")
    given(*PEOPLE, DEFINITION).when(ask).then(RETIRED)
    given(*PEOPLE, DEFINITION, RETIRED).when(ask).then_nothing()
    given(*PEOPLE).when(ask).then_refused("not-found")
