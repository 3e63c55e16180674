"""Which offices may a person look at, and how does each stand in a period?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping

from application import moving_office
from application.app import App
from application.ports import SignedIn
from application.projections import plan_board
from application.projections.rollup import below, rolled_up
from application.projections.rollup_rows import rows_of, titles_below, with_all_below
from application.projections.rollup_standing import Standing
from domain.messages import Refused
from domain.people.may import LOOKS_BELOW, looks_at
from domain.people.state import Organisation
from domain.plan.decisions.reminding import silent_by
from domain.plan.state import CARRIED_OUT, Plan
from domain.report.percent import tenths
from domain.report.shapes import State

LEADS = ("director", "planner")
"""Whom one calls about an office, in this order."""
SETTLED = frozenset({State.COMPLETE, State.LATE})
MOST_OFFICES = 60
"""Tasks by offices are told row by row of the plans: beyond this many offices one opens a part of them."""


@dataclass(frozen=True, slots=True)
class OfficeSeen:
    """One office with all that is below it; ``plan`` is the one moved last of those that cover the period."""

    standing: Standing
    plan: RowMapping | None
    plans: int
    responsible: str | None
    mail: str | None
    has_below: bool
    silent: int
    reminded: bool

    @property
    def overdue(self) -> int:
        return self.standing.states.get(State.OVERDUE, 0)

    @property
    def not_reported(self) -> int:
        return self.standing.states.get(State.NOT_REPORTED, 0)

    @property
    def settled(self) -> int:
        return sum(self.standing.states.get(state, 0) for state in SETTLED)

    @property
    def percent(self) -> Decimal | None:
        """Of what was planned as numbers, as in the total of a report; None where nothing was."""
        return tenths(self.standing.done, self.standing.planned) if self.standing.planned else None

    @property
    def last_record(self) -> datetime | None:
        return self.plan["last_record"] if self.plan else None


@dataclass(frozen=True, slots=True)
class TaskSeen:
    """One task of the plans of several offices: by office what is planned and done, and how many measures."""

    number: str
    title: str
    cells: Mapping[str, tuple[Decimal, Decimal, int]]


def refuse_unless_looked_at(app: App, who: SignedIn, node: str) -> None:
    """``node`` is an office, or ``ORG/UNIT``. Refused("not-found") for what is not this person's to see.

    A unit's figures are its own; an office's hold those of all offices below it."""
    place, is_unit, unit = node.partition("/")
    home: Organisation = app.state(f"people-{who.organisation}")
    roles = home.standing(who.person, today_at(app, home)).roles
    office: Organisation = app.state(f"people-{place}")
    known = bool(office.id) and (not is_unit or unit in office.units)
    adds_up = not is_unit and bool(app.ask(titles_below, place))
    if not known or not looks_at(roles, who.organisation, place, offices_above(app, place), adds_up=adds_up):
        raise Refused("not-found")


def looks_below(app: App, who: SignedIn) -> bool:
    """Whether there is a region for this person to look at."""
    home: Organisation = app.state(f"people-{who.organisation}")
    roles = home.standing(who.person, today_at(app, home)).roles
    return bool(roles & LOOKS_BELOW) and bool(app.ask(titles_below, who.organisation))


def offices_above(app: App, place: str) -> list[str]:
    """All of them, the nearest first, as the record has it."""
    return moving_office.offices_above(app.state, place)


def today_at(app: App, office: Organisation) -> date:
    return app.clock.now().astimezone(ZoneInfo(office.zone)).date()


def today_in(app: App, node: str) -> date:
    """``node`` is an office, or ``ORG/UNIT``, whose day is its office's."""
    return today_at(app, app.state(f"people-{node.partition('/')[0]}"))


def whole(app: App, node: str, period: str) -> Standing:
    return app.ask(rolled_up, node, period, today_in(app, node))


def offices_seen(app: App, node: str, period: str) -> list[OfficeSeen]:
    """The offices directly below, each with all that is below it; none for an office without such."""
    titles = app.ask(titles_below, node)
    if not titles:
        return []
    today = today_at(app, app.state(f"people-{node}"))
    plans: dict[str, list[RowMapping]] = {}
    for row in app.ask(plan_board.plans_of, titles, period):
        plans.setdefault(row["organisation"], []).append(row)
    return [
        office_seen(app, standing, plans.get(standing.node, []), period, today)
        for standing in app.ask(below, node, period, today)
    ]


def office_seen(
    app: App, standing: Standing, plans: Sequence[RowMapping], period: str, today: date
) -> OfficeSeen:
    office: Organisation = app.state(f"people-{standing.node}")
    person = leading(office, today)
    known = office.persons.get(person or "")
    running = [row for row in plans if row["status"] in CARRIED_OUT]
    states: list[Plan] = [app.state(f"plan-{row['plan']}") for row in running]
    return OfficeSeen(
        standing=standing,
        plan=next(iter(running or plans), None),
        plans=len(plans),
        responsible=person,
        mail=known.email.text if known and known.email else None,
        has_below=bool(app.ask(titles_below, standing.node)),
        silent=sum(len(list(silent_by(plan, period, today))) for plan in states),
        reminded=any(plan.reminded.get(period) == today for plan in states),
    )


def leading(office: Organisation, on: date) -> str | None:
    posts = [p.position for role in LEADS for p in office.positions.values() if p.role == role]
    return next((a.person for post in posts for a in office.holders(post, on)), None)


def to_remind(app: App, node: str, period: str) -> list[tuple[str, str]]:
    """Offices below that owe records and kept silent, each with the plan to ask for: of several the first."""
    today = today_at(app, app.state(f"people-{node}"))
    found: dict[str, str] = {}
    for row in app.ask(plan_board.plans_of, app.ask(titles_below, node), period):
        plan: Plan = app.state(f"plan-{row['plan']}")
        owes = plan.status in CARRIED_OUT and period not in plan.closed
        if owes and any(True for _ in silent_by(plan, period, today)):
            found.setdefault(row["organisation"], row["plan"])
    return list(found.items())


def tasks_of(app: App, node: str, period: str) -> list[TaskSeen] | None:
    """The tasks of all plans below, by the offices directly below; None where there are too many offices.

    A task is known by its number; measures without one stand under the blank number. Each measure of a plan
    is counted once; a level, a pair and an included row add nothing to planned and done.
    """
    children = list(app.ask(titles_below, node)) or [node]
    members = {child: app.ask(with_all_below, child) if child != node else [node] for child in children}
    if sum(map(len, members.values())) > MOST_OFFICES:
        return None
    today = today_in(app, node)
    titles: dict[str, str] = {}
    cells: dict[str, dict[str, tuple[Decimal, Decimal, int]]] = {}
    for child, offices in members.items():
        for office, _, unit in (member.partition("/") for member in offices):
            rows = app.ask(rows_of, office, period, today)
            for row in (row for row in rows if not unit or row.unit == unit):
                titles.setdefault(row.task, (row.text.task or "") if row.text else "")
                at = cells.setdefault(row.task, {})
                planned, done, count = at.get(child, (Decimal(), Decimal(), 0))
                at[child] = (planned + row.planned, done + row.done, count + 1)
    return [TaskSeen(number, titles[number], cells[number]) for number in sorted(cells, key=by_number)]


def by_number(number: str) -> tuple[bool, list[tuple[int, str]]]:
    """1.2 before 1.10; the blank one last."""
    parts = [(int(part) if part.isdigit() else 0, part) for part in number.split(".")]
    return not number, parts
