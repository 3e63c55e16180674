"""Where does a report go, in which format, and what is said where it cannot be written?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import PLAN, Answer, onrecord

AUGUST = "2026-08-05T10:00+03:00"


def report(data: Path, *arguments: object) -> Answer:
    return onrecord(data, "report", PLAN, "--period", "2026Q3", *arguments, "--json", now=AUGUST)


@pytest.mark.parametrize(
    ("name", "start"), [("y.pdf", b"%PDF"), ("y.XLSX", b"PK"), ("y.json", b"{"), ("y", b"PK")]
)
def test_the_ending_names_the_format(name: str, start: bytes, approved: Path, tmp_path: Path) -> None:
    told = report(approved, "-o", tmp_path / name).json
    assert told["format"] == (name.lower().partition(".")[2] or "docx")
    assert (tmp_path / name).read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("name", "format", "code"),
    [("y.pdf", "docx", "format-contradicts"), ("y.odt", None, "unknown-format")],
)
def test_a_format_that_contradicts_or_is_not_known_is_refused(
    name: str, format: str | None, code: str, approved: Path, tmp_path: Path
) -> None:
    answer = report(approved, "-o", tmp_path / name, *(["--format", format] if format else []))
    assert (answer.code, answer.json["refused"]) == (1, code)
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("out", ["no-such-folder/y.pdf", "data", "data/record.db/y.pdf"])
def test_a_file_that_cannot_be_written_is_refused_before_anything_is_recorded(
    out: str, approved: Path, tmp_path: Path
) -> None:
    before = onrecord(approved, "history", f"report-{PLAN}.2026q3", "--json").out
    path = tmp_path / out
    answer = report(approved, "-o", path, "--format", "pdf")
    assert (answer.code, answer.json["refused"], answer.json["path"]) == (1, "cannot-write", str(path))
    assert str(path) in answer.err
    assert onrecord(approved, "history", f"report-{PLAN}.2026q3", "--json").out == before


def test_a_working_folder_that_may_not_be_written_is_refused_too(
    approved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path and allowed(path, mode))
    answer = report(approved)
    assert (answer.code, answer.json["refused"]) == (1, "cannot-write")
    assert "Traceback" not in answer.err
