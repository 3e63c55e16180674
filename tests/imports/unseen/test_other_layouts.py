"""Is a plan found in a table laid out as offices lay them out, and nothing made of what is no plan?"""

import docx
import openpyxl
import pytest

from application.ports import DocumentRefused
from tests.imports.files import HEADING, TITLE, measure, saved, word, workbook
from tests.imports.unseen.expecting import Row, codes, read, rows, serious
from tests.imports.unseen.writing import separated

LINES = ("План заходів Вишневого центру на 1-й квартал 2022 року",)
TWO_ROWS = [
    ["№ з/п", "Найменування заходу", "Виконання", "", "Показники", ""],
    ["", "", "Виконавець", "Термін", "Найменування", "Значення"],
    ["1", "2", "3", "4", "5", "6"],
    ["1.", "Захід 1.1.1 Лекції", "Відділ просвіти", "січень - 2, лютий - 3, березень - 1", "Лекції", "6"],
    ["2.", "Захід 1.1.2 Семінари", "Директор", "15.02.2022", "Семінари", "1"],
    ["№ з/п", "Найменування заходу", "Виконавець", "Термін", "Найменування", "Значення"],
    ["3.", "Захід 1.2.1 Договори", "Бухгалтерія", "березень", "Договори/постачальники", "2/2"],
    ["4.", "Захід 1.2.2 Звіти", "Бухгалтерія", "березень", "Звіти", "1"],
    ["Разом заходів: 4", "", "", "", "", "8"],
    ["Головний бухгалтер", "", "", "", "О. КРАВЕЦЬ", ""],
]
EXPECTED = [
    Row("1.1.1", "Лекції", ("Відділ просвіти",), "monthly_targets 2022-03-31", "6", indicator="Лекції"),
    Row("1.1.2", "Семінари", ("Директор",), "by_date 2022-02-15", "1", indicator="Семінари"),
    Row("1.2.1", "Договори", ("Бухгалтерія",), "month 2022-03-31", "2/2", indicator="Договори/постачальники"),
    Row("1.2.2", "Звіти", ("Бухгалтерія",), "month 2022-03-31", "1", indicator="Звіти"),
]
IN_WORD = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5), (8, 0, 8, 4), (9, 0, 9, 3)]
IN_SHEET = ["A2:A3", "B2:B3", "C2:D2", "E2:F2", "A10:E10"]
FILES = {
    "plan.docx": word(TWO_ROWS, lines=LINES, merges=IN_WORD),
    "plan.xlsx": workbook([[c or None for c in row] for row in TWO_ROWS], lines=LINES, merges=IN_SHEET),
    "plan.csv": separated(TWO_ROWS, lines=LINES),
}


@pytest.mark.parametrize("name", FILES)
def test_headings_on_two_rows_and_again_numbering_totals_and_a_signature_are_no_measures(name: str) -> None:
    reading = read(FILES[name], name)
    assert rows(reading) == EXPECTED
    assert serious(reading) == []
    assert reading.document.header.signatories == ("Головний бухгалтер О. КРАВЕЦЬ",)


def glossary_and_drafts(book: openpyxl.Workbook) -> None:
    words = book.create_sheet("Терміни", 0)
    words.append(["Термін", "Пояснення"])
    words.append(["БПД", "безоплатна правнича допомога"])
    draft = book.create_sheet("старий")
    draft.append(HEADING)
    draft.append(measure("9.9.9", "Старий"))
    draft.sheet_state = "veryHidden"
    book["План"].column_dimensions["B"].hidden = True
    book["План"].freeze_panes = "A3"
    book["План"].auto_filter.ref = "A2:G4"


def test_only_the_sheet_that_people_see_is_the_plan() -> None:
    table = [HEADING, measure("1.1.1", "Лекції"), measure("1.1.2", "Семінари")]
    reading = read(workbook(table, change=glossary_and_drafts), "plan.xlsx")
    assert [row.number for row in rows(reading)] == ["1.1.1", "1.1.2"]
    assert serious(reading) == ["sheet-hidden старий"]


def another_quarter(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("II квартал")
    sheet.append(["План заходів Тихого центру на 2 квартал 2021 року"])
    sheet.append(HEADING)
    sheet.append(measure("1.1.1", "Лекції", due="травень"))


def test_a_plan_for_each_quarter_on_its_own_sheet_is_not_one_plan() -> None:
    with pytest.raises(DocumentRefused) as refused:
        read(workbook([HEADING, measure("1.1.1", "Лекції")], change=another_quarter), "plan.xlsx")
    assert refused.value.code == "several-tables"


def continued(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("Продовження")
    sheet.append(HEADING)
    sheet.append(measure("1.1.2", "Семінари"))


def test_a_table_that_goes_on_on_the_next_sheet_is_one_plan() -> None:
    reading = read(workbook([HEADING, measure("1.1.1", "Лекції")], change=continued), "plan.xlsx")
    assert [row.number for row in rows(reading)] == ["1.1.1", "1.1.2"]


@pytest.mark.parametrize("again", [True, False], ids=["heading again", "no heading"])
def test_a_line_between_tables_is_the_section_of_what_stands_below_it(again: bool) -> None:
    first, second = [list(HEADING), measure("1.1.1", "Лекції")], [measure("2.1.1", "Опитування")]
    for row in (first[1], second[0]):
        row[1] = ""
    tables = [("I. Доступ", first), ("II. Якість", [list(HEADING), *second] if again else second)]
    reading = read(several(tables), "plan.docx")
    assert [(row.number, row.section) for row in rows(reading)] == [
        ("1.1.1", "I. Доступ"),
        ("2.1.1", "II. Якість"),
    ]


def several(tables: list[tuple[str, list[list[str]]]]) -> bytes:
    document = docx.Document()
    document.add_paragraph(TITLE)
    for line, table in tables:
        document.add_paragraph(line)
        grid = document.add_table(len(table), len(HEADING))
        for at, row in enumerate(table):
            for column, text in enumerate(row):
                grid.cell(at, column).text = text
    return saved(document.save)


def test_who_has_read_the_plan_is_no_measure() -> None:
    people = [["ПІБ", "Посада", "Дата", "Підпис"], ["Іваненко І.І.", "юрист", "01.02.2021", ""]]
    reading = read(
        several([("", [list(HEADING), measure("1.1.1", "Лекції")]), ("Ознайомлені:", people)]), "p.docx"
    )
    assert [row.number for row in rows(reading)] == ["1.1.1"]


def test_a_heading_whose_words_are_cut_over_lines_is_read() -> None:
    cut = ["№\nз/п", "Найменування\nзавдан-\nня", "Найменування за-\nходу", "Відпо-\nвідальний\nвиконавець"]
    cut += ["Тер-\nмін", "Показ-\nник", "Зна-\nчення"]
    reading = read(word([cut, measure("1.1.1", "Лекції")]), "plan.docx")
    (row,) = rows(reading)
    assert (row.number, row.who, row.due, row.target) == ("1.1.1", ("Директор",), "month 2021-03-31", "1")


def test_an_order_of_pages_before_the_table_hides_no_heading() -> None:
    before = [[f"{number}. Пункт наказу."] for number in range(1, 100)]
    reading = read(workbook([*before, HEADING, measure("1.1.1", "Лекції")]), "plan.xlsx")
    assert [row.number for row in rows(reading)] == ["1.1.1"]


@pytest.mark.parametrize("same", ["— // —", '-"-', "те саме", "- // -"])
def test_a_ditto_mark_is_nobody_s_name(same: str) -> None:
    table = [HEADING, measure("1.1.1", "Лекції"), measure("1.1.2", "Семінари", who=same)]
    reading = read(word(table), "plan.docx")
    assert same not in rows(reading)[1].who
    assert codes(reading)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_an_executor_merged_over_several_rows_owes_each_of_them(kind: str) -> None:
    table = [list(HEADING), *(measure(f"1.1.{n}", f"Захід {n}") for n in range(1, 4))]
    for row in table[2:]:
        row[3] = ""
    merged = word(table, merges=[(1, 3, 3, 3)]) if kind == "docx" else workbook(table, merges=["D3:D5"])
    assert [row.who for row in rows(read(merged, f"plan.{kind}"))] == [("Директор",)] * 3


def test_a_part_numbered_beside_its_whole_is_part_of_the_row_above() -> None:
    table = [
        HEADING,
        measure("1.2.1", "Угоди", target="2"),
        measure("1.2.2", "у т.ч. з радами"),
        measure("1.3.1", "Звіти"),
    ]
    reading = read(word([[row[0], "", *row[2:]] for row in table]), "plan.docx")
    assert [m.parent for m in reading.document.measures] == [None, "1.2.1", None]
