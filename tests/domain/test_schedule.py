"""On which days does an approved plan owe something that comes round?"""

from datetime import date

import pytest

from domain.calendar.days import WorkingCalendar
from domain.plan.document import CellState, Deadline, DueKind, Every
from domain.plan.schedule import schedule
from tests.domain.small_office import DOCUMENT, measure

FRIDAY, SUNDAY = date(2021, 1, 29), date(2021, 1, 31)
YEAR = {"start": date(2021, 1, 1), "end": date(2021, 12, 31)}


def owed(**due: object) -> list[tuple[str, date]]:
    words = Deadline(raw="щомісяця", state=CellState.VALUE, kind=DueKind.YEAR, **{**YEAR, **due})
    plan = DOCUMENT.model_copy(update={"period": "2021", "measures": (measure("m1", due=words),)})
    return [(d.key, d.due) for d in schedule(plan, WorkingCalendar(), date(2021, 1, 1))]


def test_what_comes_round_every_month_is_owed_each_month_on_its_day():
    dates = owed(every=Every.MONTH, day=5)
    assert len(dates) == 12
    assert dates[:3] == [
        ("2021-01", date(2021, 1, 5)),
        ("2021-02", date(2021, 2, 5)),
        ("2021-03", date(2021, 3, 5)),
    ]


def test_without_a_day_the_month_ends_it_and_a_day_off_rolls_back():
    assert owed(every=Every.MONTH)[:2] == [("2021-01", date(2021, 1, 29)), ("2021-02", date(2021, 2, 26))]


def test_a_month_without_the_day_takes_its_last_one():
    assert owed(every=Every.MONTH, day=31)[1] == ("2021-02", date(2021, 2, 26))


def test_only_the_months_of_the_reading_are_owed():
    first = {"start": date(2021, 1, 1), "end": date(2021, 6, 30)}
    assert [key for key, _ in owed(every=Every.MONTH, day=10, **first)][-1] == "2021-06"


def test_every_quarter_is_owed_at_its_end():
    assert owed(every=Every.QUARTER) == [
        ("2021Q1", date(2021, 3, 31)),
        ("2021Q2", date(2021, 6, 30)),
        ("2021Q3", date(2021, 9, 30)),
        ("2021Q4", date(2021, 12, 31)),
    ]


def test_a_quarterly_day_that_may_mean_the_next_month_is_not_guessed():
    assert owed(every=Every.QUARTER, day=10) == [("", date(2021, 12, 31))]


def test_whoever_asks_by_another_calendar_meanwhile_changes_nothing(monkeypatch: pytest.MonkeyPatch):
    """Two threads, one with a calendar that is out of date: each has the dates of its own."""
    due = Deadline(raw="31.01.2021", state=CellState.VALUE, kind=DueKind.BY_DATE, start=SUNDAY, end=SUNDAY)
    plan = DOCUMENT.model_copy(update={"measures": (measure("m1", due=due),)})
    plain, sunday = WorkingCalendar(), WorkingCalendar(working={SUNDAY: "перенесено"})
    stale = plain, schedule(plan, plain, FRIDAY)

    class Overtaken(dict):
        def __setitem__(self, name: str, value: object) -> None:
            super().__setitem__(name, stale)

    monkeypatch.setattr("domain.plan.schedule._kept", lambda document: Overtaken())
    assert [owes.due for owes in schedule(plan, sunday, FRIDAY)] == [SUNDAY]


def test_dates_that_are_known_follow_the_calendar_and_the_day_that_are_asked_for():
    """What was reckoned for one is never told of another."""
    due = Deadline(raw="31.01.2021", state=CellState.VALUE, kind=DueKind.BY_DATE, start=SUNDAY, end=SUNDAY)
    plan = DOCUMENT.model_copy(update={"measures": (measure("m1", due=due),)})
    plain, sunday = WorkingCalendar(), WorkingCalendar(working={SUNDAY: "перенесено"})
    for calendar, day, approved_on, late in (
        (plain, FRIDAY, FRIDAY, False),
        (sunday, SUNDAY, FRIDAY, False),
        (plain, FRIDAY, SUNDAY, True),
        (plain, FRIDAY, FRIDAY, False),
    ):
        (owes,) = schedule(plan, calendar, approved_on)
        assert (owes.due, owes.before_approval) == (day, late)
