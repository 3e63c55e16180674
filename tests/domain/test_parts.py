"""The rule book of parts: whose a record is and of which sub-item, and that the parts come to the whole."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.people.decisions import decider as people
from domain.plan.decisions.closing import ClosePeriod
from domain.plan.decisions.correcting import ConfirmCorrection, CorrectExecution, RetractExecution
from domain.plan.decisions.execution import LogExecution
from domain.plan.decisions.nil_and_levels import ReportIndicator
from domain.plan.document import SubItem
from domain.plan.events import (
    CorrectionRequested,
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
    IndicatorReported,
    LevelPart,
    PeriodClosed,
    PlanDrafted,
)
from domain.report.compile import compile_report
from domain.report.plain import plain
from domain.report.shapes import AsOf
from tests.domain.small_office import APRIL, AROUND, DOCUMENT, FEBRUARY, PEOPLE, approved, submitted
from tests.dsl import Given, given, new_id

OFFICE = people.fold(PEOPLE)
LATER = FEBRUARY.replace(day=20)
DAY = date(2021, 2, 10)
ITEMS = (
    SubItem(title="виїзд до с. Лугове", unit="Гайське бюро"),
    SubItem(title="виїзд до с. Яри", unit="Степове бюро"),
    SubItem(title="виїзд", unit="Гайське бюро"),
    SubItem(title="виїзд", unit="Степове бюро"),
)
MEASURES = tuple(m.model_copy(update={"sub_items": ITEMS}) if m.id == "m1" else m for m in DOCUMENT.measures)
DRAFTED = PlanDrafted(document=DOCUMENT.model_copy(update={"measures": MEASURES}), prepared_by="planner")
FORCE = (DRAFTED, submitted, approved)
closed = PeriodClosed(period="2021Q1", silent=(), person="planner")


def in_force(*facts: object) -> Given:
    return given(*AROUND, *FORCE, *facts)


def log(measure: str = "m1", **fields: object) -> LogExecution:
    return LogExecution(**{"plan": "1", "measure": measure, "done_on": DAY, "quantity": Decimal(1), **fields})


def logged(id: str = "e1", measure: str = "m1", **fields: object) -> ExecutionLogged:
    told = {"done_on": DAY, "quantity": Decimal(1), "person": "clerk-education", **fields}
    return ExecutionLogged(execution=id, measure=measure, **told)


def correct(**fields: object) -> CorrectExecution:
    asked = {"plan": "1", "measure": "m1", "execution": "e1", "done_on": DAY, "reason": "не те бюро"}
    return CorrectExecution(**{**asked, "quantity": Decimal(1), **fields})


# of which unit
def test_a_record_may_be_that_of_a_unit_of_the_office():
    (fact,) = in_force().when(log(unit="bureau"), by="clerk-education", at=LATER).facts()
    assert fact == logged(new_id("execution"), unit="bureau")


def test_a_unit_that_the_office_has_not_is_refused_with_those_it_has():
    known = "office – Керівництво; education – Відділ правопросвітництва; bureau – Бюро"
    asked = log(unit="nowhere")
    in_force().when(asked, by="clerk-education", at=LATER).then_refused(
        "not-a-unit", given="nowhere", known=known
    )


def test_two_units_did_the_same_on_one_day_and_that_is_two_deeds():
    asked = in_force(logged(unit="bureau"))
    assert asked.when(log(unit="education"), by="clerk-education", at=LATER).facts()
    asked.when(log(unit="bureau"), by="clerk-education", at=LATER).then_refused("same-deed")


# of which sub-item
@pytest.mark.parametrize(
    "given_words", ["2", "2.", "Виїзд до с. Яри", "Степове бюро: виїзд до с. Яри", " виїзд до  с. Яри "]
)
def test_a_sub_item_is_named_by_its_number_or_its_words(given_words: str):
    (fact,) = in_force().when(log(item=given_words), by="clerk-education", at=LATER).facts()
    assert fact.item == "Степове бюро: виїзд до с. Яри"


@pytest.mark.parametrize("given_words", ["5", "0", "виїзд до моря", "виїзд"])
def test_an_unknown_or_doubtful_sub_item_is_refused_with_those_there_are(given_words: str):
    asked = log(item=given_words)
    known = (
        "1. Гайське бюро: виїзд до с. Лугове; 2. Степове бюро: виїзд до с. Яри; "
        "3. Гайське бюро: виїзд; 4. Степове бюро: виїзд"
    )
    in_force().when(asked, by="clerk-education", at=LATER).then_refused(
        "unknown-sub-item", measure="1.1", given=given_words, known=known
    )


def test_a_measure_without_sub_items_takes_none():
    in_force().when(log("m2", item="1"), by="clerk-education", at=LATER).then_refused(
        "no-sub-items", measure="1.2", given="1"
    )


def test_a_record_of_the_whole_is_written_as_it_always_was():
    (fact,) = in_force().when(log(), by="clerk-education", at=LATER).facts()
    assert not {"unit", "item"} & set(fact.model_dump())


# correction and retraction
def test_a_correction_keeps_the_part_unless_it_names_another():
    before = in_force(logged(unit="bureau", item="Степове бюро: виїзд до с. Яри"))
    (fact,) = before.when(correct(quantity=Decimal(2)), by="clerk-education", at=LATER).facts()
    assert isinstance(fact, ExecutionCorrected)
    assert (fact.unit, fact.item) == ("bureau", "Степове бюро: виїзд до с. Яри")
    (fact,) = before.when(correct(unit="education", item="1"), by="clerk-education", at=LATER).facts()
    assert (fact.unit, fact.item) == ("education", "Гайське бюро: виїзд до с. Лугове")
    before.when(correct(unit="bureau", item="2"), by="clerk-education", at=LATER).then_nothing()


def test_a_second_correction_keeps_what_the_first_one_named():
    first = ExecutionCorrected(
        execution="e1", measure="m1", done_on=DAY, quantity=Decimal(1), unit="bureau", reason="…", person="p"
    )
    after = in_force(logged(), first)
    (fact,) = after.when(correct(quantity=Decimal(3)), by="clerk-education", at=LATER).facts()
    assert fact.unit == "bureau"


def test_two_people_mend_the_part_of_a_closed_period():
    asked = in_force(logged(unit="bureau"), closed)
    (wanted,) = asked.when(correct(unit="education"), by="clerk-education", at=APRIL).facts()
    assert isinstance(wanted, CorrectionRequested)
    assert wanted.unit == "education"
    confirm = ConfirmCorrection(plan="1", request=wanted.request)
    _, fact = in_force(logged(unit="bureau"), closed, wanted).when(confirm, by="planner", at=APRIL).facts()
    assert fact.unit == "education"


# a level
def level(value: int = 45, *parts: tuple[str | None, str, int]) -> ReportIndicator:
    of_which = tuple(LevelPart(unit=u, item=i, value=Decimal(v)) for u, i, v in parts)
    return ReportIndicator(plan="1", measure="m5", on=DAY, value=Decimal(value), of_which=of_which)


def reported(value: int, *parts: tuple[str | None, str, int], on: date = DAY) -> IndicatorReported:
    of_which = level(value, *parts).of_which
    told = {"measure": "m5", "on": on, "value": Decimal(value), "of_which": of_which}
    return IndicatorReported(**told, person="clerk-education")


def test_a_level_is_told_in_one_breath_with_what_it_consists_of():
    asked = level(45, ("bureau", "", 20), ("education", "", 5))
    fact = reported(45, ("bureau", "", 20), ("education", "", 5))
    in_force().when(asked, by="clerk-education", at=LATER).then(fact)
    in_force(fact).when(asked, by="clerk-education", at=LATER).then_nothing()
    assert in_force(fact).when(level(45), by="clerk-education", at=LATER).facts()


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([("nowhere", "", 1)], "not-a-unit"),
        ([("bureau", "1", 1)], "no-sub-items"),
        ([(None, "", 1)], "level-part-unnamed"),
        ([("bureau", "", 1), ("bureau", "", 2)], "level-part-twice"),
        ([("bureau", "", 40), ("education", "", 6)], "level-parts-exceed"),
    ],
)
def test_a_part_of_a_level_is_known_named_once_and_never_more_than_the_level(parts, code):
    in_force().when(level(45, *parts), by="clerk-education", at=LATER).then_refused(code)


def test_a_level_alone_is_written_as_it_always_was():
    (fact,) = in_force().when(level(), by="clerk-education", at=LATER).facts()
    assert "of_which" not in fact.model_dump()


def test_the_last_levels_parts_and_rest_are_told_and_never_summed_over_time():
    before = reported(60, ("bureau", "", 50), on=date(2021, 1, 31))
    row = row_of(report_of(before, reported(45, ("bureau", "", 20), ("education", "", 5))), "m5")
    assert [(one.unit, one.actual.amounts) for one in row.portions] == [
        ("Бюро", (Decimal(20),)),
        ("Відділ правопросвітництва", (Decimal(5),)),
        ("", (Decimal(20),)),
    ]
    assert {one.actual.facts for one in row.portions} == {row.actual.facts} == {("plan-1@5",)}
    later = row_of(report_of(before, reported(45)), "m5")
    assert later.portions == ()


@pytest.mark.parametrize("seed", range(40))
def test_the_parts_and_the_rest_of_a_level_come_to_it(seed: int):
    lot = random.Random(seed)
    facts = []
    for _ in range(lot.randrange(1, 5)):
        parts = [
            (unit, item, lot.randrange(9))
            for unit in ("bureau", "education", None)
            for item in ("", "перший")
        ]
        told = [part for part in lot.sample(parts, lot.randrange(1, 6)) if any(part[:2])]
        whole = sum(value for *_, value in told) + lot.randrange(3)
        facts.append(reported(whole, *told, on=date(2021, 1, 1) + timedelta(days=lot.randrange(90))))
    row = row_of(report_of(*facts), "m5")
    if row.portions:
        assert sum(one.actual.amounts[0] for one in row.portions) == row.actual.amounts[0]
    else:
        assert not max(facts, key=lambda fact: (fact.on, facts.index(fact))).of_which


# the report
def report_of(*facts: object, period: str = "2021Q1"):
    told = [(n, fact, APRIL) for n, fact in enumerate((*FORCE, *facts), start=1)]
    return compile_report("1", told, OFFICE, period, AsOf(len(told), APRIL))


def row_of(report, measure: str = "m1"):
    return next(row for row in report.rows if row.measure == measure)


def test_a_report_tells_the_parts_by_name_and_the_rest_last():
    row = row_of(
        report_of(
            logged("e1", unit="education", quantity=Decimal(2)),
            logged("e2"),
            logged("e3", unit="bureau", quantity=Decimal(4)),
            logged("e4", unit="education"),
        )
    )
    told = [(one.unit, one.actual.amounts, one.actual.facts) for one in row.portions]
    assert told == [
        ("Бюро", (Decimal(4),), ("plan-1@6",)),
        ("Відділ правопросвітництва", (Decimal(3),), ("plan-1@4", "plan-1@7")),
        ("", (Decimal(1),), ("plan-1@5",)),
    ]
    assert row.actual.amounts == (Decimal(8),)


def test_what_was_taken_back_is_in_no_part():
    retracted = ExecutionRetracted(execution="e1", measure="m1", reason="…", person="clerk-education")
    row = row_of(report_of(logged("e1", unit="bureau"), retracted, logged("e2", unit="education")))
    assert [one.unit for one in row.portions] == ["Відділ правопросвітництва"]


def test_without_parts_a_report_has_no_word_of_them():
    content = plain(report_of(logged()))
    assert not any("portions" in row for row in content["rows"])
    assert not any("unit" in deed or "item" in deed for row in content["rows"] for deed in row["deeds"])


def by_lot(lot: random.Random, measure: str) -> list[object]:
    """Records of one measure by several units and sub-items, some mended, some taken back."""
    facts: list[object] = []
    for n in range(lot.randrange(1, 12)):
        day = date(2021, 1, 1) + timedelta(days=lot.randrange(90))
        amounts = by_kind(lot, measure)
        unit = lot.choice([None, "bureau", "education"])
        item = lot.choice(["", "перший", "другий"])
        facts.append(logged(f"e{n}", measure, **amounts, done_on=day, unit=unit, item=item))
        if lot.random() < 0.3:
            mended = {"done_on": day, **by_kind(lot, measure), "unit": lot.choice([unit, "bureau"])}
            told = {"execution": f"e{n}", "measure": measure, "reason": "…", "person": "planner"}
            facts.append(ExecutionCorrected(**told, **mended, item=item))
        elif lot.random() < 0.2:
            facts.append(ExecutionRetracted(execution=f"e{n}", measure=measure, reason="…", person="planner"))
    return facts


def by_kind(lot: random.Random, measure: str) -> dict[str, object]:
    if measure == "m4":
        return {"quantity": None, "parts": (Decimal(lot.randrange(4)), Decimal(lot.randrange(4)))}
    if measure == "m3" and lot.random() < 0.5:
        return {"quantity": None}
    return {"quantity": Decimal(lot.randrange(1, 900)) / 100}


@pytest.mark.parametrize("measure", ["m1", "m3", "m4"])
@pytest.mark.parametrize("seed", range(60))
def test_the_parts_and_the_rest_come_to_the_whole(measure: str, seed: int):
    row = row_of(report_of(*by_lot(random.Random(seed), measure)), measure)
    if not row.portions:
        assert not any(deed.unit or deed.item for deed in row.deeds)
        return
    summed = tuple(
        sum(each, Decimal()) for each in zip(*(p.actual.amounts for p in row.portions), strict=True)
    )
    assert summed == row.actual.amounts
    facts = [fact for portion in row.portions for fact in portion.actual.facts]
    assert sorted(facts) == sorted(row.actual.facts)
    assert len({(one.unit, one.item) for one in row.portions}) == len(row.portions)


def test_a_record_of_a_part_may_be_taken_back_and_its_period_closed():
    before = in_force(logged(unit="bureau"))
    assert before.when(ClosePeriod(plan="1", period="2021Q1"), by="planner", at=APRIL).facts()
    retract = RetractExecution(plan="1", measure="m1", execution="e1", reason="не було")
    (fact,) = before.when(retract, by="clerk-education", at=LATER).facts()
    assert isinstance(fact, ExecutionRetracted)
