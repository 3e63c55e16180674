"""Who hears of a step that nobody decided in time: those it waits for, then whoever stands above them?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from application.app import App
from application.projections import waiting
from application.projections.notices import told_of
from application.reactions.asking import STEP_ESCALATION, STEP_OVERDUE
from domain.calendar.state import OfficeCalendar
from domain.notice.decisions import RaiseNotice
from domain.notice.policy import deciders
from domain.people.state import Organisation
from domain.plan.state import Plan
from domain.run.route import RouteStep
from domain.run.state import Run

Known = tuple[str, str]
"""A person, with the office in which they are known."""


def overdue_steps_told(app: App, latest: date, day_in: Callable[[Organisation], date]) -> list[RaiseNotice]:
    """What is to be told now of steps that were due before ``latest``; ``day_in`` says the day whose morning
    has come in an office. What went up is told no more, and what was told today is not looked at again."""
    rows = app.ask(waiting.steps_overdue, latest)
    before = app.ask(told_of, [subject_of(row) for row in rows], (STEP_OVERDUE, STEP_ESCALATION))
    told = list[RaiseNotice]()
    for row in rows:
        office: Organisation = app.state(f"people-{row['organisation']}")
        today, heard = day_in(office), before.get(subject_of(row), {})
        last = heard.get(STEP_OVERDUE)
        heard_today = last is not None and last.astimezone(ZoneInfo(office.zone)).date() >= today
        if row["due"] < today and STEP_ESCALATION not in heard and not heard_today:
            told += notices_of_step(app, row, office, today, first=last is None)
    return told


def subject_of(row: Any) -> str:
    return "/".join(filter(None, (row["plan"], row["run"], row["step"])))


def notices_of_step(
    app: App, row: Any, office: Organisation, today: date, *, first: bool
) -> Iterator[RaiseNotice]:
    """From the day after to those asked, the ``first`` time; as many working days after its term as the
    definition says it goes up."""
    calendar: OfficeCalendar = app.state(f"calendar-{row['organisation']}")
    plan: Plan = app.state(f"plan-{row['plan']}")
    run = plan.run_of(row["run"])
    step = next((s for s in run.open_steps if s.key == row["step"]), None)
    if step is None:
        return
    above: Organisation = app.state(f"people-{office.above}") if office.above else Organisation()
    asked = asked_today(step, run, office, above, today)
    goes_up = today >= calendar.days.shift(step.due, max(step.escalate, 1))
    told = [(STEP_OVERDUE, known) for known in asked] if first else []
    up = superiors(asked, office, above, run, today) if goes_up else []
    for kind, (organisation, person) in dict.fromkeys((*told, *((STEP_ESCALATION, known) for known in up))):
        yield RaiseNotice(
            organisation=organisation,
            recipient=person,
            kind=kind,
            subject=subject_of(row),
            due_version=step.due.isoformat(),
            plan=row["plan"],
            step=step.key,
            due=step.due,
        )


def asked_today(
    step: RouteStep, run: Run, office: Organisation, above: Organisation, today: date
) -> list[Known]:
    """Whom the voices belong to that have not spoken."""
    spoken = {voice.reference for voice in run.at(step.key)}
    asked = list[Known]()
    for who in (reference for reference in step.who if reference not in spoken):
        kind, _, position = who.partition(":")
        if kind != "above":
            asked += [(office.id, person) for person in deciders(office, who, today)]
        elif above.id:
            asked += [(above.id, person) for person in deciders(above, f"position:{position}", today)]
    return asked


def superiors(
    asked: list[Known], office: Organisation, above: Organisation, run: Run, today: date
) -> list[Known]:
    """Who stands above those asked; whoever submitted it, where nobody does or nobody is asked."""
    homes = {office.id: office, above.id: above}
    found = [(home, homes[home].superior_of(person, today)) for home, person in asked]
    up = [(home, person) for home, person in found if person]
    return up or [(office.id, run.submitted_by)]
