"""How does a person act from the command line, and what is said when that cannot be?"""

from __future__ import annotations

import getpass
import hashlib
import io
import json
from pathlib import Path
from unittest.mock import Mock

import pytest

from application.app import App
from application.ports import StoreUnavailable
from domain.messages import Refused
from tests.cli.conftest import DEFENCE, DIRECTOR, EXECUTOR, OUTREACH, PLAN, PLANNER, do, onrecord

JULY = "2026-07-22T10:00+03:00"
SUBMIT = {"workflow": "quarterly"}


def submitted(data: Path, *options: str) -> None:
    assert do(data, "SubmitPlan", PLANNER, *options, now=JULY, **SUBMIT).code == 0


def test_an_act_is_told_in_sentences_with_its_place_in_the_record(drafted: Path) -> None:
    answer = do(drafted, "SubmitPlan", PLANNER, "--lang", "uk", now=JULY, **SUBMIT)
    assert answer.code == 0
    assert answer.out.splitlines()[:2] == [
        "Подано на погодження: Олена Гончар, Головний фахівець з планування. Версія тексту 1, 4 кроки за"
        " маршрутом quarterly, версія 1.",
        f"Записано: 1 факт, запис № 62, версія 2, plan-{PLAN}.",
    ]


def test_a_script_gets_one_object_and_nothing_else(drafted: Path) -> None:
    answer = do(drafted, "SubmitPlan", PLANNER, "--json", "--id", "s-1", now=JULY, **SUBMIT)
    assert (answer.code, answer.err) == (0, "")
    assert {k: answer.json[k] for k in ("stream", "version", "position", "repeated")} == {
        "stream": f"plan-{PLAN}",
        "version": 2,
        "position": 62,
        "repeated": False,
    }
    (fact,) = answer.json["facts"]
    assert (fact["name"], fact["by"], fact["command_id"]) == ("plan.submitted", PLANNER, "s-1")


def test_the_user_of_the_operating_system_is_recorded_beside_the_person(drafted: Path) -> None:
    submitted(drafted)
    facts = onrecord(drafted, "history", PLAN, "--json").json["facts"]
    assert {fact["channel"] for fact in facts} == {f"cli:{getpass.getuser()}"}
    assert facts[-1]["capacity"] == "Головний фахівець з планування"


def test_fields_may_come_from_standard_input(drafted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({"plan": PLAN, **SUBMIT})))
    assert onrecord(drafted, "do", "SubmitPlan", "-", "--as", PLANNER, now=JULY).code == 0


def test_a_file_shows_the_deed_from_the_command_line(drafted: Path, tmp_path: Path) -> None:
    minutes = tmp_path / "протокол.txt"
    minutes.write_bytes("протокол".encode())
    record = json.dumps({"plan": PLAN, "measure": "m001", "execution": "e1"})
    asked = ("do", "AddEvidence", record, "--as", EXECUTOR, "--evidence")
    refused = onrecord(drafted, *asked, minutes, "--json", now=JULY)
    assert (refused.code, refused.json["refused"]) == (1, "not-in-force")
    (kept,) = (drafted / "files").rglob(hashlib.sha256(minutes.read_bytes()).hexdigest())
    assert kept.read_bytes() == minutes.read_bytes()
    assert onrecord(drafted, *asked, tmp_path / "nothing.txt", now=JULY).code == 2
    minutes.write_bytes(b"")
    assert "порожній" in onrecord(drafted, *asked, minutes, "--lang", "uk", now=JULY).err


def test_a_command_that_takes_no_files_says_which_do(drafted: Path, tmp_path: Path) -> None:
    answer = do(drafted, "SubmitPlan", PLANNER, "--evidence", str(tmp_path), "--json", now=JULY, **SUBMIT)
    assert (answer.code, answer.json["refused"]) == (2, "no-evidence-here")


def test_a_refusal_says_what_did_not_happen_why_and_what_now(drafted: Path) -> None:
    answer = do(drafted, "SubmitPlan", PLANNER, "--lang", "uk", now=JULY, workflow="inny")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "«Подати на погодження»: не записано. Маршрут inny не опубліковано."
        " Опублікуйте його або вкажіть інший.\n"
    )


def test_a_refusal_names_people_and_steps_never_their_ids(drafted: Path) -> None:
    submitted(drafted)
    answer = do(drafted, "AgreeStep", OUTREACH, now=JULY, step="visa-defence")
    assert "“Віза відділу роботи з адвокатами”" in answer.err
    assert "Роман Косович" in answer.err


def test_a_script_gets_the_refusal_as_an_object(drafted: Path) -> None:
    answer = do(drafted, "SubmitPlan", EXECUTOR, "--json", now=JULY, **SUBMIT)
    assert answer.code == 1
    assert answer.json["refused"] == "not-allowed"
    assert answer.json["action"] == "SubmitPlan"
    assert answer.json["message"] in answer.err


def test_the_same_command_twice_is_recorded_once(drafted: Path) -> None:
    submitted(drafted, "--id", "s-1")
    again = do(drafted, "SubmitPlan", PLANNER, "--id", "s-1", "--lang", "uk", now=JULY, **SUBMIT)
    assert (again.code, again.out) == (0, "Це вже записано о 22.07.2026 10:00. Другого запису не створено.\n")
    assert do(drafted, "SubmitPlan", PLANNER, "--id", "s-1", "--json", now=JULY, **SUBMIT).json["repeated"]
    assert len(onrecord(drafted, "history", PLAN, "--json").json["facts"]) == 2


def test_the_same_id_for_something_else_is_refused(drafted: Path) -> None:
    submitted(drafted, "--id", "s-1")
    answer = do(drafted, "SubmitPlan", PLANNER, "--id", "s-1", "--json", now=JULY, workflow="annual")
    assert (answer.code, answer.json["refused"], answer.json["id"]) == (1, "key-reused", "s-1")


def test_who_was_faster_and_what_is_true_now(drafted: Path) -> None:
    submitted(drafted)
    do(drafted, "AgreeStep", OUTREACH, now=JULY, step="visa-outreach")
    back = {"step": "visa-defence", "remarks": [{"text": "уточніть строк"}]}
    late = do(drafted, "ReturnPlan", DEFENCE, "--expect", "2", "--lang", "uk", now=JULY, **back)
    assert (late.code, late.out) == (1, "")
    assert late.err.startswith("Вас випередили о 22.07.2026 10:00, Леся Степова, ")
    assert "тепер версія 3, а не 2" in late.err
    told = do(drafted, "ReturnPlan", DEFENCE, "--expect", "2", "--json", now=JULY, **back).json
    assert (told["refused"], told["expected"], told["actual"]) == ("conflict", 2, 3)
    assert [fact["name"] for fact in told["meanwhile"]] == ["run.step-agreed"]


def test_a_visa_beside_a_visa_is_taken_although_the_version_moved(drafted: Path) -> None:
    submitted(drafted)
    do(drafted, "AgreeStep", OUTREACH, now=JULY, step="visa-outreach")
    assert do(drafted, "AgreeStep", DEFENCE, "--expect", "2", now=JULY, step="visa-defence").code == 0


def test_nothing_new_is_said_to_be_nothing_new(approved: Path) -> None:
    fields = {"measure": "m002", "period": "2026Q3", "reason": "карантин"}
    assert do(approved, "ExplainShortfall", PLANNER, now="2026-08-01T10:00+03:00", **fields).code == 0
    again = do(approved, "ExplainShortfall", PLANNER, now="2026-08-01T11:00+03:00", **fields)
    assert (again.code, again.out[:27]) == (0, "It stands so already; nothi")


def test_an_unknown_command_is_wrong_usage_and_names_the_near_ones(drafted: Path) -> None:
    answer = do(drafted, "SubmitPlna", PLANNER, "--json", now=JULY)
    assert (answer.code, answer.json["refused"]) == (2, "unknown-command")
    assert answer.json["near"][0] == "SubmitPlan"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"plan": "p"}', "Field “workflow” is missing; add it."),
        ('{"plan": "p", "workflow": "w", "foo": 1}', "Field “foo” does not exist; known: plan, workflow."),
        ('{"plan": "P!", "workflow": "w"}', "Field “plan”: P! does not fit"),
        ('{"plan": 1, "workflow": "w"}', "Field “plan”: 1 does not fit"),
        ("{plan", "The fields are not JSON"),
    ],
)
def test_a_body_that_does_not_fit_is_wrong_usage_and_says_which_field(
    body: str, said: str, tmp_path: Path
) -> None:
    answer = onrecord(tmp_path / "data", "do", "SubmitPlan", body, "--as", PLANNER)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert not (tmp_path / "data").exists()


def test_somebody_unknown_does_nothing(drafted: Path) -> None:
    answer = do(drafted, "SubmitPlan", "nobody", "--json", now=JULY, **SUBMIT)
    assert (answer.code, answer.json["refused"]) == (1, "unknown-person")


def test_a_capacity_that_is_not_held_is_refused(drafted: Path) -> None:
    answer = do(drafted, "SubmitPlan", PLANNER, "--capacity", "director", "--json", now=JULY, **SUBMIT)
    assert answer.json["refused"] == "not-your-capacity"


def test_the_house_only_sets_a_demonstration_up(drafted: Path) -> None:
    body = '{"organisation": "other", "title": "Other", "zone": "Europe/Kyiv", "language": "uk"}'
    assert onrecord(drafted, "do", "RegisterOrganisation", body, "--as", "system", now=JULY).code == 0
    acting = do(drafted, "ApproveStep", "system", "--json", now=JULY, step="director")
    assert acting.json["refused"] == "house-only"
    there = onrecord(
        drafted, "do", "RegisterOrganisation", body, "--as", "system", "--json", mode="production"
    )
    assert there.json["refused"] == "set-up-in-demo"
    assert "ONRECORD_MODE=demo" in there.err


def test_in_production_an_act_needs_more_than_a_name(drafted: Path) -> None:
    body = json.dumps({"plan": PLAN, "step": "director"})
    answer = onrecord(drafted, "do", "ApproveStep", body, "--as", DIRECTOR, "--json", mode="production")
    assert (answer.code, answer.json["refused"]) == (1, "token-needed")


def test_commands_lists_fields_and_roles(tmp_path: Path) -> None:
    listed = {one["name"]: one for one in onrecord(tmp_path, "commands", "--json").json}
    approve = listed["ApproveStep"]
    assert approve["roles"] == ["director"]
    assert approve["legal"] is True
    assert approve["schema"]["required"] == ["plan", "step"]
    assert "Затвердити" in onrecord(tmp_path, "commands", "--lang", "uk").out


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"mode": "play"}, "unknown-mode"),
        ({"now": "yesterday"}, "unreadable-time"),
        ({"now": JULY, "mode": "production"}, "simulated-clock-in-production"),
        ({"database_url": "mysql://x"}, "unknown-url"),
    ],
)
def test_a_house_that_may_not_open_says_why(settings: dict[str, str], code: str, tmp_path: Path) -> None:
    answer = onrecord(tmp_path, "plans", "--json", **settings)
    assert (answer.code, answer.json["refused"]) == (1, code)
    assert answer.err.count("\n") == 1


def test_when_the_record_is_out_of_reach_nothing_is_claimed_and_the_id_is_given(
    drafted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise StoreUnavailable

    monkeypatch.setattr("infrastructure.eventstore.store.RecordStore.append", gone)
    answer = do(drafted, "SubmitPlan", PLANNER, "--json", now=JULY, **SUBMIT)
    assert (answer.code, answer.json["refused"]) == (1, "store-unavailable")
    assert f"--id {answer.json['id']}" in answer.err


def test_a_file_that_is_named_by_its_hash_alone_must_be_in_the_store(approved: Path, tmp_path: Path) -> None:
    deed = {"measure": "m001", "done_on": "2026-07-29", "quantity": 1}
    named = [{"sha256": "a" * 64, "file_name": "фото.jpg"}]
    before = len(onrecord(approved, "history", PLAN, "--json").json["facts"])
    refused = do(approved, "LogExecution", EXECUTOR, "--json", now=JULY_30, evidence=named, **deed)
    assert (refused.code, refused.json["refused"]) == (1, "evidence-unknown")
    assert "--evidence" in refused.err
    assert len(onrecord(approved, "history", PLAN, "--json").json["facts"]) == before
    photo = tmp_path / "фото.txt"
    photo.write_text("звіт", encoding="utf-8")
    kept = do(approved, "LogExecution", EXECUTOR, "--evidence", str(photo), "--json", now=JULY_30, **deed)
    sha256 = kept.json["facts"][0]["fact"]["evidence"][0]["sha256"]
    named = [{"sha256": sha256, "file_name": "знову.txt"}]
    again = deed | {"quantity": 2}
    assert do(approved, "LogExecution", EXECUTOR, now=JULY_30, evidence=named, **again).code == 0


JULY_30 = "2026-07-30T15:00+03:00"


def test_who_submits_is_told_where_the_approval_would_stop_and_what_works_then(drafted: Path) -> None:
    told = do(drafted, "SubmitPlan", PLANNER, "--lang", "uk", now=JULY, **SUBMIT)
    assert "Без відповідальної особи: 2 заходи" in told.out
    assigning = {"measure": "m006", "to": "position:deputy"}
    late = do(drafted, "AssignExecutor", PLANNER, "--lang", "uk", now=JULY, **assigning)
    assert (late.code, "OverrideOwnerGate" in late.err, "WithdrawSubmission" in late.err) == (1, True, True)
    for measure in ("m006", "m030"):
        let = do(drafted, "OverrideOwnerGate", PLANNER, now=JULY, measure=measure, reason="усі відділи")
        assert let.code == 0
    assert do(drafted, "WithdrawSubmission", PLANNER, now=JULY).code == 0
    again = do(drafted, "SubmitPlan", PLANNER, "--json", now=JULY, **SUBMIT)
    assert "ownerless" not in again.json


@pytest.mark.parametrize(("fields", "words"), [
    ({"done_on": "31 лютого"}, "потрібен день, як-от 2026-12-31"),
    ({"done_on": "2026-07-20", "quantity": "багато"}, "потрібне число, як-от 12.5"),
])  # fmt: skip
def test_what_a_field_takes_is_said_in_the_language_of_the_person(
    approved: Path, fields: dict[str, str], words: str
) -> None:
    answer = do(approved, "LogExecution", EXECUTOR, "--lang", "uk", now=JULY, measure="m001", **fields)
    assert (answer.code, words in answer.err, "Input" in answer.err) == (2, True, False)


def test_a_deed_of_a_closed_quarter_is_told_to_be_late(approved: Path) -> None:
    deed = {"measure": "m001", "done_on": "2026-09-24", "quantity": 1}
    october = "2026-10-{}T10:00+03:00".format
    in_time = do(approved, "LogExecution", EXECUTOR, "--lang", "uk", now=october("05"), **deed)
    assert (in_time.code, "закрито" in in_time.out) == (0, False)
    closed = do(approved, "ClosePeriod", DIRECTOR, now=october("12"), period="2026Q3")
    assert closed.code == 0, closed.err
    late = do(approved, "LogExecution", EXECUTOR, "--lang", "uk", now=october("13"), **deed | {"quantity": 2})
    assert (late.code, "12.10.2026" in late.out, "пізніх записів" in late.out) == (0, True, True), late.err


@pytest.mark.parametrize("language", ["uk", "vi", "en"])
def test_a_date_that_a_measure_does_not_owe_is_told_with_those_it_owes(approved: Path, language: str) -> None:
    asked = {"key": "1999-01", "new_due": "2026-09-30", "reason": "карантин", "workflow": "quarterly"}
    said = ("--lang", language, "--json")
    august = "2026-08-03T10:00+03:00"
    answer = do(approved, "RequestPostponement", PLANNER, *said, now=august, measure="m001", **asked)
    assert (answer.code, answer.json["refused"]) == (1, "no-such-date")
    assert "1999-01" in answer.err


def test_what_bars_an_approval_is_told_whatever_its_facts_are_called(
    drafted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The open error of a plan has a message of its own."""
    submitted(drafted)
    found = Refused("findings-open", count=1, place="table 1 row 5 col 7", message="The end is before")
    monkeypatch.setattr(App, "do", Mock(side_effect=found))
    answer = do(drafted, "ApproveStep", DIRECTOR, "--json", now=JULY, step="director")
    assert (answer.code, answer.json["refused"], answer.json["count"]) == (1, "findings-open", 1)
    assert answer.json["message"] in answer.err
