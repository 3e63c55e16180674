"""What becomes of a period that is typed on the command line?"""

from __future__ import annotations

from pathlib import Path

import pytest

from application.period_words import period_words
from application.samples.offices import SHIPPED
from infrastructure.bootstrap import phrasebook
from tests.cli.conftest import PLAN, onrecord

DOCX = str(SHIPPED / "plan-kvartal-2026-3.docx")
NO_PERIODS = ("2021Q9", "2021Q0", "2021Q1-2", "20212", "2021-01", "٢٠٢١", "1821", "soon", "")
TAKES_A_PERIOD = {
    "import": ("import", DOCX, "--dry-run", "--period"),
    "report": ("report", PLAN, "--period"),
    "rollup": ("rollup", "--period"),
    "period": ("period", PLAN),
}


@pytest.mark.parametrize("command", TAKES_A_PERIOD)
def test_what_is_no_period_is_wrong_usage_quoted_as_typed(command: str, drafted_once: Path) -> None:
    for given in NO_PERIODS:
        answer = onrecord(drafted_once, *TAKES_A_PERIOD[command], given, "--lang", "en")
        assert (answer.code, answer.out) == (2, "")
        assert answer.err == f"“{given}” is not a period. Write a year as 2021, a quarter as 2021Q1.\n"


def test_a_quarter_may_be_typed_in_small_letters(drafted_once: Path) -> None:
    answer = onrecord(drafted_once, "import", DOCX, "--dry-run", "--period", "2026q4", "--json")
    assert answer.json["header"]["period"]["quarter"] == 4
    assert onrecord(drafted_once, "rollup", "--period", "2026q3", "--json").json["period"] == "2026Q3"


@pytest.mark.parametrize("written", ["2021Q9", "2021Q1-2", "20212", "2021-13", "2021-x", "2021Qx"])
def test_what_is_no_period_is_told_as_it_stands(written: str) -> None:
    assert period_words(phrasebook(), "en", written) == written
