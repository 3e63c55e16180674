"""The rule book of drafts: how a plan comes on the record and is mended before it goes to approval."""

import json

import pytest
from pydantic import ValidationError

from domain.plan.decisions.drafting import (
    AssignExecutor,
    DraftPlan,
    OverrideOwnerGate,
    ResolveFinding,
    ReviseMeasure,
)
from domain.plan.document import Executor, Measure
from domain.plan.events import ExecutorAssigned, FindingResolved, MeasureRevised, OwnerGateOverridden
from tests.domain.small_office import (
    DASHED,
    DOCUMENT,
    IN_FORCE,
    IN_REVIEW,
    MONTHLY,
    PEOPLE,
    a_finding,
    drafted,
)
from tests.dsl import given


def office(*facts):
    return given(*PEOPLE, *facts)


MENDED = MONTHLY.model_copy(update={"title": "Лекції у громадах"})


def test_a_plan_comes_on_the_record_with_what_its_reading_found():
    with_finding = drafted.model_copy(update={"findings": (a_finding,)})
    given().when(DraftPlan(plan="1", document=DOCUMENT, findings=(a_finding,)), by="planner").then(
        with_finding
    )


@pytest.mark.parametrize(
    ("measures", "code"), [((), "no-measures"), ((MONTHLY, MONTHLY), "measure-id-twice")]
)
def test_a_plan_without_measures_or_with_one_id_twice_is_refused(measures, code):
    document = DOCUMENT.model_copy(update={"measures": measures})
    given().when(DraftPlan(plan="1", document=document), by="planner").then_refused(code)


def test_an_id_is_drafted_once():
    given(drafted).when(DraftPlan(plan="1", document=DOCUMENT), by="planner").then_refused("plan-exists")


def test_a_measure_of_a_draft_is_mended():
    ask = ReviseMeasure(plan="1", measure=MENDED)
    fact = MeasureRevised(measure=MENDED, prepared_by="planner")
    given(drafted).when(ask, by="planner").then(fact)
    given(drafted, fact).when(ask, by="planner").then_nothing()
    given(*IN_REVIEW).when(ask, by="planner").then_refused("not-a-draft")
    given(drafted).when(
        ReviseMeasure(plan="1", measure=MENDED.model_copy(update={"id": "m99"})), by="planner"
    ).then_refused("unknown-measure")


def test_words_of_a_cell_are_given_a_meaning():
    ask = AssignExecutor(plan="1", measure="m1", words="відділ просвіти", to="person:clerk-education")
    meant = (Executor(raw="відділ просвіти", to="person:clerk-education", lead=True),)
    fact = ExecutorAssigned(measure="m1", executors=meant, prepared_by="planner")
    office(drafted).when(ask, by="planner").then(fact)
    office(drafted, fact).when(ask, by="planner").then_nothing()
    office(drafted).when(ask.model_copy(update={"words": "хтось"}), by="planner").then_refused(
        "unknown-executor"
    )
    office(drafted).when(ask.model_copy(update={"to": "unit:moon"}), by="planner").then_refused(
        "unknown-reference"
    )


def test_words_are_given_a_meaning_wherever_they_stand_in_any_spelling():
    ask = AssignExecutor(plan="1", words="Відділ  просвіти", to="position:head-education")
    facts = office(drafted).when(ask, by="planner").facts()
    assert [fact.measure for fact in facts] == ["m1", "m2", "m3", "m4", "m5"]
    assert {e.to for fact in facts for e in fact.executors} == {"position:head-education"}
    office(drafted).when(ask.model_copy(update={"words": "хтось"}), by="planner").then_refused(
        "unknown-executor"
    )


def test_a_measure_that_names_nobody_gets_an_executor_without_words():
    meant = (Executor(raw="", to="position:director", lead=True),)
    office(drafted).when(
        AssignExecutor(plan="1", measure=DASHED.id, to="position:director"), by="planner"
    ).then(ExecutorAssigned(measure=DASHED.id, executors=meant, prepared_by="planner"))


def test_a_finding_is_settled_with_a_reason_and_the_source_stays():
    damaged = drafted.model_copy(update={"findings": (a_finding,)})
    ask = ResolveFinding(plan="1", finding=0, resolution="5", reason="за протоколом")
    fact = FindingResolved(finding=0, resolution="5", reason="за протоколом", person="planner")
    given(damaged).when(ask, by="planner").then(fact)
    given(damaged, fact).when(ask, by="planner").then_nothing()
    given(damaged).when(ask.model_copy(update={"reason": " "}), by="planner").then_refused("reason-missing")
    given(damaged).when(ask.model_copy(update={"finding": 1}), by="planner").then_refused("unknown-finding")
    given().when(ask, by="planner").then_refused("not-found")


def test_the_owner_gate_opens_with_a_reason_until_the_approval():
    ask = OverrideOwnerGate(plan="1", measure="m1", reason="виконавця призначать у лютому")
    fact = OwnerGateOverridden(measure="m1", reason="виконавця призначать у лютому", person="planner")
    given(drafted).when(ask, by="planner").then(fact)
    given(drafted, fact).when(ask, by="planner").then_nothing()
    given(drafted).when(ask.model_copy(update={"reason": ""}), by="planner").then_refused("reason-missing")
    given(*IN_FORCE).when(ask, by="planner").then_refused("approved-already")


@pytest.mark.parametrize(
    "cell",
    [
        {"due": {"monthly": {"2021-13": "1"}}},
        {"due": {"end": "9999-12-31"}},
        {"target": {"per_period": {"zz": "1"}}},
        {"executors": [{"raw": "хтось", "to": "bogus"}]},
        {"executors": [{"raw": "хтось", "to": "person:\u0000"}]},
    ],
)
def test_a_cell_that_no_calendar_and_no_database_could_take_is_no_measure(cell):
    with pytest.raises(ValidationError):
        Measure.model_validate_json(json.dumps({"id": "m1", "ordinal": 1, "title": "Захід", **cell}))
