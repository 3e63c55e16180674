"""What the ledger of dates says is owed, done, and to be told next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from application.ports import Envelope, Recorded
from application.projections.due_ledger import ledger, projection
from application.projections.rows import Rows
from domain.messages import Event
from domain.notice.events import NoticeRaised
from domain.plan.document import Executor
from domain.plan.events import (
    ExecutionCorrected,
    ExecutionRetracted,
    ExecutorAssigned,
    IndicatorReported,
    MeasureHandedOver,
    NilDeclared,
    PeriodClosed,
    PeriodReopened,
    PlanApproved,
)
from domain.plan.schedule import schedule
from tests.domain.small_office import CALENDAR, DOCUMENT, calendar_decider, drafted, logged, submitted

APPROVAL = date(2021, 1, 20)
APPROVED = PlanApproved(
    text_version=1,
    text_hash="",
    approved_on=APPROVAL,
    effective_from=APPROVAL,
    act="",
    schedule=schedule(DOCUMENT, calendar_decider.fold([CALENDAR]).days, APPROVAL),
)
FRIDAY = date(2021, 1, 29)
"""31.01 was a Sunday."""


def row(measure: str, key: str, *facts: Event, on: date = APPROVAL) -> Mapping[str, Any]:
    """The row of a date after the plan was approved and these facts followed."""
    tables = {table: table for table in projection.tables}
    rows = Rows(tables, complete=True, finishes=projection.finishes)
    for version, fact in enumerate((drafted, submitted, APPROVED, *facts), 1):
        if handler := projection.handlers.get(type(fact)):
            handler(rows, fact, recorded(fact, version, on))
    (written,) = (change.new for change in rows.changes() if change.table is ledger)
    return next(row for row in written if (row["measure"], row["key"]) == (measure, key))


def recorded(fact: Event, version: int, on: date) -> Recorded:
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    stream = "notice-n1" if isinstance(fact, NoticeRaised) else "plan-p1"
    envelope = Envelope("lipky", "x", "", "cli", at, at, f"c-{version}", "", "")
    return Recorded(fact, stream, version, version, envelope)


def told(kind: str, measure: str = "m2", key: str = "") -> NoticeRaised:
    return NoticeRaised(
        organisation="lipky",
        recipient="head-education",
        kind=kind,
        subject=f"p1/{measure}/{key}",
        due_version=FRIDAY.isoformat(),
        plan="p1",
        measure=measure,
    )


def state(measure: str, key: str, *facts: Event) -> str:
    return str(row(measure, key, *facts)["state"])


def test_an_approved_date_is_open_and_rings_three_working_days_before():
    owed = row("m2", "")
    assert (owed["state"], owed["due"], owed["ring"]) == ("open", FRIDAY, date(2021, 1, 26))
    assert (owed["lead"], owed["author"]) == ("unit:education", "planner")


def test_after_a_rung_was_told_the_next_one_rings():
    assert row("m2", "", told("reminder"))["ring"] == FRIDAY
    assert row("m2", "", told("due-today"))["ring"] == date(2021, 1, 30)
    assert row("m2", "", told("overdue"))["ring"] == date(2021, 2, 2)
    assert row("m2", "", told("escalation"))["ring"] is None


def test_letters_that_are_no_rung_move_nothing():
    assert row("m2", "", told("plan-approved")) == row("m2", "")


def test_it_stops_when_done():
    assert row("m2", "", logged(measure="m2"))["ring"] is None
    assert state("m2", "", logged(measure="m2")) == "done"


def test_half_is_not_done():
    half = logged(measure="m2", quantity=Decimal("0.5"))
    assert state("m2", "", half) == "open"
    assert state("m2", "", half, logged("e2", measure="m2", quantity=Decimal("0.5"))) == "done"


def test_a_deed_counts_for_its_own_month():
    in_february = logged(done_on=date(2021, 2, 10))
    assert state("m1", "2021-01", in_february) == "open"
    assert state("m1", "2021-02", in_february) == "done"


def test_a_late_deed_counts_where_one_date_is_owed():
    assert state("m2", "", logged(measure="m2", done_on=date(2021, 3, 1))) == "done"


def corrected(**fields: Any) -> ExecutionCorrected:
    told = {"execution": "e1", "measure": "m1", "reason": "x", "person": "clerk-education"}
    return ExecutionCorrected(**(told | fields))


def test_a_correction_counts_in_place_of_the_record():
    moved = corrected(done_on=date(2021, 1, 29), quantity=Decimal(1))
    first = logged(done_on=date(2021, 2, 10))
    assert state("m1", "2021-02", first, moved) == "open"
    assert state("m1", "2021-01", first, moved) == "done"
    assert row("m1", "2021-02", first, moved)["done"] == 0
    less = corrected(done_on=date(2021, 2, 10), quantity=Decimal(0))
    assert state("m1", "2021-02", first, less) == "open"


def test_a_retraction_opens_the_date_again():
    retracted = ExecutionRetracted(execution="e1", measure="m2", reason="x", person="clerk-education")
    reopened = row("m2", "", logged(measure="m2"), retracted, on=date(2021, 1, 27))
    assert (reopened["state"], reopened["done"], reopened["records"]) == ("open", 0, 0)
    assert (reopened["since"], reopened["ring"]) == (date(2021, 1, 27), FRIDAY)


def test_any_record_settles_what_has_no_number():
    assert state("m3", "", logged(measure="m3", quantity=None)) == "done"
    assert state("m4", "", logged(measure="m4", quantity=None, parts=(Decimal(1), Decimal(1)))) == "done"


def test_a_nil_settles_the_date_that_its_period_covers():
    def nil(period: str) -> NilDeclared:
        return NilDeclared(measure="m3", period=period, person="clerk-education")

    assert state("m3", "", nil("2021-01")) == "open"
    assert state("m3", "", nil("2021-03")) == "done"
    assert state("m3", "", nil("2021Q1")) == "done"


def test_a_level_counts_as_it_stood_last_and_is_never_summed():
    def level(value: int, day: int) -> IndicatorReported:
        day_in_march = date(2021, 3, day)
        return IndicatorReported(measure="m5", on=day_in_march, value=Decimal(value), person="x")

    assert row("m5", "", level(40, 1), level(30, 2))["done"] == 30
    assert state("m5", "", level(40, 1), level(30, 2)) == "open"
    assert state("m5", "", level(45, 2), level(30, 1)) == "done"


def test_what_was_due_before_the_approval_never_rings():
    late = APPROVED.model_copy(
        update={"schedule": tuple(d.model_copy(update={"before_approval": True}) for d in APPROVED.schedule)}
    )
    assert row("m2", "", late)["ring"] is None
    assert row("m2", "", late)["state"] == "open"


def test_an_executor_by_consent_is_never_rung_for():
    asked = (Executor(raw="за згодою", by_consent=True),)
    by_consent = ExecutorAssigned(measure="m2", executors=asked, prepared_by="planner")
    assert row("m2", "", by_consent, APPROVED)["ring"] is None


def test_a_measure_that_was_handed_over_rings_for_the_new_hands():
    handed = MeasureHandedOver(measure="m2", to="unit:bureau", reason="звільнення", person="planner")
    assert row("m2", "", handed)["lead"] == "unit:bureau"
    assert row("m2", "", handed)["ring"] == row("m2", "")["ring"]


def test_a_reopened_period_is_owed_again_and_rings():
    closed = PeriodClosed(period="2021Q1", silent=(), person="director")
    reopened = PeriodReopened(period="2021Q1", reason="лист регіону", person="planner")
    again = row("m2", "", closed, reopened)
    assert (again["state"], again["ring"], again["since"]) == ("open", date(2021, 1, 26), APPROVAL)


def test_a_reopened_period_asks_nothing_for_what_was_done():
    closed = PeriodClosed(period="2021Q1", silent=(), person="director")
    reopened = PeriodReopened(period="2021Q1", reason="лист регіону", person="planner")
    done = row("m2", "", logged(measure="m2"), closed, reopened)
    assert (done["state"], done["ring"]) == ("done", None)
    meanwhile = row("m2", "", closed, logged(measure="m2", late=True), reopened)
    assert (meanwhile["state"], meanwhile["ring"]) == ("done", None)


def test_reopening_one_quarter_opens_no_other():
    closed = PeriodClosed(period="2021Q1", silent=(), person="director")
    other = PeriodReopened(period="2021Q2", reason="лист регіону", person="planner")
    assert state("m2", "", closed, other) == "closed"


def test_a_reopened_period_is_open_from_the_day_it_was_reopened():
    closed = PeriodClosed(period="2021Q1", silent=(), person="director")
    reopened = PeriodReopened(period="2021Q1", reason="лист регіону", person="planner")
    april = date(2021, 4, 14)
    again = row("m2", "", closed, reopened, on=april)
    assert (again["since"], again["ring"]) == (april, april)


def test_a_closed_period_rings_no_more():
    closed = PeriodClosed(period="2021Q1", silent=(), person="director")
    assert row("m2", "", closed)["ring"] is None
    assert state("m2", "", closed, logged(measure="m2")) == "closed"
