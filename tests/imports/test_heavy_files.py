"""Does a small file that swells stay below the memory that an import may take?"""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from application.imports import reading
from application.imports.reading import read_plan
from application.ports import DocumentRefused
from infrastructure.documents import limits
from infrastructure.documents.limits import content_of_file
from infrastructure.documents.reader import OfficeReader
from tests.imports.files import HEADING, archive, measure, unpacked, word, workbook

ROWS = [HEADING, measure("1.1.1", "Лекції"), measure("1.1.2", "Семінари")]
WORD, SHEET = word(ROWS), workbook(ROWS)
# Not what `getrusage` says of the process itself: that begins with what its parent had used.
PEAK = """
import re, sys
from pathlib import Path
from application.imports.reading import read_plan
from application.ports import DocumentRefused
from infrastructure.documents.reader import OfficeReader
try:
    print(len(read_plan(Path(sys.argv[1]).read_bytes(), "plan.xlsx", OfficeReader()).document.measures))
except DocumentRefused as refused:
    print(refused.code)
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""
ROOM = 512


def stuffed(content: bytes, part: str, before: bytes, filling: bytes) -> bytes:
    """The part holds the filling, and is stored unpacked, so that no ratio tells."""
    parts = unpacked(content)
    assert before in parts[part]
    parts[part] = parts[part].replace(before, filling + before)
    return archive(parts, zipfile.ZIP_STORED)


def in_sheet(filling: bytes) -> bytes:
    return stuffed(SHEET, "xl/worksheets/sheet1.xml", b"</sheetData>", filling)


def in_text(filling: bytes) -> bytes:
    return stuffed(WORD, "word/document.xml", b"<w:sectPr", filling)


def refusal(content: bytes) -> DocumentRefused:
    with pytest.raises(DocumentRefused) as refused:
        read_plan(content, "plan.docx", OfficeReader())
    return refused.value


@pytest.mark.parametrize(
    "content",
    [
        in_sheet(b"".join(b'<row r="%d"/>' % row for row in range(10, 800_000))),
        in_sheet(b"<row>" + b"<c/>" * 1_600_000 + b"</row>"),
        in_sheet(b"<row>" + b'<c a="" b="" c="" d="" e=""/>' * 300_000 + b"</row>"),
        in_text(b"<w:p/>" * 1_600_000),
    ],
    ids=["rows", "cells", "attributes", "paragraphs"],
)
def test_a_part_of_too_many_elements_is_refused_before_it_is_parsed(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[int] = []
    parse = etree.fromstring

    def watched(text: bytes, parser: etree.XMLParser) -> etree._Element:
        parsed.append(len(text))
        return parse(text, parser)

    monkeypatch.setattr(etree, "fromstring", watched)
    assert refusal(content).code == "archive-unsafe"
    assert not [size for size in parsed if size > 1_000_000]


@pytest.mark.parametrize(
    "filling",
    [
        b"<row>" + b'<c a="1" b="2" c="" d="" e="" f=""/>' * 213_000 + b"</row>",
        b"".join(b"<row>" + b"<c><v>123456</v></c>" * 7 + b"</row>" for _ in range(25_000)),
    ],
    ids=["attributes", "rows"],
)
def test_what_is_just_not_too_much_is_read_in_the_memory_promised(tmp_path: Path, filling: bytes) -> None:
    file = tmp_path / "plan.xlsx"
    file.write_bytes(in_sheet(filling))
    told = subprocess.run([sys.executable, "-c", PEAK, file], capture_output=True, text=True, check=True)
    outcome, peak = told.stdout.split()
    assert outcome in ("2", "measures-too-many", "rows-too-many")
    assert int(peak) < ROOM


def test_an_entry_that_swells_is_seen_beside_one_that_does_not() -> None:
    swelling = {"word/media/a.bin": b"0" * 20_000_000, "word/media/b.bin": os.urandom(1_000_000)}
    assert refusal(archive(unpacked(WORD) | swelling)).code == "archive-unsafe"


@pytest.mark.parametrize("content", [WORD, SHEET])
def test_no_more_cells_are_kept_than_a_plan_can_need(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 20)
    refused = refusal(content)
    assert (refused.code, refused.facts) == ("cells-too-many", {"limit": 20})
    monkeypatch.setattr(limits, "MOST_CELLS", 30)
    assert len(read_plan(content, "plan.docx", OfficeReader()).document.measures) == 2


def test_a_wide_cell_of_a_text_counts_as_often_as_it_is_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 80)
    wide = b'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="63"/></w:tcPr><w:p/></w:tc></w:tr>'
    assert refusal(in_text(b"<w:tbl>" + wide * 2 + b"</w:tbl>")).code == "cells-too-many"


def test_cells_are_counted_over_all_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 30)
    twice = workbook(ROWS, change=lambda book: book.create_sheet("Ще").append(["x"] * 15))
    assert refusal(twice).code == "cells-too-many"


@pytest.mark.parametrize("content", [WORD, SHEET])
def test_a_plan_of_too_many_measures_is_refused(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_MEASURES", 1)
    refused = refusal(content)
    assert (refused.code, refused.facts) == ("measures-too-many", {"count": 2, "limit": 1})


@pytest.mark.parametrize("content", [WORD, SHEET])
def test_a_table_of_too_many_rows_is_refused_before_it_is_mapped(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    monkeypatch.setattr(reading, "source_of", None)
    refused = refusal(content)
    assert (refused.code, refused.facts["limit"]) == ("rows-too-many", 2)


def test_a_file_of_too_many_letters_is_refused_though_no_cell_is_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "MOST_LETTERS", 100)
    assert refusal(SHEET).code == "text-too-long"


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "plan.docx"
    file.write_bytes(WORD)
    assert content_of_file(file) == WORD


def test_a_hollow_file_of_three_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "plan.docx"
    with file.open("wb") as hollow:
        hollow.truncate(3 * 2**30)
    with pytest.raises(DocumentRefused, match="file-too-big"):
        content_of_file(file)


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (Path("/dev/zero"), tmp_path / "pipe", tmp_path, tmp_path / "nothing"):
        with pytest.raises(OSError):
            content_of_file(path)
