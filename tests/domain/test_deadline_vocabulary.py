"""Does any phrase put together from the vocabulary read to what it was put together from?"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar.periods import ends, month_end, starts
from domain.plan.deadlines import read_deadline
from domain.plan.document import Confidence, DueKind, Every
from domain.plan.targets import read_target

YEAR = "2021"
MONTHS = {
    "uk": "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень",
    "uk-of": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "en": "January February March April May June July August September October November December",
}
NAMES = {language: words.split() for language, words in MONTHS.items()}
OF_YEAR = {"uk": " {} року", "en": " {}", "vi": " năm {}", "": ""}
ROMAN = ("I", "II", "III", "IV")
CYRILLIC = ("І", "ІІ", "ІІІ", "ІV")
EVERY = {
    Every.WEEK: ("щотижня", "weekly", "hằng tuần", "every week"),
    Every.MONTH: (
        "щомісяця",
        "щомісячно",
        "monthly",
        "hằng tháng",
        "раз на місяць",
        "mỗi tháng",
        "each month",
    ),
    Every.QUARTER: ("щоквартально", "щокварталу", "quarterly", "Hằng quý", "1 раз на квартал"),
    Every.HALF: ("щопівроку", "раз на півріччя", "half-yearly", "6 tháng một lần"),
    Every.YEAR: ("щороку", "щорічно", "annually", "hàng năm"),
}
KINDS = {
    Every.WEEK: DueKind.CONTINUOUS,
    Every.MONTH: DueKind.MONTH_RANGE,
    Every.QUARTER: DueKind.QUARTER_RANGE,
    Every.HALF: DueKind.QUARTER_RANGE,
    Every.YEAR: DueKind.YEAR,
}
BY_DAY = ("до {} числа {}", "{1}, до {0} числа", "{1} до {0}-го числа", "не пізніше {} числа {}")
years = st.sampled_from([None, 2020, 2021, 2022])
months = st.integers(1, 12)
days = st.dates(date(2021, 1, 1), date(2021, 12, 31))
quarters = st.integers(1, 4)


def stated(year: int | None, language: str) -> str:
    return OF_YEAR[language].format(year) if year else ""


@given(months, years, st.sampled_from(["uk", "en"]), st.sampled_from(["", "протягом ", "у ", "in "]))
def test_a_month(month: int, year: int | None, language: str, lead: str) -> None:
    words = f"{lead}{NAMES[language][month - 1]}{stated(year, language)}"
    read, _ = read_deadline(words, YEAR)
    key = f"{year or YEAR}-{month:02}"
    assert (read.kind, read.end) == (DueKind.MONTH, month_end(key))
    assert read.confidence is (Confidence.LITERAL if year else Confidence.READ)


@given(months, months, st.sampled_from([" – ", "-", " по "]), years)
def test_months_from_and_to(first: int, last: int, to: str, year: int | None) -> None:
    words = f"{NAMES['uk'][first - 1]}{to}{NAMES['uk'][last - 1]}{stated(year, 'uk')}"
    read, doubts = read_deadline(words, YEAR)
    if first > last:
        assert [found.code for found in doubts] == ["range-reversed"]
    else:
        assert (read.kind, read.start) == (DueKind.MONTH_RANGE, date(year or 2021, first, 1))
        assert read.end == month_end(f"{year or YEAR}-{last:02}")


@given(
    st.lists(months, min_size=2, max_size=5, unique=True),
    st.sampled_from([", ", " та ", "; "]),
    st.sampled_from(["uk", "vi"]),
)
def test_a_list_of_months_is_a_range_only_without_gaps(named: list[int], mark: str, language: str) -> None:
    mark = mark if language == "uk" else mark.replace(" та ", " và ")
    listed = mark.join(NAMES["uk"][m - 1] if language == "uk" else str(m) for m in named)
    read, doubts = read_deadline(listed if language == "uk" else f"tháng {listed}", YEAR)
    if named == list(range(named[0], named[-1] + 1)):
        assert (read.kind, read.start) == (DueKind.MONTH_RANGE, date(2021, named[0], 1))
    else:
        assert (read.kind, [found.code for found in doubts]) == (DueKind.TEXT, ["deadline-unknown"])


@given(
    quarters,
    quarters,
    st.sampled_from(
        ["{0}-{1} квартали{y}", "{0} – {1} квартал{y}", "протягом {0}-{1} кварталів{y}", "Quý {0} - {1}{y}"]
    ),
    st.sampled_from([ROMAN, CYRILLIC, ("1", "2", "3", "4")]),
    years,
)
def test_quarters_from_and_to(
    first: int, last: int, form: str, numerals: tuple[str, ...], year: int | None
) -> None:
    said = stated(year, "vi" if form.startswith("Quý") else "uk")
    read, doubts = read_deadline(form.format(numerals[first - 1], numerals[last - 1], y=said), YEAR)
    if first > last:
        assert [found.code for found in doubts] == ["range-reversed"]
    elif first < last:
        assert (read.kind, read.start, read.end) == (
            DueKind.QUARTER_RANGE,
            starts(f"{year or YEAR}Q{first}"),
            ends(f"{year or YEAR}Q{last}"),
        )


@given(
    days,
    st.sampled_from(
        [
            "до {d:%d.%m.%Y}",
            "{d:%d.%m.%Y}",
            "до {d:%d.%m.%y}",
            "Trước ngày {d.day}/{d.month}/{d.year}",
            "до {d.day} {of} {d.year} року",
            "не пізніше {d.day} {of}",
            "by {d.day} {en} {d.year}",
            "by {en} {d.day}, {d.year}",
            "before the {d.day} {en}",
            "до {d:%d.%m}",
            "trước {d.day}/{d.month}",
            "{d.day} tháng {d.month} năm {d.year}",
        ]
    ),
)
def test_a_day(day: date, form: str) -> None:
    words = form.format(d=day, of=NAMES["uk-of"][day.month - 1], en=NAMES["en"][day.month - 1])
    read, doubts = read_deadline(words, YEAR)
    assert (read.kind, read.end, doubts) == (DueKind.BY_DATE, day, ())


@given(
    st.dates(date(2021, 1, 1), date(2021, 11, 30)),
    st.integers(0, 30),
    st.sampled_from(
        ["{a:%d.%m.%Y}-{b:%d.%m.%Y}", "з {a:%d.%m} по {b:%d.%m.%Y}", "từ {a:%d/%m} đến {b:%d/%m/%Y}"]
    ),
)
def test_days_from_and_to(first: date, more: int, form: str) -> None:
    last = first + timedelta(days=more)
    read, _ = read_deadline(form.format(a=first, b=last), YEAR)
    assert (read.kind, read.start, read.end) == (DueKind.BY_DATE, first, last)


@given(
    days, st.integers(0, 23), st.integers(0, 59), st.sampled_from(["{}.{:02} год.", "о {}:{:02}", "{}:{:02}"])
)
def test_an_hour_stands_beside_its_day(day: date, hour: int, minute: int, form: str) -> None:
    read, _ = read_deadline(f"{day:%d.%m.%Y} {form.format(hour, minute)}", YEAR)
    assert (read.end, read.hour) == (day, f"{hour:02}:{minute:02}")


@given(st.sampled_from([(every, word) for every, words in EVERY.items() for word in words]))
def test_what_comes_round_fills_the_period(said: tuple[Every, str]) -> None:
    every, word = said
    read, doubts = read_deadline(word, YEAR)
    assert (read.kind, read.every, read.end, doubts) == (KINDS[every], every, date(2021, 12, 31), ())


@given(st.integers(1, 31), st.sampled_from(BY_DAY), st.sampled_from(["щомісяця", "кожного місяця"]))
def test_a_day_of_every_month(day: int, form: str, word: str) -> None:
    read, _ = read_deadline(form.format(day, word), "2021Q1")
    assert (read.kind, read.every, read.day) == (DueKind.MONTH_RANGE, Every.MONTH, day)
    assert read.end == date(2021, 3, day)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("протягом І півріччя", 1, 2),
        ("ІІ півріччя 2021 року", 3, 4),
        ("перше півріччя", 1, 2),
        ("6 tháng đầu năm", 1, 2),
        ("6 tháng cuối năm 2021", 3, 4),
        ("second half of the year", 3, 4),
        ("H1 2021", 1, 2),
        ("9 місяців 2021 року", 1, 3),
    ],
)
def test_half_a_year_is_two_quarters(words: str, first: int, last: int) -> None:
    read, doubts = read_deadline(words, YEAR)
    assert (read.kind, read.start, read.end) == (
        DueKind.QUARTER_RANGE,
        starts(f"2021Q{first}"),
        ends(f"2021Q{last}"),
    )
    assert not doubts


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("до кінця року", date(2021, 12, 31)),
        ("до кінця лютого", date(2021, 2, 28)),
        ("до кінця ІІ кварталу", date(2021, 6, 30)),
        ("до кінця І півріччя 2021 року", date(2021, 6, 30)),
        ("наприкінці року", date(2021, 12, 31)),
        ("by the end of March 2021", date(2021, 3, 31)),
        ("hết quý II", date(2021, 6, 30)),
        ("IІ декада березня", date(2021, 3, 20)),
        ("перша декада лютого 2021 року", date(2021, 2, 10)),
        ("ІІІ декада лютого", date(2021, 2, 28)),
    ],
)
def test_the_end_of_something_is_a_day(words: str, end: date) -> None:
    read, doubts = read_deadline(words, YEAR)
    assert (read.kind, read.end, doubts) == (DueKind.BY_DATE, end, ())


KNOWN = (
    "березень",
    "до 31.12.2021",
    "ІІ-ІІІ квартали",
    "щомісяця",
    "до кінця року",
    "протягом І півріччя",
    "січень-березень",
    "21-22.01.2021",
    "Quý II",
    "by 30 June",
    "протягом року",
)


@given(st.sampled_from(KNOWN), st.text("бвгджзклмнпрстфхцчшщ", min_size=3, max_size=9), st.booleans())
def test_an_unknown_word_makes_a_question_of_any_phrase(phrase: str, word: str, first: bool) -> None:
    read, doubts = read_deadline(f"{word} {phrase}" if first else f"{phrase} {word}", YEAR)
    assert (read.kind, read.confidence) == (DueKind.TEXT, Confidence.AMBIGUOUS)
    assert [found.code for found in doubts] == ["deadline-unknown"]


@given(
    st.integers(0, 9999),
    st.sampled_from(["", "не менше ", "щонайменше ", "at least ", "≥ ", "ít nhất "]),
    st.sampled_from(["осіб", "заходів", "meetings", "cuộc", "%"]),
)
def test_a_number_with_its_unit_is_that_number(number: int, lead: str, unit: str) -> None:
    read, doubts = read_target(f"{lead}{number} {unit}")
    assert (read.value, read.unit, doubts) == (Decimal(number), unit, ())


@given(st.integers(0, 9999), st.sampled_from(["не більше ", "< ", "≤ ", "at most ", "không quá "]))
def test_a_bound_is_no_quantity_to_reach(number: int, lead: str) -> None:
    read, doubts = read_target(f"{lead}{number}")
    assert (read.value, read.limit) == (None, Decimal(number))
    assert [found.code for found in doubts] == ["target-is-limit"]


@given(st.integers(0, 9999), st.text("бвгджзклмнпрстфхцчшщ", min_size=6, max_size=9))
def test_an_unknown_unit_asks(number: int, unit: str) -> None:
    read, doubts = read_target(f"{number} {unit}")
    assert (read.value, read.unit) == (Decimal(number), unit)
    assert [found.code for found in doubts] == ["target-with-unit"]
