"""How does an office's file come onto the record, and what becomes of one that cannot?"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from application.samples.offices import SHIPPED
from tests.cli.conftest import PLAN, PLANNER, onrecord

DOCX = str(SHIPPED / "plan-kvartal-2026-3.docx")
JULY = "2026-07-21T09:00+03:00"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_a_dry_run_tells_and_stores_nothing(data: Path) -> None:
    truth = onrecord(data, "import", DOCX, "--dry-run", "--json").json
    assert (truth["schema"], truth["accepted"], len(truth["measures"])) == ("plan-truth/1", True, 60)
    assert {"code", "severity", "place", "message", "proposal"} <= set(truth["findings"][0])
    assert not data.exists()


def test_a_dry_run_says_what_the_import_would(drafted: Path) -> None:
    imported = onrecord(drafted, "import", DOCX, "--again", "--json", now=JULY).json["findings"]
    assert "executor-unknown" in [finding["code"] for finding in imported]
    for office in ((), ("--org", "ua-office")):
        assert onrecord(drafted, "import", DOCX, "--dry-run", "--json", *office).json["findings"] == imported


@pytest.mark.parametrize("office", [(), ("--org", "ua-office")])
def test_where_there_is_no_office_a_dry_run_looks_at_the_shipped_one_and_says_so(
    office: tuple[str, ...], data: Path
) -> None:
    answer = onrecord(data, "import", DOCX, "--dry-run", "--json", *office)
    assert "executor-unknown" in [finding["code"] for finding in answer.json["findings"]]
    assert answer.err == (
        "Names were compared with the shipped sample office ua-office; name yours with --org.\n"
    )
    assert not data.exists()


def test_a_dry_run_in_production_looks_at_no_invented_office(data: Path) -> None:
    answer = onrecord(data, "import", DOCX, "--dry-run", "--json", mode="production")
    assert "executor-unknown" not in [finding["code"] for finding in answer.json["findings"]]
    assert answer.err == ""
    elsewhere = onrecord(data, "import", DOCX, "--dry-run", "--json", "--org", "ua-office", mode="production")
    assert (elsewhere.code, elsewhere.json["refused"]) == (1, "unknown-organisation")


def test_an_empty_demonstration_opens_the_shipped_office_that_speaks_the_plan_s_language(data: Path) -> None:
    answer = onrecord(data, "import", DOCX, "--json", now=JULY)
    assert (answer.code, answer.json["plan"], answer.json["accepted"]) == (0, PLAN, True)
    (plan,) = onrecord(data, "plans", "--json").json
    assert (plan["organisation"], plan["author"], plan["status"]) == ("ua-office", PLANNER, "draft")
    vietnamese = onrecord(
        data, "import", SHIPPED / "ke-hoach-2027.docx", "--org", "vn-office", "--json", now=JULY
    )
    assert vietnamese.json["plan"] == "vn-office-2027"


def test_the_bytes_are_kept_as_they_came(drafted: Path) -> None:
    content = Path(DOCX).read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    assert (drafted / "files" / sha256[:2] / sha256).read_bytes() == content
    fact = onrecord(drafted, "history", PLAN, "--json").json["facts"][0]["fact"]
    assert fact["document"]["source"]["sha256"] == sha256


def test_a_second_plan_of_the_period_gets_a_number(drafted: Path) -> None:
    asked = ("import", DOCX, "--again", "--json")
    assert onrecord(drafted, *asked, now=JULY).json["plan"] == f"{PLAN}-2"
    assert onrecord(drafted, *asked, now=JULY).json["plan"] == f"{PLAN}-3"


def test_a_file_that_is_on_record_is_not_taken_twice_by_oversight(drafted: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "copy of plan.docx"
    renamed.write_bytes(Path(DOCX).read_bytes())
    answer = onrecord(drafted, "import", renamed, "--json", now=JULY)
    assert (answer.code, answer.json["refused"], answer.json["plan"]) == (1, "file-on-record", PLAN)
    assert "--again" in answer.err
    assert len(onrecord(drafted, "plans", "--json").json) == 1


def test_an_invented_office_is_not_opened_in_silence(data: Path) -> None:
    opened = onrecord(data, "import", DOCX, "--json", now=JULY)
    assert opened.json["opened"] == "ua-office"
    assert opened.err == (
        "No office stood here: the shipped sample office ua-office was opened; name yours with --org.\n"
    )
    later = onrecord(data, "import", DOCX, "--again", "--json", now=JULY)
    assert ("opened" in later.json, later.json["standing_drafts"]) == (False, [PLAN])
    assert "shipped" not in later.err


def test_a_file_that_is_no_plan_is_refused_whole(data: Path, tmp_path: Path) -> None:
    broken = tmp_path / "plan.docx"
    broken.write_bytes(b"PK\x03\x04 and then nothing")
    answer = onrecord(data, "import", str(broken), "--json", now=JULY)
    assert answer.code == 1
    assert answer.json["accepted"] is False
    (finding,) = answer.json["findings"]
    assert (finding["code"], finding["severity"]) == ("file-damaged", "error")
    assert finding["message"] in answer.err
    assert onrecord(data, "plans", "--json").json == []


def test_a_file_that_is_not_there_is_wrong_usage(data: Path) -> None:
    answer = onrecord(data, "import", "no-such.docx", "--json")
    assert (answer.code, answer.json["refused"]) == (2, "no-file")
    assert not data.exists()


def test_a_device_is_no_file_and_a_hollow_file_is_too_big(data: Path, tmp_path: Path) -> None:
    answer = onrecord(data, "import", "/dev/zero", "--json")
    assert (answer.code, answer.json["refused"]) == (2, "no-file")
    hollow = tmp_path / "plan.docx"
    with hollow.open("wb") as file:
        file.truncate(3 * 2**30)
    answer = onrecord(data, "import", hollow, "--json")
    assert (answer.code, answer.json["findings"][0]["code"]) == (1, "file-too-big")
    assert not (data / "files").exists()


def test_the_period_asked_for_goes_before_the_title(data: Path) -> None:
    answer = onrecord(data, "import", DOCX, "--period", "2026Q4", "--dry-run", "--json")
    assert answer.json["header"]["period"]["quarter"] == 4
    assert "period-contradicts" in [f["code"] for f in answer.json["findings"]]
    wrong = onrecord(data, "import", DOCX, "--period", "autumn", "--dry-run", "--json")
    assert (wrong.code, wrong.json["refused"]) == (2, "unknown-period")


def test_an_office_that_nobody_knows_is_refused(drafted: Path) -> None:
    answer = onrecord(drafted, "import", DOCX, "--org", "elsewhere", "--json", now=JULY)
    assert (answer.code, answer.json["refused"], answer.json["known"]) == (
        1,
        "unknown-organisation",
        "ua-office",
    )


def test_of_several_offices_one_must_be_named(drafted: Path) -> None:
    onrecord(drafted, "import", SHIPPED / "ke-hoach-2027.docx", "--org", "vn-office", now=JULY)
    answer = onrecord(drafted, "import", DOCX, "--json", now=JULY)
    assert (answer.code, answer.json["refused"]) == (1, "name-the-office")


def test_somebody_who_is_no_planner_does_not_draft(drafted: Path) -> None:
    answer = onrecord(drafted, "import", DOCX, "--again", "--as", "lesia.stepova", "--json", now=JULY)
    assert (answer.code, answer.json["refused"]) == (1, "not-allowed")


def test_production_neither_invents_an_office_nor_takes_a_name_for_a_person(
    drafted: Path, tmp_path: Path
) -> None:
    empty = onrecord(tmp_path / "empty", "import", DOCX, "--json", mode="production")
    assert (empty.code, empty.json["refused"]) == (1, "no-office-yet")
    assert "RegisterOrganisation" in empty.err
    acting = onrecord(drafted, "import", DOCX, "--again", "--json", mode="production")
    assert (acting.code, acting.json["refused"]) == (1, "token-needed")


def test_what_is_refused_leaves_no_bytes_behind(drafted: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.docx"
    other.write_bytes((SHIPPED / "ke-hoach-2027.docx").read_bytes())
    before = sorted((drafted / "files").rglob("*"))
    assert onrecord(drafted, "import", other, "--org", "ua-office", mode="production").code == 1
    assert sorted((drafted / "files").rglob("*")) == before
