"""Is a thousand ever read as one and a bit?"""

from decimal import Decimal

import pytest

from application.imports.reading import Reading, read_plan
from domain.plan.document import Confidence, TargetKind
from domain.plan.targets import read_quarters, read_target
from infrastructure.documents.reader import OfficeReader
from tests.imports.files import HEADING, Rows, measure, workbook


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1.250", "1250"),
        ("1.250 cây", "1250"),
        ("12.500", "12500"),
        ("1.250.000", "1250000"),
        ("1.250,5", "1250.5"),
    ],
)
def test_in_vietnamese_the_dot_parts_thousands(words: str, value: str) -> None:
    target, _ = read_target(words, "vi")
    assert (target.value, target.raw) == (Decimal(value), words)


@pytest.mark.parametrize("words", ["1,25", "0.125", "1.25"])
def test_what_can_be_no_thousand_is_a_decimal_in_vietnamese_too(words: str) -> None:
    assert read_target(words, "vi")[0].value == Decimal(words.replace(",", "."))


@pytest.mark.parametrize(
    ("words", "language", "proposal"),
    [
        ("1.250", "uk", "1250"),
        ("1.250 осіб", "uk", "1250"),
        ("не більше 12.500", "uk", "12500"),
        ("1.250.000", "en", "1250000"),
        ("1,250", "en", "1250"),
    ],
)
def test_elsewhere_a_mark_before_three_digits_is_a_question(words: str, language: str, proposal: str) -> None:
    target, doubts = read_target(words, language)
    assert (target.kind, target.value, target.confidence) == (TargetKind.TEXT, None, Confidence.AMBIGUOUS)
    assert [(found.code, found.proposal) for found in doubts] == [("number-may-be-thousands", proposal)]


@pytest.mark.parametrize(
    ("words", "value"), [("1,250", "1.25"), ("1.25", "1.25"), ("0.125", "0.125"), ("1.5", "1.5")]
)
def test_what_is_certain_in_ukrainian_is_read(words: str, value: str) -> None:
    target, doubts = read_target(words, "uk")
    assert (target.value, doubts) == (Decimal(value), ())


def test_quarters_ask_as_one_target_does() -> None:
    quarters, total = ("1.250", "1.250", None, None), "2.500"
    names = ("I", "II", "III", "IV")
    assert read_quarters(quarters, names, total, ["vi"] * 5)[0].value == 2500
    asked = read_quarters(quarters, names, total, ["uk"] * 5)[1]
    assert [found.code for found in asked] == ["number-may-be-thousands"] * 3


def test_a_typed_number_has_a_decimal_point_and_a_written_one_asks() -> None:
    rows: Rows = [
        HEADING,
        [*measure("1.1.1", "Лекції")[:-1], 1.125],
        measure("1.1.2", "Листи", target="1.125"),
    ]
    reading = read(workbook(rows))
    typed, written = reading.document.measures
    assert (typed.target.value, written.target.value) == (Decimal("1.125"), None)
    assert [f.measure for f in reading.findings if f.code == "number-may-be-thousands"] == [written.id]


def test_money_is_no_less_careful() -> None:
    rows = [(*HEADING, "Обсяг фінансування, тис. грн"), [*measure("1.1.1", "Лекції"), "1.250"]]
    reading = read(workbook(rows))
    (funding,) = reading.document.measures[0].funding
    assert (funding.amount, funding.raw, funding.unit) == (None, "1.250", "тис. грн")
    assert "number-may-be-thousands" in {finding.code for finding in reading.findings}


def test_money_of_a_vietnamese_plan_is_in_thousands() -> None:
    rows: Rows = [
        ["STT", "Nội dung hoạt động", "Đơn vị thực hiện", "Thời gian", "Số lượng", "Kinh phí (đồng)"],
        ["1", "Trồng cây xanh", "Văn phòng", "Tháng 3", "1.250 cây", "12.500.000"],
    ]
    found = read(workbook(rows, lines=("Kế hoạch hoạt động năm 2026",))).document.measures[0]
    assert (found.target.value, found.funding[0].amount) == (Decimal(1250), Decimal(12_500_000))


def read(content: bytes) -> Reading:
    return read_plan(content, "plan.xlsx", OfficeReader())
