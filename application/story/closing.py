"""How does the quarter end: what is explained, closed, reported, and what comes too late?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from application.reports.compile import compile_report
from application.reports.deliver import record_of, render
from application.reports.words import WORDS
from application.story.deeds import REASONS, SILENT
from application.story.stage import Stage, by_number
from domain.messages import SYSTEM
from domain.plan.decisions.closing import ClosePeriod, ExplainShortfall
from domain.plan.decisions.execution import LogExecution
from domain.plan.events import PeriodClosed
from domain.report.shapes import QuarterlyReport

PERIOD = "2026Q3"
FORMATS = ("docx", "xlsx", "pdf", "json")


@dataclass(frozen=True, slots=True)
class Reported:
    """What was delivered, and the position of the log that it was compiled at."""

    position: int
    files: Mapping[Path, bytes]


def is_closed(stage: Stage, plan: str) -> None:
    """Shortfalls are explained by those who fell short; then the director closes the quarter."""
    stage.on(date(2026, 10, 6), 9)
    for number, (reason, new_term) in REASONS.items():
        state = stage.plan(plan)
        measure = by_number(state, number)
        who = stage.people.person_behind(measure.executors[0].to, stage.today) or stage.planner()
        stage.do(
            ExplainShortfall(plan=plan, measure=measure.id, period=PERIOD, reason=reason, new_term=new_term),
            by=who,
        )
        stage.tell("demo.explained", measure=number, person=stage.name(who), reason=reason)
    stage.on(date(2026, 10, 6))
    stage.do(ClosePeriod(plan=plan, period=PERIOD), by=stage.holder("director"))
    stage.tell("demo.closed", person=stage.name(stage.holder("director")), silent=silent_in(stage, plan))


def silent_in(stage: Stage, plan: str) -> int:
    """How many measures nobody said anything about, as the closing itself says."""
    facts = stage.app.history(f"plan-{plan}")
    return next(len(r.event.silent) for r in facts if isinstance(r.event, PeriodClosed))


def is_late(stage: Stage, plan: str) -> None:
    """The one who kept silent writes after all; the closed figures stay as they are."""
    stage.on(date(2026, 10, 7))
    measure = by_number(stage.plan(plan), SILENT)
    who = stage.holder("outreach-specialist")
    late = LogExecution(plan=plan, measure=measure.id, done_on=date(2026, 9, 24), quantity=Decimal(4))
    stage.do(late, by=who)
    stage.app.catch_up()
    stage.tell("demo.late", measure=SILENT, person=stage.name(who))


def is_reported(stage: Stage, plan: str, folder: Path) -> Reported:
    """The quarterly report in every format, each hash on the record before the file is written."""
    day = date(2026, 10, 8)
    stage.on(day)
    files: dict[Path, bytes] = {}
    report = compile_report(stage.app, plan, PERIOD, known_at=stage.moment(day, 9))
    for format in FORMATS:
        content = render(stage.app, report, format)
        stage.do(record_of(report, format, content), by=SYSTEM)
        files[folder / f"{plan}-report.{format}"] = content
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        path.write_bytes(content)
    is_told(stage, report)
    for path in files:
        stage.tell("demo.file", path=path)
    return Reported(report.as_of.position, files)


def is_told(stage: Stage, report: QuarterlyReport) -> None:
    called = WORDS[stage.voice.language].verdicts
    verdicts = "; ".join(f"{called[verdict]}: {count}" for verdict, count in report.verdicts if count)
    stage.tell("demo.reported", position=report.as_of.position, verdicts=verdicts, late=len(report.late))
