"""Does a report go to be signed from the command line, and does the next copy name who signed it?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import DEPUTY, DIRECTOR, PLAN, PLANNER, Answer, do, onrecord

OCTOBER = "2026-10-12T10:00+03:00"
QUARTER = ("--period", "2026Q3")


def report(data: Path, *arguments: object) -> Answer:
    return onrecord(data, "report", PLAN, *QUARTER, *arguments, now=OCTOBER)


@pytest.fixture
def closed(approved: Path) -> Path:
    assert do(approved, "ClosePeriod", PLANNER, now=OCTOBER, period="2026Q3").code == 0
    return approved


def submitted(data: Path, tmp_path: Path) -> Any:
    answer = report(data, "-o", tmp_path / "q.docx", "--submit", "--as", PLANNER, "--json")
    assert answer.code == 0, answer.err
    return answer.json


def test_a_report_is_compiled_and_submitted_in_one_go(closed: Path, tmp_path: Path) -> None:
    told = submitted(closed, tmp_path)
    sent, started = (fact["fact"] for fact in told["submitted"]["facts"])
    assert (sent["fingerprint"], sent["position"]) == (told["fingerprint"], told["position"])
    assert (started["subject"], started["text_hash"]) == ("report", told["fingerprint"])
    assert (tmp_path / "q.docx").exists()


def test_submitting_leaves_no_file_where_nobody_asked_for_one(
    closed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder := tmp_path / "here").mkdir()
    monkeypatch.chdir(folder)
    answer = report(closed, "--submit", "--as", PLANNER, "--json")
    assert (answer.code, list(folder.iterdir())) == (0, []), answer.err
    sent, _ = (fact["fact"] for fact in answer.json["submitted"]["facts"])
    assert sent["fingerprint"] == answer.json["fingerprint"]
    (kept,) = onrecord(closed, "history", f"report-{PLAN}.2026q3", "--json").json["facts"]
    assert kept["fact"]["fingerprint"] == sent["fingerprint"]


def test_the_next_copy_names_who_signed_it_and_the_old_one_stays_as_it_was(
    closed: Path, tmp_path: Path
) -> None:
    told = submitted(closed, tmp_path)
    run = told["submitted"]["facts"][0]["fact"]["run"]
    assert do(closed, "AgreeStep", DEPUTY, now=OCTOBER, run=run, step="deputy").code == 0
    assert do(closed, "SignStep", DIRECTOR, now=OCTOBER, run=run, step="director").code == 0
    signed = json.loads(report(closed, "--format", "json").out)["signed"]
    assert [voice["act"] for voice in signed["voices"]] == ["agree", "sign"]
    assert signed["fingerprint"] == told["fingerprint"]
    again = report(closed, "-o", tmp_path / "again.docx", "--position", told["position"], "--json").json
    assert again["sha256"] == told["sha256"]


def test_it_is_a_person_who_submits(closed: Path, tmp_path: Path) -> None:
    before = onrecord(closed, "history", f"report-{PLAN}.2026q3", "--json").out
    answer = report(closed, "-o", tmp_path / "q.docx", "--submit", "--json")
    assert (answer.code, "--as" in answer.err) == (2, True)
    assert onrecord(closed, "history", f"report-{PLAN}.2026q3", "--json").out == before


def test_a_period_that_runs_is_not_submitted(approved: Path, tmp_path: Path) -> None:
    answer = report(approved, "-o", tmp_path / "q.docx", "--submit", "--as", PLANNER, "--json")
    assert (answer.code, answer.json["refused"]) == (1, "report-of-open-period")


def test_where_no_route_is_for_reports_one_is_asked_for(closed: Path, tmp_path: Path) -> None:
    arguments = ("-o", tmp_path / "q.docx", "--submit", "--as", PLANNER, "--workflow", "none", "--json")
    assert report(closed, *arguments).json["refused"] == "unknown-workflow"


def test_how_far_the_round_is_is_told_with_what_is_missing_and_why(closed: Path, tmp_path: Path) -> None:
    def told() -> Any:
        return onrecord(closed, "reports", "--progress", "--json", *QUARTER, now=OCTOBER).json

    before = told()
    assert (before["due"], before["compiled"]) == (1, 0)
    [office] = before["offices"]
    assert [(m["plan"], m["why"]) for m in office["missing"]] == [(PLAN, "waits")]
    assert report(closed, "-o", tmp_path / "q.docx", "--json").code == 0
    after = told()
    assert (after["due"], after["compiled"], after["offices"][0]["missing"]) == (1, 1, [])
    words = onrecord(closed, "reports", "--lang", "uk", now=OCTOBER).out
    assert "Складено звітів: 1 із 1." in words
