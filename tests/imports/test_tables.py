"""What is read from the tables that offices draw?"""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from application.imports.directory import Directory
from application.imports.reading import Reading, read_plan
from application.ports import DocumentRefused
from domain.plan.document import Additivity, CellState, DueKind, Severity, TargetKind
from infrastructure.documents.reader import OfficeReader
from tests.imports.files import HEADING, TASK, TITLE, Rows, measure, word, workbook

PLAIN: Rows = (
    HEADING,
    ["I. Люди знають свої права"],
    measure("1.1.1", "Лекції", due="січень-1 лютий-2", target="3"),
    measure("1.1.2", "Консультації", who="Директор, відділ просвіти", target="Постійно"),
)
ANNUAL_TITLE = ("Річний план роботи центру на 2022 рік",)


def read(content: bytes, **wanted: object) -> Reading:
    name = "plan.docx" if b"word/document.xml" in content else "plan.xlsx"
    return read_plan(content, name, OfficeReader(), **wanted)  # type: ignore[arg-type]


def codes(reading: Reading) -> dict[str, str]:
    return {finding.code: finding.place for finding in reading.findings}


@pytest.mark.parametrize(
    "content", [word(PLAIN, merges=[(1, 0, 1, 6)]), workbook(PLAIN, merges=["A3:G3"])], ids=["docx", "xlsx"]
)
def test_a_plain_table_is_read_the_same_from_both(content: bytes) -> None:
    plan = read(content).document
    assert (plan.period, plan.language, plan.header.title) == ("2021Q1", "uk", TITLE)
    assert plan.sections == ("I. Люди знають свої права",)
    assert [task.number for task in plan.tasks] == ["1.1"]
    lectures, advice = plan.measures
    assert (lectures.number, lectures.title, lectures.task_number) == ("1.1.1", "Лекції", "1.1")
    assert (lectures.due.kind, lectures.target.value) == (DueKind.MONTHLY_TARGETS, Decimal(3))
    assert lectures.target.per_period == {"2021-01": 1, "2021-02": 2}
    assert [(e.raw, e.lead) for e in advice.executors] == [("Директор", True), ("відділ просвіти", False)]
    assert advice.target.kind is TargetKind.CONTINUOUS
    assert [m.id for m in plan.measures] == ["m001", "m002"]


def test_columns_are_told_by_their_words_in_any_order() -> None:
    order = (2, 1, 3, 5, 6, 4, 0)
    content = workbook([[row[at] for at in order] for row in (HEADING, *PLAIN[2:])])
    beside = {"section", "place", "places"}
    assert read(content).document.measures[0].model_dump(exclude=beside) == read(
        workbook([HEADING, *PLAIN[2:]])
    ).document.measures[0].model_dump(exclude=beside)


def test_a_heading_on_two_rows_names_the_columns_by_its_lower_row() -> None:
    top = [*HEADING[:3], "Виконання", None, "Показники", None]
    content = workbook(
        [top, [None, None, None, *HEADING[3:]], PLAIN[2]],
        merges=["A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2"],
    )
    assert [c.role for c in read(content).document.columns] == [
        "number",
        "task",
        "measure",
        "executors",
        "due",
        "indicator",
        "target",
    ]


def test_headings_again_numbering_totals_notes_and_signatures_are_no_measures() -> None:
    rows = [
        HEADING,
        ["1", "2", "3", "4", "5", "6", "7"],
        PLAIN[2],
        HEADING,
        PLAIN[3],
        ["Всього заходів: 2", None, None, None, None, None, "3"],
        ["Примітка: план може змінюватися"],
        ["Директор", None, None, "Т. Козир"],
    ]
    reading = read(word(rows, merges=[(5, 0, 5, 5), (6, 0, 6, 6)]))
    assert [m.number for m in reading.document.measures] == ["1.1.1", "1.1.2"]
    assert reading.document.header.signatories == ("Директор Т. Козир",)
    assert reading.document.header.notes == ("Примітка: план може змінюватися",)
    assert not reading.findings


def test_a_totals_row_that_says_otherwise_is_found() -> None:
    rows = [HEADING, PLAIN[2], ["Всього заходів: 5", None, None, None, None, None, "9"]]
    reading = read(workbook(rows, merges=["A4:F4"]))
    assert [(f.code, f.place) for f in reading.findings] == [
        ("totals-differ", "План!A4"),
        ("totals-differ", "План!G4"),
    ]


def test_a_task_merged_over_its_measures_belongs_to_each() -> None:
    rows = [HEADING, measure("1.1.1", "Перший"), measure("1.1.2", "Другий")]
    rows[2][1] = None  # type: ignore[index, call-overload]
    plan = read(word(rows, merges=[(1, 1, 2, 1)])).document
    assert [m.task for m in plan.measures] == ["Доступ", "Доступ"]


def test_the_number_and_not_the_label_beside_it_gives_the_task() -> None:
    reading = read(workbook([HEADING, measure("1.1.1", "Перший"), measure("1.2.1", "Другий")]))
    assert [m.task_number for m in reading.document.measures] == ["1.1", "1.2"]
    assert codes(reading) == {"task-against-number": "План!C4"}


def test_numbered_sections_stand_for_tasks_where_no_column_does() -> None:
    heading = ["№ з/п", "Назва заходу", "Відповідальні за виконання", "Термін виконання"]
    rows = [heading, ["1. Захист"], ["1.1. Послуги"], ["5.", "Тренінги", "Директор", "липень"]]
    content = workbook(rows, lines=("План заходів на 2021 рік",), merges=["A3:D3", "A4:D4"])
    (found,) = read(content).document.measures
    assert (found.section, found.task_number, found.number) == ("1. Захист", "1.1", "5")


def test_only_words_at_the_start_make_a_part_of_another() -> None:
    rows = [
        HEADING,
        measure("1.1.1", "Виїзди", target="4"),
        measure("1.1.1.1", "у т.ч. до шкіл", target="5"),
        measure("1.1.1.2", "Зустрічі, у т.ч. з батьками"),
    ]
    reading = read(workbook(rows))
    _, part, child = reading.document.measures
    assert (part.parent, part.relation, part.additivity) == ("1.1.1", "included_in", Additivity.INCLUDED)
    assert (child.parent, child.relation, child.additivity) == ("1.1.1", "child", Additivity.FLOW)
    assert codes(reading) == {"part-above-whole": "План!G4"}


def test_blank_dash_and_missing_column_mean_different_things() -> None:
    rows = [
        HEADING,
        measure("1.1.1", "Порожній", due="", target=""),
        measure("1.1.2", "Риска", due="-", target="–"),
    ]
    blank, dash = read(workbook(rows)).document.measures
    assert (blank.due.state, blank.target.state) == (CellState.BLANK, CellState.BLANK)
    assert (dash.due.state, dash.target.state) == (CellState.DASH, CellState.DASH)
    without = [row[:5] for row in (HEADING, measure("1.1.1", "Без показника"))]
    assert read(workbook(without)).document.measures[0].target.state is CellState.MISSING


QUARTERS: Rows = (
    ["п/п", "Завдання", "Захід", "Виконавець", "Показники результативності", None, None, None, None, None],
    [None, None, None, None, "Найменування", "I", "II", "III", "IV", "Разом"],
    ["1.", TASK, "1.1.1 Лекції", "відділ просвіти", "Кількість лекцій", None, None, None, None, None],
    [None, None, None, None, "Центр", "3", None, "2", "4", "9"],
    ["2.", TASK, "1.1.2 Стенди", "Директор", "Кількість стендів", None, None, None, None, None],
    [None, None, None, None, "Центр", "у разі потреби", None, None, None, None],
)
IN_WORD = [
    *((0, at, 1, at) for at in range(4)),
    (0, 4, 0, 9),
    *((top, at, top + 1, at) for top in (2, 4) for at in range(4)),
    (5, 5, 5, 9),
]
IN_SHEET = [
    *(f"{c}2:{c}3" for c in "ABCD"),
    "E2:J2",
    *(f"{c}{top}:{c}{top + 1}" for top in (4, 6) for c in "ABCD"),
    "F7:J7",
]


@pytest.mark.parametrize(
    "content",
    [
        word(QUARTERS, lines=ANNUAL_TITLE, merges=IN_WORD),
        workbook(QUARTERS, lines=ANNUAL_TITLE, merges=IN_SHEET),
    ],
    ids=["docx", "xlsx"],
)
def test_a_value_line_under_an_indicator_line_holds_the_quarters(content: bytes) -> None:
    reading = read(content)
    lectures, stands = reading.document.measures
    assert lectures.indicator == "Кількість лекцій"
    assert lectures.target.raw == ("3", None, "2", "4", "9")
    assert lectures.target.per_period == {"I": 3, "III": 2, "IV": 4}
    assert (lectures.target.value, lectures.due.state) == (Decimal(9), CellState.MISSING)
    assert (stands.target.kind, stands.indicator) == (TargetKind.AS_NEEDED, "Кількість стендів")
    assert not reading.findings


def test_several_measures_in_one_cell_share_the_cells_beside_it() -> None:
    row = measure("1.1.1", "Угоди")
    row[2] = "Захід 1.1.1 Угоди\nЗахід 1.1.2 Анкети"
    reading = read(word([HEADING, row]))
    assert [(m.number, m.title, m.target.value) for m in reading.document.measures] == [
        ("1.1.1", "Угоди", 1),
        ("1.1.2", "Анкети", 1),
    ]
    assert set(codes(reading)) == {"measures-in-one-cell"}


def test_dashed_lines_in_a_cell_are_sub_items_of_their_bureau() -> None:
    row = measure("1.1.1", "Виїзди", target="3")
    row[2] += "\n- до села;\nСтепове бюро:\n- до шкіл"
    reading = read(word([HEADING, row]))
    (found,) = reading.document.measures
    assert found.title == "Виїзди"
    assert [(s.title, s.unit) for s in found.sub_items] == [("до села", None), ("до шкіл", "Степове бюро")]
    assert set(codes(reading)) == {"sub-items-against-target"}


def test_an_indicator_in_the_executors_cell_makes_nobody_an_executor() -> None:
    row = measure("1.1.1", "Угоди", who="Кількість угод")
    row[5] = ""
    reading = read(workbook([HEADING, row]))
    (found,) = reading.document.measures
    assert (found.executors, found.executors_raw, found.indicator) == ((), "Кількість угод", "Кількість угод")
    assert codes(reading) == {"cell-shifted": "План!D3", "executor-missing": "План!D3"}


def test_a_date_where_a_name_belongs_bars_approval() -> None:
    reading = read(workbook([HEADING, measure("1.1.1", "Лекції", who="до 10.02.2021")]))
    assert not reading.approvable
    assert codes(reading)["executor-not-a-name"] == "План!D3"


def test_executors_are_found_among_those_the_office_knows() -> None:
    directory = Directory({"Відділ правопросвітництва": "unit:law", "Директор": "position:director"})
    row = measure("1.1.1", "Лекції", who="Директор, відділ право-просвітництва, Відділ фантазій")
    reading = read(workbook([HEADING, row]), directory=directory)
    (found,) = reading.document.measures
    assert [e.to for e in found.executors] == ["position:director", "unit:law", None]
    (finding,) = reading.findings
    assert (finding.code, finding.place) == ("executor-unknown", "План!D3")
    assert finding.proposal == "create: Відділ фантазій"


def test_a_date_typed_into_a_deadline_is_that_day() -> None:
    row: list[str | date] = [*measure("1.1.1", "Лекції")]
    row[4] = date(2021, 2, 10)
    (found,) = read(workbook([HEADING, row])).document.measures
    assert (found.due.kind, found.due.end) == (DueKind.BY_DATE, date(2021, 2, 10))


def test_a_pair_that_became_a_date_is_never_a_number() -> None:
    def as_pair(book: openpyxl.Workbook) -> None:
        cell = book["План"]["G3"]
        cell.value, cell.number_format = date(2021, 1, 1), "d/m"

    reading = read(workbook([HEADING, measure("1.1.1", "Договори")], change=as_pair))
    (found,) = reading.document.measures
    assert (found.target.kind, found.target.value) == (TargetKind.TEXT, None)
    assert [(f.code, f.proposal) for f in reading.findings] == [("cell-became-date", "1/1")]


def test_formulas_show_their_values_or_bar_approval() -> None:
    def formula(book: openpyxl.Workbook) -> None:
        book["План"]["G3"] = "=1+1"
        book["План"]["G4"] = "#REF!"

    rows = [HEADING, measure("1.1.1", "Перший"), measure("1.1.2", "Другий")]
    reading = read(workbook(rows, change=formula))
    assert codes(reading) == {"formula-without-value": "План!G3", "cell-error": "План!G4"}
    assert not reading.approvable


def test_hidden_sheets_stay_out_and_hidden_rows_come_in_with_a_remark() -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book["План"].row_dimensions[4].hidden = True
        draft = book.create_sheet("Чернетка")
        draft.append(HEADING)
        draft.append(measure("9.9.9", "Старий"))
        draft.sheet_state = "hidden"

    rows = [HEADING, measure("1.1.1", "Перший"), measure("1.1.2", "Другий")]
    reading = read(workbook(rows, change=hide))
    assert [m.number for m in reading.document.measures] == ["1.1.1", "1.1.2"]
    assert codes(reading) == {"sheet-hidden": "Чернетка", "row-hidden": "План!C4"}


def test_invisible_characters_are_left_out_and_told() -> None:
    row = measure("1.1.1", "Лек\u200bції", target="\ufeff1")
    reading = read(workbook([HEADING, row]))
    (found,) = reading.document.measures
    assert (found.title, found.target.value) == ("Лекції", 1)
    assert {f.place for f in reading.findings} == {"План!C3", "План!G3"}


def test_a_column_without_a_reading_keeps_its_cells_and_is_named() -> None:
    rows = [[*HEADING, "Куратор гуртка"], [*measure("1.1.1", "Лекції"), "П. Тихий"]]
    reading = read(workbook(rows))
    assert codes(reading) == {"column-as-printed": "План!H2"}
    (kept,) = reading.document.measures[0].printed
    assert (kept.heading, kept.raw, kept.role) == ("Куратор гуртка", "П. Тихий", "other")


def test_what_a_report_says_was_done_is_kept_and_no_more() -> None:
    reading = read(workbook(REPORT))
    (found,) = reading.document.measures
    assert [(p.role, p.raw) for p in found.printed] == [("actual", "2"), ("new_term", "квітень")]
    assert (found.target.value, found.due.raw) == (Decimal(1), "березень")
    assert codes(reading) == {"report-columns": "План!H2"}


def test_executors_as_columns_have_deadlines_of_their_own() -> None:
    reading = read(workbook(MATRIX, lines=ANNUAL_TITLE, merges=["A2:A3", "B2:B3", "C2:D2"]))
    both, one, mixed = reading.document.measures
    assert [(e.raw, e.due.end if e.due else None) for e in both.executors] == [
        ("Районні відділи", date(2022, 2, 10)),
        ("Обласне управління", date(2022, 2, 15)),
    ]
    assert (both.due.raw, both.due.end) == ("до 10.02.2022; 15.02.2022", date(2022, 2, 15))
    assert ([e.raw for e in one.executors], one.due.raw) == (["Обласне управління"], "протягом року")
    assert mixed.due.kind is DueKind.TEXT
    assert codes(reading) == {"deadline-is-last": "План!B4", "deadlines-differ": "План!B6"}


def test_a_row_with_cells_but_no_measure_bars_approval() -> None:
    row = measure("1.1.1", "Лекції")
    row[2] = ""
    reading = read(workbook([HEADING, measure("1.1.2", "Інший"), row]))
    assert [m.number for m in reading.document.measures] == ["1.1.2"]
    assert codes(reading)["row-not-read"] == "План!A4"
    assert not reading.approvable


def test_the_period_asked_for_goes_before_the_title() -> None:
    reading = read(workbook(PLAIN), period="2021Q2")
    assert reading.document.period == "2021Q2"
    assert "period-contradicts" in codes(reading)


def test_one_value_for_several_measures_asks_to_be_split() -> None:
    rows = [HEADING, measure("1.1.1", "Перший", target="3"), measure("1.1.2", "Другий", target="")]
    reading = read(workbook(rows, merges=["G3:G4"]))
    assert [m.target.value for m in reading.document.measures] == [3, 3]
    assert codes(reading) == {"value-shared": "План!G3"}


def test_a_row_cut_by_a_page_is_joined_and_told() -> None:
    rows = [HEADING, measure("1.1.1", "Довгий захід"), ["", "", "на двох сторінках", "відділ", "", "", ""]]
    reading = read(word(rows))
    (found,) = reading.document.measures
    assert found.title == "Довгий захід на двох сторінках"
    assert codes(reading) == {"row-joined": "table 1 row 2 col 3"}


def test_a_number_and_a_title_above_its_measures_is_a_section() -> None:
    rows = [
        ["STT", "Nội dung công việc", "Cơ quan chủ trì", "Thời gian hoàn thành"],
        ["I", "Văn bản", None, None],
        ["1", "Soạn thảo", "Sở Tư pháp", "Tháng 6/2021"],
        ["2", "Hòa giải", None, None],
        ["2.1", "Tập huấn", "Sở Tư pháp", "Quý II"],
    ]
    plan = read(workbook(rows, lines=("KẾ HOẠCH", "Công tác năm 2021"))).document
    assert plan.sections == ("I Văn bản", "2 Hòa giải")
    assert [(m.number, m.section) for m in plan.measures] == [("1", "I Văn bản"), ("2.1", "2 Hòa giải")]


MATRIX: Rows = (
    ["№", "Найменування заходу", "Виконавець і строки виконання", None],
    [None, None, "Районні відділи", "Обласне управління"],
    ["1", "Лекції", "до 10.02.2022", "15.02.2022"],
    ["2", "Запити", None, "протягом року"],
    ["3", "Звіти", "до 10.02.2022", "протягом року"],
)
REPORT: Rows = ([*HEADING, "Виконано", "Новий термін"], [*measure("1.1.1", "Лекції"), "2", "квітень"])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (workbook(PLAIN[2:]), "headings-not-found"),
        (workbook([[*row[:2], *row[3:]] for row in (HEADING, PLAIN[2])]), "measure-column-missing"),
        (workbook([], lines=()), "table-not-found"),
        (workbook([HEADING]), "no-measures"),
        (workbook([HEADING, PLAIN[2]], lines=("План заходів",)), "period-not-found"),
        (workbook([HEADING, PLAIN[2]], lines=("План заходів на І півріччя 2021 року",)), "period-not-found"),
        (workbook([HEADING, measure("1.1.1", "я" * 7000)]), "text-too-long"),
    ],
)
def test_what_cannot_be_read_right_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        read(content)
    assert refused.value.code == code


def test_an_error_bars_approval_and_a_warning_does_not() -> None:
    warned = read(workbook([HEADING, measure("1.1.1", "Лекції", due="-")]))
    assert [f.severity for f in warned.findings] == [Severity.WARNING]
    assert warned.approvable
    wrong = read(workbook([HEADING, measure("1.1.1", "Лекції", due="до 31.02.2021")]))
    assert not wrong.approvable


def test_a_subtotal_is_of_its_section_and_the_total_of_all() -> None:
    rows = [
        HEADING,
        ["I. Перший"],
        measure("1.1.1", "Лекції", target="2"),
        ["Разом за розділом I", None, None, None, None, None, "2"],
        ["II. Другий"],
        measure("2.1.1", "Зустрічі", target="3"),
        ["Разом за розділом II", None, None, None, None, None, "4"],
        ["Усього", None, None, None, None, None, "5"],
    ]
    merges = ["A3:G3", "A6:G6", *(f"A{row}:F{row}" for row in (5, 8, 9))]
    assert [
        (f.code, f.place, f.facts["held"])
        for f in read(workbook(rows, merges=merges)).findings
        if f.code == "totals-differ"
    ] == [("totals-differ", "План!G8", "3")]


PROGRAMME: Rows = (
    ["Завдання", "Виконавець", "Обсяг фінансування, тис. грн", None, None, "Очікувані результати"],
    [None, None, "усього", "у тому числі", None, None],
    [None, None, None, "обласний бюджет", "інші джерела", None],
    ["1. Обладнання", None, None, None, None, None],
    ["1.1. Комп'ютери", "Центр", "120,50", "100,00", "20,50", "10 місць"],
    ["1.2. Меблі", "Центр", "30", "20", "20", "5 кабінетів"],
    ["Усього", None, "150,5", "120", "40", None],
)


def test_money_stands_under_its_sources_and_is_added_up() -> None:
    reading = read(workbook(PROGRAMME, lines=ANNUAL_TITLE))
    computers, _ = reading.document.measures
    assert [(f.source, f.amount, f.unit) for f in computers.funding] == [
        ("усього", Decimal("120.5"), "тис. грн"),
        ("обласний бюджет", Decimal(100), "тис. грн"),
        ("інші джерела", Decimal("20.5"), "тис. грн"),
    ]
    assert (computers.expected_result, computers.task_number) == ("10 місць", "1")
    assert [(f.code, f.place) for f in reading.findings] == [
        ("measures-named-by", "План!A2"),
        ("totals-differ", "План!E8"),
        ("funding-against-total", "План!A7"),
    ]


def test_sections_in_tables_of_their_own_make_one_plan() -> None:
    def second(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("II. Якість")
        sheet.append(["№ з/п", "Захід", "Термін виконання", "Виконавець", "Показник", "Значення"])
        sheet.append(["1.", "2.1.1 Опитування", "березень", "Директор", "Кількість анкет", "20"])

    reading = read(workbook([HEADING, measure("1.1.1", "Лекції")], change=second))
    first, other = reading.document.measures
    assert (other.number, other.title, other.section) == ("2.1.1", "Опитування", "II. Якість")
    assert (other.target.value, other.place, first.place) == (Decimal(20), "II. Якість!B2", "План!C3")


def test_numbered_points_in_one_cell_are_measures_and_share_what_is_not_numbered() -> None:
    rows = [
        ["Завдання", "Заходи", "Строк виконання", "Відповідальні"],
        [
            "1. Облік",
            "1) обстежити входи\n2) оприлюднити перелік",
            "1) березень\n2) червень",
            "відділ архітектури",
        ],
    ]
    first, second = read(workbook(rows, lines=ANNUAL_TITLE)).document.measures
    assert [(m.number, m.title, m.due.raw) for m in (first, second)] == [
        ("1", "обстежити входи", "березень"),
        ("2", "оприлюднити перелік", "червень"),
    ]
    assert [e.raw for e in second.executors] == ["відділ архітектури"]
