"""Does a workbook read the same however its XML is written, and as a person sees it?"""

import contextlib
import re
from datetime import date
from pathlib import Path

import openpyxl
import openpyxl.comments
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from application.imports.grid import Cell, CellKind, Grid
from application.imports.reading import read_plan
from application.ports import DocumentRefused
from infrastructure.documents import sheet_cells
from infrastructure.documents.limits import open_archive
from infrastructure.documents.reader import OfficeReader
from infrastructure.documents.xlsx import read_xlsx
from tests.imports.files import HEADING, archive, measure, unpacked, workbook

PART = "xl/worksheets/sheet1.xml"
WORDS = "xl/sharedStrings.xml"
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = workbook([HEADING, measure("1.1.1", "Лекції")])


def grid(content: bytes) -> Grid:
    (found,) = read_xlsx(open_archive(content)).grids
    return found


def sheet(rows: str, after: str = "", words: str = "") -> bytes:
    parts = unpacked(SHEET)
    parts[PART] = f"<worksheet {SPACE}><sheetData>{rows}</sheetData>{after}</worksheet>".encode()
    parts[WORDS] = f"<sst {SPACE}>{words}</sst>".encode()
    return archive(parts)


def only_cell(content: bytes) -> Cell:
    (cell,) = grid(content).cells
    return cell


def as_xml(content: bytes) -> bytes:
    """The same workbook, written so that its sheet and its words must be parsed."""
    parts = unpacked(content)
    for name in (PART, WORDS):
        if name in parts:
            parts[name] = parts[name].replace(b"</worksheet>", b"<!-- --></worksheet>")
            parts[name] = parts[name].replace(b"</sst>", b"<!-- --></sst>")
    return archive(parts)


def test_office_programs_write_sheets_that_need_no_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = '<row r="1" spans="1:2" hidden="1"><c r="A1" s="0" t="s"><v>0</v></c><c r="B1"><v>4</v></c></row>'
    plain = sheet(rows, words="<si><t>План</t></si>")
    monkeypatch.setattr(sheet_cells, "_parsed_sheet", None)
    monkeypatch.setattr(sheet_cells, "_parsed_words", None)
    found = grid(plain)
    assert [cell.text for cell in found.cells] == ["План", "4"]
    assert found.hidden_rows == {0}
    with pytest.raises(TypeError):
        grid(as_xml(plain))


CELLS = st.one_of(
    st.sampled_from(["", "1", "1.5", "44197", "-1", "0", "12", "3"]).map("<v>{}</v>".format),
    st.sampled_from(["", "a", " b ", "в&amp;г", "&#1047;", "_x000A_", "&lt;x"]).map(
        "<is><t>{}</t></is>".format
    ),
    st.sampled_from(
        ["<f>A1</f>", "<f/>", '<f t="shared" si="0"/><v>7</v>', "<is><r><t>x</t></r><t>y</t></is>"]
    ),
    st.just(""),
)
LOOKS = st.tuples(
    st.sampled_from(["", ' s="0"', ' s="1"', ' s="99"']),
    st.sampled_from(["", ' t="s"', ' t="n"', ' t="inlineStr"', ' t="e"', ' t="b"', ' t="str"', ' t="d"']),
).map("".join)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", ' hidden="1"', ' hidden="false" ht="15"', ' hidden="true"']),
        st.lists(st.tuples(LOOKS, CELLS), max_size=4),
    ),
    min_size=1,
    max_size=4,
)
SHARED = st.lists(st.sampled_from(["", "слово", "два слова", "а&amp;б", "_x0041_"]), max_size=4)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS, SHARED, st.booleans())
def test_what_needs_no_tree_reads_as_if_it_were_parsed(
    rows: list[tuple[str, list[tuple[str, str]]]], shared: list[str], merged: bool
) -> None:
    written = ""
    for number, (attributes, cells) in enumerate(rows, 1):
        inner = "".join(
            f'<c r="{letter}{number}"{look}>{inside}</c>' if inside else f'<c r="{letter}{number}"{look}/>'
            for letter, (look, inside) in zip("ABCD", cells, strict=False)
        )
        written += (
            f'<row r="{number}"{attributes}>{inner}</row>' if inner else f'<row r="{number}"{attributes}/>'
        )
    after = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>' if merged else ""
    content = sheet(written, after, "".join(f"<si><t>{word}</t></si>" for word in shared))
    assert grid(content) == grid(as_xml(content))


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ('<row r="1"><c r="A1"><v>4</v></c>  </row>', "4"),
        ('<row r="1"><c t="n" r="A1"><v>4</v></c></row>', "4"),
        ("<row><c><v>4</v></c></row>", "4"),
        ('<row r="1"><c r="A1" t="str"><v><![CDATA[<4>]]></v></c></row>', "<4>"),
        ('<row r="1"><c r="A1" t="str"><v>1<!-- a -->2</v></c></row>', "12"),
        ('<row r="1"><c r="A1" t="str"><v>a\r\nb</v></c></row>', "a\nb"),
        ("<row r='1'><c r='A1' t='str'><v>x</v></c></row>", "x"),
        ('<row r="1"><c r="A1" t="str"><v>a &gt; b &#x416;</v></c></row>', "a > b Ж"),
    ],
    ids=["blanks", "order", "no-places", "cdata", "comment", "line-ends", "quotes", "escapes"],
)
def test_any_xml_of_a_cell_reads_as_xml_reads(rows: str, text: str) -> None:
    assert only_cell(sheet(rows)).text == text


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1251", "utf-8-sig"])
def test_a_sheet_may_be_written_in_another_encoding(encoding: str) -> None:
    parts = unpacked(sheet('<row r="1"><c r="A1" t="str"><v>План</v></c></row>'))
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    parts[PART] = (declared + parts[PART].decode()).encode(encoding)
    assert only_cell(archive(parts)).text == "План"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<row r="1"><c r="A1"><v>4</v></c>', "file-damaged"),
        ('<row r="1"><c r="A1"><v>4</c></row>', "file-damaged"),
        ('<row r="1"><c r="A1" t="str"><v>a &b; c</v></c></row>', "file-damaged"),
        ('<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>', "file-damaged"),
    ],
)
def test_a_sheet_that_is_no_xml_is_not_half_read(rows: str, code: str) -> None:
    with pytest.raises(DocumentRefused, match=code):
        grid(sheet(rows))


def test_a_workbook_shows_what_a_person_sees() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        shown = book["План"]
        for place, value, code in (
            ("A1", date(2021, 1, 31), "dd.mm.yyyy"),
            ("B1", 0.45, "0%"),
            ("C1", 45.0, "General"),
            ("D1", date(2021, 1, 1), "d/m"),
        ):
            shown[place] = value
            shown[place].number_format = code

    cells = {cell.place: cell for cell in grid(workbook([], lines=(), change=fill)).cells}
    assert {place: cell.text for place, cell in cells.items()} == {
        "План!A1": "31.01.2021",
        "План!B1": "45%",
        "План!C1": "45",
        "План!D1": "1/1",
    }
    assert (cells["План!D1"].kind, cells["План!D1"].iso) == (CellKind.DATE, "2021-01-01")


def test_rows_say_the_same_place_as_their_cells() -> None:
    for cell in grid(SHEET).cells:
        assert re.fullmatch(r"План![A-Z]+[0-9]+", cell.place)
        assert grid(SHEET).place(cell.row, cell.column) == cell.place


OLD = (Path(__file__).parent / "written" / "plan.xls").read_bytes()
"""An invented plan as LibreOffice saves it: a merged title, a hidden row and sheet, an error, a date."""


def test_an_old_binary_workbook_reads_as_a_person_sees_it() -> None:
    papers = OfficeReader().read(OLD, "plan.xls")
    (found,) = papers.grids
    cells = {cell.place: cell for cell in found.cells}
    shown = {
        place: (cells[f"План!{place}"].text, cells[f"План!{place}"].kind) for place in ("H4", "J4", "K4")
    }
    assert shown == {
        "H4": ("#DIV/0!", CellKind.ERROR),
        "J4": ("45%", CellKind.NUMBER),
        "K4": ("TRUE", CellKind.TEXT),
    }
    day = cells["План!I4"]
    assert (day.text, day.kind, day.iso) == ("1/1", CellKind.DATE, "2021-01-01")
    assert cells["План!A1"].columns == 7
    assert found.hidden_rows == {4}
    assert [(remark.code, remark.place) for remark in papers.remarks] == [("sheet-hidden", "Чернетка")]


def test_an_old_binary_workbook_holds_a_plan() -> None:
    document = read_plan(OLD, "plan.xls", OfficeReader()).document
    assert [measure.number for measure in document.measures] == ["1.1.1", "1.1.2", "1.1.3"]


def test_an_old_binary_workbook_with_a_password_is_named_as_such() -> None:
    interface, locked = b"\xe1\x00\x02\x00\xb0\x04", b"\x2f\x00\x02\x00\x00\x00"
    assert OLD.count(interface) == 1
    with pytest.raises(DocumentRefused, match="file-encrypted"):
        OfficeReader().read(OLD.replace(interface, locked), "plan.xls")


@pytest.mark.parametrize("size", [600, 1536, 4000])
def test_an_old_binary_workbook_that_is_cut_off_is_damaged(size: int) -> None:
    with pytest.raises(DocumentRefused, match=r"file-damaged|old-format"):
        OfficeReader().read(OLD[:size], "plan.xls")


def test_sectors_that_follow_one_another_in_a_circle_are_damage() -> None:
    table = 512 * (1 + int.from_bytes(OLD[76:80], "little"))
    directory = int.from_bytes(OLD[48:52], "little")
    circle = bytearray(OLD)
    circle[table + 4 * directory : table + 4 * directory + 4] = directory.to_bytes(4, "little")
    with pytest.raises(DocumentRefused, match="file-damaged"):
        OfficeReader().read(bytes(circle), "plan.xls")


@settings(max_examples=150, deadline=3000, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(8, len(OLD) - 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_no_damage_to_an_old_workbook_ends_in_anything_but_a_reading_or_a_refusal(
    changes: list[tuple[int, int]],
) -> None:
    damaged = bytearray(OLD)
    for at, byte in changes:
        damaged[at] = byte
    with contextlib.suppress(DocumentRefused):
        assert OfficeReader().read(bytes(damaged), "plan.xls").media_type


def test_comments_of_cells_are_counted_and_told() -> None:
    def noted(book: openpyxl.Workbook) -> None:
        for place in ("B4", "C4"):
            book.worksheets[0][place].comment = openpyxl.comments.Comment("уточнити", "хтось")

    papers = OfficeReader().read(workbook([HEADING, measure("1.1.1", "Лекції")], change=noted), "plan.xlsx")
    assert [(r.code, r.facts) for r in papers.remarks] == [("comments-not-read", {"count": 2})]
