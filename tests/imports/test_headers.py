"""What is read from the lines around a plan's table?"""

from datetime import date

import pytest

from application.imports.grid import Line
from application.imports.header import period_of, read_header, title_of
from domain.plan.document import Header

STAMPED = (
    "ЗАТВЕРДЖУЮ",
    "Директор Тихого центру",
    "правничої допомоги",
    "______________ О. Тиха",
    "05 лютого 2021 року",
    "Квартальний план діяльності Тихого центру на 1 квартал 2021 року",
)
ORDERED = (
    "ТИХА ОБЛАСНА АДМІНІСТРАЦІЯ",
    "РОЗПОРЯДЖЕННЯ",
    "08 лютого 2020 р.",
    "Тихе",
    "№ 852",
    "Про затвердження Плану заходів на 2021 рік",
    "1. Затвердити План заходів на 2021 рік, що додається.",
    "ЗАТВЕРДЖЕНО",
    "Розпорядження голови",
    "08 грудня 2020 р. № 852",
    "ПЛАН ЗАХОДІВ",
    "щодо розвитку послуг на 2021 рік",
)


def lines(*texts: str) -> list[Line]:
    return [Line(text, f"line {n}") for n, text in enumerate(texts, 1)]


def header(*texts: str) -> Header:
    return read_header(lines(*texts), (), ())[0]


def test_a_stamp_tells_who_approved_and_when() -> None:
    (approver,) = header(*STAMPED).approved_by
    assert approver.position == "Директор Тихого центру правничої допомоги"
    assert (approver.name, approver.on, approver.on_raw) == (
        "О. Тиха",
        date(2021, 2, 5),
        "05 лютого 2021 року",
    )


def test_the_title_goes_on_below_its_first_line() -> None:
    assert title_of(lines(*ORDERED)) == "ПЛАН ЗАХОДІВ\nщодо розвитку послуг на 2021 рік"
    assert title_of(lines("KẾ HOẠCH", "THỰC HIỆN CHIẾN LƯỢC NĂM 2021", "Thực hiện Quyết định số 1")) == (
        "KẾ HOẠCH\nTHỰC HIỆN CHIẾN LƯỢC NĂM 2021"
    )


def test_one_act_with_two_dates_keeps_both() -> None:
    found, findings = read_header(lines(*ORDERED), (), ())
    assert (found.order_number, found.order_date) == ("852", date(2020, 2, 8))
    assert [(f.code, f.place, f.proposal) for f in findings] == [
        ("dates-contradict", "line 10", "2020-12-08")
    ]


def test_the_office_is_named_in_capitals_at_the_top() -> None:
    assert header(*ORDERED).organisation == "ТИХА ОБЛАСНА АДМІНІСТРАЦІЯ"
    assert header("SỞ TƯ PHÁP", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "KẾ HOẠCH").organisation == "SỞ TƯ PHÁP"


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("План на 1 квартал 2021 року", "2021Q1"),
        ("План на ІІІ квартал 2022 року", "2022Q3"),
        ("План на IV-й квартал 2021", "2021Q4"),
        ("Kế hoạch quý II năm 2021", "2021Q2"),
        ("Plan for Q3 2021", "2021Q3"),
        ("Річний план на 2022 рік", "2022"),
        ("CHIẾN LƯỢC ĐẾN NĂM 2020, GIAI ĐOẠN 2015 - 2025 NĂM 2021", "2021"),
        ("План заходів", None),
        ("План на І півріччя 2021 року", None),
        ("План на I-II квартал 2021 року", None),
        ("План на 2021-2023 роки", None),
    ],
)
def test_the_period_is_in_the_title_or_nowhere(title: str, period: str | None) -> None:
    assert period_of(title)[0] == period


def test_of_several_years_the_last_is_read_and_told() -> None:
    _, findings = period_of("Стратегія до 2020 року. План на 2021 рік")
    assert [(f.code, f.proposal) for f in findings] == [("period-is-last-year", "2021")]
