"""Are the forms of plans read in other languages, with other words, and in other kinds of file?"""

from typing import Any

import pytest

from application.imports.truth import as_truth
from tests.imports.files import word, workbook
from tests.imports.unseen.expecting import Row, codes, read, rows, serious
from tests.imports.unseen.writing import calc_sheet, page, printed, separated, writer_text


def measures(content: bytes, name: str) -> list[dict[str, Any]]:
    told = as_truth(read(content, name))["measures"]
    assert isinstance(told, list)
    return told


VIETNAMESE_QUARTERS = [
    ["TT", "Nhiệm vụ", "Hoạt động", "Đơn vị thực hiện", "Chỉ tiêu", *[""] * 5],
    ["", "", "", "", "Tên chỉ tiêu", "Quý I", "Quý II", "Quý III", "Quý IV", "Cả năm"],
    ["1", "Nhiệm vụ 1.1 Truyền thông", "1.1.1 Hội nghị", "Phòng Tuyên truyền", "Số hội nghị", *[""] * 5],
    ["", "", "", "", "Trung tâm", "1", "2", "1", "2", "6"],
    ["2", "Nhiệm vụ 1.1 Truyền thông", "1.1.2 Tờ gấp", "Phòng Tuyên truyền", "Số tờ gấp", *[""] * 5],
    ["", "", "", "", "Trung tâm", "100", "100", "100", "100", "500"],
]
ENGLISH_QUARTERS = [
    ["No.", "Task", "Activity", "Responsible", "Targets", *[""] * 5],
    ["", "", "", "", "Indicator", "Q1", "Q2", "Q3", "Q4", "Total"],
    ["1", "Task 1.1 Outreach", "1.1.1 Lectures", "Outreach Unit", "Lectures held", "1", "2", "1", "2", "6"],
    ["2", "Task 1.1 Outreach", "1.1.2 Leaflets", "Press Office", "Leaflets", "100", "", "100", "", "200"],
]
IN_TWO_ROWS = [*(((0, at, 1, at)) for at in range(4)), (0, 4, 0, 9)]
VALUE_LINES = [(top, at, top + 1, at) for top in (2, 4) for at in range(4)]
IN_SHEET = [*(f"{c}2:{c}3" for c in "ABCD"), "E2:J2"]
LINES_IN_SHEET = [f"{c}{top}:{c}{top + 1}" for top in (4, 6) for c in "ABCD"]
CONFERENCES = Row(
    "1.1.1",
    "Hội nghị",
    ("Phòng Tuyên truyền",),
    target="I 1 II 2 III 1 IV 2 = 6",
    task="1.1",
    indicator="Số hội nghị",
)
LEAFLETS = Row(
    "1.1.2",
    "Tờ gấp",
    ("Phòng Tuyên truyền",),
    target="I 100 II 100 III 100 IV 100 = 500",
    task="1.1",
    indicator="Số tờ gấp",
)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (
            word(VIETNAMESE_QUARTERS, lines=["KẾ HOẠCH NĂM 2023"], merges=[*IN_TWO_ROWS, *VALUE_LINES]),
            "table 1 row 6 col 6",
        ),
        (
            workbook(VIETNAMESE_QUARTERS, lines=["KẾ HOẠCH NĂM 2023"], merges=[*IN_SHEET, *LINES_IN_SHEET]),
            "План!F7",
        ),
    ],
    ids=["docx", "xlsx"],
)
def test_quarters_in_vietnamese_are_read_and_a_wrong_total_is_told(content: bytes, place: str) -> None:
    reading = read(content, "plan")
    assert rows(reading) == [CONFERENCES, LEAFLETS]
    assert [f for f in serious(reading) if "name-against" not in f] == [f"quarters-against-total {place}"]


ENGLISH = {
    "plan.docx": word(ENGLISH_QUARTERS, lines=["Annual work plan 2023"], merges=IN_TWO_ROWS),
    "plan.xlsx": workbook(ENGLISH_QUARTERS, lines=["Annual work plan 2023"], merges=IN_SHEET),
    "plan.csv": separated(ENGLISH_QUARTERS, lines=["Annual work plan 2023"], mark=","),
}


@pytest.mark.parametrize("name", ENGLISH)
def test_quarters_in_english_stand_in_the_measures_own_row(name: str) -> None:
    reading = read(ENGLISH[name], name)
    assert [(row.title, row.target, row.indicator) for row in rows(reading)] == [
        ("Lectures", "I 1 II 2 III 1 IV 2 = 6", "Lectures held"),
        ("Leaflets", "I 100 III 100 = 200", "Leaflets"),
    ]
    assert (reading.document.language, reading.document.period, serious(reading)) == ("en", "2023", [])


UKRAINIAN_QUARTERS = [
    ["№ з/п", "Назва заходу", "Відповідальний", "І кв.", "ІІ кв.", "ІІІ кв.", "IV кв.", "Всього за рік"],
    ["1.1", "Лекції", "Відділ просвіти", "2", "2", "2", "2", "8"],
    ["1.2", "Угоди", "Директор", "1", "-", "1", "-", "3"],
]


def test_quarters_in_ukrainian_in_an_old_csv() -> None:
    reading = read(
        separated(UKRAINIAN_QUARTERS, lines=["Річний план центру на 2023 рік"], encoding="cp1251"), "plan.csv"
    )
    assert [(row.number, row.who, row.target) for row in rows(reading)] == [
        ("1.1", ("Відділ просвіти",), "I 2 II 2 III 2 IV 2 = 8"),
        ("1.2", ("Директор",), "I 1 III 1 = 3"),
    ]
    assert codes(reading) - {"encoding-guessed"} == {"quarters-against-total"}


FUNDED = [
    ["Task", "Measure", "Deadline", "Source of funding", "Responsible", "Performance indicator"],
    ["Direction 1. Buildings", "", "", "", "", ""],
    [
        "1. Survey",
        "1) inspect entrances",
        "Q2 2025",
        "local budget",
        "Architects",
        "list made",
    ],
    ["", "2) publish the list", "during 2025", "none", "Press Office", "list published"],
    [
        "2. Training",
        "1) two lessons",
        "by 1 June 2025",
        "local budget",
        "Service Centre\nHR Department",
        "two",
    ],
]
FUNDED_FILES = {
    "plan.xlsx": workbook([[c or None for c in row] for row in FUNDED], lines=["Plan of measures for 2025"]),
    "plan.docx": word(FUNDED, lines=["Plan of measures for 2025"]),
    "plan.tsv": separated(FUNDED, lines=["Plan of measures for 2025"], mark="\t"),
}


@pytest.mark.parametrize("name", FUNDED_FILES)
def test_a_plan_with_funding_and_tasks_over_several_measures(name: str) -> None:
    reading = read(FUNDED_FILES[name], name)
    assert [(row.section, row.task, row.title, row.who, row.due) for row in rows(reading)] == [
        (
            "Direction 1. Buildings",
            "1",
            "inspect entrances",
            ("Architects",),
            "quarter_range 2025-06-30",
        ),
        ("Direction 1. Buildings", "1", "publish the list", ("Press Office",), "year 2025-12-31"),
        (
            "Direction 1. Buildings",
            "2",
            "two lessons",
            ("Service Centre", "HR Department"),
            "by_date 2025-06-01",
        ),
    ]
    assert serious(reading) == []
    survey = measures(FUNDED_FILES[name], name)[0]
    assert survey["funding"][0]["source"] == "local budget"


MATRIX = [
    ["№", "Найменування заходу", "Виконавець і строки виконання", "", "", "Примітка"],
    ["", "", "Відділ освіти", "Відділ культури", "Бібліотека", ""],
    ["1", "2", "3", "4", "5", "6"],
    ["1", "Виставка книг", "до 10.03.2022", "", "15.03.2022", ""],
    ["2", "Лекторій", "протягом року", "протягом року", "-", ""],
]
VIETNAMESE_MATRIX = [
    ["TT", "Nội dung công việc", "Đơn vị và thời gian thực hiện", "", "Ghi chú"],
    ["", "", "Phòng Tư pháp", "Phòng Văn hóa", ""],
    ["1", "Hội nghị", "Tháng 3", "Tháng 4", ""],
    ["2", "Tờ gấp", "", "Quý II", ""],
]


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_executors_as_columns_each_with_its_own_deadline(kind: str) -> None:
    lines = ["План роботи на 2022 рік"]
    content = (
        workbook(MATRIX, lines=lines, merges=["A2:A3", "B2:B3", "C2:E2", "F2:F3"])
        if kind == "xlsx"
        else word(MATRIX, lines=lines, merges=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 1, 5)])
    )
    exhibition, lectures = measures(content, f"plan.{kind}")
    assert exhibition["executors"] == ["Відділ освіти", "Бібліотека"]
    assert (exhibition["due"]["kind"], exhibition["due"]["to"]) == ("by_date", "2022-03-15")
    assert [e["to"] for e in exhibition["executor_due"]] == ["2022-03-10", "2022-03-15"]
    assert lectures["executors"] == ["Відділ освіти", "Відділ культури"]
    assert lectures["due"]["kind"] == "year"


def test_executors_as_columns_in_vietnamese() -> None:
    content = workbook(
        VIETNAMESE_MATRIX, lines=["KẾ HOẠCH NĂM 2022"], merges=["A2:A3", "B2:B3", "C2:D2", "E2:E3"]
    )
    meeting, leaflet = measures(content, "plan.xlsx")
    assert meeting["executors"] == ["Phòng Tư pháp", "Phòng Văn hóa"]
    assert [e["to"] for e in meeting["executor_due"]] == ["2022-03-31", "2022-04-30"]
    assert (leaflet["executors"], leaflet["due"]["to"]) == (["Phòng Văn hóa"], "2022-06-30")


PROGRAMME = [
    ["Task", "Executor", "Funding, thousand UAH", "", "", "Expected results"],
    ["", "", "total", "of which", "", ""],
    ["", "", "", "city budget", "other sources", ""],
    ["1", "2", "3", "4", "5", "6"],
    ["1. Repairs"],
    ["1.1. New windows", "Building Department", "250.00", "200.00", "50.00", "20 windows"],
    ["1.2. Ramp", "Building Department", "90.50", "90.50", "0", "1 ramp"],
]


def test_a_programme_with_its_funding_in_english() -> None:
    merges = ["A2:A4", "B2:B4", "C2:E2", "C3:C4", "D3:E3", "F2:F4", "A6:F6"]
    content = workbook(PROGRAMME, lines=["Development plan for 2023"], merges=merges)
    windows, ramp = measures(content, "plan.xlsx")
    assert [(m["number"], m["title"], m["executors"]) for m in (windows, ramp)] == [
        ("1.1", "New windows", ["Building Department"]),
        ("1.2", "Ramp", ["Building Department"]),
    ]
    assert [part["amount"] for part in windows["funding"]] == [250, 200, 50]
    assert (windows["expected_result"], ramp["expected_result"]) == ("20 windows", "1 ramp")


LIST = [
    "План основних заходів на I квартал 2022 року",
    "1. Провести нараду з керівниками закладів.",
    "10.03.2022   Директор",
    "10.00 год.",
    "2. Підготувати звіт за рік.",
    "до 25.03.2022   Відділ обліку",
    "3. Лекції у коледжі.",
    "14-15.03.2022   Відділ просвіти, бюро правової допомоги",
]


@pytest.mark.parametrize("kind", ["txt", "docx"])
def test_a_list_with_dates_and_names_below_each_point(kind: str) -> None:
    content = "\r\n".join(LIST).encode() if kind == "txt" else word([["Погоджено"]], lines=LIST)
    meeting, report, lectures = measures(content, f"plan.{kind}")
    assert (meeting["number"], meeting["executors"], meeting["due"]["to"]) == (
        "1",
        ["Директор"],
        "2022-03-10",
    )
    assert (report["executors"], report["due"]["to"]) == (["Відділ обліку"], "2022-03-25")
    assert lectures["executors"] == ["Відділ просвіти", "бюро правової допомоги"]
    assert (lectures["due"]["from"], lectures["due"]["to"]) == ("2022-03-14", "2022-03-15")


TWO_VALUES = [
    [
        *("Напрям", "Код цілі", "Показник", "Базове значення", "Вага"),
        *(f"{q} квартал {what}" for q in ("I", "II", "III", "IV") for what in ("план робіт", "план коштів")),
        *("Річний план", "Відповідальний"),
    ],
    ["Врядування", "В-1", "Кількість форумів", "3", "5", *("1", "10 000") * 4, "4", "Керуючий справами"],
    ["Врядування", "В-2", "Кількість звітів", "4", "2", *("2", "0") * 4, "8", "Відділ обліку"],
]


def test_two_values_a_quarter_in_ukrainian() -> None:
    lines = ["План реалізації бюджету та надання послуг на 2024 рік"]
    forums, reports = measures(separated(TWO_VALUES, lines=lines), "plan.csv")
    assert (forums["number"], forums["section"], forums["executors"]) == (
        "В-1",
        "Врядування",
        ["Керуючий справами"],
    )
    assert forums["target"]["per_period"] == {"I": 1, "II": 1, "III": 1, "IV": 1}
    assert (forums["target"]["value"], reports["target"]["value"]) == (4, 8)
    assert (forums["baseline"], forums["weight"]) == ("3", "5")
    assert [part["amount"] for part in forums["funding"]] == [10000] * 4


SCORECARD = [
    ["КПЕ", "Статус", "План", "Факт", "Причина відхилення", "Заходи з виправлення"],
    ["1.А % розглянутих звернень", "Вище", "82%", "85,7%", "Досягнуто", "Тримати темп"],
    ["1.Б Кількість днів навчання", "Нижче", "12", "9", "Хвороба викладача", "Перенести на квітень"],
]


def test_a_scorecard_in_ukrainian_is_what_was_planned_and_what_was_reported() -> None:
    lines = ["План показників діяльності на II квартал 2024 року"]
    answered, trained = measures(separated(SCORECARD, lines=lines, mark="\t"), "plan.tsv")
    assert answered["title"].endswith("% розглянутих звернень")
    assert (answered["target"]["value"], trained["target"]["value"]) == (82, 12)
    assert (answered["reported"]["actual"], trained["reported"]["actual"]) == ("85,7%", "9")
    assert trained["reported"]["reason"] == "Хвороба викладача"


SUB_ITEMS = [
    ["№ з/п", "Завдання", "Заходи", "Показник", "Значення"],
    [
        "1.",
        "Завдання 1.1 Доступ",
        "Захід 1.1.1 Прийоми\nПівнічне бюро:\n- у селі Лози;\n- у селі Верби;\nПівденне бюро:\n- у школі",
        "Кількість прийомів",
        "4",
    ],
    ["2.", "Завдання 1.1 Доступ", "Захід 1.1.2 Угоди\nЗахід 1.1.3 Анкети", "Кількість", "2"],
]
SUB_ITEM_FILES = {
    "plan.docx": word(SUB_ITEMS, lines=["План заходів центру на ІV квартал 2022 року"]),
    "plan.xlsx": workbook(SUB_ITEMS, lines=["План заходів центру на ІV квартал 2022 року"]),
    "plan.csv": separated(SUB_ITEMS, lines=["План заходів центру на ІV квартал 2022 року"]),
    "plan.ods": calc_sheet(SUB_ITEMS, lines=["План заходів центру на ІV квартал 2022 року"]),
    "plan.odt": writer_text(SUB_ITEMS, lines=["План заходів центру на ІV квартал 2022 року"]),
    "plan.html": page(SUB_ITEMS, lines=["План заходів центру на ІV квартал 2022 року"]),
    "plan.pdf": printed(SUB_ITEMS, lines=["План заходів центру на ІV квартал 2022 року"]),
}


@pytest.mark.parametrize("name", SUB_ITEM_FILES)
def test_items_of_bureaus_and_measures_that_share_a_cell(name: str) -> None:
    reading = read(SUB_ITEM_FILES[name], name)
    visits = reading.document.measures[0]
    assert [row.number for row in rows(reading)] == ["1.1.1", "1.1.2", "1.1.3"]
    assert [(item.unit, item.title) for item in visits.sub_items] == [
        ("Північне бюро", "у селі Лози"),
        ("Північне бюро", "у селі Верби"),
        ("Південне бюро", "у школі"),
    ]
    assert codes(reading) == {"sub-items-against-target", "measures-in-one-cell", "executor-missing"}
    assert reading.document.period == "2022Q4"
