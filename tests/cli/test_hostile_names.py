"""What becomes of names that were chosen to do harm, or are no names of files?"""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from application.exports.original import MOST_NAME, safe_name
from application.samples.offices import SHIPPED
from tests.cli.conftest import PLAN, onrecord

DOCX = Path(str(SHIPPED / "plan-kvartal-2026-3.docx"))
JULY = "2026-07-21T09:00+03:00"
NO_UTF_8 = b"a\xff\xfeb.docx"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("план 2021.docx", "план 2021.docx"),
        ("plan\u202excod.docx", "planxcod.docx"),
        ("a\nb\x1b[31m.docx", "ab[31m.docx"),
        ("..\\..\\x.docx", "x.docx"),
        ("../../etc/passwd", "passwd"),
        ("..", "p1"),
        ("", "p1"),
        ("\u202e\n", "p1"),
        (".docx", "p1.docx"),
        ("CON.docx", "_CON.docx"),
        ("-rf.docx", "_-rf.docx"),
        ("a\ufffdb.docx", "a_b.docx"),
        ("C:\\plans\\план.xlsx", "план.xlsx"),
        ("План.doc\r", "План.doc"),
    ],
)
def test_an_original_gets_a_name_that_any_disk_may_bear(given: str, name: str) -> None:
    assert safe_name(given, "p1") == name


def test_a_long_name_is_cut_and_keeps_its_ending() -> None:
    name = safe_name("ї" * 400 + ".docx", "p1")
    assert name.endswith("ї.docx")
    assert len(name.encode()) <= MOST_NAME


def copy_named(name: bytes, folder: Path) -> bytes:
    path = os.fsencode(folder) + b"/" + name
    try:
        with open(path, "wb") as file:
            file.write(DOCX.read_bytes())
    except OSError:
        pytest.skip("this disk takes no such name")
    return path


def test_an_original_is_written_under_its_clean_name_and_replaces_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    out.mkdir()
    file = os.fsdecode(copy_named("a\u202excod\n..\\x.docx".encode(), tmp_path))
    plan = onrecord(data, "import", file, "--json", now=JULY).json["plan"]
    monkeypatch.chdir(out)
    told = onrecord(data, "export", plan, "--original", "--json").json
    (written,) = out.iterdir()
    assert (told["path"], written.name) == (str(written), "x.docx")
    assert not any(unicodedata.category(c) in ("Cc", "Cf") for c in written.name)
    written.write_bytes(b"another's")
    refused = onrecord(data, "export", plan, "--original", "--json")
    assert (refused.code, refused.json["refused"]) == (1, "file-stands")
    assert "-o" in refused.err
    assert written.read_bytes() == b"another's"
    assert onrecord(data, "export", plan, "--original", "-o", written).code == 0
    assert written.read_bytes() == DOCX.read_bytes()


def test_a_name_that_is_not_utf_8_is_read_and_shown_with_a_mark(tmp_path: Path) -> None:
    data, file = tmp_path / "data", os.fsdecode(copy_named(NO_UTF_8, tmp_path))
    looked = onrecord(data, "import", file, "--dry-run", "--json")
    assert (looked.code, looked.json["accepted"]) == (0, True)
    stored = onrecord(data, "import", file, "--json", now=JULY)
    assert stored.code == 0, stored.err
    fact = onrecord(data, "history", PLAN, "--json").json["facts"][0]["fact"]
    assert fact["document"]["source"]["file_name"] == "a\ufffd\ufffdb.docx"
    missing = onrecord(data, "import", os.fsdecode(b"no-\xff.docx"), "--json")
    assert (missing.code, missing.json["path"]) == (2, "no-\ufffd.docx")


def test_a_pipe_a_device_and_a_folder_are_said_to_be_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/null")):
        answer = onrecord(tmp_path / "data", "import", path, "--lang", "en")
        assert (answer.code, answer.err) == (2, f"{path} is not a file. Name the file of the plan.\n")
    absent = onrecord(tmp_path / "data", "import", tmp_path / "none", "--lang", "en")
    assert absent.err.endswith("Check the path.\n")


def test_what_breaks_off_is_told_in_words_and_not_as_a_line_of_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infrastructure.documents.apart._START", "raise SystemExit(3)")
    for option in (("--dry-run",), ()):
        answer = onrecord(tmp_path / "data", "import", DOCX, "--lang", "en", *option, now=JULY)
        assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1)
        assert "reading_broke_off" not in answer.err
