"""The rule book of «потреби не виникало»: what is said of one month is not said of the others."""

from __future__ import annotations

from datetime import date
from functools import reduce

import pytest

from domain.plan.document import Every
from domain.plan.events import ExecutionLogged, NilDeclared
from domain.plan.nils import is_all_nil, sayable_from
from domain.plan.state import Plan, evolve
from domain.report.plain import plain
from domain.report.shapes import State, Verdict
from tests.domain.quarter import in_force
from tests.domain.small_office import APRIL, AS_NEEDED, DOCUMENT, WHOLE, in_month, in_words, measure
from tests.domain.test_parts import report_of, row_of

FIRST, LAST = date(2021, 1, 1), date(2021, 3, 31)
MONTHS = ("2021-01", "2021-02", "2021-03")


def nil(period: str) -> NilDeclared:
    return NilDeclared(measure="m3", period=period, person="clerk-education")


@pytest.mark.parametrize(
    ("nils", "all_of_it"),
    [
        ((), False),
        (("2021-01",), False),
        (("2021-01", "2021-03"), False),
        (MONTHS, True),
        (("2021Q1",), True),
        (("2021-02", "2021Q1"), True),
        (("2021Q2",), False),
    ],
)
def test_a_stretch_is_without_need_once_all_its_months_were_said_to_be(nils, all_of_it):
    assert is_all_nil(AS_NEEDED, nils, FIRST, LAST) is all_of_it


def test_only_the_months_of_the_own_term_are_waited_for():
    short = measure("m3", due=in_month(2), target=AS_NEEDED.target)
    assert is_all_nil(short, ["2021-02"], FIRST, LAST)
    assert not is_all_nil(short, ["2021-01"], FIRST, LAST)


def test_a_year_is_said_by_its_quarters():
    quarters = [f"2021Q{n}" for n in (1, 2, 3, 4)]
    yearly = measure("m3", target=in_words("За потребою", AS_NEEDED.target.kind))
    assert is_all_nil(yearly, quarters, FIRST, date(2021, 12, 31))
    assert not is_all_nil(yearly, quarters[:3], FIRST, date(2021, 12, 31))


def test_one_months_nil_leaves_the_quarter_not_reported_and_names_the_month():
    row = row_of(report_of(nil("2021-01")), "m3")
    assert (row.verdict, row.state) == (Verdict.NOT_REPORTED, State.NOT_REPORTED)
    assert (row.nils, row.nil_months, row.actual.amounts) == (("plan-1@4",), ("2021-01",), ())


def test_three_months_without_need_are_a_quarter_without_need():
    row = row_of(report_of(*(nil(month) for month in MONTHS)), "m3")
    assert (row.verdict, row.nil_months) == (Verdict.NO_NEED, ())
    assert row.actual.facts == ("plan-1@4", "plan-1@5", "plan-1@6")


def test_a_nil_of_the_quarter_reads_as_it_always_did():
    report = report_of(nil("2021Q1"))
    assert row_of(report, "m3").verdict is Verdict.NO_NEED
    assert not any("nil_months" in row for row in plain(report)["rows"])


def test_a_deed_says_more_than_a_nil_of_another_month():
    done = ExecutionLogged(execution="e1", measure="m3", done_on=date(2021, 3, 2), person="clerk-education")
    assert row_of(report_of(nil("2021-01"), done), "m3").verdict is Verdict.DONE
    assert APRIL.date() > LAST


def test_on_the_working_day_on_which_the_measure_falls_due_it_may_be_said():
    """The last day of January 2021 is a Sunday: the house asks on Friday."""
    monthly = measure("m3", due=WHOLE.model_copy(update={"every": Every.MONTH}), target=AS_NEEDED.target)
    text = DOCUMENT.model_copy(update={"measures": (monthly,)})
    plan = reduce(evolve, in_force(text), Plan())
    assert sayable_from(plan, monthly, "2021-01") == date(2021, 1, 29)
    assert sayable_from(plan, monthly, "2021-03") == date(2021, 3, 31)


def test_where_the_own_term_ends_before_the_month_nothing_more_is_waited_for():
    short = AS_NEEDED.model_copy(update={"due": WHOLE.model_copy(update={"end": date(2021, 3, 10)})})
    assert sayable_from(Plan(), short, "2021Q1") == date(2021, 3, 10)
    assert sayable_from(Plan(), short, "2021-02") == date(2021, 2, 28)
