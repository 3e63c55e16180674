"""The rule book of texts that change under deeds: what was done stays with its row and as it was counted."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from application.projections.rebuild import Rebuild
from application.projections.runner import Runner
from application.reports.row_words import row_cells
from application.reports.words import WORDS
from domain.messages import Event
from domain.people.decisions import decider as people
from domain.plan.decisions.amending import ProposeAmendment, SubmitAmendment
from domain.plan.decisions.approval import AgreeStep, ApproveStep
from domain.plan.decisions.correcting import ConfirmCorrection
from domain.plan.document import Additivity, CellState, Measure, Target, TargetKind
from domain.plan.events import (
    CorrectionRequested,
    ExecutionRetracted,
    IndicatorReported,
    PeriodClosed,
    PlanAmended,
)
from domain.report.compile import compile_report, fingerprinted
from domain.report.plain import plain
from domain.report.shapes import AsOf, QuarterlyReport, Row, Verdict
from tests.domain.small_office import (
    IN_FORCE,
    JANUARY_ONLY,
    PAIR,
    PEOPLE,
    STOCK,
    logged,
    number,
)
from tests.domain.test_amending import LATER, amendment_of, going_on, office, step
from tests.dsl import Given, given
from tests.histories.test_read_models import in_batches_of, rebuilt, says
from tests.telling import record, told

DAY = date(2021, 1, 20)


def fraction(*parts: int) -> Target:
    values = tuple(Decimal(part) for part in parts)
    words = "/".join(map(str, parts))
    return Target(raw=words, state=CellState.VALUE, kind=TargetKind.FRACTION, parts=values)


def of(measure: Measure, **fields: object) -> Measure:
    return measure.model_copy(update=fields)


ONE = logged("e1", "m2", quantity=Decimal(2), done_on=DAY)
TWO = logged("e1", "m4", parts=(Decimal(3), Decimal(9)), done_on=DAY)
AT_A_LEVEL = IndicatorReported(measure="m5", on=DAY, value=Decimal(44), person="clerk-education")
GONE = ExecutionRetracted(execution="e1", measure="m2", reason="двічі", person="clerk-education")
AS_PAIR = of(JANUARY_ONLY, target=fraction(10, 5))


def propose(*measures: Measure, removed: tuple[str, ...] = ()) -> ProposeAmendment:
    return ProposeAmendment(plan="1", measures=measures, removed=removed, reason="карантин")


def amended(*measures: Measure) -> PlanAmended:
    return PlanAmended(
        amendment="a1",
        text_version=2,
        text_hash="b" * 64,
        approved_on=DAY,
        effective_from=DAY,
        act="накази",
        measures=measures,
        removed=(),
        count=6,
        schedule=(),
    )


@pytest.mark.parametrize(
    ("deed", "otherwise"),
    [
        (ONE, AS_PAIR),
        (ONE, of(JANUARY_ONLY, title="Чинні угоди", additivity=Additivity.STOCK)),
        (TWO, of(PAIR, target=number(7))),
        (TWO, of(PAIR, target=fraction(1, 2, 3))),
        (AT_A_LEVEL, of(STOCK, title="Нові угоди", additivity=Additivity.FLOW)),
    ],
    ids=("number-to-pair", "sum-to-level", "pair-to-number", "other-parts", "level-to-sum"),
)
def test_no_amendment_changes_how_deeds_on_record_are_counted(deed: Event, otherwise: Measure) -> None:
    asked = propose(otherwise)
    office(*IN_FORCE, deed).when(asked, by="planner", at=LATER).then_refused(
        "deeds-counted-otherwise", measure=otherwise.number, count=1
    )


def test_a_target_of_the_same_kind_and_a_row_without_deeds_are_amended_freely() -> None:
    more = propose(of(JANUARY_ONLY, target=number(9)), of(PAIR, target=number(7)))
    assert office(*IN_FORCE, ONE).when(more, by="planner", at=LATER).facts()
    assert office(*IN_FORCE, ONE, GONE).when(propose(AS_PAIR), by="planner", at=LATER).facts()


def test_a_text_that_changed_under_its_deeds_may_be_put_right() -> None:
    back = propose(JANUARY_ONLY)
    assert office(*IN_FORCE, ONE, amended(AS_PAIR)).when(back, by="planner", at=LATER).facts()


@pytest.mark.parametrize(
    ("deed", "row"), [(ONE, "m2"), (AT_A_LEVEL, "m5")], ids=("with a deed", "with a level")
)
def test_a_row_with_records_is_cancelled_never_removed(deed: Event, row: str) -> None:
    asked = propose(removed=(row,))
    office(*IN_FORCE, deed).when(asked, by="planner", at=LATER).then_refused("removes-what-was-done")


def test_a_row_whose_records_were_taken_back_is_removed() -> None:
    asked = propose(removed=("m2",))
    assert office(*IN_FORCE, ONE, GONE).when(asked, by="planner", at=LATER).facts()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (propose(AS_PAIR), "deeds-counted-otherwise"),
        (propose(removed=("m2",)), "removes-what-was-done"),
    ],
    ids=("pair", "removal"),
)
def test_a_deed_that_came_while_the_amendment_was_on_its_route_stops_it(
    asked: ProposeAmendment, code: str
) -> None:
    proposed = going_on(office(*IN_FORCE), ("planner", asked))
    submit = SubmitAmendment(plan="1", amendment=amendment_of(proposed), workflow="changes")
    before = going_on(proposed, ("planner", submit))
    agreed = going_on(before, ("head-education", step(AgreeStep, before, "concerned")))
    grant = step(ApproveStep, before, "director")
    assert agreed.when(grant, by="director", at=LATER).facts()
    late = Given((*agreed.facts, *given(*PEOPLE[:1], ONE).facts[1:]))
    late.when(grant, by="director", at=LATER).then_refused(code)


def asked_for(**fields: object) -> CorrectionRequested:
    return CorrectionRequested(
        request="c1",
        execution="e1",
        measure="m2",
        done_on=DAY,
        reason="описка",
        person="clerk-education",
        **fields,
    )


def test_a_waiting_correction_is_confirmed_only_as_the_measure_is_counted_by_then() -> None:
    closed = PeriodClosed(period="2021Q1", silent=(), person="planner")
    confirm = ConfirmCorrection(plan="1", request="c1")
    before = (*IN_FORCE, ONE, closed, asked_for(quantity=Decimal(3)))
    assert len(office(*before).when(confirm, by="planner", at=LATER).facts()) == 2
    office(*before, amended(AS_PAIR)).when(confirm, by="planner", at=LATER).then_refused("parts-missing")
    retracting = (*IN_FORCE, ONE, closed, asked_for(retract=True), amended(AS_PAIR))
    assert len(office(*retracting).when(confirm, by="planner", at=LATER).facts()) == 2


# What may be on record from before


def report_on(*facts: Event) -> QuarterlyReport:
    numbered = [(n, fact, DAY) for n, fact in enumerate((*IN_FORCE, *facts), 1)]
    as_of = AsOf(99, datetime(2021, 3, 20, tzinfo=UTC))
    return compile_report("1", numbered, people.fold(PEOPLE), "2021Q1", as_of)


def row_of(measure: str, *facts: Event) -> Row:
    return next(row for row in report_on(*facts).rows if row.measure == measure)


def test_a_number_is_no_part_of_a_pair_and_a_pair_no_number() -> None:
    pair = logged("e2", "m2", parts=(Decimal(10), Decimal(5)), done_on=DAY)
    assert row_of("m2", ONE, amended(AS_PAIR)).actual.amounts == ()
    both = row_of("m2", ONE, amended(AS_PAIR), pair)
    assert (both.actual.amounts, both.verdict) == ((10, 5), Verdict.DONE)
    assert row_of("m4", TWO, amended(of(PAIR, target=number(7)))).actual.amounts == ()


@pytest.mark.parametrize(
    ("deed", "text"),
    [
        (ONE, AS_PAIR),
        (ONE, of(JANUARY_ONLY, title="Чинні угоди", additivity=Additivity.STOCK)),
        (TWO, of(PAIR, target=number(7))),
        (AT_A_LEVEL, of(STOCK, title="Нові угоди", additivity=Additivity.FLOW)),
    ],
    ids=("number-under-pair", "sum-under-level", "pair-under-number", "level-under-sum"),
)
def test_a_record_that_the_text_no_more_counts_is_told_in_its_row(deed: Event, text: Measure) -> None:
    row = row_of(text.id, deed, amended(text))
    assert row.unfit == (f"plan-1@{len(IN_FORCE) + 1}",)
    for language, said in (("uk", "не враховано записів: 1"), ("vi", "1 bản ghi"), ("en", "not counted: 1")):
        assert said in str(row_cells(row, WORDS[language])[9])
    assert plain(report_on(deed, amended(text)))["rows"][int(text.id[1]) - 1]["unfit"] == [*row.unfit]
    assert row_of(text.id, deed).unfit == ()


def test_telling_what_is_not_counted_changes_no_fingerprint_that_was_signed() -> None:
    report = report_on(ONE, amended(AS_PAIR))
    untold = replace(report, rows=tuple(replace(row, unfit=()) for row in report.rows))
    assert fingerprinted(untold).fingerprint == report.fingerprint


def test_a_level_of_what_is_planned_as_a_pair_has_no_percentage() -> None:
    higher = AT_A_LEVEL.model_copy(update={"value": Decimal(46)})
    row = row_of("m5", higher, amended(of(STOCK, target=fraction(45, 1))))
    assert (row.actual.amounts, row.percent, row.verdict) == ((46,), (), Verdict.ON_TRACK)


def test_the_read_models_go_on_after_a_text_changed_under_its_deeds() -> None:
    pair = logged("e2", "m2", parts=(Decimal(10), Decimal(5)), done_on=DAY)
    facts = (*IN_FORCE[:2], IN_FORCE[-1], ONE, amended(AS_PAIR), pair)
    office = [told(fact, organisation="lipky") for fact in PEOPLE[:1]]
    stored = record([*office, *(told(fact, stream="plan-1", organisation="lipky") for fact in facts)])
    live = says(stored, Runner, in_batches_of(1))
    assert live["parked"] == []
    assert says(stored, Rebuild, rebuilt) == live
