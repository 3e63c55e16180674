"""Does a phrase become a sentence as its language wants it, and a table fit its terminal?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from infrastructure.phrases import Phrases, plural
from interfaces.cli.output import fitted, table

PHRASES = Phrases(
    {
        "uk": {
            "format.decimal": ",",
            "format.date": "{day:02}.{number:02}.{year} ({weekday})",
            "format.time": "{day:02}.{number:02}.{year} {clock}",
            "format.months": "січень лютий березень",
            "format.weekdays": "пн вт ср чт пт сб нд",
            "a.count": "{n|захід|заходи|заходів}",
            "a.fact": "{x}",
            "a.maybe": "план[: {x}][, {y}].",
        }
    }
)


@pytest.mark.parametrize(
    ("n", "form"),
    [
        *((n, "заходів") for n in (0, 5, 11, 12, 14, 20, 25, 111, 112)),
        *((n, "захід") for n in (1, 21, 101)),
        *((n, "заходи") for n in (2, 4, 22, 34, 102)),
    ],
)
def test_ukrainian_counts_in_three_forms(n: int, form: str) -> None:
    assert PHRASES.say("a.count", "uk", n=n) == f"{n} {form}"


def test_english_counts_in_two_forms_and_vietnamese_in_one() -> None:
    assert [plural(n, ["day", "days"], "en") for n in (0, 1, 2)] == ["days", "day", "days"]
    assert [plural(n, ["ngày"], "vi") for n in (0, 1, 2)] == ["ngày"] * 3


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (date(2021, 2, 5), "05.02.2021 (пт)"),
        (datetime(2021, 2, 5, 16, 0, tzinfo=UTC), "05.02.2021 16:00"),
        (Decimal("1.5"), "1,5"),
        (("a", "b"), "a, b"),
        ("{y} [z]", "{y} [z]"),
    ],
)
def test_values_are_written_the_language_s_way_and_never_read_again(value: object, said: str) -> None:
    assert PHRASES.say("a.fact", "uk", x=value) == said


@pytest.mark.parametrize(
    ("x", "y", "said"),
    [("a", "b", "план: a, b."), (None, "b", "план, b."), ("", (), "план."), (0, "", "план: 0.")],
)
def test_what_is_blank_is_left_out_with_the_words_around_it(x: object, y: object, said: str) -> None:
    assert PHRASES.say("a.maybe", "uk", x=x, y=y) == said


def test_a_missing_fact_or_phrase_is_a_bug_and_says_so() -> None:
    with pytest.raises(KeyError):
        PHRASES.say("a.fact", "uk")
    with pytest.raises(KeyError):
        PHRASES.say("a.nothing", "uk")


def test_an_unknown_language_is_answered_in_english() -> None:
    assert Phrases().say("status.draft", "de") == "draft"


def test_the_widest_columns_give_way_until_all_fit() -> None:
    assert fitted([5, 100, 40], 80) == [5, 35, 36]
    assert fitted([20, 20], 80) == [20, 20]


def test_a_long_cell_goes_on_below_itself() -> None:
    lines = table(["No.", "Title"], [("1", "слово " * 60), (None, "b")])
    assert lines[0] == "No.  Title"
    assert len(lines) > 5
    assert max(map(len, lines)) <= 140
    assert lines[-1] == "     b"
