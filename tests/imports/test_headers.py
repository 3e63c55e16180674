"""What is read from the lines around a plan's table?"""

from datetime import date

import pytest

from application.imports.grid import Line
from application.imports.header import period_of, read_header, title_of, with_papers
from domain.plan.document import Every, Header, Modality

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


ORDER = (
    "Відповідно до Закону України «Про безоплатну правничу допомогу»; Указу № 1",
    "НАКАЗУЮ:",
    "1. Затвердити План заходів на 2021 рік, що додається.",
    "2. Рекомендувати виконавцям Плану до 10.01.2022 інформувати Департамент захисту про стан виконання.",
    "3. Начальникам відділів щомісяця до 5 числа надавати звіт.",
    "4. Контроль за виконанням наказу покласти на заступника директора Тиху Ольгу.",
    "Директор\tО. ТИХИЙ",
)


def surroundings(before: tuple[str, ...], after: tuple[str, ...] = ()) -> Header:
    return with_papers(Header(title="План"), lines(*before), lines(*after), (), "2021")


def test_the_clauses_of_an_order_are_data() -> None:
    found = surroundings(ORDER)
    assert [(c.number, c.modality, c.who) for c in found.clauses] == [
        ("1", Modality.APPROVES, None),
        ("2", Modality.RECOMMENDS, "виконавцям Плану"),
        ("3", Modality.OBLIGES, "Начальникам відділів"),
        ("4", Modality.ASSIGNS, "заступника директора Тиху Ольгу"),
    ]
    _, second, third, _ = found.clauses
    assert second.due is not None
    assert (second.to, second.due.end) == ("Департамент захисту", date(2022, 1, 10))
    assert third.due is not None
    assert (third.due.every, third.due.day) == (Every.MONTH, 5)
    assert found.legal_basis == (
        "Відповідно до Закону України «Про безоплатну правничу допомогу»",
        "Указу № 1",
    )
    assert [(s.position, s.name) for s in found.signatures] == [("Директор", "О. ТИХИЙ")]


def test_numbered_lines_that_approve_nothing_are_no_clauses() -> None:
    assert surroundings(("1. Мета", "Кожен знає свої права.", "2. Завдання")).clauses == ()


def test_those_who_read_it_sign_with_a_date_of_their_own() -> None:
    read = ("Ознайомлені:", "Начальник відділу\t«3» червня 2022 року\tП. П. Зразковий")
    found = surroundings((), ("Головний спеціаліст\tО. О. Прикладна", *read))
    (signed,) = found.signatures
    assert (signed.position, signed.name) == ("Головний спеціаліст", "О. О. Прикладна")
    (reader,) = found.acknowledged
    assert (reader.position, reader.name, reader.on) == (
        "Начальник відділу",
        "П. П. Зразковий",
        date(2022, 6, 3),
    )


def test_purpose_money_and_addressees_stand_under_their_headings() -> None:
    found = surroundings(
        ("I. MỤC ĐÍCH, YÊU CẦU", "1. Mục đích", "Nâng cao hiểu biết.", "2. Yêu cầu", "Đúng tiến độ."),
        ("III. KINH PHÍ", "Ngân sách bảo đảm.", "Nơi nhận:\n- Sở Tư pháp;\n- Lưu: VT."),
    )
    assert (found.purpose, found.distribution) == ("Nâng cao hiểu biết.", ("Sở Tư pháp", "Lưu: VT"))
    assert found.funding is not None
    assert found.funding.startswith("Ngân sách bảo đảm.")
