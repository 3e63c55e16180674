"""Is each defect told wherever it stands: in other columns, in other words, in other kinds of file?"""

from datetime import date

import openpyxl
import pytest

from application.ports import DocumentRefused
from tests.imports.files import HEADING, TASK, TITLE, archive, measure, unpacked, word, workbook
from tests.imports.unseen.expecting import read, rows, serious
from tests.imports.unseen.writing import page, separated

Table = list[list[str]]
FIRST = measure("1.1.1", "Лекції")
KINDS = ("docx", "xlsx", "csv", "html")


def beside_a_good_row(**cells: str) -> Table:
    return [list(HEADING), FIRST, measure("1.1.2", "Семінари", **cells)]


def made(table: Table, kind: str) -> bytes:
    match kind:
        case "docx":
            return word(table)
        case "xlsx":
            return workbook(table)
        case "csv":
            return separated(table, lines=[TITLE])
        case _:
            return page(table, lines=[TITLE])


def place(kind: str, row: int, column: int) -> str:
    """Where the cell stands; row 0 is the heading."""
    match kind:
        case "xlsx":
            return f"План!{'ABCDEFG'[column]}{row + 2}"
        case "csv":
            return f"line {row + 2}"
        case _:
            return f"table 1 row {row + 1} col {column + 1}"


WHO, DUE, TARGET, NAME = 3, 4, 6, 2
TWICE = [list(HEADING), FIRST, measure("1.1.2", "Семінари"), FIRST]
CIRCLE = [
    list(HEADING),
    measure("1.1.1", "у т.ч. до заходу 1.1.2"),
    measure("1.1.2", "у т.ч. до заходу 1.1.1"),
]
ORPHAN = [list(HEADING), FIRST, measure("1.1.9.1", "у т.ч. у школах")]
TELEPHONE = [
    *[list(HEADING), FIRST, measure("1.1.2", "Семінари")],
    ["3.", TASK, "+380441112233 довідка", "Директор", "березень", "Кількість", "1"],
]
DEFECTS: dict[str, tuple[Table, list[tuple[str, int, int]]]] = {
    "row twice": (TWICE, [("row-duplicate", 3, NAME)]),
    "circle": (CIRCLE, [("parts-circular", 1, NAME), ("parts-circular", 2, NAME)]),
    "orphan": (ORPHAN, [("parent-missing", 2, NAME)]),
    "worded date": (beside_a_good_row(due="30 лютого 2021 року"), [("date-impossible", 2, DUE)]),
    "numeric date": (beside_a_good_row(due="до 31.04.2021"), [("date-impossible", 2, DUE)]),
    "short year": (beside_a_good_row(due="29.02.21"), [("date-impossible", 2, DUE)]),
    "Vietnamese date": (beside_a_good_row(due="ngày 31 tháng 02 năm 2021"), [("date-impossible", 2, DUE)]),
    "English date": (beside_a_good_row(due="by 31 February 2021"), [("date-impossible", 2, DUE)]),
    "months reversed": (beside_a_good_row(due="з березня по січень"), [("range-reversed", 2, DUE)]),
    "quarters reversed": (beside_a_good_row(due="III - I квартал"), [("range-reversed", 2, DUE)]),
    "tháng reversed": (beside_a_good_row(due="từ tháng 3 đến tháng 1"), [("range-reversed", 2, DUE)]),
    "months English": (beside_a_good_row(due="March - January"), [("range-reversed", 2, DUE)]),
    "outside": (beside_a_good_row(due="травень"), [("date-outside-period", 2, DUE)]),
    "Cyrillic O": (beside_a_good_row(target="1О"), [("target-not-a-number", 2, TARGET)]),
    "Latin l": (beside_a_good_row(target="l2"), [("target-not-a-number", 2, TARGET)]),
    "Cyrillic Z": (beside_a_good_row(target="З"), [("target-not-a-number", 2, TARGET)]),
    "long number": (
        beside_a_good_row(target="123456789012345678901234"),
        [("target-out-of-range", 2, TARGET)],
    ),
    "power": (beside_a_good_row(target="1e999"), [("target-out-of-range", 2, TARGET)]),
    "below zero": (beside_a_good_row(target="-5"), [("target-out-of-range", 2, TARGET)]),
    "not a number": (beside_a_good_row(target="NaN"), [("target-unknown", 2, TARGET)]),
    "months": (
        beside_a_good_row(due="січень - 2, лютий - 2", target="5"),
        [("months-against-target", 2, TARGET)],
    ),
    "error in a target": (beside_a_good_row(target="#VALUE!"), [("cell-error", 2, TARGET)]),
    "error in a name": (
        beside_a_good_row(who="#N/A"),
        [("cell-error", 2, WHO), ("executor-missing", 2, WHO)],
    ),
    "unknown": (beside_a_good_row(who="Відділ мрій"), [("executor-unknown", 2, WHO)]),
    "invisible": (
        beside_a_good_row(who="Дире\u200bктор", target="\u202e1"),
        [("invisible-characters", 2, WHO), ("invisible-characters", 2, TARGET)],
    ),
    "telephone": (TELEPHONE, [("formula-like-text", 3, NAME), ("number-missing", 3, NAME)]),
    "script": ([list(HEADING), FIRST, measure("1.1.2", "<img src=x onerror=alert(1)>")], []),
    "query": ([list(HEADING), FIRST, measure("1.1.2", "'; DROP TABLE plans; --")], []),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_is_told_at_its_place_in_every_kind_of_file(defect: str, kind: str) -> None:
    table, found = DEFECTS[defect]
    reading = read(made(table, kind), f"plan.{kind}", ("Директор",))
    expected = {f"{code} {place(kind, row, column)}" for code, row, column in found}
    assert set(serious(reading)) == expected
    assert len(rows(reading)) == len(table) - 1


def as_dates(book: openpyxl.Workbook) -> None:
    cell = book["План"]["G3"]
    cell.value, cell.number_format = date(2021, 2, 1), "d/m"
    book["План"]["E4"] = "=1/0"


def test_a_value_that_became_a_date_and_a_formula_without_a_value_are_told() -> None:
    reading = read(workbook(beside_a_good_row(), change=as_dates), "plan.xlsx")
    assert serious(reading) == ["cell-became-date План!G3", "formula-without-value План!E4"]
    assert "44228" not in str(reading.document)


WORD, SHEET = word(beside_a_good_row()), workbook(beside_a_good_row())
NO_MEASURES = [[cell for at, cell in enumerate(row) if at != NAME] for row in beside_a_good_row()]
WITH_ENTITY = unpacked(SHEET) | {
    "xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]>' + unpacked(SHEET)["xl/workbook.xml"]
}
REFUSED = {
    "cut.xlsx": (SHEET[: len(SHEET) // 2], "file-damaged"),
    "cut.docx": (WORD[: len(WORD) // 3], "file-damaged"),
    "entity.xlsx": (archive(WITH_ENTITY), "xml-forbidden"),
    "climbing.xlsx": (archive(unpacked(SHEET) | {"../../x.txt": b""}), "archive-unsafe"),
    "archive.xlsx": (archive({"plan.txt": TITLE.encode()}), "type-not-read"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"noise" * 200, "old-format"),
    "blank.docx": (word([[""]], lines=()), "table-not-found"),
    "blank.xlsx": (workbook([], lines=()), "table-not-found"),
    "no-heading.docx": (word(beside_a_good_row()[1:]), "headings-not-found"),
    "no-heading.xlsx": (workbook(beside_a_good_row()[1:]), "headings-not-found"),
    "no-measures.docx": (word(NO_MEASURES), "measure-column-missing"),
    "no-measures.xlsx": (workbook(NO_MEASURES), "measure-column-missing"),
    "empty.csv": (b"", "file-empty"),
}
REFUSED_AS_TEXT = {
    "picture.docx": (b"\x89PNG\r\n\x1a\n" + bytes(50), "type-not-read"),
    "rich.doc": (rb"{\rtf1\ansi\deff0 hello}", "type-not-read"),
    "no-heading.csv": (separated(beside_a_good_row()[1:], lines=[TITLE]), "headings-not-found"),
    "no-measures.csv": (separated(NO_MEASURES, lines=[TITLE]), "measure-column-missing"),
    "blank.csv": (b"  \r\n" * 50, "table-not-found"),
    "letter.txt": ("Шановний пане директоре!\n\nНадсилаємо план.".encode(), "table-not-found"),
    "no-heading.html": (page(beside_a_good_row()[1:], lines=[TITLE]), "headings-not-found"),
    "cut.pdf": (b"%PDF-1.7\n1 0 obj\n<< /Type", "file-damaged"),
}


@pytest.mark.parametrize("name", [*REFUSED, *REFUSED_AS_TEXT])
def test_what_cannot_be_read_is_refused(name: str) -> None:
    content, code = (REFUSED | REFUSED_AS_TEXT)[name]
    with pytest.raises(DocumentRefused) as refused:
        read(content, name)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("content", "name"), [(WORD, "plan.xlsx"), (SHEET, "plan.docx"), (SHEET, "plan.csv"), (WORD, "plan.pdf")]
)
def test_content_and_not_the_name_tells_the_kind(content: bytes, name: str) -> None:
    reading = read(content, name)
    assert serious(reading) == ["name-against-content file"]
    assert len(rows(reading)) == 2


def test_a_cell_too_many_is_told_with_its_line() -> None:
    text = separated(beside_a_good_row(), lines=[TITLE]).decode()
    shifted = text.replace("Захід 1.1.2 Семінари", "Захід 1.1.2 Семінари; вебінари")
    reading = read(shifted.encode(), "plan.csv")
    assert "row-shifted line 4" in serious(reading)
    assert not reading.approvable


def test_bytes_that_are_no_letters_are_told_with_their_line() -> None:
    content = separated(beside_a_good_row(), lines=[TITLE])
    broken = content.replace("Семінари".encode(), "Семі".encode() + b"\xff\xfe" + "нари".encode())
    assert serious(read(broken, "plan.csv")) == ["invalid-bytes line 4"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_empty_columns_and_rows_cost_nothing_and_say_nothing(kind: str) -> None:
    table = [[*row, *[""] * 800] for row in beside_a_good_row()] + [[""] * 807] * 200
    reading = read(made(table, kind), f"plan.{kind}")
    assert (len(rows(reading)), serious(reading)) == (2, [])


def test_a_note_and_a_signature_at_the_end_of_a_sheet_are_no_measures() -> None:
    table = [*beside_a_good_row(), ["* за погодженням"], ["Директор", "", "", "", "", "", "Т. Козир"]]
    reading = read(workbook(table, merges=["A5:G5"]), "plan.xlsx")
    assert (len(rows(reading)), serious(reading)) == (2, [])
    assert reading.document.header.signatories == ("Директор Т. Козир",)


def test_a_row_of_very_many_cells_is_told_and_not_guessed_at() -> None:
    table = beside_a_good_row()
    table[2] += ["зайве"] * 5000
    reading = read(separated(table, lines=[TITLE]), "plan.csv")
    assert "row-shifted line 4" in serious(reading)
    assert not reading.approvable


def test_lines_put_together_are_no_longer_than_a_cell_may_be() -> None:
    end = ["", "", "і далі " * 100, "", "", "", ""]
    with pytest.raises(DocumentRefused) as refused:
        read(word([*beside_a_good_row(), *[end] * 12]), "plan.docx")
    assert refused.value.code == "text-too-long"
