"""What do `tick`, `notices`, `report`, `rebuild`, `migrate`, `calendar` and `demo` answer?"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path

import pytest

from application.samples.offices import SHIPPED
from tests.cli.conftest import EXECUTOR, PLAN, do, onrecord

AUGUST = "2026-08-05T10:00+03:00"


def test_the_clock_rings_once_for_all_that_is_due(approved: Path) -> None:
    rung = onrecord(approved, "tick", "--now", AUGUST, "--json")
    assert (rung.code, rung.err) == (0, "")
    assert rung.json["raised"]["overdue"] == rung.json["raised"]["escalation"] > 0
    assert rung.json["delivered"] == len(list((approved / "outbox").glob("*.eml")))
    again = onrecord(approved, "tick", "--now", AUGUST, "--json").json
    assert (again["raised"], again["delivered"]) == ({}, 0)


def test_what_the_clock_did_is_told(approved: Path) -> None:
    lines = onrecord(approved, "tick", "--now", AUGUST, "--lang", "uk").out.splitlines()
    assert lines[-1].startswith("Продзвонено до 05.08.2026 10:00: ")
    assert any(line.startswith("01.08.2026 09:00: Прострочено: ") for line in lines)


def test_in_production_nobody_rings_the_clock_early(drafted: Path) -> None:
    early = onrecord(drafted, "tick", "--now", "2999-01-01T00:00+00:00", "--json", mode="production")
    assert (early.code, early.json["refused"]) == (1, "clock-ahead")
    past = onrecord(drafted, "tick", "--now", "2020-01-01T00:00+00:00", "--json", mode="production")
    assert (past.code, past.json["rings"]) == (0, 1)


def test_the_ledger_says_who_was_told_what_and_whether_it_arrived(approved: Path) -> None:
    onrecord(approved, "tick", "--now", AUGUST)
    mine = onrecord(approved, "notices", "--person", EXECUTOR, "--json").json
    assert mine
    assert {(n["recipient"], n["state"], n["channel"]) for n in mine} == {(EXECUTOR, "delivered", "file")}
    told = onrecord(approved, "notices", "--person", EXECUTOR, "--lang", "uk").out
    assert "Максим Зеленко" in told
    assert "доставлено (file)" in told


@pytest.mark.parametrize("format", ["docx", "xlsx", "pdf", "json"])
def test_the_same_position_gives_the_same_bytes_after_new_facts(
    format: str, approved: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    asked = ("report", PLAN, "--period", "2026Q3", "--format", format, "--json")
    told = onrecord(approved, *asked, "-o", str(first), now=AUGUST).json
    assert told["sha256"] == hashlib.sha256(first.read_bytes()).hexdigest()
    deed = {"measure": "m001", "done_on": "2026-08-04", "quantity": 1}
    assert do(approved, "LogExecution", EXECUTOR, now=AUGUST, **deed).code == 0
    position = str(told["position"])
    again = onrecord(approved, *asked, "-o", str(second), "--position", position, now=AUGUST).json
    assert again["sha256"] == told["sha256"]
    assert second.read_bytes() == first.read_bytes()
    newest = onrecord(approved, *asked, "-o", str(second), now=AUGUST).json
    assert newest["sha256"] != told["sha256"]


def test_a_report_has_a_name_where_none_is_given(
    approved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = onrecord(approved, "report", PLAN, "--period", "2026Q3", "--format", "xlsx", now=AUGUST)
    path = tmp_path / f"{PLAN}-2026Q3.xlsx"
    assert told.out.splitlines()[0] == str(path)
    assert path.read_bytes()[:2] == b"PK"


def test_a_report_in_json_goes_to_stdout(approved: Path) -> None:
    answer = onrecord(approved, "report", PLAN, "--period", "2026Q3", "--format", "json", now=AUGUST)
    row = json.loads(answer.out)["rows"][0]
    assert (row["number"], row["actual"]["amounts"]) == ("1.1.1", [3])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((PLAN, "--period", "2026Q4"), "not-a-period-of-the-plan"),
        ((PLAN, "--period", "2026Q3", "--format", "odt"), "unknown-format"),
        ((PLAN, "--period", "2026Q3", "--position", "999999"), "position-ahead"),
        (("no-such", "--period", "2026Q3"), "not-found"),
    ],
)
def test_a_report_that_cannot_be_is_refused(arguments: tuple[str, ...], code: str, approved: Path) -> None:
    answer = onrecord(approved, "report", *arguments, "--json", now=AUGUST)
    assert (answer.code, answer.json["refused"]) == (1, code)


def test_a_row_that_is_not_what_the_record_says_is_named_and_mended(approved: Path) -> None:
    assert onrecord(approved, "rebuild", "--check", "--json").json == {"equal": True, "differences": []}
    database = sqlite3.connect(approved / "readmodels.db")
    with database:
        database.execute("UPDATE plan_board SET title = 'forged'")
    database.close()
    found = onrecord(approved, "rebuild", "--check", "--json")
    assert found.code == 1
    (one,) = found.json["differences"]
    assert (one["table"], one["key"], one["live"]["title"]) == ("plan_board", [PLAN], "forged")
    assert onrecord(approved, "rebuild", "plan_board").code == 0
    assert onrecord(approved, "rebuild", "--check").code == 0


def test_a_read_model_that_does_not_exist_is_not_rebuilt(approved: Path) -> None:
    assert onrecord(approved, "rebuild", "nothing", "--json").json["refused"] == "unknown-projection"


def test_migrate_says_where_the_database_stands(tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = onrecord(data, "migrate", "--json")
    assert (first.code, onrecord(data, "migrate", "--json").json) == (0, first.json)
    assert (data / "record.db").exists()


@pytest.mark.parametrize(
    ("day", "shift", "office", "found"),
    [
        ("2022-01-10", "-3", "ua-office", "2022-01-04"),
        ("2021-01-18", "-1", "ua-office", "2021-01-16"),
        ("2021-03-09", "-1", "ua-office", "2021-03-05"),
        ("2023-03-09", "-1", "ua-office", "2023-03-08"),
    ],
)
def test_working_days_are_counted_by_the_office_s_calendar(
    day: str, shift: str, office: str, found: str, tmp_path: Path
) -> None:
    asked = onrecord(tmp_path / "data", "calendar", day, "--shift", shift, "--org", office, "--json")
    assert asked.json["date"] == found
    assert all(one["why"] for one in asked.json["skipped"])
    assert not (tmp_path / "data").exists()


def test_of_several_offices_the_calendar_s_must_be_named(drafted: Path) -> None:
    asked = ("calendar", "2026-08-24", "--roll", "after", "--json")
    assert onrecord(drafted, *asked).code == 0
    other = ("import", str(SHIPPED / "ke-hoach-2027.docx"), "--org", "vn-office")
    assert onrecord(drafted, *other, now="2026-07-21T09:00+03:00").code == 0
    answer = onrecord(drafted, *asked)
    assert (answer.code, answer.json["refused"]) == (1, "name-the-office")
    assert onrecord(drafted, *asked, "--org", "vn-office").code == 0


def test_a_day_off_rolls_as_asked(tmp_path: Path) -> None:
    def rolled(roll: str) -> str:
        return str(onrecord(tmp_path, "calendar", "2026-08-01", "--roll", roll, "--json").json["date"])

    assert [rolled(r) for r in ("before", "after", "none")] == ["2026-07-31", "2026-08-03", "2026-08-01"]


def test_an_office_without_a_calendar_is_refused(tmp_path: Path) -> None:
    answer = onrecord(tmp_path / "data", "calendar", "2026-08-01", "--org", "elsewhere", "--json")
    assert (answer.code, answer.json["refused"]) == (1, "unknown-organisation")


def test_the_worker_needs_a_broker(tmp_path: Path) -> None:
    answer = onrecord(tmp_path / "data", "work", "--json")
    assert (answer.code, answer.json["refused"]) == (1, "broker-missing")


def test_the_demonstration_is_not_for_production(tmp_path: Path) -> None:
    answer = onrecord(tmp_path / "data", "demo", "--json", mode="production")
    assert (answer.code, answer.json["refused"]) == (1, "simulated-clock-in-production")


def test_a_roll_up_counts_every_row_of_the_report_once(approved: Path) -> None:
    rows = json.loads(onrecord(approved, "report", PLAN, "--period", "2026Q3", "--format", "json").out)[
        "rows"
    ]
    [office] = onrecord(approved, "rollup", "--period", "2026Q3", "--json").json["nodes"]
    assert office["measures"] == sum(office["states"].values()) == len(rows)
    assert sum(unit["measures"] for unit in office["below"]) <= len(rows)
    told = onrecord(approved, "rollup", "--period", "2026Q3", "--org", office["node"], "--lang", "uk").out
    assert "Заплановано" in told
    assert office["title"] in told
    foreign = onrecord(approved, "rollup", "--period", "2026Q3", "--org", "nowhere", "--json")
    assert (foreign.code, foreign.json["refused"]) == (1, "not-found")
