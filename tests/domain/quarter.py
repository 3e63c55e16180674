"""How do the tests speak of a report? told(facts) gives the report of the small office's plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.messages import Event
from domain.people.events import PersonRegistered
from domain.people.state import Organisation, evolve
from domain.plan.document import Measure, PlanDocument
from domain.plan.events import PeriodClosed, PlanApproved, PlanDrafted
from domain.plan.schedule import schedule
from domain.report.compile import compile_report
from domain.report.late import Numbered
from domain.report.shapes import AsOf, QuarterlyReport, Row
from tests.domain.small_office import CALENDAR, DOCUMENT, HASH, PEOPLE, calendar_decider

ZONE = ZoneInfo("Europe/Kyiv")
APPROVED_ON, CLOSED_ON = date(2021, 1, 20), date(2021, 4, 5)
closed = PeriodClosed(period="2021Q1", silent=(), person="planner")


def office(*more: Event, without: str = "") -> Organisation:
    state = Organisation()
    for event in (*PEOPLE, *more):
        if not (isinstance(event, PersonRegistered) and event.person == without):
            state = evolve(state, event)
    return state


def in_force(document: PlanDocument) -> tuple[Event, Event]:
    """A plan drafted (version 1) and approved (version 2)."""
    approved = PlanApproved(
        text_version=1,
        text_hash=HASH,
        approved_on=APPROVED_ON,
        effective_from=APPROVED_ON,
        act="",
        schedule=schedule(document, calendar_decider.fold([CALENDAR]).days, APPROVED_ON),
    )
    return PlanDrafted(document=document, prepared_by="planner"), approved


def plan_of(*measures: Measure, period: str = "2021Q1") -> PlanDocument:
    return DOCUMENT.model_copy(update={"measures": measures, "period": period})


def numbered(events: Sequence[Event]) -> list[Numbered]:
    """Recorded on the day of closing, and what follows a closing a week later."""
    closings = [n for n, event in enumerate(events) if isinstance(event, PeriodClosed)]
    last = closings[-1] if closings else len(events)
    late = date(2021, 4, 12)
    return [(n + 1, event, late if n > last else CLOSED_ON) for n, event in enumerate(events)]


def told(
    *facts: Event,
    of: PlanDocument = DOCUMENT,
    period: str = "2021Q1",
    today: date = date(2021, 4, 20),
    people: Organisation | None = None,
    position: int = 100,
) -> QuarterlyReport:
    """The report after these facts, as of ``today``."""
    at = datetime(today.year, today.month, today.day, 18, tzinfo=ZONE)
    history = numbered([*in_force(of), *facts])
    return compile_report("1", history, people or office(), period, AsOf(position, at))


def row(report: QuarterlyReport, measure: str) -> Row:
    return next(r for r in report.rows if r.measure == measure)
