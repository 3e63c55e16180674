"""The rule book of questions: what a measure asks of whoever carries it out, and about which stretch."""

from __future__ import annotations

from datetime import date

import pytest

from domain.plan.asking import Asking, asking_of, nil_periods, part_names, period_told_on, periods_told
from domain.plan.document import Additivity, CellState, Deadline, DueKind, Every, Target, TargetKind
from domain.report.planned import Meaning, meaning_of, share_of
from domain.report.shapes import Share
from tests.domain.small_office import (
    AS_NEEDED,
    DASHED,
    DOCUMENT,
    MONTHLY,
    PAIR,
    STOCK,
    WHOLE,
    in_month,
    in_words,
    measure,
    number,
)

STANDING = measure("m7", due=WHOLE, target=in_words("Постійно", TargetKind.CONTINUOUS))
BY_DEADLINE = measure("m8", due=Deadline(raw="постійно", state=CellState.VALUE, kind=DueKind.CONTINUOUS))
BLANK = measure("m9", target=Target(raw="", state=CellState.BLANK), due=Deadline(state=CellState.BLANK))
LIMIT = measure("m10", due=WHOLE, target=in_words("< 1 %", TargetKind.TEXT).model_copy(update={"limit": 1}))
ONCE = measure("m11", due=WHOLE)
SCHEDULED = measure("m12", due=WHOLE, target=in_words("за графіком", TargetKind.BY_SCHEDULE))


@pytest.mark.parametrize(
    ("asked", "question"),
    [
        (MONTHLY, Asking.AMOUNT),
        (PAIR, Asking.PARTS),
        (STOCK, Asking.LEVEL),
        (STANDING, Asking.STANDING),
        (BY_DEADLINE, Asking.STANDING),
        (AS_NEEDED, Asking.NEEDED),
        (SCHEDULED, Asking.SCHEDULE),
        (DASHED, Asking.UNPLANNED),
        (BLANK, Asking.UNPLANNED),
        (LIMIT, Asking.AMOUNT),
        (ONCE, Asking.DONE),
    ],
)
def test_each_kind_of_target_asks_its_own_question(asked, question):
    assert asking_of(asked) is question


MEANT = {
    Asking.PARTS: Meaning.PAIR,
    Asking.LEVEL: Meaning.LEVEL,
    Asking.STANDING: Meaning.STANDING,
    Asking.NEEDED: Meaning.AS_NEEDED,
    Asking.DONE: Meaning.ONCE,
    Asking.SCHEDULE: Meaning.ONCE,
}


@pytest.mark.parametrize("kind", TargetKind)
@pytest.mark.parametrize("due", DueKind)
@pytest.mark.parametrize("state", CellState)
@pytest.mark.parametrize("additivity", Additivity)
def test_the_question_is_that_of_what_the_report_counts(kind, due, state, additivity):
    target = Target(raw="…", state=state, kind=kind)
    asked = measure("m1", target=target, due=Deadline(raw="…", state=state, kind=due), additivity=additivity)
    question, meaning = asking_of(asked), meaning_of(asked)
    if question is Asking.UNPLANNED:
        assert share_of(asked, meaning) in (Share.NOT_PLANNED, Share.NOT_ASSIGNED)
    else:
        assert MEANT.get(question, Meaning.NUMBER) is meaning


@pytest.mark.parametrize(
    ("indicator", "count", "names"),
    [
        ("Кількість договорів/перевізників", 2, ("договорів", "перевізників")),
        ("Кількість договорів / кількість перевізників", 2, ("договорів", "перевізників")),
        ("Number of contracts/carriers", 2, ("contracts", "carriers")),
        ("Số hợp đồng/nhà xe", 2, ("hợp đồng", "nhà xe")),
        ("лекцій; слухачів; листівок", 3, ("лекцій", "слухачів", "листівок")),
        ("Кількість договорів/перевізників", 3, ()),
        ("Кількість договорів/", 2, ()),
        ("Кількість", 2, ()),
        ("", 0, ()),
    ],
)
def test_the_parts_of_a_pair_are_called_as_the_document_calls_them(indicator, count, names):
    assert part_names(indicator, count) == names


def test_a_quarters_plan_is_told_by_month_and_a_years_by_quarter():
    assert periods_told(STANDING, "2021Q1") == ("2021-01", "2021-02", "2021-03")
    yearly = measure("m1", target=in_words("Постійно", TargetKind.CONTINUOUS))
    assert periods_told(yearly, "2021") == ("2021Q1", "2021Q2", "2021Q3", "2021Q4")
    often = Deadline(raw="щомісяця", state=CellState.VALUE, kind=DueKind.YEAR, every=Every.MONTH)
    assert len(periods_told(yearly.model_copy(update={"due": often}), "2021")) == 12


def test_only_the_months_of_the_own_term_are_asked_about():
    short = measure("m1", target=in_words("Постійно", TargetKind.CONTINUOUS), due=in_month(2))
    assert periods_told(short, "2021Q1") == ("2021-02",)
    assert period_told_on(short, "2021Q1", date(2021, 1, 5)) == "2021-02"


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2020, 12, 30), "2021-01"),
        (date(2021, 1, 1), "2021-01"),
        (date(2021, 2, 28), "2021-02"),
        (date(2021, 5, 3), "2021-03"),
    ],
)
def test_the_month_that_runs_is_asked_about_and_afterwards_the_last_one(today, month):
    assert period_told_on(STANDING, "2021Q1", today) == month


def test_no_need_may_be_said_of_the_running_quarter_its_months_and_open_ones_before():
    assert list(nil_periods(AS_NEEDED, "2021Q1", (), date(2021, 2, 5))) == [
        *("2021Q1", "2021-01", "2021-02", "2021-03")
    ]
    yearly = measure("m1", target=in_words("За потребою", TargetKind.AS_NEEDED))
    assert list(nil_periods(yearly, "2021", ("2021Q1",), date(2021, 8, 5))) == ["2021Q3", "2021Q2"]
    assert list(nil_periods(ONCE, "2021Q1", (), date(2021, 2, 5))) == ["2021Q1"]


def test_the_document_of_the_small_office_asks_four_different_questions():
    assert {asking_of(m) for m in DOCUMENT.measures} == {
        *(Asking.AMOUNT, Asking.NEEDED, Asking.PARTS, Asking.LEVEL, Asking.UNPLANNED)
    }
    assert number(3).kind is TargetKind.NUMBER
