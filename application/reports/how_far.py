"""How far is the round of reports in each office, and why is a report not compiled?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from application.app import App
from application.projections import compiled_reports, plan_board
from application.reports.round import EVERY_PLAN
from domain.calendar import periods
from domain.people.state import Organisation
from domain.plan.decisions.closing import cut_off
from domain.plan.state import CARRIED_OUT

NOT_DUE = "not-due"
WAITS = "waits"
REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Reported:
    """One report of the round.

    ``why`` it is not compiled: its cut-off day ``due_from`` has not come, it waits for a worker, or its
    period was opened again and not closed yet; blank where it is.
    """

    plan: str
    title: str
    period: str
    format: str
    closing: str
    due_from: date
    why: str

    @property
    def is_due(self) -> bool:
        return self.why in ("", WAITS)


@dataclass(frozen=True, slots=True)
class HowFar:
    """One office."""

    organisation: str
    title: str
    rows: tuple[Reported, ...]

    @property
    def due(self) -> int:
        return sum(row.is_due for row in self.rows)

    @property
    def compiled(self) -> int:
        return sum(not row.why for row in self.rows)


def how_far(app: App, now: datetime, period: str | None = None) -> list[HowFar]:
    """Every office with a plan that is carried out, by id; of one quarter, or of those of a year, where
    a period is named."""
    plans = [row for row in app.ask(plan_board.plans, None, EVERY_PLAN) if row["status"] in CARRIED_OUT]
    plans.sort(key=lambda row: (row["organisation"], row["plan"]))
    done, closings = app.ask(compiled_reports.compiled_in), app.ask(compiled_reports.closings_now)

    def rows_of(office: Organisation, plan: str, title: str, whole: str) -> Iterator[Reported]:
        today = now.astimezone(ZoneInfo(office.zone)).date()
        for quarter in periods.quarters(whole):
            if period and quarter not in periods.quarters(period):
                continue
            closing, due_from = closings.get((plan, quarter)), cut_off(quarter, office)
            for format in app.settings.report_formats:
                why = WAITS
                if closing == "":
                    why = REOPENED
                elif (plan, quarter, closing or "", format) in done:
                    why = ""
                elif today < due_from:
                    why = NOT_DUE
                yield Reported(plan, title, quarter, format, closing or "", due_from, why)

    found = []
    for organisation, own in groupby(plans, key=lambda row: str(row["organisation"])):
        office: Organisation = app.state(f"people-{organisation}")
        rows = tuple(r for p in own for r in rows_of(office, p["plan"], p["title"], p["period"]))
        if rows:
            found.append(HowFar(organisation, office.title, rows))
    return found
