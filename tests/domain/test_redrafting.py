"""The rule book of corrected files: which measure is which, what stays settled, what is told."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from domain.plan.decisions.approval import AgreeStep
from domain.plan.decisions.drafting import RedraftPlan
from domain.plan.differences import Kind, differences
from domain.plan.document import CellState, Deadline, DueKind, Executor, Measure, PlanDocument
from domain.plan.events import FindingResolved, OwnerGateOverridden, PlanRedrafted
from domain.plan.findings import doubt
from domain.plan.pairing import NEW, paired
from domain.plan.redrafting import renamed, still_settled, taken_over
from domain.plan.state import Plan, evolve
from tests.domain.small_office import (
    CALENDAR,
    DEFINITION,
    DOCUMENT,
    IN_FORCE,
    IN_REVIEW,
    MONTHLY,
    PEOPLE,
    a_finding,
    drafted,
    submitted,
)
from tests.dsl import given


def row(ordinal: int, number: str | None, title: str, **fields: object) -> Measure:
    return Measure.model_validate(
        {"id": f"m{ordinal:03}", "ordinal": ordinal, "number": number, "title": title, **fields}
    )


BEFORE = (
    row(1, "1.1", "Прийом громадян у бібліотеці"),
    row(2, "1.2", "Лекції для старшокласників міста"),
    row(3, "1.3", "Зустрічі з радою ветеранів"),
)


def pairs(*after: Measure, said: dict[int, str] | None = None) -> dict[int, str]:
    pairing = paired(BEFORE, after, said or {})
    assert not pairing.unclear
    return dict(pairing.known)


def text(*measures: Measure) -> PlanDocument:
    return DOCUMENT.model_copy(update={"measures": measures})


def draft(*measures: Measure, findings: tuple = (), resolved: frozenset[int] = frozenset()) -> Plan:
    state = Plan()
    state = evolve(state, drafted.model_copy(update={"document": text(*measures), "findings": findings}))
    for number in resolved:
        fact = FindingResolved(finding=number, resolution="так", reason="так", person="planner")
        state = evolve(state, fact)
    return state


# Which measure is which


def test_a_measure_is_known_by_its_number_and_title_wherever_it_stands() -> None:
    assert pairs(BEFORE[2], BEFORE[0], BEFORE[1]) == {1: "m003", 2: "m001", 3: "m002"}


def test_a_row_put_in_between_renumbers_the_rest_and_takes_nobodys_place() -> None:
    after = (
        BEFORE[0],
        row(2, "1.2", "Виставка дитячих малюнків"),
        row(3, "1.3", "Лекції для старшокласників міста"),
        row(4, "1.4", "Зустрічі з радою ветеранів"),
    )
    assert pairs(*after) == {1: "m001", 3: "m002", 4: "m003"}


def test_a_number_alone_says_it_where_the_title_was_reworded() -> None:
    assert pairs(BEFORE[0], row(2, "1.2", "Уроки права"), BEFORE[2]) == {1: "m001", 2: "m002", 3: "m003"}


def test_a_plan_without_numbers_is_known_by_titles() -> None:
    before = [m.model_copy(update={"number": None}) for m in BEFORE]
    assert dict(paired(before, [before[1], before[0]], {}).known) == {1: "m002", 2: "m001"}


def test_rows_that_read_alike_keep_their_order() -> None:
    twins = [row(1, "1", "Нарада"), row(2, "1", "Нарада")]
    assert dict(paired(twins, twins, {}).known) == {1: "m001", 2: "m002"}


@pytest.mark.parametrize(
    ("after", "candidates"),
    [
        # renumbered and reworded at once: the number says one thing, the words another
        (row(1, "1.1", "Лекції для старшокласників громади міста"), ("m001", "m002")),
        # another number, nearly the same words
        (row(1, "7.7", "Лекції для старшокласників громади міста"), ("m002",)),
    ],
)
def test_what_number_and_words_leave_open_is_asked(after: Measure, candidates: tuple[str, ...]) -> None:
    (unclear,) = paired(BEFORE, [after], {}).unclear
    assert (unclear.ordinal, unclear.candidates) == (1, candidates)
    assert dict(paired(BEFORE, [after], {1: "m002"}).known) == {1: "m002"}
    assert dict(paired(BEFORE, [after], {1: NEW}).known) == {}


def test_twins_of_which_one_went_are_asked_about() -> None:
    twins = [row(1, "1", "Нарада"), row(2, "1", "Нарада")]
    (unclear,) = paired(twins, [twins[0]], {}).unclear
    assert unclear.candidates == ("m001", "m002")


# What the corrected text takes over


def test_ids_stay_and_a_new_row_gets_one_that_no_text_had() -> None:
    taken = taken_over(draft(*BEFORE), text(BEFORE[1], row(2, "9", "Нове")), {1: "m002"})
    assert [m.id for m in taken.measures] == ["m002", "m002-2"]


def test_whom_words_mean_stays_where_the_words_stay() -> None:
    meant = (Executor(raw="Відділ А", to="unit:a", lead=True),)
    read = (Executor(raw="Відділ А", lead=True), Executor(raw="Відділ Б"))
    plan = draft(row(1, "1", "Нарада", executors_raw="Відділ А", executors=meant))
    same = row(1, "1", "Нарада", executors_raw="Відділ А", executors=read[:1])
    more = row(1, "1", "Нарада", executors_raw="Відділ А, Відділ Б", executors=read)
    assert taken_over(plan, text(same), {1: "m001"}).measures[0].executors == meant
    assert [e.to for e in taken_over(plan, text(more), {1: "m001"}).measures[0].executors] == ["unit:a", None]


def test_a_reading_that_a_person_gave_stays_while_its_words_stay() -> None:
    words = Deadline(raw="восени", state=CellState.VALUE, kind=DueKind.TEXT)
    meant = words.model_copy(update={"kind": DueKind.CONTINUOUS})
    plan = draft(row(1, "1", "Нарада", due=meant))
    other = words.model_copy(update={"raw": "узимку"})
    for due, kept in ((words, meant), (other, other)):
        (measure,) = taken_over(plan, text(row(1, "1", "Нарада", due=due)), {1: "m001"}).measures
        assert measure.due == kept


def finding(measure: str, place: str, words: str = "восени"):
    return doubt("deadline-unknown", words=words).at(place, measure)


def test_a_settled_finding_stays_settled_while_its_cell_stays() -> None:
    due = Deadline(raw="восени", state=CellState.VALUE, kind=DueKind.TEXT)
    before = row(1, "1", "Нарада", due=due, places={"due": "План!E5"})
    plan = draft(before, findings=(finding("m001", "План!E5"),), resolved=frozenset({0}))
    moved = before.model_copy(update={"title": "Велика нарада", "places": {"due": "План!E9"}})
    assert still_settled(plan, text(moved), (finding("m001", "План!E9"),)) == (0,)
    changed = moved.model_copy(update={"due": due.model_copy(update={"raw": "узимку"})})
    assert still_settled(plan, text(changed), (finding("m001", "План!E9", "узимку"),)) == ()


def test_what_was_open_stays_open() -> None:
    before = row(1, "1", "Нарада")
    plan = draft(before, findings=(finding("m001", "План!E5"),))
    assert still_settled(plan, text(before), plan.findings) == ()


def test_findings_speak_of_the_measures_as_they_are_called() -> None:
    read, kept = text(row(1, "1", "Нарада")), text(row(1, "1", "Нарада").model_copy(update={"id": "m007"}))
    assert [f.measure for f in renamed([finding("m001", "План!E5")], read, kept)] == ["m007"]


# What is told


def told(*after: Measure) -> list[tuple[object, ...]]:
    return [astuple(d) for d in differences(text(*BEFORE), text(*after))]


def test_rows_that_came_went_and_moved_are_told_with_cells_that_changed() -> None:
    reworded = BEFORE[0].model_copy(update={"title": "Прийом у школі", "ordinal": 3})
    new = row(4, "2.1", "Виставка")
    assert told(BEFORE[1], BEFORE[2], reworded, new) == [
        (Kind.MOVED, "m001", "1.1", "", "1", "3"),
        (Kind.CHANGED, "m001", "1.1", "measure", "Прийом громадян у бібліотеці", "Прийом у школі"),
        (Kind.ADDED, "m004", "2.1", "", "", "Виставка"),
    ]
    assert told(*BEFORE[1:]) == [(Kind.REMOVED, "m001", "1.1", "", "Прийом громадян у бібліотеці", "")]
    assert told(*BEFORE) == []


# Onto the record

CORRECTED = text(MONTHLY)
ASK = RedraftPlan(plan="1", document=CORRECTED, findings=(a_finding,), reason="виправлений файл")
FACT = PlanRedrafted(
    document=CORRECTED,
    findings=(a_finding,),
    settled=(),
    reason="виправлений файл",
    prepared_by="planner",
    author="planner",
)


def test_a_corrected_file_takes_the_place_of_a_drafts_text() -> None:
    given(drafted).when(ASK, by="planner").then(FACT)
    given(drafted, FACT).when(ASK, by="planner").then_nothing()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reason": " "}, "reason-missing"),
        ({"document": text()}, "no-measures"),
        ({"document": text(MONTHLY, MONTHLY)}, "measure-id-twice"),
    ],
)
def test_a_corrected_text_needs_a_reason_and_measures_of_their_own(change: dict, code: str) -> None:
    given(drafted).when(ASK.model_copy(update=change), by="planner").then_refused(code)


@pytest.mark.parametrize(("facts", "code"), [(IN_REVIEW, "not-a-draft"), (IN_FORCE, "not-a-draft")])
def test_what_is_in_review_or_in_force_is_not_redrafted(facts: tuple, code: str) -> None:
    given(*facts).when(ASK, by="planner").then_refused(code)


def test_a_plan_that_is_not_there_is_not_found() -> None:
    given().when(ASK, by="planner").then_refused("not-found")


def test_a_settled_finding_is_recorded_as_settled_still() -> None:
    with_finding = drafted.model_copy(update={"findings": (a_finding,)})
    settled = FindingResolved(finding=0, resolution="так", reason="так", person="planner")
    given(with_finding, settled).when(ASK, by="planner").then(FACT.model_copy(update={"settled": (0,)}))


def test_who_corrected_the_text_by_a_file_has_prepared_it() -> None:
    """Content is preparing: whoever redrafted may not agree to it."""
    by_head = FACT.model_copy(update={"prepared_by": "head-education"})
    given(*PEOPLE, CALENDAR, DEFINITION, drafted, by_head, submitted).when(
        AgreeStep(plan="1", step="education"), by="head-education"
    ).then_refused("prepared-it-yourself")


def test_an_override_goes_with_its_measure() -> None:
    over = OwnerGateOverridden(measure="m6", reason="за потребою", person="planner")
    state = Plan()
    for fact in (drafted, over, FACT):
        state = evolve(state, fact)
    assert (state.overridden, list(state.measures)) == (frozenset(), [MONTHLY.id])
