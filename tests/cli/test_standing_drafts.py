"""Is a person who imports told what stands already, what was not compared, and which option is missing?"""

from __future__ import annotations

from pathlib import Path

import pytest

from application.samples.offices import SHIPPED
from tests.cli.conftest import PLAN, onrecord
from tests.imports.files import HEADING, measure, word

DOCX = str(SHIPPED / "plan-kvartal-2026-3.docx")
JULY = "2026-07-21T09:00+03:00"
STANDS = "A draft of Q3 2026 stands already: {}. A corrected file goes onto it with --onto.\n".format


def test_a_second_draft_of_a_period_is_stored_and_the_first_is_named(drafted: Path) -> None:
    for option in ("--dry-run", "--again"):
        told = onrecord(drafted, "import", DOCX, option, "--lang", "en", now=JULY)
        assert (told.code, told.err) == (0, STANDS(PLAN))
    third = onrecord(drafted, "import", DOCX, "--again", "--json", now=JULY).json
    assert (third["plan"], third["standing_drafts"]) == (f"{PLAN}-3", [PLAN, f"{PLAN}-2"])


def test_a_draft_of_another_period_is_not_named(drafted: Path) -> None:
    asked = ("import", DOCX, "--again", "--period", "2026Q4", "--json")
    answer = onrecord(drafted, *asked, now=JULY)
    assert ("standing_drafts" in answer.json, answer.err) == (False, "")


def test_a_plan_in_force_is_no_standing_draft(approved: Path) -> None:
    assert onrecord(approved, "import", DOCX, "--again", "--json", now=JULY).err == ""


def test_of_several_offices_a_dry_run_says_that_no_names_were_compared(drafted: Path) -> None:
    vietnamese = str(SHIPPED / "ke-hoach-2027.docx")
    assert onrecord(drafted, "import", vietnamese, "--org", "vn-office", now=JULY).code == 0
    answer = onrecord(drafted, "import", DOCX, "--dry-run", "--lang", "en", now=JULY)
    assert answer.err == (
        "Names were not compared with an office: there are several (ua-office, vn-office). "
        "Name yours with --org.\n"
    )
    named = onrecord(drafted, "import", DOCX, "--dry-run", "--org", "ua-office", "--lang", "en", now=JULY)
    assert named.err == STANDS(PLAN)


@pytest.mark.parametrize("language", ["en", "uk", "vi"])
def test_a_missing_option_is_named(language: str, drafted: Path, tmp_path: Path) -> None:
    onto = onrecord(drafted, "import", DOCX, "--onto", PLAN, "--lang", language, now=JULY)
    assert (onto.code, "--reason" in onto.err) == (1, True)
    undated = tmp_path / "plan.docx"
    undated.write_bytes(word([HEADING, measure("1.1.1", "Збори")], lines=["План заходів"]))
    answer = onrecord(drafted, "import", undated, "--lang", language, now=JULY)
    assert (answer.code, "--period 2021" in answer.err) == (1, True)
