"""Are OpenDocument workbooks and texts read as those of other office programs are?"""

import pytest

from application.imports.grid import CellKind, Grid, Line, Papers
from application.imports.reading import read_plan
from application.ports import DocumentRefused
from infrastructure.documents import limits
from infrastructure.documents.reader import OfficeReader
from tests.imports.files import HEADING, TITLE, archive, measure

URN = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(
    f'xmlns:{name}="{URN}{full}:1.0"'
    for name, full in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("draw", "drawing"),
    )
)
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
SHEET, TEXT = "spreadsheet", "text"


def opened(kind: str, body: str, styles: str = "", parts: dict[str, bytes] | None = None) -> bytes:
    content = (
        f"<office:document-content {SPACES} {CALC}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    return archive({"mimetype": mimetype, "content.xml": content.encode(), **(parts or {})})


def cell(text: str = "", attributes: str = "") -> str:
    lines = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n")) if text else ""
    return f"<table:table-cell {attributes}>{lines}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def table(*rows: str, attributes: str = 'table:name="План"') -> str:
    return f"<table:table {attributes}>{''.join(rows)}</table:table>"


def read(content: bytes, name: str = "plan.ods") -> Papers:
    return OfficeReader().read(content, name)


def grid(content: bytes) -> Grid:
    (found,) = read(content).grids
    return found


def lines(content: bytes) -> list[str]:
    return [block.text for block in read(content, "plan.odt").blocks if isinstance(block, Line)]


def test_a_plan_is_read_from_a_workbook_and_from_a_text() -> None:
    rows = [HEADING, measure("1.1.1", "Лекції"), measure("1.1.2", "Семінари")]
    written = [row(*map(cell, values)) for values in rows]
    for kind, body in (
        (SHEET, table(row(cell(TITLE)), *written)),
        (TEXT, f"<text:p>{TITLE}</text:p>{table(*written)}"),
    ):
        document = read_plan(opened(kind, body), f"plan.od{kind[0]}", OfficeReader()).document
        assert [measure.number for measure in document.measures] == ["1.1.1", "1.1.2"]
        assert document.period == "2021Q1"


@pytest.mark.parametrize(
    ("written", "text", "kind", "iso"),
    [
        (cell("5,00", 'office:value-type="float" office:value="5"'), "5", CellKind.NUMBER, ""),
        (cell("45%", 'office:value-type="percentage" office:value="0.45"'), "45%", CellKind.NUMBER, ""),
        (
            cell("1/1", 'office:value-type="date" office:date-value="2021-01-01T00:00:00"'),
            "1/1",
            CellKind.DATE,
            "2021-01-01",
        ),
        (
            cell("#REF!", 'office:value-type="string" calcext:value-type="error"'),
            "#REF!",
            CellKind.ERROR,
            "",
        ),
        (cell("", 'table:formula="of:=SUM([.A1])"'), "", CellKind.UNCOMPUTED, ""),
        (cell("так", 'office:value-type="boolean" office:boolean-value="true"'), "TRUE", CellKind.TEXT, ""),
        (cell("а\nб"), "а\nб", CellKind.TEXT, ""),
        (cell('а<text:s text:c="2"/>б<text:tab/>в<text:line-break/>г'), "а  б\tв\nг", CellKind.TEXT, ""),
        (
            cell("<office:annotation><text:p>примітка</text:p></office:annotation>а"),
            "а",
            CellKind.TEXT,
            "",
        ),
    ],
)
def test_a_cell_shows_what_a_person_sees(written: str, text: str, kind: CellKind, iso: str) -> None:
    (found,) = grid(opened(SHEET, table(row(written)))).cells
    assert (found.text, found.kind, found.iso) == (text, kind, iso)


def test_repeated_rows_and_cells_stand_at_each_of_their_places() -> None:
    gap = row(cell("", 'table:number-columns-repeated="1000"'), attributes='table:number-rows-repeated="9"')
    twice = row(cell("", 'table:number-columns-repeated="2"'), cell("а", 'table:number-columns-repeated="2"'))
    below = row(cell("б"), attributes='table:number-rows-repeated="2" table:visibility="collapse"')
    found = grid(opened(SHEET, table(twice, gap, f"<table:table-row-group>{below}</table:table-row-group>")))
    assert [c.place for c in found.cells] == ["План!C1", "План!D1", "План!A11", "План!A12"]
    assert found.hidden_rows == {10, 11}


def test_a_sheet_that_swells_by_repetition_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 1000)
    for cells, rows in (
        ("", 'table:number-rows-repeated="1048576"'),
        ('table:number-columns-repeated="9999"', ""),
    ):
        for kind in (SHEET, TEXT):
            with pytest.raises(DocumentRefused, match="cells-too-many"):
                read(opened(kind, table(row(cell("а", cells), attributes=rows))))


def test_a_span_ends_where_the_sheet_ends_and_covers_what_lies_under_it() -> None:
    wide = cell("а", 'table:number-columns-spanned="16384" table:number-rows-spanned="2"')
    under = "<table:covered-table-cell><text:p>під</text:p></table:covered-table-cell>"
    found = grid(opened(SHEET, table(row(wide, under), row(under, under, cell("б")))))
    assert [(c.text, c.rows, c.columns) for c in found.cells] == [("а", 2, 3), ("б", 1, 1)]


def test_a_hidden_sheet_is_told_and_not_read() -> None:
    unseen = (
        '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/>'
        "</style:style>"
    )
    hidden = table(row(cell("старе")), attributes='table:name="Чернетка" table:style-name="ta2"')
    papers = read(opened(SHEET, table(row(cell("а"))) + hidden, unseen))
    assert [found.name for found in papers.grids] == ["План"]
    assert [(remark.code, remark.place) for remark in papers.remarks] == [("sheet-hidden", "Чернетка")]


def test_a_file_with_a_password_is_named_as_such() -> None:
    manifest = b"<manifest><encryption-data/></manifest>"
    with pytest.raises(DocumentRefused, match="file-encrypted"):
        read(opened(SHEET, "", parts={"META-INF/manifest.xml": manifest}))
    with pytest.raises(DocumentRefused, match="file-encrypted"):
        read(opened(TEXT, "", parts={"encrypted-package": b""}))


LEVELS = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" '
    'style:num-suffix=")" text:display-levels="2"/></text:list-style>'
)


def items(*texts: str, attributes: str = "", inner: str = "") -> str:
    within = "".join(f"<text:list-item><text:p>{text}</text:p>{inner}</text:list-item>" for text in texts)
    return f'<text:list text:style-name="L" {attributes}>{within}</text:list>'


def test_numbers_that_the_program_prints_are_part_of_the_text() -> None:
    content = opened(TEXT, items("а", "б", inner=items("в")), LEVELS)
    assert lines(content) == ["1. а", "1.a) в", "2. б", "2.a) в"]
    assert ("numbers-by-word", {"count": 4}) in [(r.code, r.facts) for r in read(content).remarks]


def test_a_list_begins_anew_unless_it_says_that_it_goes_on() -> None:
    goes_on = items("в", attributes='text:continue-numbering="true"')
    assert lines(opened(TEXT, items("а") + items("б") + goes_on, LEVELS)) == ["1. а", "1. б", "2. в"]


def test_a_form_of_numbers_that_is_not_known_is_no_guess() -> None:
    content = opened(TEXT, items("а"), LEVELS.replace('num-format="1"', 'num-format="一, 二"'))
    assert lines(content) == ["а"]
    assert [remark.code for remark in read(content, "plan.odt").remarks] == ["number-not-shown"]


def test_deleted_text_and_notes_are_not_read_and_a_box_follows_its_paragraph() -> None:
    deleted = (
        "<text:tracked-changes><text:deletion><text:p>старе</text:p></text:deletion></text:tracked-changes>"
    )
    note = "<text:note><text:note-body><text:p>виноска</text:p></text:note-body></text:note>"
    box = "<draw:frame><draw:text-box><text:p>ЗАТВЕРДЖУЮ</text:p></draw:text-box></draw:frame>"
    body = f"{deleted}<text:p>Центр{note}{box}</text:p><text:section><text:h>План</text:h></text:section>"
    assert lines(opened(TEXT, body)) == ["Центр", "ЗАТВЕРДЖУЮ", "План"]


def test_a_table_within_a_cell_is_lines_and_one_within_a_frame_a_table() -> None:
    inner = table(row(cell("а"), cell("б")), row(cell("в"), cell("г")))
    holder = f"<table:table-cell><text:p>усього</text:p>{inner}</table:table-cell>"
    assert grid(opened(TEXT, table(row(holder, cell("4"))))).cells[0].text == "усього\nа\tб\nв\tг"
    assert [c.text for c in grid(opened(TEXT, table(row(holder)))).cells] == ["а", "б", "в", "г"]
