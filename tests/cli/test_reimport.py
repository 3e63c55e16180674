"""What comes of a corrected file that is read onto a draft, before and after it is put on record?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest

from application.samples.offices import SHIPPED
from tests.cli.conftest import (
    DIRECTOR,
    PLAN,
    PLANNER,
    Answer,
    do,
    onrecord,
)

pytestmark = pytest.mark.usefixtures("read_here")

SAMPLE = Path(str(SHIPPED / "plan-kvartal-2026-3.docx"))
JULY = "2026-07-22T10:00+03:00"
REASON = ("--reason", "виправлений файл")
MEASURE, EXECUTORS, DUE = 2, 3, 4


def corrected(to: Path, *changes: tuple[int, int, str], without: int | None = None) -> Path:
    """The shipped plan with cells of its table written anew (row, column), or a row left out."""
    document = docx.Document(str(SAMPLE))
    table = document.tables[0]
    for row, column, words in changes:
        table.cell(row, column).text = words
    if without is not None:
        table._tbl.remove(table.rows[without]._tr)
    document.save(str(to))
    return to


def onto(data: Path, file: Path, *options: str) -> Answer:
    return onrecord(data, "import", str(file), "--onto", PLAN, *options, "--json", now=JULY)


def texts(data: Path) -> list[dict[str, Any]]:
    return list(onrecord(data, "plan", PLAN, "--json", now=JULY).json["measures"])


def told(answer: Answer) -> list[tuple[str, str, str, str]]:
    differences = answer.json["differences"]
    return [(d["kind"], d["number"], d["field"], d["new"]) for d in differences]


def test_the_same_file_changes_nothing(drafted: Path) -> None:
    answer = onto(drafted, SAMPLE, *REASON)
    assert (answer.code, answer.json["differences"]) == (0, [])
    assert len(onrecord(drafted, "history", PLAN, "--json").json["facts"]) == 1


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_what_was_handed_out_comes_back_onto_the_draft_unchanged(
    format: str, drafted: Path, tmp_path: Path
) -> None:
    """Sent to a colleague, sent back as it was: no cell differs, and no settled finding opens again."""
    words = {"resolution": "так і є", "reason": "за угодами"}
    for finding in range(len(findings(drafted))):
        assert do(drafted, "ResolveFinding", PLANNER, now=JULY, finding=finding, **words).code == 0
    out = tmp_path / f"plan.{format}"
    assert onrecord(drafted, "export", PLAN, "-o", str(out)).code == 0
    ids = [m["id"] for m in texts(drafted)]
    answer = onto(drafted, out, *REASON)
    assert (answer.code, answer.json["differences"], answer.json["fallen"]) == (0, [], [])
    assert [m["id"] for m in texts(drafted)] == ids
    assert [f["code"] for f in findings(drafted) if not f["resolved"]] == []


def test_a_dry_run_shows_the_cells_that_change_and_stores_nothing(drafted: Path, tmp_path: Path) -> None:
    file = corrected(tmp_path / "new.docx", (2, DUE, "липень-3 серпень-2 вересень-2"))
    answer = onto(drafted, file, "--dry-run")
    assert told(answer) == [("changed", "1.1.1", "due", "липень-3 серпень-2 вересень-2")]
    assert answer.json["questions"] == []
    assert len(onrecord(drafted, "history", PLAN, "--json").json["facts"]) == 1
    words = onrecord(drafted, "import", str(file), "--onto", PLAN, "--dry-run", "--lang", "uk", now=JULY).out
    assert "~ 1.1.1, строк: «липень-2 серпень-2 вересень-3» → «липень-3 серпень-2 вересень-2»" in words


def test_a_corrected_file_goes_on_record_with_person_reason_and_hash(drafted: Path, tmp_path: Path) -> None:
    file = corrected(tmp_path / "new.docx", (2, MEASURE, "Захід 1.1.1 Виїзні прийоми"))
    assert onto(drafted, file, *REASON).code == 0
    *_, fact = onrecord(drafted, "history", PLAN, "--json").json["facts"]
    assert (fact["name"], fact["by"], fact["fact"]["reason"]) == (
        "plan.redrafted",
        PLANNER,
        "виправлений файл",
    )
    out = tmp_path / "original"
    original = onrecord(drafted, "export", PLAN, "--original", "-o", str(out), "--json").json
    assert original["sha256"] == fact["fact"]["document"]["source"]["sha256"]
    assert out.read_bytes() == file.read_bytes()
    before = onrecord(
        drafted, "export", PLAN, "--original", "--position", str(fact["position"] - 1), "-o", str(out)
    )
    assert before.code == 0
    assert out.read_bytes() == SAMPLE.read_bytes()


def test_measures_keep_their_ids_when_one_goes(drafted: Path, tmp_path: Path) -> None:
    ids = [m["id"] for m in texts(drafted)]
    file = corrected(tmp_path / "new.docx", without=6)
    answer = onto(drafted, file, *REASON)
    assert told(answer) == [("removed", "1.1.4", "", "")]
    assert [m["id"] for m in texts(drafted)] == [id for id in ids if id != "m005"]


def test_what_a_person_said_of_words_that_stayed_still_holds(drafted: Path, tmp_path: Path) -> None:
    named = do(
        drafted,
        "AssignExecutor",
        PLANNER,
        now=JULY,
        measure="m006",
        words="Відділи центру",
        to="unit:outreach",
    )
    assert named.code == 0, named.err
    file = corrected(tmp_path / "new.docx", (2, DUE, "липень-3 серпень-2 вересень-2"))
    assert onto(drafted, file, *REASON).code == 0
    meant = next(m for m in texts(drafted) if m["id"] == "m006")
    assert [e["to"] for e in meant["executors"]] == ["unit:outreach"]


def findings(data: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = onrecord(data, "plan", PLAN, "--json", now=JULY).json["findings"]
    return found


def test_a_settled_finding_stays_settled_and_one_whose_cell_was_mended_falls_away(
    drafted: Path,
    tmp_path: Path,
) -> None:
    unknown = [f for f in findings(drafted) if f["code"] == "executor-unknown"]
    settle, mend = unknown[0], unknown[1]
    words = {"resolution": "усі", "reason": "так називаємо"}
    assert do(drafted, "ResolveFinding", PLANNER, now=JULY, finding=settle["finding"], **words).code == 0
    row = int(mend["place"].split()[3]) - 1
    file = corrected(tmp_path / "new.docx", (row, EXECUTORS, "Відділ правової просвіти та консультацій"))
    answer = onto(drafted, file, *REASON)
    assert [f["code"] for f in answer.json["fallen"]] == ["executor-unknown"]
    now = findings(drafted)
    assert [(f["code"], f["measure"]) for f in now if f["resolved"]] == [(settle["code"], settle["measure"])]
    assert not [f for f in now if f["measure"] == mend["measure"] and f["code"] == "executor-unknown"]
    (board,) = [p for p in onrecord(drafted, "plans", "--json").json if p["plan"] == PLAN]
    assert (board["findings"], board["resolved"]) == (len(now), 1)


def test_who_is_who_is_asked_and_never_guessed(drafted: Path, tmp_path: Path) -> None:
    """Row 2 now carries the number of one measure and almost the words of another, which is gone."""
    other = docx.Document(str(SAMPLE)).tables[0].cell(4, MEASURE).text.split(maxsplit=2)[2]
    file = corrected(tmp_path / "new.docx", (2, MEASURE, f"Захід 1.1.1 {other} громади"), without=4)
    asked = onto(drafted, file, "--dry-run").json["questions"]
    assert [(q["ordinal"], q["candidates"]) for q in asked] == [(1, ["m001", "m003"])]
    refused = onto(drafted, file, *REASON)
    assert (refused.code, refused.json["refused"]) == (1, "measure-unclear")
    assert len(onrecord(drafted, "history", PLAN, "--json").json["facts"]) == 1
    assert onto(drafted, file, *REASON, "--same", "m003=1").code == 0
    assert texts(drafted)[0]["id"] == "m003"


def test_a_row_may_be_said_to_be_new(drafted: Path, tmp_path: Path) -> None:
    other = docx.Document(str(SAMPLE)).tables[0].cell(4, MEASURE).text.split(maxsplit=2)[2]
    file = corrected(tmp_path / "new.docx", (2, MEASURE, f"Захід 1.1.1 {other} громади"), without=4)
    assert onto(drafted, file, *REASON, "--new", "1").code == 0
    assert texts(drafted)[0]["id"] == "m001-2"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--same", "m999=1"), "unknown-measure"),
        (("--same", "m001=999"), "unknown-row"),
        (("--same", "m001=1", "--same", "m001=2"), "measure-said-twice"),
        (("--reason", " "), "reason-missing"),
    ],
)
def test_an_answer_must_fit(options: tuple[str, ...], code: str, drafted: Path, tmp_path: Path) -> None:
    file = corrected(tmp_path / "new.docx", (2, MEASURE, "Захід 1.1.1 Виїзні прийоми"))
    refused = onto(drafted, file, *(REASON if "--reason" not in options else ()), *options)
    assert (refused.code, refused.json["refused"]) == (1, code)


def test_a_pair_that_is_none_is_wrong_usage(drafted: Path) -> None:
    assert onto(drafted, SAMPLE, "--same", "перший").code == 2


def test_a_plan_that_is_being_decided_takes_no_corrected_file(drafted: Path, tmp_path: Path) -> None:
    file = corrected(tmp_path / "new.docx", (2, MEASURE, "Захід 1.1.1 Виїзні прийоми"))
    assert do(drafted, "SubmitPlan", PLANNER, now=JULY, workflow="quarterly").code == 0
    for options in (REASON, ("--dry-run",)):
        refused = onto(drafted, file, *options)
        assert (refused.code, refused.json["refused"]) == (1, "not-a-draft")
    refused = onrecord(drafted, "import", str(file), "--onto", "nowhere", "--json", now=JULY)
    assert refused.json["refused"] == "not-found"


def test_nobody_but_a_planner_redrafts(drafted: Path, tmp_path: Path) -> None:
    file = corrected(tmp_path / "new.docx", (2, MEASURE, "Захід 1.1.1 Виїзні прийоми"))
    refused = onto(drafted, file, *REASON, "--as", DIRECTOR)
    assert (refused.code, refused.json["refused"]) == (1, "not-allowed")


def test_a_refused_file_leaves_the_draft_as_it_is(drafted: Path, tmp_path: Path) -> None:
    file = tmp_path / "new.docx"
    file.write_bytes(SAMPLE.read_bytes()[:2000])
    answer = onto(drafted, file, *REASON)
    assert (answer.code, answer.json["accepted"]) == (1, False)
    assert len(onrecord(drafted, "history", PLAN, "--json").json["facts"]) == 1


def test_a_file_that_corrected_a_draft_is_on_record(drafted: Path, tmp_path: Path) -> None:
    file = corrected(tmp_path / "new.docx", (2, MEASURE, "Захід 1.1.1 Виїзні прийоми"))
    assert onto(drafted, file, *REASON).code == 0
    again = onrecord(drafted, "import", str(file), "--json", now=JULY)
    assert (again.code, again.json["refused"]) == (1, "file-on-record")
