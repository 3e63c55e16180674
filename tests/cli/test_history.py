"""What happened, by whom, when, in which capacity?"""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import DIRECTOR, EXECUTOR, PLAN, do, onrecord


def test_a_plan_s_life_in_sentences(approved: Path) -> None:
    lines = onrecord(approved, "history", PLAN, "--lang", "uk").out.splitlines()
    assert len(lines) == 11
    assert lines[1].startswith("21.07.2026 10:00 · ")
    assert lines[2].endswith(
        "Крок «Віза відділу правової просвіти» погоджено: Леся Степова,"
        " Начальник відділу правової просвіти та консультацій."
    )
    assert "План набрав чинності, затверджено 23.07.2026 (чт): Соломія Яворницька, " in lines[8]
    assert "Виконано 28.07.2026 (вт), захід 1.1.1: 2. Записано: Максим Зеленко, " in lines[9]


def test_a_deed_written_down_on_another_day_is_marked(approved: Path) -> None:
    lines = onrecord(approved, "history", PLAN).out.splitlines()
    assert lines[9].endswith("(recorded 30 Jul 2026 10:00)")
    assert "(recorded" not in lines[8]


def test_what_came_after_the_closing_is_marked_late(approved: Path) -> None:
    october = "2026-10-02T10:00+03:00"
    assert do(approved, "ClosePeriod", DIRECTOR, now=october, period="2026Q3").code == 0
    deed = {"measure": "m001", "done_on": "2026-09-29", "quantity": 1}
    assert do(approved, "LogExecution", EXECUTOR, now=october, **deed).code == 0
    last = onrecord(approved, "history", PLAN).out.splitlines()[-1]
    assert "(entered after the period was closed)" in last


def test_a_script_gets_each_fact_with_its_envelope_and_its_sentence(approved: Path) -> None:
    answer = onrecord(approved, "history", PLAN, "--json").json
    assert answer["stream"] == f"plan-{PLAN}"
    fact = answer["facts"][9]
    assert (fact["name"], fact["by"], fact["person"]) == (
        "plan.execution-logged",
        EXECUTOR,
        "Максим Зеленко",
    )
    assert fact["fact"]["quantity"] == "2"
    assert fact["occurred_at"] == "2026-07-27T21:00:00Z"
    assert fact["sentence"].startswith("Carried out on 28 Jul 2026 (Tue), measure 1.1.1: 2. ")


def test_any_stream_has_a_history(approved: Path) -> None:
    people = onrecord(approved, "history", "people-ua-office").out
    assert "Unit formed: Відділ правової просвіти та консультацій (outreach), also called " in people
    assert "Appointed: Соломія Яворницька, Директор центру, from 2 Jan 2019 (Wed)." in people
    notice = onrecord(approved, "notices", "--json").json[0]["notice"]
    assert "Notice raised for" in onrecord(approved, "history", f"notice-{notice}").out


def test_an_order_that_hides_in_a_text_reaches_no_terminal(drafted: Path) -> None:
    body = {"finding": 0, "resolution": "a\x1b[2Jb\u202egpj.exe", "reason": "x"}
    assert do(drafted, "ResolveFinding", "olena.honchar", now="2026-07-22T10:00+03:00", **body).code == 0
    told = onrecord(drafted, "history", PLAN).out
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "a [2Jb gpj.exe" in told
    stored = onrecord(drafted, "history", PLAN, "--json").json["facts"][-1]["fact"]
    assert stored["resolution"] == body["resolution"]


def test_no_history_is_refused(drafted: Path) -> None:
    answer = onrecord(drafted, "history", "nothing", "--json")
    assert (answer.code, json.loads(answer.out)["refused"]) == (1, "not-found")


def test_a_script_is_told_on_what_grounds_a_decision_was_allowed(approved: Path) -> None:
    facts = onrecord(approved, "history", PLAN, "--json").json["facts"]
    (grounds,) = [f["grounds"] for f in facts if f["name"] == "run.step-approved"]
    assert (grounds["allowed"], grounds["roles"], grounds["scope"]) == (True, ["director"], "own")
    assert grounds["policy"] == max(f["fact"]["policy"] for f in facts if f["name"] == "run.step-agreed")
    assert "grounds" not in facts[0]
