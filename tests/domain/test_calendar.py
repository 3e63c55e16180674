"""The rule book of working days, with the worked examples that offices check against."""

from datetime import date

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as some

from domain.calendar.days import Roll, WorkingCalendar
from domain.calendar.decisions import AcceptCalendar
from domain.calendar.events import CalendarAccepted, Day
from domain.calendar.periods import ends, months, quarters, starts
from tests.dsl import given

UKRAINE = WorkingCalendar(
    off={
        date(2021, 1, 1): "Новий рік",
        date(2021, 1, 7): "Різдво",
        date(2021, 1, 8): "перенесено на 16.01",
        date(2021, 3, 8): "8 березня",
        date(2022, 1, 7): "Різдво",
        date(2022, 1, 3): "Новий рік (перенесено)",
    },
    working={date(2021, 1, 16): "за 08.01"},
)
BANK = WorkingCalendar(off={day: why for day, why in UKRAINE.off.items() if day != date(2021, 1, 8)})


@pytest.mark.parametrize(
    ("calendar", "due", "shift", "expected"),
    [
        (UKRAINE, date(2022, 1, 10), -3, date(2022, 1, 4)),
        (UKRAINE, date(2021, 1, 18), -1, date(2021, 1, 16)),
        (BANK, date(2021, 1, 18), -1, date(2021, 1, 15)),
        (UKRAINE, date(2021, 3, 9), -1, date(2021, 3, 5)),
        (WorkingCalendar(), date(2023, 3, 9), -1, date(2023, 3, 8)),
        (UKRAINE, date(2021, 1, 6), 1, date(2021, 1, 11)),
    ],
)
def test_so_many_working_days_away(calendar, due, shift, expected):
    assert calendar.shift(due, shift) == expected


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (Roll.BEFORE, date(2021, 1, 29)),
        (Roll.AFTER, date(2021, 2, 1)),
        (Roll.NONE, date(2021, 1, 31)),
    ],
)
def test_a_deadline_on_a_day_off_rolls_by_policy(policy, expected):
    assert UKRAINE.roll(date(2021, 1, 31), policy) == expected


def test_every_skipped_day_has_its_reason():
    assert dict(UKRAINE.skipped(date(2021, 1, 7), date(2021, 1, 10))) == {
        date(2021, 1, 7): "Різдво",
        date(2021, 1, 8): "перенесено на 16.01",
        date(2021, 1, 9): "weekend",
        date(2021, 1, 10): "weekend",
    }


@for_any(some.dates(date(2021, 1, 1), date(2021, 12, 1)), some.integers(-40, 40))
def test_shifting_there_counts_the_same_days_back(day, n):
    there = UKRAINE.shift(day, n)
    assert n == 0 or UKRAINE.is_working(there)
    if UKRAINE.is_working(day):
        assert UKRAINE.working_days_between(day, there) == n


def test_a_period_knows_its_days():
    assert (starts("2021Q2"), ends("2021Q2")) == (date(2021, 4, 1), date(2021, 6, 30))
    assert (starts("2021"), ends("2021")) == (date(2021, 1, 1), date(2021, 12, 31))
    assert months("2021Q1") == ("2021-01", "2021-02", "2021-03")
    assert quarters("2021") == ("2021Q1", "2021Q2", "2021Q3", "2021Q4")
    assert quarters("2021Q3") == ("2021Q3",)


NEW_YEAR = Day(day=date(2021, 1, 1), why="Новий рік")
ASK = AcceptCalendar(
    organisation="lipky", year=2021, off=(NEW_YEAR,), basis="КЗпП", effective=date(2021, 1, 1)
)
ACCEPTED = CalendarAccepted(year=2021, off=(NEW_YEAR,), basis="КЗпП", effective=date(2021, 1, 1))


def test_an_office_accepts_its_days_with_their_basis():
    given().when(ASK).then(ACCEPTED)
    given(ACCEPTED).when(ASK).then_nothing()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"basis": " "}, "basis-missing"),
        ({"year": 2022}, "day-outside-year"),
        ({"working": (NEW_YEAR,)}, "day-off-and-working"),
    ],
)
def test_days_are_not_accepted(fields, code):
    given().when(ASK.model_copy(update=fields)).then_refused(code)
