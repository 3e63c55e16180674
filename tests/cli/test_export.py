"""How does a plan leave the record: as a document, or as the file it came in?"""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from application.imports.reading import read_plan
from application.samples.offices import SHIPPED
from infrastructure.documents.reader import OfficeReader
from tests.cli.conftest import PLAN, PLANNER, do, onrecord
from tests.imports.files import HEADING, TITLE, archive, measure, unpacked, word, workbook

pytestmark = pytest.mark.usefixtures("read_here")

DOCX = Path(str(SHIPPED / "plan-kvartal-2026-3.docx"))
ROWS = [HEADING, measure("1.1.1", "Навчання"), measure("1.1.2", "=HYPERLINK(1)")]
SEPARATED = "\n".join([TITLE, *(";".join(row) for row in ROWS)])
CELLS = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
ACTING = {
    "plan.csv": SEPARATED.replace("Захід 1.1.2 =", "=").encode(),
    "plan.html": f"<html><body><p>{TITLE}</p><table>{CELLS}</table><script>x</script></body></html>".encode(),
    "plan.docx": archive({**unpacked(word(ROWS)), "word/embeddings/oleObject1.bin": b"x"}),
    "plan.xlsx": archive({**unpacked(workbook(ROWS)), "xl/connections.xml": b"<x/>"}),
}
JULY = "2026-07-21T10:00+03:00"


def first_measure(data: Path) -> dict[str, Any]:
    (drafted, *_) = onrecord(data, "history", PLAN, "--json").json["facts"]
    measure: dict[str, Any] = drafted["fact"]["document"]["measures"][0]
    return measure


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_a_plan_goes_out_and_reads_as_it_came(format: str, drafted: Path, tmp_path: Path) -> None:
    out = tmp_path / f"plan.{format}"
    told = onrecord(drafted, "export", PLAN, "--format", format, "-o", str(out), "--json").json
    content = out.read_bytes()
    assert (told["format"], told["bytes"], told["unheld"]) == (format, len(content), [])
    assert told["sha256"] == hashlib.sha256(content).hexdigest()
    came = read_plan(DOCX.read_bytes(), "came.docx", OfficeReader()).document
    went = read_plan(content, out.name, OfficeReader()).document
    assert [m.title for m in went.measures] == [m.title for m in came.measures]


def test_the_ending_of_the_file_says_the_format(drafted: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.xlsx"
    assert onrecord(drafted, "export", PLAN, "-o", str(out), "--json").json["format"] == "xlsx"
    refused = onrecord(drafted, "export", PLAN, "--format", "docx", "-o", str(out), "--json")
    assert (refused.code, refused.json["refused"]) == (1, "format-contradicts")
    refused = onrecord(drafted, "export", PLAN, "--format", "odt", "--json")
    assert (refused.code, refused.json["refused"]) == (1, "unknown-format")


def test_a_plan_goes_out_as_it_stood(drafted: Path, tmp_path: Path) -> None:
    before, after = tmp_path / "before.docx", tmp_path / "after.docx"
    drafted_at = onrecord(drafted, "export", PLAN, "-o", str(before), "--json").json["position"]
    stands = first_measure(drafted)
    revised = do(drafted, "ReviseMeasure", PLANNER, now=JULY, measure={**stands, "title": "Інша назва"})
    assert revised.code == 0, revised.err
    onrecord(drafted, "export", PLAN, "-o", str(after))
    assert b"\xd0\x86\xd0\xbd\xd1\x88\xd0\xb0" in zipfile.ZipFile(after).read("word/document.xml")
    onrecord(drafted, "export", PLAN, "--position", str(drafted_at), "-o", str(after))
    assert after.read_bytes() == before.read_bytes()
    refused = onrecord(drafted, "export", PLAN, "--as-of", "2020-01-01", "--json")
    assert (refused.code, refused.json["refused"]) == (1, "not-yet-on-record")


def test_the_original_comes_back_byte_for_byte(drafted: Path, tmp_path: Path) -> None:
    out = tmp_path / "original"
    told = onrecord(drafted, "export", PLAN, "--original", "-o", str(out), "--json").json
    assert out.read_bytes() == DOCX.read_bytes()
    assert (told["file_name"], told["unsafe"]) == (DOCX.name, False)


def test_an_original_that_is_gone_or_altered_is_never_handed_out(drafted: Path, tmp_path: Path) -> None:
    sha256 = hashlib.sha256(DOCX.read_bytes()).hexdigest()
    kept = drafted / "files" / sha256[:2] / sha256
    out = tmp_path / "original"
    kept.write_bytes(b"other")
    refused = onrecord(drafted, "export", PLAN, "--original", "-o", str(out), "--json")
    assert refused.json["refused"] == "original-altered"
    kept.unlink()
    refused = onrecord(drafted, "export", PLAN, "--original", "-o", str(out), "--json")
    assert (refused.code, refused.json["refused"]) == (1, "original-missing")
    assert not out.exists()


def test_macros_go_out_only_where_a_person_insists(drafted: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "plan.xlsm", tmp_path / "out.xlsm"
    rows = [HEADING, measure("1.1.1", "Навчання"), measure("1.1.2", "Збори")]
    file.write_bytes(archive({**unpacked(workbook(rows)), "xl/vbaProject.bin": b"macros"}))
    imported = onrecord(drafted, "import", str(file), "--org", "ua-office", "--json", now=JULY)
    plan = imported.json["plan"]
    refused = onrecord(drafted, "export", plan, "--original", "-o", str(out), "--json")
    assert (refused.code, refused.json["refused"]) == (1, "original-unsafe")
    assert not out.exists()
    insisted = onrecord(
        drafted, "export", plan, "--original", "--even-unsafe", "-o", str(out), "--lang", "en"
    )
    assert insisted.code == 0
    assert out.read_bytes() == file.read_bytes()
    assert "macros" in insisted.err


@pytest.mark.parametrize("name", ["plan.csv", "plan.html", "plan.docx", "plan.xlsx"])
def test_what_acts_by_itself_goes_out_only_where_a_person_insists(
    drafted: Path, tmp_path: Path, name: str
) -> None:
    file, out = tmp_path / name, tmp_path / f"out-{name}"
    file.write_bytes(ACTING[name])
    imported = onrecord(drafted, "import", str(file), "--org", "ua-office", "--json", now=JULY)
    refused = onrecord(drafted, "export", imported.json["plan"], "--original", "-o", str(out), "--json")
    assert (refused.code, refused.json["refused"]) == (1, "original-unsafe")
    assert not out.exists()


def test_a_formula_in_a_workbook_is_text_and_goes_out(drafted: Path, tmp_path: Path) -> None:
    """A workbook says itself that a cell is text."""
    file, out = tmp_path / "plan.xlsx", tmp_path / "out.xlsx"
    called = measure("1.1.2", "Лінія")
    called[2] = "+380 44 000 00 00"
    rows = [HEADING, measure("1.1.1", "Навчання"), called]
    file.write_bytes(workbook(rows))
    imported = onrecord(drafted, "import", str(file), "--org", "ua-office", "--json", now=JULY)
    assert "formula-like-text" in {f["code"] for f in imported.json["findings"]}
    assert onrecord(drafted, "export", imported.json["plan"], "--original", "-o", str(out)).code == 0


def test_what_the_form_cannot_hold_is_said_at_once(drafted: Path, tmp_path: Path) -> None:
    stands = first_measure(drafted)
    changed = {**stands, "target": {**stands["target"], "value": "8"}}
    assert do(drafted, "ReviseMeasure", PLANNER, now=JULY, measure=changed).code == 0
    out = tmp_path / "plan.docx"
    told = onrecord(drafted, "export", PLAN, "-o", str(out), "--json").json["unheld"]
    assert [(one["number"], one["field"]) for one in told] == [("1.1.1", "target")]
    assert "1.1.1 · target" in onrecord(drafted, "export", PLAN, "-o", str(out), "--lang", "en").out


def test_an_unknown_plan_is_not_found(drafted: Path) -> None:
    refused = onrecord(drafted, "export", "nowhere", "--json")
    assert (refused.code, refused.json["refused"]) == (1, "not-found")


def test_a_file_that_cannot_be_written_is_refused(drafted: Path, tmp_path: Path) -> None:
    refused = onrecord(drafted, "export", PLAN, "-o", str(tmp_path / "none" / "plan.docx"), "--json")
    assert (refused.code, refused.json["refused"]) == (1, "cannot-write")
