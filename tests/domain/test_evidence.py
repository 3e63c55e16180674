"""The rule book of evidence: which files show a deed, who adds more, and what stays as it was."""

from datetime import date
from decimal import Decimal

from domain.people.events import EvidenceRulesSet
from domain.people.rules import SetEvidenceRules
from domain.plan.decisions.evidence import AddEvidence
from domain.plan.decisions.execution import LogExecution
from domain.plan.decisions.nil_and_levels import ReportIndicator
from domain.plan.events import Evidence, EvidenceAdded, ExecutionRetracted, PeriodClosed
from tests.domain.small_office import APRIL, AROUND, FEBRUARY, IN_FORCE, PEOPLE, logged
from tests.domain.test_execution import log
from tests.dsl import Given, given

LATER = FEBRUARY.replace(day=20)
PHOTO, SCAN = (Evidence(sha256=letter * 64, file_name=f"{letter}.jpg") for letter in "ab")
ADDED = EvidenceAdded(execution="e1", measure="m1", evidence=(PHOTO,), person="clerk-education")


def on_record(*facts: object) -> Given:
    return given(*AROUND, *IN_FORCE, *facts)


def add(*files: Evidence, execution: str = "e1") -> AddEvidence:
    return AddEvidence(plan="1", measure="m1", execution=execution, evidence=files)


def test_a_file_comes_to_a_record_as_a_fact_of_its_own():
    on_record(logged()).when(add(PHOTO), by="clerk-education", at=LATER).then(ADDED)


def test_a_file_that_is_there_is_not_added_again_under_any_name():
    same = PHOTO.model_copy(update={"file_name": "інша назва.jpg"})
    on_record(logged(), ADDED).when(add(same), by="clerk-education", at=LATER).then_nothing()
    on_record(logged(evidence=(PHOTO,))).when(add(same), by="clerk-education", at=LATER).then_nothing()
    (fact,) = on_record(logged(), ADDED).when(add(same, SCAN), by="clerk-education", at=LATER).facts()
    assert fact.evidence == (SCAN,)


def test_files_are_added_to_ones_own_record_and_by_the_planner():
    before = on_record(logged())
    before.when(add(PHOTO), by="head-education", at=LATER).then_refused("not-your-record")
    before.when(add(PHOTO), by="head-bureau", at=LATER).then_refused("not-your-measure")
    assert before.when(add(PHOTO), by="planner", at=LATER).facts()


def test_no_file_is_no_evidence_and_no_record_takes_none():
    on_record(logged()).when(add(), by="clerk-education", at=LATER).then_refused("evidence-missing")
    on_record().when(add(PHOTO), by="clerk-education", at=LATER).then_refused("unknown-execution")
    gone = ExecutionRetracted(execution="e1", measure="m1", reason="описка", person="clerk-education")
    on_record(logged(), gone).when(add(PHOTO), by="clerk-education", at=LATER).then_refused(
        "retracted-already"
    )


def test_a_file_that_comes_after_the_closing_is_marked_late():
    closed = PeriodClosed(period="2021Q1", silent=(), person="planner")
    (fact,) = on_record(logged(), closed).when(add(PHOTO), by="clerk-education", at=APRIL).facts()
    assert fact.late


def test_the_same_deed_is_told_by_its_files_also_by_those_that_came_later():
    with_photo = log(evidence=(PHOTO.model_copy(update={"file_name": "b"}),))
    on_record(logged(), ADDED).when(with_photo, by="clerk-education", at=LATER).then_refused("same-deed")
    on_record(logged(), ADDED).when(log(), by="clerk-education", at=LATER).then_refused("same-deed")
    assert on_record(logged(), ADDED).when(log(evidence=(SCAN,)), by="clerk-education", at=LATER).facts()


def test_a_level_is_shown_by_files_too():
    asked = ReportIndicator(
        plan="1", measure="m5", on=date(2021, 2, 10), value=Decimal(45), evidence=(PHOTO,)
    )
    (fact,) = on_record().when(asked, by="clerk-education", at=LATER).facts()
    assert fact.evidence == (PHOTO,)


def test_adding_a_file_commutes_with_all_that_is_logged():
    assert AddEvidence.commutes
    assert LogExecution.commutes


def test_an_office_says_once_what_becomes_of_its_photos():
    asked = SetEvidenceRules(organisation="lipky", strip_metadata=True)
    fact = EvidenceRulesSet(strip_metadata=True, person="system")
    given(*PEOPLE).when(asked).then(fact)
    given(*PEOPLE, fact).when(asked).then_nothing()
    given().when(asked).then_refused("not-found")
