"""How does a plan stand, now or at any past moment?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import EXECUTOR, PLAN, do, onrecord

NOW = "2026-08-15T10:00+03:00"


def test_one_plan_now_as_an_object(approved: Path) -> None:
    plan = onrecord(approved, "plan", PLAN, "--json", now=NOW).json
    assert {k: plan[k] for k in ("id", "organisation", "period", "status", "version", "author")} == {
        "id": PLAN,
        "organisation": "ua-office",
        "period": "2026Q3",
        "status": "in-force",
        "version": 11,
        "author": "olena.honchar",
    }
    assert plan["approved"]["act"] == "наказ № 5"
    assert [(step["key"], step["state"], step["by"]) for step in plan["route"]] == [
        ("visa-outreach", "decided", "lesia.stepova"),
        ("visa-defence", "decided", "roman.kosovych"),
        ("deputy", "decided", "ostap.vilkhovyi"),
        ("director", "decided", "solomiia.yavornytska"),
    ]
    assert len(plan["measures"]) == 60


def test_a_measure_shows_its_deadline_as_written_beside_the_reading_and_what_is_done(approved: Path) -> None:
    measure = onrecord(approved, "plan", PLAN, "--json", now=NOW).json["measures"][0]
    assert (measure["id"], measure["number"], measure["done"], measure["state"]) == (
        "m001",
        "1.1.1",
        "3",
        "on-track",
    )
    assert measure["due"]["raw"] == "липень-2 серпень-2 вересень-3"
    assert measure["due"]["monthly"] == {"2026-07": "2", "2026-08": "2", "2026-09": "3"}
    (execution,) = measure["executions"]
    assert (execution["logged"]["quantity"], execution["corrected"]["quantity"]) == ("2", "3")


def test_a_plan_is_told_to_a_person_with_its_route_and_its_measures(approved: Path) -> None:
    told = onrecord(approved, "plan", PLAN, "--lang", "uk", now=NOW).out
    assert "чинний · III квартал 2026 року · версія 11" in told
    assert "3. Затвердження директором (затвердити): вирішено, Соломія Яворницька, до 03.08.2026 (пн)" in told
    assert "[за" in told
    assert "виконується" in told
    assert "\x1b" not in told


def test_what_stands_beside_the_plan_is_told_with_its_id_and_whom_it_waits_for(approved: Path) -> None:
    measures = onrecord(approved, "plan", PLAN, "--json", now=NOW).json["measures"]
    own = next(m["id"] for m in measures if m["number"] == "1.2.3")
    later = {
        "measure": own,
        "new_due": "2026-10-05",
        "reason": "лектор захворів",
        "workflow": "postponement",
    }
    asked = do(approved, "RequestPostponement", EXECUTOR, "--json", now=NOW, **later)
    assert asked.code == 0, asked.out + asked.err
    run = next(f["fact"]["run"] for f in asked.json["facts"] if "run" in f["fact"])
    told = onrecord(approved, "plan", PLAN, "--lang", "uk", now=NOW).out
    assert f"перенесення строку «{run}»: на розгляді; чекає: " in told
    (beside,) = onrecord(approved, "plan", PLAN, "--json", now=NOW).json["runs"]
    assert (beside["run"], beside["subject"], beside["outcome"]) == (run, "postponement", "open")
    assert beside["open"]
    assert beside["submitted_by"] == EXECUTOR


def test_at_the_position_of_each_fact_it_stands_as_that_fact_left_it(approved: Path) -> None:
    facts = onrecord(approved, "history", PLAN, "--json").json["facts"]
    for fact in facts:
        then = onrecord(approved, "plan", PLAN, "--position", str(fact["position"]), "--json").json
        assert (then["version"], then["position"]) == (fact["version"], fact["position"])


@pytest.mark.parametrize(
    ("as_of", "status", "done"),
    [
        ("2026-07-21T08:59", None, None),
        ("2026-07-21T09:30", "draft", None),
        ("2026-07-21", "in-review", None),
        ("2026-07-23T09:59+03:00", "in-review", None),
        ("2026-07-23T10:00+03:00", "in-force", None),
        ("2026-07-23T07:00+00:00", "in-force", None),
        ("2026-07-29", "in-force", None),
        ("2026-07-30", "in-force", "3"),
    ],
)
def test_before_and_after_each_fact(as_of: str, status: str | None, done: str | None, approved: Path) -> None:
    answer = onrecord(approved, "plan", PLAN, "--as-of", as_of, "--json", now=NOW)
    if status is None:
        assert (answer.code, answer.json["refused"]) == (1, "not-yet-on-record")
        assert "21 Jul 2026 09:00" in answer.err
    else:
        assert (answer.json["status"], answer.json["measures"][0]["done"]) == (status, done)


def test_a_past_moment_stays_as_it_was_after_new_facts(approved: Path) -> None:
    before = onrecord(approved, "plan", PLAN, "--as-of", "2026-07-30", "--json", now=NOW).out
    later = {"measure": "m001", "done_on": "2026-08-03", "quantity": 1}
    assert do(approved, "LogExecution", EXECUTOR, now=NOW, **later).code == 0
    assert onrecord(approved, "plan", PLAN, "--as-of", "2026-07-30", "--json", now=NOW).out == before
    assert onrecord(approved, "plan", PLAN, "--json", now=NOW).json["measures"][0]["done"] == "4"


def test_a_plan_that_is_not_there_is_refused_without_pretending_an_act(approved: Path) -> None:
    answer = onrecord(approved, "plan", "no-such", "--json")
    assert (answer.code, answer.json["refused"]) == (1, "not-found")
    assert answer.err.startswith("There is no such thing in your office.")


def test_what_is_no_moment_is_wrong_usage(approved: Path) -> None:
    assert onrecord(approved, "plan", PLAN, "--as-of", "yesterday").code == 2


def test_plans_say_what_is_where_and_whom_it_waits_for(drafted: Path) -> None:
    do(drafted, "SubmitPlan", "olena.honchar", now="2026-07-22T10:00+03:00", workflow="quarterly")
    (row,) = onrecord(drafted, "plans", "--json").json
    assert row["id"] == row["plan"]
    assert (row["plan"], row["status"], row["measures"]) == (PLAN, "in-review", 60)
    assert [step["step"] for step in row["waits_for"]] == ["visa-defence", "visa-outreach"]
    assert "Віза відділу правової" in onrecord(drafted, "plans").out
    assert onrecord(drafted, "plans", "--org", "vn-office", "--json").json == []


def test_without_any_plan_a_stranger_learns_how_to_begin(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert "onrecord import FILE" in onrecord(data, "plans").err
    assert onrecord(data, "migrate").code == 0
    assert "onrecord import FILE" in onrecord(data, "plans").out
