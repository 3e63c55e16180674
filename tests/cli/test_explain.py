"""Does the command line say where every number of a report, a plan and a roll-up comes from?"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli.conftest import DIRECTOR, EXECUTOR, PLAN, do, onrecord
from tests.explain.test_recount import address_of, numbers

NOW = "2026-08-15T10:00+03:00"
REPORT = ("report", PLAN, "--period", "2026Q3")


def figures(data: Path, *asked: str) -> dict[str, dict]:
    answer = onrecord(data, *asked, "--explain", "--json", now=NOW)
    assert (answer.code, answer.err) == (0, "")
    return {figure["address"]: figure for figure in answer.json["figures"]}


def test_every_number_of_the_json_report_is_among_the_figures_that_open(approved: Path) -> None:
    known = figures(approved, *REPORT)
    report = json.loads(onrecord(approved, *REPORT, "--format", "json", now=NOW).out)
    names = {row["measure"]: row["number"] or row["measure"] for row in report["rows"]}
    found = list(numbers(report))
    assert len(found) > 100
    for path, shown in found:
        figure, part = address_of(report, path)
        name = names.get(figure[0], figure[0])
        told = known["/".join((f"plan-{PLAN}/2026Q3", name, *figure[1:]))]
        assert Decimal(told["amounts"][part]) == shown, path


def test_one_figure_opens_by_the_end_of_its_address_or_all_of_it(approved: Path) -> None:
    one = onrecord(approved, *REPORT, "--explain", "1.1.1/actual", "--json", now=NOW).json
    whole = f"plan-{PLAN}/2026Q3/1.1.1/actual"
    assert one == onrecord(approved, *REPORT, "--explain", whole, "--json", now=NOW).json
    assert (one["address"], one["amounts"], one["rule"]) == (whole, ["3"], "sum")
    assert [fact["amounts"] for fact in one["facts"]] == [[], ["3"]]
    assert one["facts"][0]["fact"] == f"plan-{PLAN}@10"


def test_it_is_told_to_a_person_with_the_rule_the_facts_and_how_to_check(approved: Path) -> None:
    told = onrecord(approved, *REPORT, "--explain", "1.1.1/actual", "--lang", "uk", now=NOW).out
    lines = told.splitlines()
    assert lines[0] == "3"
    assert lines[1].startswith("Виконано · 1.1.1 Виїзні прийоми")
    assert lines[2].startswith("Сума записів, III квартал 2026 року: 3. Враховано 1 виправлення.")
    assert "замінено пізнішим виправленням" in told
    assert "Максим Зеленко" in told
    check = lines[lines.index("Перевірити самому") + 1].split()
    assert check[:2] == ["onrecord", "report"]
    assert onrecord(approved, *check[1:], "--lang", "uk", now=NOW).out == told


def test_it_is_as_of_the_place_asked_for_and_puts_nothing_on_record(approved: Path) -> None:
    before = figures(approved, *REPORT)
    facts = onrecord(approved, "history", PLAN, "--json").json["facts"]
    logged = next(f["position"] for f in facts if "execution" in f["fact"])
    then = onrecord(
        approved, *REPORT, "--explain", "1.1.1/actual", "--position", str(logged), "--json", now=NOW
    ).json
    assert (then["amounts"], then["position"]) == (["2"], logged)
    do(approved, "LogExecution", EXECUTOR, now=NOW, measure="m001", done_on="2026-08-14", quantity=2)
    now = figures(approved, *REPORT)[f"plan-{PLAN}/2026Q3/1.1.1/actual"]
    assert now["amounts"] == ["5"]
    assert before[now["address"]]["amounts"] == ["3"]
    assert [fact["fact"] for fact in now["facts"]][-1] == f"plan-{PLAN}@12"


def test_a_plan_tells_what_remains_and_how_late_it_is_and_each_number_opens(approved: Path) -> None:
    plan = onrecord(approved, "plan", PLAN, "--json", now=NOW).json
    known = figures(approved, "plan", PLAN)
    assert Decimal(known[f"plan-{PLAN}/measures"]["amounts"][0]) == plan["counts"]["measures"] == 60
    for state, count in plan["counts"]["states"].items():
        assert Decimal(known[f"plan-{PLAN}/states/{state}"]["amounts"][0]) == count
    for measure in plan["measures"]:
        name = f"plan-{PLAN}/{measure['number'] or measure['id']}"
        assert known[f"{name}/remaining"]["amounts"] == measure["remaining"]
        assert known[f"{name}/done"]["amounts"] == measure["amounts"]
        assert (known.get(f"{name}/percent") or {"amounts": []})["amounts"] == measure["percent"]
        late = [] if measure["days_late"] is None else [str(measure["days_late"])]
        assert known[f"{name}/days-late"]["amounts"] == late
    first = plan["measures"][0]
    assert (first["remaining"], first["days_late"]) == (["4"], 0)
    assert any(measure["days_late"] for measure in plan["measures"])


def test_a_plan_tells_how_late_it_was_at_an_earlier_place(approved: Path) -> None:
    asked = ("plan", PLAN, "--explain", "states/overdue", "--json")
    late = onrecord(approved, *asked, now=NOW).json
    earlier = onrecord(approved, *asked, "--as-of", "2026-07-24", now=NOW).json
    assert Decimal(late["amounts"][0]) > Decimal(earlier["amounts"][0])


def test_a_roll_up_opens_to_units_then_measures_then_the_report(approved: Path) -> None:
    rollup = ("rollup", "--period", "2026Q3")
    shown = onrecord(approved, *rollup, "--json", now=NOW).json["nodes"]
    known = figures(approved, *rollup)
    for node in (one for whole in shown for one in (whole, *whole["below"])):
        name = f"rollup/2026Q3/{node['node'].replace('/', ':')}"
        for figure in ("measures", "planned", "done"):
            opened = known[f"{name}/{figure}"]
            assert Decimal(opened["amounts"][0]) == Decimal(node[figure])
            assert sum(Decimal(part["amounts"][0]) for part in opened["parts"]) == Decimal(node[figure])
    done = known["rollup/2026Q3/ua-office:outreach/done"]
    (part,) = [p for p in done["parts"] if p["shown"] != "0"]
    measure = onrecord(approved, "report", PLAN, "--period", "2026Q3", "--explain", part["address"], "--json")
    assert measure.json["facts"][-1]["amounts"] == part["amounts"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ((*REPORT, "--explain", "9.9.9/actual"), "no-such-figure"),
        ((*REPORT, "--explain", "1.1.1/forecast-of-rain"), "no-such-figure"),
        ((*REPORT, "--explain", "plan-other/2026Q3/1.1.1/actual"), "no-such-figure"),
        (("plan", PLAN, "--explain", "1.1.1/weather"), "no-such-figure"),
        (("plan", "no-such", "--explain"), "not-found"),
        (("rollup", "--period", "2026Q3", "--explain", "ua-office/weather"), "no-such-figure"),
        (("rollup", "--period", "2026Q3", "--explain", "no-such/done"), "not-found"),
        (("rollup", "--period", "2026Q3", "--as", EXECUTOR, "--explain", "vn-office/done"), "not-found"),
    ],
)
def test_what_has_no_figure_is_refused_with_a_word_on_what_to_do(asked, code, approved: Path) -> None:
    answer = onrecord(approved, *asked, "--json", now=NOW)
    assert (answer.code, answer.json["refused"]) == (1, code)
    assert answer.err


def test_an_explanation_is_no_file(approved: Path) -> None:
    answer = onrecord(approved, *REPORT, "--explain", "--format", "pdf", "--json", now=NOW)
    assert (answer.code, answer.json["refused"]) == (2, "explain-alone")


@pytest.mark.parametrize("asked", [("plan", PLAN), REPORT, ("rollup", "--period", "2026Q3")])
def test_the_example_of_the_help_opens(approved: Path, asked: tuple[str, ...]) -> None:
    helped = onrecord(approved, asked[0], "--help", "--lang", "en").out
    (figure,) = re.findall(r"figuresuchas(\S+?);without", "".join(helped.split()))
    whose = ("--as", DIRECTOR) if asked[0] == "rollup" else ()
    answer = onrecord(approved, *asked, *whose, "--explain", figure, "--json", now=NOW)
    assert (answer.code, answer.err) == (0, "")


def test_a_figure_that_is_not_there_is_refused_with_addresses_that_open(approved: Path) -> None:
    refused = onrecord(approved, "plan", PLAN, "--explain", "1.1.1/actual", "--lang", "en", now=NOW)
    assert (refused.code, "plan-ID/1.6.2/done" in refused.err) == (1, True)
    assert onrecord(approved, "plan", PLAN, "--explain", f"plan-{PLAN}/1.1.1/done", now=NOW).code == 0
