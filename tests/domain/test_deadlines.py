"""When is a measure due, by the words of its cell?"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.plan.calendar_words import MONTHS
from domain.plan.deadlines import quarter_name, read_deadline
from domain.plan.document import CellState, DueKind

READABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
Q1, YEAR = "2021Q1", "2021"
UKRAINIAN_MONTHS = (
    "січень",
    "лютий",
    "березень",
    "квітень",
    "травень",
    "червень",
    "липень",
    "серпень",
    "вересень",
    "жовтень",
    "листопад",
    "грудень",
)


@pytest.mark.parametrize(
    ("words", "period", "kind", "start", "end"),
    [
        ("березень", Q1, DueKind.MONTH, "2021-03-01", "2021-03-31"),
        ("грудень 2021 року", YEAR, DueKind.MONTH, "2021-12-01", "2021-12-31"),
        ("Tháng 3/2021", YEAR, DueKind.MONTH, "2021-03-01", "2021-03-31"),
        ("січень-березень", Q1, DueKind.MONTH_RANGE, "2021-01-01", "2021-03-31"),
        ("лютий– листопад 2021 року", YEAR, DueKind.MONTH_RANGE, "2021-02-01", "2021-11-30"),
        ("листопад 2020 - січень 2021", YEAR, DueKind.MONTH_RANGE, "2020-11-01", "2021-01-31"),
        ("from January to March", YEAR, DueKind.MONTH_RANGE, "2021-01-01", "2021-03-31"),
        ("tháng 2 - 6 năm 2021", YEAR, DueKind.MONTH_RANGE, "2021-02-01", "2021-06-30"),
        ("до 31.12.2021", YEAR, DueKind.BY_DATE, None, "2021-12-31"),
        ("до 15 грудня", YEAR, DueKind.BY_DATE, None, "2021-12-15"),
        ("Trước ngày 31/12/2021", YEAR, DueKind.BY_DATE, None, "2021-12-31"),
        ("by 31 December 2021", YEAR, DueKind.BY_DATE, None, "2021-12-31"),
        ("до кінця року", YEAR, DueKind.BY_DATE, None, "2021-12-31"),
        ("Quý I - III năm 2021.", YEAR, DueKind.QUARTER_RANGE, "2021-01-01", "2021-09-30"),
        ("Quý IV năm 2021", YEAR, DueKind.QUARTER_RANGE, "2021-10-01", "2021-12-31"),
        ("ІІ квартал", YEAR, DueKind.QUARTER_RANGE, "2021-04-01", "2021-06-30"),
        ("протягом І кварталу 2021 року", Q1, DueKind.QUARTER_RANGE, "2021-01-01", "2021-03-31"),
        ("Q2", YEAR, DueKind.QUARTER_RANGE, "2021-04-01", "2021-06-30"),
        ("Cả năm 2021.", YEAR, DueKind.YEAR, "2021-01-01", "2021-12-31"),
        ("Протягом року", YEAR, DueKind.YEAR, "2021-01-01", "2021-12-31"),
        ("2025—\n2026 роки", "2025", DueKind.YEAR, "2025-01-01", "2026-12-31"),
        ("Thường xuyên khi có sự thay đổi.", YEAR, DueKind.CONTINUOUS, "2021-01-01", "2021-12-31"),
        ("Постійно", Q1, DueKind.CONTINUOUS, "2021-01-01", "2021-03-31"),
        ("У разі потреби", YEAR, DueKind.AS_NEEDED, None, None),
        ("За окремим графіком", YEAR, DueKind.BY_SCHEDULE, None, None),
    ],
)
def test_a_known_phrase_has_its_reading(
    words: str, period: str, kind: DueKind, start: str | None, end: str | None
) -> None:
    deadline, doubts = read_deadline(words, period)
    assert (deadline.kind, _iso(deadline.start), _iso(deadline.end)) == (kind, start, end)
    assert deadline.raw == words
    assert not doubts


@pytest.mark.parametrize(
    ("words", "monthly"),
    [
        ("січень – 1 лютий-1 березень-1", {"2021-01": 1, "2021-02": 1, "2021-03": 1}),
        ("січень -10 лютий -10 березень-10", {"2021-01": 10, "2021-02": 10, "2021-03": 10}),
        ("лютий - 1", {"2021-02": 1}),
        ("січень -1, лютий -2; березень-1", {"2021-01": 1, "2021-02": 2, "2021-03": 1}),
    ],
)
def test_months_with_numbers_are_targets_per_month(words: str, monthly: dict[str, int]) -> None:
    deadline, doubts = read_deadline(words, Q1)
    assert deadline.kind is DueKind.MONTHLY_TARGETS
    assert deadline.monthly == {month: Decimal(n) for month, n in monthly.items()}
    assert not doubts


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("коли буде змога", "deadline-unknown"),
        ("січень, березень", "deadline-unknown"),
        ("до 31.02.2021", "date-impossible"),
        ("32.01.2021", "date-impossible"),
        ("tháng 13", "date-impossible"),
        ("березень-січень", "range-reversed"),
        ("Quý III - I năm 2021", "range-reversed"),
    ],
)
def test_what_is_not_understood_stays_text_and_asks(words: str, code: str) -> None:
    deadline, doubts = read_deadline(words, YEAR)
    assert (deadline.kind, deadline.start, deadline.end) == (DueKind.TEXT, None, None)
    assert [found.code for found in doubts] == [code]


def test_a_deadline_outside_the_period_is_read_and_remarked() -> None:
    deadline, doubts = read_deadline("квітень", Q1)
    assert deadline.kind is DueKind.MONTH
    assert [found.code for found in doubts] == ["date-outside-period"]


@pytest.mark.parametrize(
    ("words", "state"), [("", CellState.BLANK), (" \u200b", CellState.BLANK), ("–", CellState.DASH)]
)
def test_blank_and_dash_are_not_the_same(words: str, state: CellState) -> None:
    deadline, doubts = read_deadline(words, YEAR)
    assert (deadline.kind, deadline.state) == (DueKind.NONE, state)
    assert not doubts


@given(
    st.dictionaries(st.integers(1, 12), st.integers(0, 9999), min_size=1),
    st.sampled_from([" – ", "-", " -", " - "]),
    st.sampled_from([" ", ", ", "; "]),
)
def test_any_list_of_months_gives_its_numbers_back(numbers: dict[int, int], dash: str, comma: str) -> None:
    words = comma.join(f"{UKRAINIAN_MONTHS[m - 1]}{dash}{n}" for m, n in numbers.items())
    deadline, _ = read_deadline(words, YEAR)
    assert deadline.monthly == {f"2021-{m:02}": Decimal(n) for m, n in numbers.items()}


@given(st.integers(1, 12), st.integers(1, 12), st.sampled_from(["-", " – ", "— ", " по "]))
def test_any_range_of_months_covers_them_or_is_reversed(first: int, last: int, dash: str) -> None:
    words = f"{UKRAINIAN_MONTHS[first - 1]}{dash}{UKRAINIAN_MONTHS[last - 1]}"
    deadline, doubts = read_deadline(words, YEAR)
    if last < first:
        assert [found.code for found in doubts] == ["range-reversed"]
    else:
        assert deadline.start == date(2021, first, 1)
        assert deadline.end is not None
        assert deadline.end.month == last


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_any_day_is_read_as_itself(day: date) -> None:
    deadline, _ = read_deadline(f"до {day:%d.%m.%Y}", str(day.year))
    assert deadline.end == day


@given(st.text(READABLE, max_size=60))
def test_no_text_is_lost_or_guessed(words: str) -> None:
    deadline, doubts = read_deadline(words, YEAR)
    assert (deadline.kind is DueKind.TEXT) == any(
        found.code in ("deadline-unknown", "date-impossible", "range-reversed") for found in doubts
    )


def test_every_month_has_a_name_in_two_languages() -> None:
    assert {MONTHS[name] for name in UKRAINIAN_MONTHS} == set(range(1, 13))
    assert len(set(MONTHS.values())) == 12


@pytest.mark.parametrize(
    ("heading", "name"),
    [("I", "I"), ("ІІ", "II"), ("IV квартал", "IV"), ("Quý 3", "III"), ("Q1", "I"), ("Разом", None)],
)
def test_a_heading_may_name_a_quarter(heading: str, name: str | None) -> None:
    assert quarter_name(heading) == name


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@pytest.mark.parametrize(
    "words",
    ["п'ятниця, 12.02.2021", "до п'ятниці 12.02.2021", "12.02.2021 (п'ятниця)", "Friday, 12.02.2021"],
)
def test_a_day_of_the_week_that_agrees_is_no_matter(words):
    read, doubts = read_deadline(words, "2021")
    assert (read.kind, read.end, doubts) == (DueKind.BY_DATE, date(2021, 2, 12), ())


@pytest.mark.parametrize(
    "words", ["понеділок, 12.02.2021", "12.02.2021 (Monday)", "Thứ hai, ngày 12/02/2021"]
)
def test_a_day_of_the_week_against_its_date_is_told(words):
    read, doubts = read_deadline(words, "2021")
    assert (read.kind, read.end) == (DueKind.BY_DATE, date(2021, 2, 12))
    assert [d.code for d in doubts] == ["weekday-against-date"]


def test_a_date_that_may_be_written_month_first_is_asked_about_in_english_alone():
    read, doubts = read_deadline("by 03/04/2021", "2021", "en")
    assert (read.end, [(d.code, d.proposal) for d in doubts]) == (
        date(2021, 4, 3),
        [("date-ambiguous", "2021-03-04")],
    )
    assert read_deadline("trước 03/04/2021", "2021", "vi")[1] == ()
    assert read_deadline("by 25/04/2021", "2021", "en")[1] == ()
    assert read_deadline("by 04/04/2021", "2021", "en")[1] == ()


def test_a_date_of_the_international_form_is_read_and_an_impossible_one_is_told():
    assert read_deadline("2021-03-15", "2021")[0].end == date(2021, 3, 15)
    assert [d.code for d in read_deadline("2021-13-01", "2021")[1]] == ["date-impossible"]
