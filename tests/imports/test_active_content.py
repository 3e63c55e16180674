"""Is what would act by itself where a file is opened told, and what waits for a click left alone?"""

from __future__ import annotations

import pytest

from infrastructure.documents.active import CODE
from infrastructure.documents.reader import OfficeReader
from tests.imports.files import HEADING, archive, measure, unpacked, word, workbook

ROWS = [HEADING, measure("1.1.1", "Лекції"), measure("1.1.2", "Семінари")]
WORD, BOOK = unpacked(word(ROWS)), unpacked(workbook(ROWS))
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
IN_WORD, IN_BOOK = "word/_rels/document.xml.rels", "xl/_rels/workbook.xml.rels"
FIELD = "<w:p>{}</w:p>"


def told(content: bytes, name: str) -> list[str]:
    return [r.place for r in OfficeReader().read(content, name).remarks if r.code == CODE]


def related(parts: dict[str, bytes], rels: str, kind: str) -> bytes:
    where = f'Type="{RELATIONS}/{kind}" Target="https://e.example/x" TargetMode="External"'
    end = b"</Relationships>"
    one = f'<Relationship Id="rIdX" {where}/>'.encode()
    return archive({**parts, rels: parts[rels].replace(end, one + end)})


def with_field(*instructions: str) -> bytes:
    runs = "".join(f"<w:r><w:instrText>{words}</w:instrText></w:r>" for words in instructions)
    body = WORD["word/document.xml"].replace(b"<w:sectPr", FIELD.format(runs).encode() + b"<w:sectPr", 1)
    assert body != WORD["word/document.xml"]
    return archive({**WORD, "word/document.xml": body})


def test_an_ordinary_file_holds_nothing_that_acts() -> None:
    assert told(archive(WORD), "p.docx") == []
    assert told(archive(BOOK), "p.xlsx") == []


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "frame", "externalLinkPath"])
def test_a_link_to_outside_that_is_fetched_unasked_is_told(kind: str) -> None:
    assert told(related(WORD, IN_WORD, kind), "p.docx") == [IN_WORD]
    assert told(related(BOOK, IN_BOOK, kind), "p.xlsx") == [IN_BOOK]


def test_a_hyperlink_waits_for_a_click_and_is_not_told() -> None:
    assert told(related(WORD, IN_WORD, "hyperlink"), "p.docx") == []
    assert told(related(BOOK, IN_BOOK, "hyperlink"), "p.xlsx") == []


@pytest.mark.parametrize(
    "part", ["word/embeddings/oleObject1.bin", "word/embeddings/sheet1.xlsx", "word/activeX/activeX1.bin"]
)
def test_an_embedded_object_is_told(part: str) -> None:
    assert told(archive({**WORD, part: b"x"}), "p.docx") == [part]


@pytest.mark.parametrize("part", ["xl/externalLinks/externalLink1.xml", "xl/connections.xml"])
def test_a_workbook_that_fetches_data_is_told(part: str) -> None:
    assert told(archive({**BOOK, part: b"<x/>"}), "p.xlsx") == [part]


@pytest.mark.parametrize(
    "instructions",
    [(' DDEAUTO c:\\cmd.exe "/k calc" ',), (" DD", 'EAUTO excel "x" '), (' INCLUDETEXT "\\\\h\\s\\x.doc" ',)],
)
def test_a_field_that_asks_another_program_is_told_also_where_it_is_typed_in_pieces(
    instructions: tuple[str, ...],
) -> None:
    assert told(with_field(*instructions), "p.docx") == ["word/document.xml"]


def test_a_number_of_a_page_is_no_such_field() -> None:
    assert told(with_field(" PAGE "), "p.docx") == []


def test_a_formula_that_starts_a_program_is_told() -> None:
    sheet = "xl/worksheets/sheet1.xml"
    cell = b'<row r="90"><c r="A90"><f>cmd|\'/C calc\'!A0</f><v>0</v></c></row></sheetData>'
    parts = {**BOOK, sheet: BOOK[sheet].replace(b"</sheetData>", cell)}
    assert told(archive(parts), "p.xlsx") == [sheet]


def test_macros_do_not_hide_what_else_was_found_in_a_document() -> None:
    content = archive({**unpacked(with_field(" DDEAUTO x ")), "word/vbaProject.bin": b"x"})
    codes = [r.code for r in OfficeReader().read(content, "p.docm").remarks]
    assert codes[-2:] == ["macros-ignored", CODE]


@pytest.mark.parametrize(
    ("body", "acts"),
    [
        ("<p>План</p>", False),
        ('<a href="https://e.example">сайт</a>', False),
        ('<img src="data:image/png;base64,AA">', False),
        ("<script>alert(1)</script>", True),
        ('<iframe src="https://e.example"></iframe>', True),
        ('<p onclick="x()">План</p>', True),
        ('<a href=" javascript:x()">сайт</a>', True),
        ('<object data="x.swf"></object>', True),
        ('<meta http-equiv="refresh" content="0;url=https://e.example">', True),
    ],
)
def test_a_web_page_that_runs_or_frames_something_is_told(body: str, acts: bool) -> None:
    page = f"<!DOCTYPE html><html><head><title>x</title></head><body>{body}</body></html>"
    assert told(page.encode(), "p.html") == (["file"] if acts else [])
