"""Does the command line draw a route before it is published, and tell beforehand what a new version moves?"""

from __future__ import annotations

from pathlib import Path

import pytest

from application.samples.offices import DEFINITIONS
from tests.cli.conftest import PLANNER, do, onrecord

ROUTE = DEFINITIONS / "uk" / "quarterly-plan.yaml"
THERE = ("--org", "ua-office")
JULY = "2026-07-22T10:00+03:00"


def test_a_route_may_be_looked_at_before_it_is_published(drafted: Path, tmp_path: Path) -> None:
    drawn = tmp_path / "route.svg"
    answer = onrecord(drafted, "workflow", "check", str(ROUTE), *THERE, "-o", str(drawn), now=JULY)
    assert (answer.code, str(drawn) in answer.out) == (0, True)
    told = onrecord(drafted, "workflow", "check", str(ROUTE), *THERE, "--svg", "--json", now=JULY).json
    assert told["svg"] == drawn.read_text("utf-8")
    assert "Затвердження" in told["svg"]


@pytest.mark.parametrize("who", [(), ("--as", "yurko.sadovyi")])
def test_what_a_new_version_would_move_is_told_to_whoever_asks(
    drafted: Path, tmp_path: Path, who: tuple[str, ...]
) -> None:
    assert do(drafted, "SubmitPlan", PLANNER, now=JULY, workflow="quarterly").code == 0
    newer = tmp_path / "quarterly.yaml"
    newer.write_text(ROUTE.read_text("utf-8").replace("title: Погодження", "title: Нове погодження"), "utf-8")
    publish = ("workflow", "publish", str(newer), *THERE, "--as", "yurko.sadovyi")
    assert onrecord(drafted, *publish, now=JULY).code == 0
    tried = onrecord(
        drafted, "workflow", "migrate", "quarterly", *THERE, "--dry-run", "--json", *who, now=JULY
    )
    assert tried.code == 0, tried.err
    assert [(r["plan"], r["moves"]) for r in tried.json["runs"]] == [("ua-office-2026q3", True)]
