"""Are the forms that offices use read as their officials would read them?

What each form says was written by hand, before there was a reader, in ``forms/*.json`` (``plan-truth/1``).
"""

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from application.imports.reading import PeriodNotFound, Reading, read_plan
from application.imports.truth import as_truth, refused
from infrastructure.documents.reader import OfficeReader

EXPECTED = {
    file.stem: json.loads(file.read_text(encoding="utf-8"))
    for file in sorted((Path(__file__).parent / "forms").glob("*.json"))
}
BESIDE = (
    "number_raw",
    "task",
    "subtask",
    "purpose",
    "expected_result",
    "baseline",
    "weight",
    "note",
    "additivity",
)


def form(plans: Path, name: str) -> Reading:
    file = plans / "forms" / EXPECTED[name]["source_file"]
    return read_plan(file.read_bytes(), file.name, OfficeReader(), period=EXPECTED[name]["period"])


@pytest.mark.parametrize("name", EXPECTED)
def test_every_field_of_a_form_is_read_as_written_down(
    name: str, onrecord_test_plans: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told, truth = tmp_path / "read.json", tmp_path / "truth.json"
    told.write_text(json.dumps(as_truth(form(onrecord_test_plans, name))), encoding="utf-8")
    truth.write_text(json.dumps(EXPECTED[name]), encoding="utf-8")
    score = runpy.run_path(str(onrecord_test_plans / "score.py"))
    wrong = score["main"]([str(truth), str(told), "--show"])
    assert not wrong, capsys.readouterr().out


@pytest.mark.parametrize("name", EXPECTED)
def test_what_stands_beside_is_kept(name: str, onrecord_test_plans: Path) -> None:
    told: dict[str, Any] = as_truth(form(onrecord_test_plans, name))
    assert [task["number"] for task in told["tasks"]] == [t["number"] for t in EXPECTED[name]["tasks"]]
    assert [section["raw"] for section in told["sections"]] == EXPECTED[name]["sections"]
    for found, wanted in zip(told["measures"], EXPECTED[name]["measures"], strict=True):
        for field in BESIDE:
            if wanted.get(field) is not None:
                assert found[field] == wanted[field], (wanted["number"], field)
        assert holds(found["funding"], wanted.get("funding", [])), found["funding"]
        assert found["reported"] == wanted.get("reported", {})
        assert holds(found["executor_due"], wanted.get("executor_due", [])), found["executor_due"]
        assert holds(
            found["target"], {k: v for k, v in wanted["target"].items() if k in ("unit", "limit", "parts")}
        )
        assert found["due"]["hour"] == wanted["due"].get("hour")


def holds(found: Any, wanted: Any) -> bool:
    """Everything that is wanted, word for word; more may be told."""
    if isinstance(wanted, dict):
        return all(holds(found[key], value) for key, value in wanted.items())
    if isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(holds, found, wanted))
    return bool(found == wanted)


@pytest.mark.parametrize("name", ["F3", "F5", "F6"])
def test_a_form_without_a_period_is_not_stored_and_yet_shown(name: str, onrecord_test_plans: Path) -> None:
    file = onrecord_test_plans / "forms" / EXPECTED[name]["source_file"]
    with pytest.raises(PeriodNotFound) as why:
        read_plan(file.read_bytes(), file.name, OfficeReader())
    told: dict[str, Any] = refused(why.value)
    assert (told["accepted"], told["findings"][0]["code"]) == (False, "period-not-found")
    assert told["header"]["period"] is None
    assert [m["title"] for m in told["measures"]] == [m["title"] for m in EXPECTED[name]["measures"]]
    assert all(m["due"]["to"] is None for m in told["measures"])


@pytest.mark.parametrize(("name", "year"), [("F1", "2025"), ("F2", "2021"), ("F4", "2021")])
def test_a_form_without_a_title_has_the_year_of_its_deadlines_and_asks(
    name: str, year: str, onrecord_test_plans: Path
) -> None:
    file = onrecord_test_plans / "forms" / EXPECTED[name]["source_file"]
    reading = read_plan(file.read_bytes(), file.name, OfficeReader())
    assert reading.document.period == year
    assert "period-from-deadlines" in {finding.code for finding in reading.findings}
