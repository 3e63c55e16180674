"""Is a dangerous file refused before anything in it is believed?"""

import contextlib
import io
import re
import stat
import time
import warnings
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from application.imports.reading import read_plan
from application.ports import DocumentRefused
from infrastructure.bootstrap import phrasebook
from infrastructure.documents import limits
from infrastructure.documents.reader import OfficeReader
from tests.imports.files import HEADING, archive, measure, unpacked, word, workbook

WORD = word([HEADING, measure("1.1.1", "Лекції")])
SHEET = workbook([HEADING, measure("1.1.1", "Лекції")])
DOCUMENT = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'


def refusal(content: bytes, name: str = "plan.docx") -> str:
    with pytest.raises(DocumentRefused) as refused:
        OfficeReader().read(content, name)
    return refused.value.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"%PDF-1.7", "file-damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 noise", "old-format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "file-encrypted"),
        (WORD[: len(WORD) // 2], "file-damaged"),
        (archive({"readme.txt": b"hello"}), "type-not-read"),
        (archive({"../../evil.txt": b"", "word/document.xml": DOCUMENT}), "archive-unsafe"),
        (archive({"C:\\evil.txt": b"", "word/document.xml": DOCUMENT}), "archive-unsafe"),
        (archive({"word/document.xml": b"<!DOCTYPE x>" + DOCUMENT}), "xml-forbidden"),
        (archive({"word/document.xml": DOCUMENT, "word/styles.xml": b"<!DOCTYPE x><x/>"}), "xml-forbidden"),
        (archive({"word/document.xml": "<!DOCTYPE x><x/>".encode("utf-16")}), "xml-forbidden"),
        (archive({"word/document.xml": b"<not closed"}), "file-damaged"),
        (archive({"word/document.xml": DOCUMENT, "word/media/x.bin": b"0" * 20_000_000}), "archive-unsafe"),
        (archive({f"word/{n}": b"" for n in range(2001)}), "archive-unsafe"),
    ],
)
def test_a_dangerous_file_is_refused(content: bytes, code: str) -> None:
    assert refusal(content) == code


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_an_entry_packed_as_no_office_program_packs_is_refused(packing: int) -> None:
    assert refusal(archive({"word/document.xml": DOCUMENT}, packing)) == "archive-unsafe"


def _twice() -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as packed:
        warnings.simplefilter("ignore")
        for content in (DOCUMENT, DOCUMENT + b" "):
            packed.writestr("word/document.xml", content)
    return out.getvalue()


def _linked() -> bytes:
    out = io.BytesIO()
    link = zipfile.ZipInfo("word/styles.xml")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("word/document.xml", DOCUMENT)
        packed.writestr(link, "../../etc/passwd")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "what"),
    [(_twice(), "two entries have one name"), (_linked(), "an entry is a link to another file")],
)
def test_an_archive_with_two_truths_or_a_way_out_is_refused_in_three_languages(
    content: bytes, what: str
) -> None:
    with pytest.raises(DocumentRefused) as refused:
        OfficeReader().read(content, "plan.docx")
    assert (refused.value.code, refused.value.facts["what"]) == ("archive-unsafe", what)
    assert len({phrasebook().say(f"content.{what}", language) for language in ("uk", "en", "vi")}) == 3


def test_a_document_type_is_seen_in_every_part_that_is_read_whatever_its_name() -> None:
    parts = unpacked(SHEET)
    sheet = parts.pop("xl/worksheets/sheet1.xml")
    parts["xl/worksheets/sheet1.bin"] = b"<!DOCTYPE x>" + sheet
    relations = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(b"sheet1.xml", b"sheet1.bin")
    assert refusal(archive(parts)) == "xml-forbidden"


@pytest.mark.parametrize(
    "hidden",
    [
        '<?xml version="1.0" encoding="IBM037"?><!DOCTYPE x><x/>'.encode("cp037"),
        b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE x+AD4-<x/>',
    ],
)
def test_a_document_type_cannot_hide_in_a_rare_encoding(hidden: bytes) -> None:
    assert refusal(archive({"word/document.xml": hidden})) == "file-damaged"


@pytest.mark.parametrize("number", ["²", "٣", "9" * 5000, "", "-1"])
@pytest.mark.parametrize(
    ("base", "part", "before", "after"),
    [
        (SHEET, "xl/worksheets/sheet1.xml", r'<row r="\d+"', '<row r="{}"'),
        (SHEET, "xl/worksheets/sheet1.xml", r't="inlineStr"><is>.*?</is>', 't="s"><v>{}</v>'),
        (SHEET, "xl/worksheets/sheet1.xml", r't="inlineStr"><is>.*?</is>', 's="{}"><v>1</v>'),
        (SHEET, "xl/styles.xml", r'numFmtId="\d+"', 'numFmtId="{}"'),
        (WORD, "word/document.xml", r"<w:tcPr>", '<w:tcPr><w:gridSpan w:val="{}"/>'),
    ],
)
def test_what_is_no_number_where_one_belongs_ends_in_a_reading_or_a_refusal(
    base: bytes, part: str, before: str, after: str, number: str
) -> None:
    parts = unpacked(base)
    changed = re.sub(before, after.replace("{}", number), parts[part].decode())
    assert changed != parts[part].decode()
    _read_or_refuse(archive(parts | {part: changed.encode()}))


def test_a_file_beyond_the_limit_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 100)
    assert refusal(WORD) == "file-too-big"


def test_an_external_entity_is_neither_fetched_nor_shown() -> None:
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    assert refusal(archive({"word/document.xml": entity + DOCUMENT})) == "xml-forbidden"


def test_a_part_that_unpacks_to_more_than_it_declares_is_damaged() -> None:
    packed = bytearray(archive({"word/document.xml": DOCUMENT * 50}))
    size = (len(DOCUMENT) * 50).to_bytes(4, "little")
    smaller = (10).to_bytes(4, "little")
    assert refusal(bytes(packed.replace(size, smaller))) == "file-damaged"


def test_a_directory_that_points_outside_the_file_is_damage() -> None:
    packed = bytearray(WORD)
    end = packed.rindex(b"PK\x05\x06")
    packed[end + 16 : end + 20] = (2**31).to_bytes(4, "little")
    assert refusal(bytes(packed)) == "file-damaged"


def test_a_merged_range_over_the_whole_sheet_costs_nothing() -> None:
    parts = unpacked(SHEET)
    sheet = parts["xl/worksheets/sheet1.xml"]
    merge = b'</sheetData><mergeCells><mergeCell ref="H1:XFD1048576"/></mergeCells>'
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", merge)
    began = time.monotonic()
    read = read_plan(archive(parts), "plan.xlsx", OfficeReader())
    assert len(read.document.measures) == 1
    assert time.monotonic() - began < 2


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([WORD, SHEET]), st.data())
def test_no_damage_to_the_bytes_ends_in_anything_but_a_reading_or_a_refusal(
    content: bytes, data: st.DataObject
) -> None:
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    _read_or_refuse(bytes(damaged))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([WORD, SHEET]), st.data())
def test_no_damage_inside_a_part_ends_in_anything_but_a_reading_or_a_refusal(
    content: bytes, data: st.DataObject
) -> None:
    parts = unpacked(content)
    name = data.draw(st.sampled_from([n for n in parts if n.startswith(("word/doc", "xl/"))]))
    part = parts[name]
    at = data.draw(st.integers(0, len(part)))
    taken = data.draw(st.integers(0, 40))
    parts[name] = part[:at] + data.draw(st.binary(max_size=20)) + part[at + taken :]
    _read_or_refuse(archive(parts))


def _read_or_refuse(content: bytes) -> None:
    with contextlib.suppress(DocumentRefused):
        assert read_plan(content, "plan.docx", OfficeReader()).document.measures
