"""A real plan lives its whole quarter: from the file of its office to the report, checked by hand counting.

What is expected is counted here from the reading made by hand, by nothing but additions.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from application.app import App
from application.clock import tick_through
from application.imports.directory import Directory
from application.imports.reading import read_plan
from application.projections.notices import notices_of
from application.reports.compile import compile_report
from application.reports.deliver import render
from application.samples.offices import shipped_office
from application.samples.opening import set_up_office
from domain.messages import Command, Refused
from domain.plan.decisions.approval import AgreeStep, ApproveStep, SubmitPlan
from domain.plan.decisions.closing import ClosePeriod
from domain.plan.decisions.correcting import CorrectExecution
from domain.plan.decisions.drafting import AssignExecutor, DraftPlan, OverrideOwnerGate
from domain.plan.decisions.execution import LogExecution
from domain.plan.decisions.nil_and_levels import DeclareNil, ReportIndicator
from domain.plan.events import ExecutionLogged
from domain.plan.state import Plan, Status
from domain.report.shapes import QuarterlyReport, Row
from infrastructure.bootstrap import build
from infrastructure.settings import Settings
from tests.stories.quarter.scene import OKHTYRKA

KYIV = ZoneInfo("Europe/Kyiv")
PLANNER = "olena.honchar"
SLUG = "000_okhtyrka_2021q1"
STREAM, PLAN = "plan-okhtyrka", "okhtyrka"
MEANT = OKHTYRKA.meant
ROUTE = (
    (AgreeStep, "visa-outreach", "lesia.stepova", 12),
    (AgreeStep, "visa-defence", "roman.kosovych", 13),
    (AgreeStep, "deputy", "ostap.vilkhovyi", 14),
)
SHORT, OVER, WRONG, LEVEL, PAIR, SILENT = "1.1.2", "1.2.1", "1.6.8", "1.6.3", "4.1.2", "1.6.2"
"""Script: one month of SHORT is missed, OVER is done twice over, WRONG is written 12 and corrected to 10."""


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2021, month, day, hour, tzinfo=KYIV)


@dataclass
class Lived:
    """The quarter as lived: the house, the truth by number of measure, and what is on record at two ends."""

    app: App
    truth: dict[str, dict[str, Any]]
    report: QuarterlyReport
    raised: Counter[str]
    execution: str

    def row(self, number: str) -> Row:
        return next(row for row in self.report.rows if row.number == number)


@pytest.fixture(scope="module", params=["docx", "xlsx"])
def lived(request, onrecord_test_plans: Path, tmp_path_factory) -> Iterator[Lived]:
    source = onrecord_test_plans / "sources" / f"{SLUG}.{request.param}"
    truth = json.loads((onrecord_test_plans / "truth" / f"{SLUG}.json").read_text(encoding="utf-8"))
    app = build(Settings(data=tmp_path_factory.mktemp("lived"), now=at(1, 11)))
    set_up_office(app, shipped_office("ua-office"))
    drafts(app, source)
    approves(app)
    by_number = {m["number"]: m for m in truth["measures"]}
    raised, execution = carries_out(app, by_number)
    report = compile_report(app, PLAN, "2021Q1")
    yield Lived(app, by_number, report, raised, execution)
    app.close()


def ask(app: App, command: Command, by: str, when: datetime | None = None) -> None:
    (app.at(when) if when else app).do(command, by=by)


def drafts(app: App, source: Path) -> None:
    office = app.state("people-ua-office")
    names = Directory(office.names())
    reading = read_plan(source.read_bytes(), source.name, app.reader, directory=names)
    ask(app, DraftPlan(plan=PLAN, document=reading.document, findings=reading.findings), PLANNER)
    for words, to in MEANT.items():
        ask(app, AssignExecutor(plan=PLAN, words=words, to=to), PLANNER)


def approves(app: App) -> None:
    ask(app, SubmitPlan(plan=PLAN, workflow="quarterly"), PLANNER)
    for kind, step, person, day in ROUTE:
        ask(app, kind(plan=PLAN, step=step), person, at(1, day))
    approve = ApproveStep(plan=PLAN, step="director")
    with pytest.raises(Refused) as gate:
        ask(app, approve, "solomiia.yavornytska", at(2, 5))
    assert (gate.value.code, gate.value.facts["measure"]) == ("no-owner", "1.5.2")
    ask(
        app, OverrideOwnerGate(plan=PLAN, measure=id_of(app, "1.5.2"), reason="виконавець невідомий"), PLANNER
    )
    ask(app, approve, "solomiia.yavornytska")


def carries_out(app: App, truth: dict[str, dict[str, Any]]) -> tuple[Counter[str], str]:
    """Month after month; the clock rings each morning in between."""
    raised: Counter[str] = Counter()
    for month, last in ((1, 31), (2, 28), (3, 31)):
        if month > 1:
            raised += walked(app, at(month, last, 8))
        for number, measure in truth.items():
            for quantity in planned_in(measure, month):
                logs(
                    app,
                    number,
                    date(2021, month, last - 3),
                    script(number, month, quantity),
                    at(month, last) if month > 1 else None,
                )
    execution = next(
        r.event.execution
        for r in app.history(STREAM)
        if isinstance(r.event, ExecutionLogged) and r.event.quantity == 12
    )
    wrong = id_of(app, WRONG)
    ask(
        app,
        CorrectExecution(
            plan=PLAN,
            measure=wrong,
            execution=execution,
            done_on=date(2021, 1, 28),
            quantity=Decimal(10),
            reason="зайве",
        ),
        PLANNER,
    )
    ask(
        app,
        ReportIndicator(plan=PLAN, measure=id_of(app, LEVEL), on=date(2021, 3, 31), value=Decimal(45)),
        PLANNER,
    )
    logs(app, PAIR, date(2021, 2, 15), None, None, parts=(Decimal(1), Decimal(1)))
    ask(app, DeclareNil(plan=PLAN, measure=id_of(app, "1.5.1"), period="2021Q1"), PLANNER)
    raised += walked(app, at(4, 5, 10))
    ask(app, ClosePeriod(plan=PLAN, period="2021Q1"), PLANNER)
    return raised, execution


def walked(app: App, until: datetime) -> Counter[str]:
    return sum((ticked.raised for ticked in tick_through(app, app.clock.now(), until)), Counter())


def planned_in(measure: dict[str, Any], month: int) -> list[Decimal]:
    """What the right reading plans for a month; a target without months is done in its last one."""
    target, due = measure["target"], measure["due"]
    if target["kind"] != "number" or measure["number"] == LEVEL:
        return []
    monthly = due.get("monthly")
    if monthly:
        return [Decimal(str(n)) for key, n in monthly.items() if key == f"2021-{month:02}"]
    end = int((due.get("to") or "2021-03-31")[5:7])
    return [Decimal(str(target["value"]))] if end == month else []


def script(number: str, month: int, quantity: Decimal) -> Decimal:
    if number == SILENT or (number == SHORT and month == 2):
        return Decimal(0)
    if number == OVER:
        return 2 * quantity
    return Decimal(12) if (number, month) == (WRONG, 1) else quantity


def expected(measure: dict[str, Any]) -> Decimal:
    """Done over the quarter, by the same script, with the correction in force."""
    number = measure["number"]
    months = [script(number, m, q) for m in (1, 2, 3) for q in planned_in(measure, m)]
    return sum(months, Decimal(0)) - (2 if number == WRONG else 0)


def logs(
    app: App,
    number: str,
    day: date,
    quantity: Decimal | None,
    when: datetime | None,
    parts: tuple[Decimal, ...] = (),
) -> None:
    if quantity or parts:
        log = LogExecution(plan=PLAN, measure=id_of(app, number), done_on=day, quantity=quantity, parts=parts)
        ask(app, log, PLANNER, when)


def id_of(app: App, number: str) -> str:
    plan: Plan = app.state(STREAM)
    return next(m.id for m in plan.text.measures if m.number == number)


def test_all_77_measures_come_in(lived):
    assert len(lived.truth) == len(lived.report.rows) == 77


def test_every_row_plans_what_the_right_reading_says(lived):
    for number, measure in lived.truth.items():
        if measure["target"]["kind"] == "number":
            assert lived.row(number).planned.amounts == (Decimal(str(measure["target"]["value"])),), number


def test_every_row_counts_what_was_done(lived):
    for number, measure in lived.truth.items():
        if measure["target"]["kind"] == "number" and number != LEVEL:
            done = sum(lived.row(number).actual.amounts, Decimal(0))
            assert done == expected(measure), number


def test_missed_overdone_and_corrected_rows_stand_out(lived):
    verdicts = {n: lived.row(n).verdict for n in (SHORT, OVER, WRONG, SILENT, "1.5.1", "1.1.1")}
    assert verdicts == {
        SHORT: "partly",
        OVER: "over-fulfilled",
        WRONG: "done",
        SILENT: "not-reported",
        "1.5.1": "no-need",
        "1.1.1": "not-assigned",
    }
    assert lived.row(SHORT).percent == (Decimal("66.7"),)
    assert lived.row(OVER).percent == (Decimal(200),)


def test_a_level_and_a_pair_are_not_sums(lived):
    assert (lived.row(LEVEL).actual.amounts, lived.row(LEVEL).actual.rule) == ((Decimal(45),), "last")
    assert lived.row(PAIR).actual.amounts == (Decimal(1), Decimal(1))


def test_the_shares_of_the_plan(lived):
    shares = Counter(row.share.value for row in lived.report.rows)
    assert shares == {"obligatory": 43, "as-needed": 7, "not-planned": 15, "not-assigned": 12}


def test_reminders_went_out_once_each_and_stopped_when_done(lived):
    sent = lived.app.ask(notices_of, limit=2000)
    keys = [(n["recipient"], n["kind"], n["subject"], n["due_version"]) for n in sent]
    assert len(keys) == len(set(keys))
    assert {n["state"] for n in sent} == {"delivered"}
    assert lived.raised["reminder"] > 0
    silent = {n["kind"] for n in sent if n["measure"] == id_of(lived.app, SILENT)}
    assert "reminder" not in silent, "its date lay before the approval: the digest spoke of it"
    short = [
        n["kind"]
        for n in sent
        if n["subject"].endswith("/2021-02") and n["measure"] == id_of(lived.app, SHORT)
    ]
    assert "escalation" in short


def test_the_plan_stands_as_it_stood_before_and_after_each_fact(lived):
    history = lived.app.history(STREAM)
    for recorded in history:
        before: Plan = lived.app.state(STREAM, position=recorded.position - 1)
        after: Plan = lived.app.state(STREAM, position=recorded.position)
        assert (before.version, after.version) == (recorded.version - 1, recorded.version)
    assert lived.app.state(STREAM, at=at(2, 5, 11)).status is Status.IN_REVIEW
    assert lived.app.state(STREAM, at=at(2, 6)).status is Status.IN_FORCE


def test_the_closed_report_keeps_its_bytes_whatever_comes_later(lived):
    position = lived.report.as_of.position
    first = render(lived.app, lived.report, "docx")
    late = LogExecution(
        plan=PLAN, measure=id_of(lived.app, SHORT), done_on=date(2021, 2, 20), quantity=Decimal(1), again=True
    )
    ask(lived.app, late, PLANNER, at(4, 7))
    again = compile_report(lived.app, PLAN, "2021Q1", position=position)
    assert render(lived.app, again, "docx") == first
    newer = compile_report(lived.app, PLAN, "2021Q1")
    assert [row.actual for row in newer.rows] == [row.actual for row in lived.report.rows]
    assert len(newer.late) == 1


def test_read_models_say_what_the_facts_say(lived):
    assert lived.app.check() == []
