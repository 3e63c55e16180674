"""Which quarterly reports are due in all offices once figures are taken in no more, and how far are they?

A report is due from the cut-off day of its office on, and once more after each closing of its period: the key
of each is made of the fact that closed it. Any number of workers may try it, die in the middle and try again,
and there is nothing to lease and nothing to tidy up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from random import Random
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from application.app import App
from application.ports import KeyReused
from application.projections import compiled_reports, plan_board
from application.reports.compile import compile_report
from application.reports.deliver import record_of, render
from domain.calendar import periods
from domain.messages import SYSTEM
from domain.people.state import Organisation
from domain.plan.decisions.closing import cut_off
from domain.plan.state import CARRIED_OUT
from domain.report.state import Report

EVERY_PLAN = 1_000_000


@dataclass(frozen=True, slots=True)
class Due:
    """``closing`` is the fact that closed the quarter, blank for one that was never closed."""

    plan: str
    period: str
    format: str
    closing: str = ""
    organisation: str = ""
    title: str = ""

    @property
    def which(self) -> tuple[str, str, str, str]:
        return self.plan, self.period, self.closing, self.format


@dataclass(frozen=True, slots=True)
class Progress:
    """``compiled`` of ``due`` reports are on record."""

    due: int
    compiled: int


def progress(app: App, now: datetime) -> Progress:
    done = app.ask(compiled_reports.compiled_in)
    due = [report.which for report in due_reports(app, now)]
    return Progress(len(due), sum(report in done for report in due))


def left(app: App, now: datetime) -> list[Due]:
    """What is due and not on record yet."""
    done = app.ask(compiled_reports.compiled_in)
    return [report for report in due_reports(app, now) if report.which not in done]


def compile_some(app: App, now: datetime, enough: Callable[[], bool]) -> int:
    """Compile what is left until it is ``enough``; how many there were.

    Each worker goes its own way through the list, so that few meet over one report.
    """
    waiting, position, compiled = left(app, now), app.store.head(), 0
    Random().shuffle(waiting)
    for report in waiting:
        if enough():
            break
        compiled += compile_once(app, report, position)
    return compiled


def due_reports(app: App, now: datetime) -> Iterator[Due]:
    """Of every plan in force or closed: the quarters whose cut-off day has come in its office, in each format
    that the house compiles. A quarter that was opened again waits for its next closing."""

    @lru_cache
    def taken_in_until(organisation: str, quarter: str) -> bool:
        office: Organisation = app.state(f"people-{organisation}")
        return now.astimezone(ZoneInfo(office.zone)).date() >= cut_off(quarter, office)

    closings = app.ask(compiled_reports.closings_now)
    for row in app.ask(plan_board.plans, None, EVERY_PLAN):
        if row["status"] in CARRIED_OUT:
            for quarter in periods.quarters(row["period"]):
                closing = closings.get((row["plan"], quarter))
                if closing != "" and taken_in_until(row["organisation"], quarter):
                    which = (closing or "", row["organisation"], row["title"])
                    for format in app.settings.report_formats:
                        yield Due(row["plan"], quarter, format, *which)


def compile_once(app: App, due: Due, position: int) -> bool:
    """Put the report of the round on record, its bytes first; False where it is there already, or where the
    period has been closed or opened since.

    ``position`` is that of the log when the round was asked for; whoever records first decides.
    """
    if is_compiled(app, due):
        return False
    report = compile_report(app, due.plan, due.period, position=position)
    if (report.closed_by or "") != due.closing:
        return False
    content = render(app, report, due.format)
    app.files.put(content)
    record = record_of(report, due.format, content)
    key = key_of(due)
    try:
        done = app.do(record, by=SYSTEM, organisation=report.organisation, channel="worker", command_id=key)
    except KeyReused:
        return False
    return bool(done.recorded)


def is_compiled(app: App, due: Due) -> bool:
    report: Report = app.state(f"report-{due.plan}.{due.period.lower()}")
    return any(
        (fact.format, fact.closing, fact.corrective) == (due.format, due.closing, 0)
        for fact in report.compiled
    )


def key_of(due: Due) -> str:
    """The same for whoever tries: the record takes one report of the round under it."""
    return str(uuid5(NAMESPACE_URL, f"onrecord/report/{'/'.join(due.which)}"))
