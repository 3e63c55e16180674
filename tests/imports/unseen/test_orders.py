"""Is the plan that an order annexes read, and are the order's two dates told?"""

import pytest

from tests.imports.files import word
from tests.imports.unseen.expecting import Row, read, rows, serious
from tests.imports.unseen.writing import calc_sheet, page, printed, separated, writer_text

ORDER = (
    "ОЗЕРНА ОБЛАСНА ДЕРЖАВНА АДМІНІСТРАЦІЯ",
    "РОЗПОРЯДЖЕННЯ",
    "12 січня 2022 р.",
    "м. Озерне",
    "№ 17",
    "Про затвердження Плану заходів щодо підтримки молоді на 2022 рік",
    "Відповідно до Закону України «Про місцеві державні адміністрації»:",
    "1. Затвердити План заходів щодо підтримки молоді на 2022 рік, що додається.",
    "2. Виконавцям Плану до 15.01.2023 подати звіт Департаменту освіти.",
    "3. Контроль покласти на заступника голови Ясну Марію.",
    "Голова обласної державної адміністрації",
    "Іван ЛІСОВИЙ",
    "ЗАТВЕРДЖЕНО",
    "Розпорядження голови обласної державної адміністрації",
    "12 лютого 2022 р. № 17",
    "ПЛАН ЗАХОДІВ",
    "щодо підтримки молоді на 2022 рік",
)
SAME_DATE = tuple(line.replace("лютого", "січня") for line in ORDER)
TABLE = [
    ["№ з/п", "Назва заходу", "Відповідальні за виконання", "Термін виконання"],
    ["1. Освіта"],
    [
        "1.",
        "Ярмарок професій",
        "Департамент освіти, центри зайнятості (за згодою), ГО «Молодь, дія» (за згодою)",
        "Березень",
    ],
    ["2.", "Літня школа", "Департамент освіти;\nуправління молоді та спорту", "Червень - серпень"],
    ["2. Здоров'я"],
    ["2.1. Спорт"],
    ["3.", "Спартакіада", "Управління молоді та спорту, районні державні адміністрації", "протягом року"],
]
EXPECTED = [
    Row(
        "1",
        "Ярмарок професій",
        ("Департамент освіти", "центри зайнятості (за згодою)", "ГО «Молодь, дія» (за згодою)"),
        "month 2022-03-31",
        task="1",
        section="1. Освіта",
        helpers=("центри зайнятості", "ГО «Молодь, дія»"),
    ),
    Row(
        "2",
        "Літня школа",
        ("Департамент освіти", "управління молоді та спорту"),
        "month_range 2022-08-31",
        task="1",
        section="1. Освіта",
    ),
    Row(
        "3",
        "Спартакіада",
        ("Управління молоді та спорту", "районні державні адміністрації"),
        "year 2022-12-31",
        task="2.1",
        section="2. Здоров'я",
    ),
]
MERGES = [(1, 0, 1, 3), (4, 0, 4, 3), (5, 0, 5, 3)]
OTHERS = {
    "order.csv": separated(TABLE, lines=ORDER, encoding="utf-8-sig", mark=","),
    "paste.txt": separated(TABLE, lines=ORDER, mark="\t"),
    "order.ods": calc_sheet(TABLE, lines=ORDER),
    "order.odt": writer_text(TABLE, lines=ORDER),
    "order.html": page(TABLE, lines=ORDER),
    "order.pdf": printed(TABLE, lines=ORDER),
}


def test_the_annexed_plan_is_read_and_the_two_dates_of_its_order_are_told() -> None:
    reading = read(
        word(TABLE, lines=ORDER, merges=MERGES, after=["Директор Департаменту", "Олег КОЗАК"]), "o.docx"
    )
    assert rows(reading) == EXPECTED
    assert serious(reading) == ["dates-contradict line 15"]
    header = reading.document.header
    assert header.title == "ПЛАН ЗАХОДІВ\nщодо підтримки молоді на 2022 рік"
    assert (header.order_number, str(header.order_date)) == ("17", "2022-01-12")
    assert header.signatories[-1] == "Директор Департаменту Олег КОЗАК"


def test_one_date_told_twice_is_no_contradiction() -> None:
    assert serious(read(word(TABLE, lines=SAME_DATE, merges=MERGES), "order.docx")) == []


@pytest.mark.parametrize("name", OTHERS)
def test_the_order_is_read_from_every_kind_of_file(name: str) -> None:
    reading = read(OTHERS[name], name)
    assert rows(reading) == EXPECTED
    assert [finding.partition(" ")[0] for finding in serious(reading)] == ["dates-contradict"]
