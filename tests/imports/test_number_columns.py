"""Are numbers in a column ever lost without a word, and is a plan ever mixed with another sheet's?"""

from decimal import Decimal

import openpyxl
import pytest

from application.imports.heading_words import Role, role_of
from application.imports.reading import Reading, read_plan
from application.ports import DocumentRefused
from infrastructure.documents.reader import OfficeReader
from tests.imports.files import HEADING, TITLE, Rows, measure, workbook


@pytest.mark.parametrize("heading", ["К-ть", "К-сть", "Кіл-ть", "Кількість", "К-ть, шт."])
def test_a_shortened_quantity_heads_targets(heading: str) -> None:
    assert role_of(heading) is Role.TARGET


def test_a_column_of_numbers_that_nothing_is_read_from_is_a_warning() -> None:
    rows = [(*HEADING[:5], "Клас", "Вид"), [*measure("1.1.1", "Лекції")[:5], "1250", "усно"]]
    told = {finding.code: finding for finding in read(workbook(rows)).findings}
    assert (told["column-holds-numbers"].severity, told["column-holds-numbers"].place) == (
        "warning",
        "План!F2",
    )
    assert told["column-as-printed"].place == "План!G2"


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["STT", "Nội dung hoạt động", "Đơn vị thực hiện", "Thời gian", "Chỉ tiêu"],
            ["1", "Trồng cây xanh", "Văn phòng", "Tháng 3", "1.250"],
        ],
        [
            ["№", "Завдання", "Виконавець", "Термін", "Показник"],
            ["1", "Посадити дерева", "Директор", "березень", "1250"],
        ],
    ],
    ids=["vi", "uk"],
)
def test_indicators_that_are_only_numbers_are_the_targets_and_asked_about(rows: Rows) -> None:
    reading = read(
        workbook(rows, lines=("Kế hoạch năm 2026" if rows[0][0] == "STT" else "План на 2026 рік",))
    )
    (found,) = reading.document.measures
    assert (found.target.value, found.indicator) == (Decimal(1250), None)
    assert found.title != "1250"
    assert "indicator-holds-numbers" in codes(reading)


def test_indicators_in_words_stay_indicators() -> None:
    rows = [HEADING[:6], measure("1.1.1", "Лекції")[:6]]
    reading = read(workbook(rows))
    assert reading.document.measures[0].indicator == "Кількість заходів"
    assert "indicator-holds-numbers" not in codes(reading)


FIRST = [measure("1.1.1", "Лекції"), measure("1.1.2", "Листи")]


def test_an_old_copy_of_the_plan_on_a_second_sheet_is_left_out() -> None:
    reading = read(two_sheets([measure("1.1.1", "Лекції", target="9"), measure("1.1.2", "Листи")]))
    assert [found.target.value for found in reading.document.measures] == [1, 1]
    (told,) = [finding for finding in reading.findings if finding.code == "sheet-repeats-plan"]
    assert (told.severity, told.facts) == ("warning", {"first": "План", "second": "План (2)"})


def test_a_second_sheet_that_goes_on_is_joined_and_asked_about() -> None:
    reading = read(two_sheets([measure("1.1.3", "Виставка"), measure("1.1.4", "Огляд")]))
    assert len(reading.document.measures) == 4
    assert [f.facts for f in reading.findings if f.code == "sheets-joined"] == [
        {"first": "План", "second": "План (2)"}
    ]


def test_another_plan_numbered_from_the_beginning_is_refused_by_the_names_of_both_sheets() -> None:
    with pytest.raises(DocumentRefused) as refused:
        read(two_sheets([measure("1.1.1", "Виставка"), measure("1.1.2", "Огляд")]))
    assert (refused.value.code, refused.value.place) == ("several-tables", "План, План (2)")


def test_a_plan_without_a_title_is_told() -> None:
    rows = [HEADING, *FIRST]
    untitled = read_plan(workbook(rows, lines=()), "plan.xlsx", OfficeReader(), period="2021Q1")
    assert codes(untitled)["title-missing"] == "warning"
    assert "title-missing" not in codes(read(workbook(rows)))


def two_sheets(rows: Rows) -> bytes:
    def add(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("План (2)")
        for values in ([TITLE], HEADING, *rows):
            sheet.append(list(values))

    return workbook([HEADING, *FIRST], change=add)


def read(content: bytes) -> Reading:
    return read_plan(content, "plan.xlsx", OfficeReader())


def codes(reading: Reading) -> dict[str, str]:
    return {finding.code: finding.severity for finding in reading.findings}
