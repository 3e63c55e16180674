"""How much is planned, by the words of a target cell?"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.plan.document import Additivity, CellState, Deadline, DueKind, Target, TargetKind
from domain.plan.targets import additivity, read_quarters, read_target, spread

READABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
NAMES = ("I", "II", "III", "IV")


@pytest.mark.parametrize(
    ("words", "kind", "value"),
    [
        ("3", TargetKind.NUMBER, "3"),
        ("1 000", TargetKind.NUMBER, "1000"),
        ("1,5", TargetKind.NUMBER, "1.5"),
        ("30.", TargetKind.NUMBER, "30"),
        ("\ufeff1", TargetKind.NUMBER, "1"),
        ("Постійно", TargetKind.CONTINUOUS, None),
        ("Протягом року", TargetKind.CONTINUOUS, None),
        ("За потребою", TargetKind.AS_NEEDED, None),
        ("За потреби", TargetKind.AS_NEEDED, None),
        ("у разі потреби", TargetKind.AS_NEEDED, None),
        ("За окремим графіком", TargetKind.BY_SCHEDULE, None),
        ("thường xuyên", TargetKind.CONTINUOUS, None),
        ("as needed", TargetKind.AS_NEEDED, None),
    ],
)
def test_a_known_target_has_its_reading(words: str, kind: TargetKind, value: str | None) -> None:
    target, doubts = read_target(words)
    assert (target.kind, target.value) == (kind, Decimal(value) if value else None)
    assert target.raw == words
    assert not doubts


def test_a_pair_is_neither_a_ratio_nor_a_date() -> None:
    target, _ = read_target("1/1")
    assert (target.kind, target.value, target.parts) == (TargetKind.FRACTION, None, (Decimal(1), Decimal(1)))


@pytest.mark.parametrize(
    ("words", "code", "proposal"),
    [
        ("3O", "target-not-a-number", "30"),
        ("3О", "target-not-a-number", "30"),
        ("l", "target-not-a-number", "1"),
        ("багато", "target-unknown", None),
        ("999999999999999999999", "target-out-of-range", None),
        ("1E+21", "target-out-of-range", None),
        ("-5", "target-out-of-range", None),
    ],
)
def test_what_is_no_number_stays_text_and_asks(words: str, code: str, proposal: str | None) -> None:
    target, doubts = read_target(words)
    assert (target.kind, target.value) == (TargetKind.TEXT, None)
    assert [(found.code, found.proposal) for found in doubts] == [(code, proposal)]


def test_blank_dash_and_zero_are_three_things() -> None:
    states = [(read_target(words)[0].state, read_target(words)[0].value) for words in ("", "-", "0")]
    assert states == [(CellState.BLANK, None), (CellState.DASH, None), (CellState.VALUE, Decimal(0))]


def test_quarters_are_read_with_their_total() -> None:
    target, doubts = read_quarters(("3", "3", "2", "4"), NAMES, "12")
    assert (target.value, target.raw) == (Decimal(12), ("3", "3", "2", "4", "12"))
    assert target.per_period == {"I": 3, "II": 3, "III": 2, "IV": 4}
    assert not doubts


def test_a_blank_quarter_is_not_planned_and_not_zero() -> None:
    target, _ = read_quarters(("1", None, "1", None), NAMES, "2")
    assert target.per_period == {"I": 1, "III": 1}


def test_quarters_that_do_not_add_up_are_found() -> None:
    target, doubts = read_quarters(("1", "1", "1", "1"), NAMES, "5")
    assert target.value == Decimal(5)
    assert [found.code for found in doubts] == ["quarters-against-total"]


def test_one_phrase_over_all_quarters_is_the_target() -> None:
    target, doubts = read_quarters(("у разі потреби", None, None, None), NAMES, None)
    assert (target.kind, doubts) == (TargetKind.AS_NEEDED, ())


@given(st.lists(st.integers(0, 10**6), min_size=4, max_size=4))
def test_any_four_quarters_add_up(numbers: list[int]) -> None:
    target, doubts = read_quarters([str(n) for n in numbers], NAMES, str(sum(numbers)))
    assert target.value == sum(numbers)
    assert not doubts


@given(st.integers(0, 10**9))
def test_any_number_in_range_is_itself(number: int) -> None:
    grouped = f"{number:,}".replace(",", "\xa0")
    assert read_target(str(number))[0].value == number
    assert read_target(grouped)[0].value == number


@example("0 A")
@given(st.text(READABLE, max_size=40))
def test_no_target_is_guessed(words: str) -> None:
    """What is no target stays text, and a number with a unit that nobody knows is asked about."""
    target, doubts = read_target(words)
    unknown_unit = [found.code for found in doubts] == ["target-with-unit"]
    assert (target.kind is TargetKind.TEXT or unknown_unit) == bool(doubts)
    assert not unknown_unit or target.unit


def test_a_target_of_one_month_falls_in_that_month() -> None:
    due = Deadline(kind=DueKind.MONTH, start=date(2021, 3, 1), end=date(2021, 3, 31))
    target, _ = read_target("2")
    assert spread(target, due).per_period == {"2021-03": Decimal(2)}


def test_a_target_of_a_range_is_not_spread() -> None:
    due = Deadline(kind=DueKind.MONTH_RANGE, start=date(2021, 1, 1), end=date(2021, 3, 31))
    assert spread(read_target("45")[0], due).per_period == {}


@pytest.mark.parametrize(
    ("title", "indicator", "target", "expected"),
    [
        (
            "Укладені у 2015-2021 рр. угоди",
            "Загальна кількість наявних (2015-2021 рр.)",
            "45",
            Additivity.STOCK,
        ),
        ("Угоди", "Кількість наявних договорів з 2018 року", "9", Additivity.STOCK),
        ("Створення паспорта за 2015-2020 роки", "Кількість паспортів", "1", Additivity.FLOW),
        ("Проведення занять", "Загальна кількість занять", "12", Additivity.FLOW),
        ("Укладені у 2015-2021 рр. угоди", "Загальна кількість наявних", "постійно", Additivity.FLOW),
    ],
)
def test_only_a_level_since_earlier_years_is_a_stock(
    title: str, indicator: str, target: str, expected: Additivity
) -> None:
    read: Target = read_target(target)[0]
    found, doubts = additivity(title, indicator, read, 2021)
    assert found is expected
    assert [d.code for d in doubts] == (["stock-proposed"] if expected is Additivity.STOCK else [])
