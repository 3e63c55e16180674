"""Is a plan read whose columns have other words, another order and another kind of file?"""

import pytest

from tests.imports.files import word, workbook
from tests.imports.unseen.expecting import Row, codes, read, rows, serious
from tests.imports.unseen.writing import calc_sheet, page, printed, separated, writer_text

STAMP = ("ЗАТВЕРДЖУЮ", "Директор центру", "І. ПЕТРЕНКО", "20 березня 2023 року")
TITLE = ("План роботи Калинівського центру", "на II квартал 2023 року")
LINES = (*STAMP, *TITLE)
HEADING = ["№ пункту", "Зміст роботи", "Хто виконує", "Строк виконання", "Показник", "План на квартал"]
VISITS = [
    "1.1",
    "Виїзні прийоми у громадах",
    "Відділ просвіти; Директор",
    "до 15 квітня 2023 року",
    "Кількість прийомів",
    "4",
]
TABLE = [
    HEADING,
    ["Розділ I. Доступ до правосуддя"],
    VISITS,
    ["1.2", "Круглий стіл з адвокатами", "Заступник директора", "травень", "Кількість заходів", "1"],
    ["Розділ II. Якість"],
    [
        "2.1",
        "Опитування клієнтів",
        "Відділ якості, сектор моніторингу",
        "квітень-червень",
        "Кількість анкет",
        "150",
    ],
    ["2.2", "Оновлення вебсайту", "Фахівець зі зв'язків", "постійно", "", "-"],
]
ORDER = (3, 1, 4, 5, 2, 0)
OTHER_ORDER = [[row[at] for at in ORDER] if len(row) > 1 else row for row in TABLE]
FIRST, SECOND = "Розділ I. Доступ до правосуддя", "Розділ II. Якість"
EXPECTED = [
    Row(
        "1.1",
        "Виїзні прийоми у громадах",
        ("Відділ просвіти", "Директор"),
        "by_date 2023-04-15",
        "4",
        section=FIRST,
        indicator="Кількість прийомів",
    ),
    Row(
        "1.2",
        "Круглий стіл з адвокатами",
        ("Заступник директора",),
        "month 2023-05-31",
        "1",
        section=FIRST,
        indicator="Кількість заходів",
    ),
    Row(
        "2.1",
        "Опитування клієнтів",
        ("Відділ якості", "сектор моніторингу"),
        "month_range 2023-06-30",
        "150",
        section=SECOND,
        indicator="Кількість анкет",
    ),
    Row("2.2", "Оновлення вебсайту", ("Фахівець зі зв'язків",), "continuous 2023-06-30", section=SECOND),
]
SIGNED = ("Директор центру", "І. ПЕТРЕНКО", "2023-03-20")
IN_WORD = [(1, 0, 1, 5), (4, 0, 4, 5)]
IN_SHEET = ["A8:F8", "A11:F11"]
FULL_WIDTH = [[*row, *[""] * 6][:6] for row in ([line] for line in LINES)]
FULL_WIDTH += [[*row, *[""] * 6][:6] for row in TABLE]
IN_KOI8 = [[cell.replace("№", "N") for cell in row] for row in TABLE]
FILES = {
    "plan.docx": word(TABLE, lines=LINES, merges=IN_WORD),
    "plan.xlsx": workbook(TABLE, lines=LINES, merges=IN_SHEET),
    "reordered.docx": word(OTHER_ORDER, lines=LINES, merges=IN_WORD),
    "reordered.xlsx": workbook(OTHER_ORDER, lines=LINES, merges=IN_SHEET),
    "plan.ods": calc_sheet(TABLE, lines=LINES),
    "plan.odt": writer_text(TABLE, lines=LINES),
    "plan.html": page(TABLE, lines=LINES),
    "plan.pdf": printed(TABLE, lines=LINES),
    "utf8.csv": separated(TABLE, lines=LINES),
    "reordered.csv": separated(OTHER_ORDER, lines=LINES, encoding="utf-8-sig", mark=","),
    "quoted.csv": separated(TABLE, lines=LINES, mark=",", end="\n", quote_all=True),
    "full-width.csv": separated(FULL_WIDTH),
    "utf8.tsv": separated(TABLE, lines=LINES, mark="\t"),
    "unicode-text.txt": separated(TABLE, lines=LINES, encoding="utf-16", mark="\t"),
}
GUESSED = {
    "cp1251.csv": separated(TABLE, lines=LINES, encoding="cp1251"),
    "koi8u.csv": separated(IN_KOI8, lines=LINES, encoding="koi8_u"),
    "utf16-without-mark.csv": separated(TABLE, lines=LINES, encoding="utf-16-le"),
    "iso8859-5.csv": separated(IN_KOI8, lines=LINES, encoding="iso8859_5"),
    "web.html": page(TABLE, lines=LINES, encoding="cp1251"),
}


@pytest.mark.parametrize("name", FILES)
def test_every_main_field_is_read(name: str) -> None:
    reading = read(FILES[name], name)
    assert rows(reading) == EXPECTED
    assert serious(reading) == []
    plan = reading.document
    assert (plan.period, plan.language, plan.header.title) == ("2023Q2", "uk", "\n".join(TITLE))
    (approver,) = plan.header.approved_by
    assert (approver.position, approver.name, str(approver.on)) == SIGNED


@pytest.mark.parametrize("name", GUESSED)
def test_letters_in_an_old_encoding_are_read_and_the_guess_is_told(name: str) -> None:
    reading = read(GUESSED[name], name)
    assert rows(reading) == EXPECTED
    assert codes(reading) <= {"encoding-guessed"}
