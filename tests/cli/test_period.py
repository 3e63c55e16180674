"""What a person is told of a period before it is closed, and after."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import DIRECTOR, EXECUTOR, PLAN, PLANNER, do, onrecord

OCTOBER = "2026-10-02T10:00+03:00"
DEED = {"measure": "m001", "done_on": "2026-09-29", "quantity": 1}


def period(data: Path, *more: str):
    return onrecord(data, "period", PLAN, "2026Q3", *more, now=OCTOBER)


def test_before_the_closing_it_names_what_is_missing_and_whom_to_ask(approved: Path) -> None:
    told = period(approved, "--json").json
    assert (told["closed"], told["may_be_closed_from"], told["late"]) == (False, "2026-10-01", [])
    first = told["missing"][0]
    assert (first["measure"], first["missing"]) == ("m001", "unexplained")
    assert {m["missing"] for m in told["missing"]} == {"silent", "unexplained"}
    assert any(m["whom"] == EXECUTOR for m in told["missing"])


def test_it_is_told_to_people_in_their_language(approved: Path) -> None:
    for language in ("uk", "en", "vi"):
        answer = period(approved, "--lang", language)
        assert answer.code == 0
        assert "1.1.1" in answer.out


def test_after_the_closing_it_lists_what_came_too_late_and_what_waits(approved: Path) -> None:
    assert do(approved, "ClosePeriod", DIRECTOR, now=OCTOBER, period="2026Q3").code == 0
    logged = do(approved, "LogExecution", EXECUTOR, "--json", now=OCTOBER, **DEED).json
    retract = {"measure": "m001", "execution": logged["facts"][0]["fact"]["execution"], "reason": "хиба"}
    asked = do(approved, "RetractExecution", EXECUTOR, "--json", now=OCTOBER, **retract).json
    request = asked["facts"][0]["fact"]["request"]
    told = period(approved, "--json").json
    assert told["closed"]
    assert len(told["late"]) == 1
    assert told["waiting"] == [request]
    assert do(approved, "ConfirmCorrection", PLANNER, now=OCTOBER, request=request).code == 0
    told = period(approved, "--json").json
    assert (len(told["late"]), told["waiting"]) == (2, [])


def test_a_period_that_the_plan_does_not_have_is_refused(approved: Path) -> None:
    answer = onrecord(approved, "period", PLAN, "2027Q1", now=OCTOBER)
    assert answer.code == 1
