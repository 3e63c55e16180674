"""Is a simulation told as one, and does the record stay as it is, byte for byte?"""

from __future__ import annotations

import hashlib
from pathlib import Path

from application.samples.offices import DEFINITIONS
from tests.cli.conftest import onrecord

ROUTE = DEFINITIONS / "uk" / "quarterly-plan.yaml"
NOW = "2026-08-03T10:00+03:00"


def record_of(data: Path) -> str:
    """The bytes of the record itself; read models are looked after whenever the house opens."""
    return hashlib.sha256((data / "record.db").read_bytes()).hexdigest()


def test_a_simulation_is_labelled_first_and_last_and_writes_nothing(approved: Path) -> None:
    before = record_of(approved)
    answer = onrecord(approved, "simulate", str(ROUTE), "--org", "ua-office", "--lang", "uk", now=NOW)
    assert answer.code == 0, answer.err
    assert answer.out.splitlines()[0] == answer.out.splitlines()[-1]
    assert answer.out.startswith("СИМУЛЯЦІЯ")
    assert record_of(approved) == before


def test_a_script_is_told_that_it_is_one(approved: Path) -> None:
    told = onrecord(approved, "simulate", str(ROUTE), "--org", "ua-office", "--json", now=NOW).json
    assert told["simulation"] is True
    assert [(c["case"], c["really"], c["days"]) for c in told["cases"]] == [("ua-office-2026q3", 2, 2)]


def test_a_route_that_nobody_can_walk_is_refused_with_its_line(approved: Path, tmp_path: Path) -> None:
    file = tmp_path / "route.yaml"
    file.write_text(ROUTE.read_text("utf-8").replace("position: deputy", "position: ghost"), "utf-8")
    answer = onrecord(approved, "simulate", str(file), "--org", "ua-office", "--lang", "en", now=NOW)
    assert answer.code == 1
    assert answer.err.startswith("line 19, steps.3.position:")


def test_a_route_is_checked_drawn_and_published_from_the_command_line(approved: Path, tmp_path: Path) -> None:
    there = ("--org", "ua-office", "--lang", "uk")
    assert onrecord(approved, "workflow", "check", str(ROUTE), *there, now=NOW).code == 0
    picture = tmp_path / "route.svg"
    drawn = onrecord(approved, "workflow", "show", "quarterly", *there, "-o", str(picture), now=NOW)
    assert drawn.code == 0, drawn.err
    assert picture.read_text("utf-8").startswith("<svg")
    file = tmp_path / "next.yaml"
    file.write_text(ROUTE.read_text("utf-8").replace("stage: 1\n", "stage: 1\n    term: 2\n"), "utf-8")
    publish = ("workflow", "publish", str(file), *there, "--as", "yurko.sadovyi")
    assert onrecord(approved, *publish, now=NOW).code == 0
    moves = onrecord(approved, "workflow", "migrate", "quarterly", *there, "--dry-run", "--json", now=NOW)
    assert moves.json == {"workflow": "quarterly", "to": 2, "dry_run": True, "runs": []}
