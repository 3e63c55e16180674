"""What comes of a corrected file that is read beside a plan in force?"""

from __future__ import annotations

import hashlib
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.cli.conftest import (
    DEPUTY,
    DIRECTOR,
    PLAN,
    PLANNER,
    Answer,
    do,
    onrecord,
)
from tests.cli.test_reimport import DUE, EXECUTORS, MEASURE, REASON, SAMPLE, corrected

pytestmark = pytest.mark.usefixtures("read_here")

AUGUST = "2026-08-06T10:00+03:00"
ROW = 2


def onto(data: Path, file: Path, *options: str) -> Answer:
    return onrecord(data, "import", str(file), "--onto", PLAN, *options, "--json", now=AUGUST)


def facts(data: Path) -> list[dict[str, Any]]:
    return list(onrecord(data, "history", PLAN, "--json").json["facts"])


def cells(data: Path) -> list[tuple[str, str, str]]:
    proposed = facts(data)[-1]
    assert proposed["name"] == "plan.amendment-proposed"
    return [(c["measure"], c["field"], c["new"]) for c in proposed["fact"]["cells"]]


def measures(data: Path) -> list[dict[str, Any]]:
    return list(onrecord(data, "plan", PLAN, "--json", now=AUGUST).json["measures"])


def test_a_dry_run_shows_the_cells_and_records_nothing(approved: Path, tmp_path: Path) -> None:
    before = len(facts(approved))
    file = corrected(tmp_path / "new.docx", (ROW, DUE, "липень-2 серпень-1 вересень-4"))
    answer = onto(approved, file, "--dry-run")
    (told,) = answer.json["differences"]
    assert (told["number"], told["field"], told["new"]) == ("1.1.1", "due", "липень-2 серпень-1 вересень-4")
    assert len(facts(approved)) == before
    words = onrecord(approved, "import", str(file), "--onto", PLAN, "--dry-run", "--lang", "uk", now=AUGUST)
    assert "План чинний: щоб запропонувати ці зміни" in words.out


def test_a_corrected_file_is_proposed_and_the_text_in_force_stays(approved: Path, tmp_path: Path) -> None:
    stood = measures(approved)
    file = corrected(tmp_path / "new.docx", (ROW, DUE, "липень-2 серпень-1 вересень-4"))
    answer = onto(approved, file, *REASON)
    assert answer.code == 0, answer.err
    assert cells(approved) == [("m001", "due", "липень-2 серпень-1 вересень-4")]
    proposed = facts(approved)[-1]
    assert proposed["fact"]["source"]["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (proposed["by"], proposed["fact"]["amendment"]) == (PLANNER, answer.json["amendment"])
    assert measures(approved) == stood
    sent = do(
        approved,
        "SubmitAmendment",
        PLANNER,
        now=AUGUST,
        amendment=answer.json["amendment"],
        workflow="amendment",
    )
    assert sent.code == 0, sent.err


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_the_plan_as_it_was_handed_out_proposes_nothing(format: str, approved: Path, tmp_path: Path) -> None:
    out = tmp_path / f"plan.{format}"
    assert onrecord(approved, "export", PLAN, "-o", str(out)).code == 0
    dry = onto(approved, out, "--dry-run")
    assert (dry.code, dry.json["differences"]) == (0, [])
    refused = onto(approved, out, *REASON)
    assert (refused.code, refused.json["refused"]) == (1, "nothing-changes")


def test_a_row_that_went_is_taken_out_and_rows_below_keep_their_ids(approved: Path, tmp_path: Path) -> None:
    file = corrected(tmp_path / "new.docx", without=6)
    assert onto(approved, file, *REASON).code == 0
    assert facts(approved)[-1]["fact"]["removed"] == ["m005"]
    assert {measure for measure, *_ in cells(approved)} == {"m005"}


def test_rows_that_change_places_are_told_and_proposed_as_moved(approved: Path, tmp_path: Path) -> None:
    document = docx.Document(str(SAMPLE))
    table = document.tables[0]
    table.rows[4]._tr.addnext(table.rows[ROW]._tr)
    file = tmp_path / "new.docx"
    document.save(str(file))
    dry = onto(approved, file, "--dry-run").json["differences"]
    assert [(d["kind"], d["measure"]) for d in dry if d["kind"] == "moved"]
    assert onto(approved, file, *REASON).code == 0
    proposed = facts(approved)[-1]["fact"]
    assert "place" in {c["field"] for c in proposed["cells"]}
    assert proposed["order"] != [m["id"] for m in measures(approved)]
    assert sorted(proposed["order"]) == sorted(m["id"] for m in measures(approved))


def test_who_is_who_is_asked_and_never_guessed(approved: Path, tmp_path: Path) -> None:
    before = len(facts(approved))
    other = docx.Document(str(SAMPLE)).tables[0].cell(4, MEASURE).text.split(maxsplit=2)[2]
    file = corrected(tmp_path / "new.docx", (ROW, MEASURE, f"Захід 1.1.1 {other} громади"), without=4)
    refused = onto(approved, file, *REASON)
    assert (refused.code, refused.json["refused"]) == (1, "measure-unclear")
    assert len(facts(approved)) == before
    other_row = onto(approved, file, *REASON, "--same", "m003=1")
    assert other_row.json["refused"] == "removes-what-was-done", "m001 has a deed and stands nowhere then"
    assert onto(approved, file, *REASON, "--same", "m001=1").code == 0
    assert {measure for measure, *_ in cells(approved)} >= {"m003", "m001"}


def test_doubts_of_a_changed_cell_stay_with_the_proposal(approved: Path, tmp_path: Path) -> None:
    file = corrected(tmp_path / "new.docx", (ROW, EXECUTORS, "Відділ чарівних справ"))
    assert onto(approved, file, *REASON).code == 0
    found = facts(approved)[-1]["fact"]["findings"]
    assert [(f["code"], f["measure"]) for f in found] == [("executor-unknown", "m001")]


def test_a_file_of_another_period_is_refused(approved: Path, tmp_path: Path) -> None:
    document = docx.Document(str(SAMPLE))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("3 квартал", "4 квартал")
    file = tmp_path / "new.docx"
    document.save(str(file))
    refused = onto(approved, file, "--dry-run")
    assert (refused.code, refused.json["refused"]) == (1, "file-of-another-period")


def test_only_a_planner_proposes_and_for_a_reason(approved: Path, tmp_path: Path) -> None:
    file = corrected(tmp_path / "new.docx", (ROW, DUE, "липень-2 серпень-1 вересень-4"))
    assert onto(approved, file, *REASON, "--as", DIRECTOR).json["refused"] == "not-allowed"
    assert onto(approved, file).json["refused"] == "reason-missing"


def test_what_was_granted_reads_as_the_file_and_proposes_nothing_more(approved: Path, tmp_path: Path) -> None:
    """A measure goes, one moves, one comes between others, cells change; then the file is what holds."""
    document = docx.Document(str(SAMPLE))
    table = document.tables[0]
    fresh = deepcopy(table.rows[ROW]._tr)
    table.rows[4]._tr.addnext(fresh)
    new = next(row for row in table.rows if row._tr is fresh)
    for column, words in ((MEASURE, "Захід 1.1.7 Зустріч із перевізниками"), (DUE, "вересень")):
        new.cells[column].text = words
    table.cell(ROW, DUE).text = "липень-2 серпень-1 вересень-4"
    table._tbl.remove(table.rows[7]._tr)
    file = tmp_path / "new.docx"
    document.save(str(file))
    answer = onto(approved, file, *REASON)
    assert answer.code == 0, answer.err + answer.out
    amendment = answer.json["amendment"]
    ask = {"amendment": amendment, "workflow": "amendment"}
    assert do(approved, "SubmitAmendment", PLANNER, now=AUGUST, **ask).code == 0
    goes_its_way(approved, amendment)
    dry = onto(approved, file, "--dry-run")
    assert [d for d in dry.json["differences"] if d["measure"]] == []
    assert onto(approved, file, *REASON).json["refused"] == "nothing-changes"
    titles = [m["title"] for m in measures(approved)]
    assert titles == [m["title"] for m in dry.json["measures"]]
    out = tmp_path / "out.docx"
    assert onrecord(approved, "export", PLAN, "-o", str(out), now=AUGUST).code == 0
    again = onto(approved, out, "--dry-run")
    assert [d for d in again.json["differences"] if d["measure"]] == []


def goes_its_way(data: Path, amendment: str) -> None:
    """The director lets the visas go, the deputy agrees, the director approves."""
    run = {"run": amendment}
    do(data, "SkipStep", DIRECTOR, now=AUGUST, step="executors", reason="терміново", **run)
    do(data, "AgreeStep", DEPUTY, now=AUGUST, step="deputy", **run)
    granted = do(data, "ApproveStep", DIRECTOR, now=AUGUST, step="director", **run)
    assert granted.code == 0, granted.err
    assert facts(data)[-1]["name"] == "plan.amended"
