"""Is a filled-in table logged line by line from the command line, and is what stays told by its cell?"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from application.following import Follower
from tests.cli.conftest import EXECUTOR, PLAN, PLANNER, do, onrecord

pytestmark = pytest.mark.usefixtures("read_here")

AUGUST = "2026-08-05T10:00+03:00"
ROWS = "№;Виконано;Коли\n1.2.3;2;04.08.2026\n1.2.3;багато;04.08.2026\n9.9.9;1;04.08.2026\n"


def table(folder: Path, rows: str = ROWS) -> Path:
    path = folder / "виконання.csv"
    path.write_text(rows, encoding="utf-8")
    return path


def log(data: Path, *arguments: object, lang: str = "uk", by: str = EXECUTOR):
    return onrecord(data, "log", *map(str, arguments), "--as", by, "--lang", lang, now=AUGUST)


def test_good_lines_are_recorded_and_the_others_stay_with_their_cell(approved: Path, tmp_path: Path) -> None:
    answer = log(approved, table(tmp_path))
    assert answer.code == 1
    assert answer.out.splitlines() == [
        "рядок тексту 2: записано, захід 1.2.3, 04.08.2026 (вт): 2.",
        "рядок тексту 3: не записано, захід 1.2.3. «багато» не є числом."
        " Напишіть число, пару через риску, як 1/1.",
        "рядок тексту 4: не записано, захід 9.9.9. У плані немає заходу «9.9.9». Перевірте номер.",
        "Записано: 1. Було записано раніше: 0. Лишилося: 2. Не заповнено: 0.",
    ]


def test_a_trial_stores_nothing_and_a_script_gets_every_row(approved: Path, tmp_path: Path) -> None:
    tried = log(approved, table(tmp_path), "--dry-run", "--json")
    assert (tried.code, tried.json["would"], tried.json["recorded"], tried.json["refused"]) == (1, 1, 0, 2)
    first, second, *_ = tried.json["rows"]
    assert (first["outcome"], first["command"], first["fields"]["quantity"]) == ("would", "LogExecution", "2")
    assert (second["cell"], second["refused"]) == ("line 3", "line-not-a-number")
    done = log(approved, table(tmp_path), "--json")
    assert (done.json["plan"], done.json["recorded"]) == (PLAN, 1)
    assert (
        onrecord(approved, "history", PLAN, "--json").json["facts"][-1]["position"]
        == (done.json["rows"][0]["position"])
    )


def test_the_same_table_again_adds_nothing_and_ends_well(approved: Path, tmp_path: Path) -> None:
    good = table(tmp_path, "№;Виконано;Коли\n1.2.3;2;04.08.2026\n")
    assert log(approved, good).code == 0
    again = log(approved, good, "--json")
    assert (again.code, again.json["recorded"], again.json["repeated"]) == (0, 0, 1)


def test_nothing_is_waited_for_where_nobody_else_tells_the_read_models(
    approved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[int] = []
    monkeypatch.setattr(Follower, "wait_for", lambda self, position, timeout: waited.append(position))
    assert log(approved, table(tmp_path), "--json").json["recorded"] == 1
    assert waited == []


def test_a_like_deed_is_asked_about_and_the_way_to_say_so_is_told(approved: Path, tmp_path: Path) -> None:
    log(approved, table(tmp_path, "№;Виконано;Коли\n1.2.3;2;04.08.2026\n"))
    other = table(tmp_path, "№;Виконано;Коли;Примітка\n1.2.3;2;04.08.2026;\n")
    asked = log(approved, other)
    assert asked.code == 1
    assert "Схожий запис уже є: 04.08.2026 (вт), Максим Зеленко." in asked.out
    assert "Інший випадок: повторіть із --another line 2." in asked.out
    assert log(approved, other, "--another", "line 2").code == 0


def test_a_table_is_handed_out_filled_in_and_taken(approved: Path, tmp_path: Path) -> None:
    path = tmp_path / "таблиця.xlsx"
    handed = log(approved, "--template", PLAN, "-o", path, "--json")
    assert handed.code == 0
    book = openpyxl.load_workbook(path)
    rows = [r for r in range(4, 4 + handed.json["rows"]) if book.active.cell(r, 1).value == "1.2.3"]
    book.active.cell(rows[0], 6).value, book.active.cell(rows[0], 7).value = 3, "04.08.2026"
    book.save(path)
    answer = log(approved, path, "--json")
    assert (answer.code, answer.json["recorded"], answer.json["left"]) == (0, 1, handed.json["rows"] - 1)


def test_a_file_that_is_no_table_of_deeds_is_refused_whole(approved: Path, tmp_path: Path) -> None:
    for rows, code in (("Плани;на;завтра\n1;2;3\n", "table-no-headings"), ("", "file-empty")):
        answer = log(approved, table(tmp_path, rows), "--json")
        assert answer.code == 1
        assert code in answer.out


def test_either_a_table_or_a_template_is_asked_for(approved: Path, tmp_path: Path) -> None:
    assert log(approved).code == 2
    assert log(approved, table(tmp_path), "--template", PLAN).code == 2
    assert log(approved, tmp_path / "немає.csv").code == 2


def test_without_a_plan_in_force_nothing_is_logged(drafted: Path, tmp_path: Path) -> None:
    answer = log(drafted, table(tmp_path), "--json", by=PLANNER)
    assert (answer.code, answer.json["refused"]) == (1, "no-plan-in-force")
    named = log(drafted, table(tmp_path), "--plan", PLAN, "--json", by=PLANNER)
    assert {row.get("refused") for row in named.json["rows"]} >= {"not-in-force"}


def test_in_production_a_terminal_is_not_enough(approved: Path, tmp_path: Path) -> None:
    asked = ("log", table(tmp_path), "--as", EXECUTOR, "--json")
    answer = onrecord(approved, *map(str, asked), mode="production")
    assert (answer.code, answer.json["refused"]) == (1, "token-needed")


def test_what_a_unit_did_is_told_apart_from_the_command_line_to_the_report(approved: Path) -> None:
    measure = {"measure": "m050", "done_on": "2026-08-04", "quantity": 1}
    kinds = onrecord(approved, "commands", "--json", now=AUGUST).json
    schema = next(kind for kind in kinds if kind["name"] == "LogExecution")
    assert {"unit", "item"} <= set(schema["schema"]["properties"])
    for unit in ("bureau-tykhobrid", "bureau-yasnohai"):
        assert do(approved, "LogExecution", PLANNER, now=AUGUST, **measure, unit=unit).code == 0
    unknown = do(approved, "LogExecution", PLANNER, "--lang", "uk", now=AUGUST, **measure, unit="bureau")
    assert unknown.code == 1
    assert "«bureau» не є підрозділом установи. Підрозділи: lead – Керівництво центру;" in unknown.err
    no_items = do(approved, "LogExecution", PLANNER, "--lang", "uk", now=AUGUST, **measure, item="1")
    assert "Захід 3.3.2 не має підпунктів у плані" in no_items.err
    told = onrecord(approved, "history", PLAN, "--lang", "uk", now=AUGUST).out
    assert "захід 3.3.2: 1, Тихобрідське бюро правничої підтримки" in told
    report = onrecord(approved, "report", PLAN, "--period", "2026Q3", "--format", "json", now=AUGUST)
    row = next(row for row in report.json["rows"] if row["measure"] == "m050")
    assert [one["unit"] for one in row["portions"]] == [
        *("Тихобрідське бюро правничої підтримки", "Ясногайське бюро правничої підтримки")
    ]
    assert row["actual"]["amounts"] == [2]
    asked = ("report", PLAN, "--period", "2026Q3", "--explain", "3.3.2/portions/2/actual")
    opened = onrecord(approved, *asked, "--lang", "uk", now=AUGUST).out
    assert "Ясногайське бюро правничої підтримки" in opened
    assert opened.count("Виконано 04.08.2026") == 1


def test_a_template_is_a_workbook_and_is_never_called_anything_else(approved: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    refused = log(approved, "--template", PLAN, "-o", path, "--json")
    assert (refused.code, refused.json["refused"], path.exists()) == (1, "unknown-format", False)
