"""The rule book of execution: who logs what, how it is corrected, and what silence is not."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from domain.messages import Personal
from domain.plan.decisions.closing import ClosePeriod, ExplainShortfall
from domain.plan.decisions.correcting import CorrectExecution, RetractExecution
from domain.plan.decisions.execution import LogExecution
from domain.plan.decisions.handing_over import HandOverMeasure
from domain.plan.decisions.nil_and_levels import DeclareNil, ReportIndicator
from domain.plan.events import (
    Evidence,
    ExecutionCorrected,
    ExecutionRetracted,
    IndicatorReported,
    MeasureHandedOver,
    NilDeclared,
    PeriodClosed,
    ShortfallExplained,
)
from tests.domain.small_office import APRIL, AROUND, FEBRUARY, IN_FORCE, IN_REVIEW, logged
from tests.dsl import Given, given, new_id

LATER = FEBRUARY.replace(day=20)
DAY = date(2021, 2, 10)
closed = PeriodClosed(period="2021Q1", silent=(), person="planner")


def in_force(*facts: object) -> Given:
    return given(*AROUND, *IN_FORCE, *facts)


def log(measure: str = "m1", **fields: object) -> LogExecution:
    return LogExecution(**{"plan": "1", "measure": measure, "done_on": DAY, "quantity": Decimal(1), **fields})


# log
def test_an_executor_logs_what_was_carried_out():
    in_force().when(log(), by="clerk-education", at=LATER).then(logged(new_id("execution")))


def test_a_note_stands_under_the_key_of_the_one_who_wrote_it():
    (fact,) = in_force().when(log(note="у бібліотеці"), by="clerk-education", at=LATER).facts()
    assert fact.note == Personal(of="clerk-education", text="у бібліотеці")


def test_a_stranger_to_the_measure_does_not_log_it():
    in_force().when(log(), by="head-bureau", at=LATER).then_refused("not-your-measure", measure="1.1")


def test_the_planner_logs_for_the_office():
    assert in_force().when(log(), by="planner", at=LATER).facts()


def test_nothing_is_logged_before_the_plan_is_in_force():
    given(*AROUND, *IN_REVIEW).when(log(), by="clerk-education", at=LATER).then_refused("not-in-force")


def test_what_has_not_happened_yet_is_not_logged():
    in_force().when(log(done_on=date(2021, 3, 1)), by="clerk-education", at=LATER).then_refused("not-yet")


def test_a_deed_of_another_year_is_not_of_this_plan():
    in_force().when(log(done_on=date(2020, 12, 31)), by="clerk-education", at=LATER).then_refused(
        "outside-period"
    )


def test_the_same_deed_twice_is_a_question():
    before = in_force(logged())
    before.when(log(), by="clerk-education", at=LATER).then_refused("same-deed", execution="e1")
    assert before.when(log(again=True), by="clerk-education", at=LATER).facts()


def test_other_evidence_makes_it_another_deed():
    photo = Evidence(sha256="a" * 64, file_name="фото.jpg")
    assert in_force(logged()).when(log(evidence=(photo,)), by="clerk-education", at=LATER).facts()


def test_a_number_asks_how_many():
    in_force().when(log(quantity=None), by="clerk-education", at=LATER).then_refused("quantity-missing")


def test_a_pair_asks_for_both_counts():
    in_force().when(log("m4"), by="clerk-education", at=LATER).then_refused("parts-missing", wanted=2)
    both = (Decimal(1), Decimal(1))
    (fact,) = in_force().when(log("m4", quantity=None, parts=both), by="clerk-education", at=LATER).facts()
    assert fact.parts == both


def test_a_stock_is_reported_as_a_level_and_never_summed():
    in_force().when(log("m5"), by="clerk-education", at=LATER).then_refused("report-a-level")
    level = ReportIndicator(plan="1", measure="m5", on=DAY, value=Decimal(45))
    reported = IndicatorReported(measure="m5", on=DAY, value=Decimal(45), person="clerk-education")
    in_force().when(level, by="clerk-education", at=LATER).then(reported)
    in_force(reported).when(level, by="clerk-education", at=LATER).then_nothing()


def test_a_flow_is_not_reported_as_a_level():
    in_force().when(
        ReportIndicator(plan="1", measure="m1", on=DAY, value=Decimal(1)), by="clerk-education", at=LATER
    ).then_refused("log-what-was-done")


# correct, retract
def correct(**fields: object) -> CorrectExecution:
    return CorrectExecution(
        **{
            "plan": "1",
            "measure": "m1",
            "execution": "e1",
            "done_on": DAY,
            "quantity": Decimal(2),
            "reason": "полічено двічі",
            **fields,
        }
    )


def test_a_correction_stands_beside_the_old_record():
    in_force(logged()).when(correct(), by="clerk-education", at=LATER).then(
        ExecutionCorrected(
            execution="e1",
            measure="m1",
            done_on=DAY,
            quantity=Decimal(2),
            reason="полічено двічі",
            person="clerk-education",
        )
    )


def test_a_correction_that_changes_nothing_writes_nothing():
    in_force(logged()).when(correct(quantity=Decimal(1)), by="clerk-education", at=LATER).then_nothing()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"reason": " "}, "reason-missing"),
        ({"execution": "e9"}, "unknown-execution"),
        ({"done_on": date(2021, 3, 1)}, "not-yet"),
    ],
)
def test_a_correction_is_refused(fields, code):
    in_force(logged()).when(correct(**fields), by="clerk-education", at=LATER).then_refused(code)


def test_a_retracted_record_counts_no_more_and_is_not_mended():
    retracted = ExecutionRetracted(
        execution="e1", measure="m1", reason="не той захід", person="clerk-education"
    )
    ask = RetractExecution(plan="1", measure="m1", execution="e1", reason="не той захід")
    in_force(logged()).when(ask, by="clerk-education", at=LATER).then(retracted)
    in_force(logged(), retracted).when(correct(), by="clerk-education", at=LATER).then_refused(
        "retracted-already"
    )
    assert in_force(logged(), retracted).when(log(), by="clerk-education", at=LATER).facts()


def test_a_record_is_mended_by_who_wrote_it_or_by_the_planner():
    before = in_force(logged())
    before.when(correct(), by="head-education", at=LATER).then_refused(
        "not-your-record", person="clerk-education"
    )
    before.when(
        RetractExecution(plan="1", measure="m1", execution="e1", reason="не той"),
        by="head-education",
        at=LATER,
    ).then_refused("not-your-record")
    assert before.when(correct(), by="planner", at=LATER).facts()


# nil
def nil(measure: str = "m3", period: str = "2021-01") -> DeclareNil:
    return DeclareNil(plan="1", measure=measure, period=period)


def test_no_need_is_said_and_is_not_silence():
    said = NilDeclared(measure="m3", period="2021-01", person="clerk-education")
    in_force().when(nil(), by="clerk-education", at=LATER).then(said)
    in_force(said).when(nil(), by="clerk-education", at=LATER).then_nothing()


def test_a_planned_number_is_explained_and_not_declared_nil():
    in_force().when(nil("m1"), by="clerk-education", at=LATER).then_refused("nil-of-a-target")


def test_nil_is_not_declared_where_something_was_logged():
    done = logged(measure="m3", done_on=date(2021, 1, 14), quantity=None)
    in_force(done).when(nil(), by="clerk-education", at=LATER).then_refused("logged-already")


@pytest.mark.parametrize(
    ("period", "code"), [("2021-05", "outside-period"), ("2021-03", "not-yet"), ("лютий", "unknown-period")]
)
def test_nil_is_declared_for_a_month_of_the_plan_that_began(period, code):
    in_force().when(nil(period=period), by="clerk-education", at=LATER).then_refused(code)


@pytest.mark.parametrize(
    ("period", "day", "since"),
    [
        ("2021-02", date(2021, 2, 27), date(2021, 2, 28)),
        ("2021Q1", date(2021, 3, 30), date(2021, 3, 31)),
        ("2021-03", date(2021, 3, 28), date(2021, 3, 31)),
    ],
)
def test_nil_is_no_promise_about_days_to_come(period, day, since):
    early, over = (datetime(d.year, d.month, d.day, 12, tzinfo=UTC) for d in (day, since))
    asked = nil(period=period)
    in_force().when(asked, by="clerk-education", at=early).then_refused("nil-too-early", day=since)
    assert in_force().when(asked, by="clerk-education", at=over).facts()


# close
@pytest.mark.parametrize(("said_of", "silent"), [("2021Q1", ("m2", "m4")), ("2021-01", ("m2", "m3", "m4"))])
def test_a_closed_period_names_those_who_said_nothing_of_all_its_months(said_of, silent):
    level = IndicatorReported(measure="m5", on=DAY, value=Decimal(45), person="clerk-education")
    said = NilDeclared(measure="m3", period=said_of, person="clerk-education")
    in_force(logged(), level, said).when(ClosePeriod(plan="1", period="2021Q1"), by="planner", at=APRIL).then(
        PeriodClosed(period="2021Q1", silent=silent, person="planner")
    )


def test_a_period_that_runs_is_not_closed():
    in_force().when(ClosePeriod(plan="1", period="2021Q1"), by="planner", at=LATER).then_refused(
        "period-runs"
    )


@pytest.mark.parametrize(
    ("period", "code"), [("2021Q2", "not-a-period-of-the-plan"), ("2021Q1", "period-closed")]
)
def test_a_period_is_closed_once_and_only_the_plans_own(period, code):
    in_force(closed).when(ClosePeriod(plan="1", period=period), by="planner", at=APRIL).then_refused(code)


def test_what_comes_after_the_close_is_recorded_as_late():
    (fact,) = in_force(closed).when(log(), by="clerk-education", at=APRIL).facts()
    assert fact.late


# explain
def test_a_shortfall_is_explained_with_a_new_term():
    ask = ExplainShortfall(
        plan="1", measure="m1", period="2021Q1", reason="карантин", new_term="квітень 2021"
    )
    fact = ShortfallExplained(
        measure="m1", period="2021Q1", reason="карантин", new_term="квітень 2021", person="clerk-education"
    )
    in_force().when(ask, by="clerk-education", at=APRIL).then(fact)
    in_force(fact).when(ask, by="clerk-education", at=APRIL).then_nothing()
    in_force(closed).when(ask, by="clerk-education", at=APRIL).then_refused("period-closed")


# hand over
def hand_over(**fields: object) -> HandOverMeasure:
    asked = {"plan": "1", "measure": "m1", "to": "unit:bureau", "reason": "звільнення"}
    return HandOverMeasure(**{**asked, **fields})


handed = MeasureHandedOver(measure="m1", to="unit:bureau", reason="звільнення", person="planner")


def test_a_measure_is_handed_over_and_the_new_hands_log_it():
    in_force().when(hand_over(), by="planner", at=LATER).then(handed)
    assert in_force(handed).when(log(), by="head-bureau", at=LATER).facts()
    in_force(handed).when(log(), by="clerk-education", at=LATER).then_refused("not-your-measure")


def test_a_measure_is_handed_over_once_to_the_same_hands():
    in_force(handed).when(hand_over(), by="planner", at=LATER).then_nothing()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"to": "unit:moon"}, "nobody-behind"),
        ({"reason": " "}, "reason-missing"),
        ({"measure": "m99"}, "unknown-measure"),
    ],
)
def test_a_measure_is_not_handed_over(fields, code):
    in_force().when(hand_over(**fields), by="planner", at=LATER).then_refused(code)


def test_an_executor_hands_nothing_over_and_before_the_approval_nobody_does():
    in_force().when(hand_over(), by="clerk-education", at=LATER).then_refused("not-allowed")
    given(*AROUND, *IN_REVIEW).when(hand_over(), by="planner", at=LATER).then_refused("not-in-force")
