"""Who stands in for whom in an office, and what may a deputy still not decide?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from application.app import App
from application.projections import plan_board, waiting
from domain.people.events import DutyDelegated, PersonAppointed
from domain.people.may import MAY
from domain.people.state import Organisation
from domain.plan.decisions.approval import authors_of
from domain.plan.state import EDITABLE, Plan, Status

DECIDED_ON = frozenset({*EDITABLE, Status.IN_REVIEW, Status.IN_FORCE})


@dataclass(frozen=True, slots=True)
class Barred:
    """A text that a deputy may not decide on. ``why`` is ``own``, ``giver`` (prepared by the person stood in
    for) or ``spoken`` (a word of theirs stands in this run already); ``subject`` is what the text is."""

    plan: str
    title: str
    subject: str
    why: str


def given_by(office: Organisation, person: str, today: date) -> list[DutyDelegated]:
    """What this person lets others decide, now or from a later day on."""
    return [d for d in standing(office, today) if d.giver == person]


def taken_by(office: Organisation, person: str, today: date) -> list[DutyDelegated]:
    return [d for d in standing(office, today) if d.taker == person]


def standing(office: Organisation, today: date) -> list[DutyDelegated]:
    alive = (d for d in office.delegations.values() if d.until >= max(today, d.since))
    return sorted(alive, key=lambda d: (d.since, d.until, d.delegation))


def acting(office: Organisation, today: date) -> list[PersonAppointed]:
    """Who acts in a post by an order, now or from a later day on."""
    alive = [
        a for a in office.appointments if a.acting and (a.until is None or a.until >= max(today, a.since))
    ]
    return sorted(alive, key=lambda a: (a.since, a.position, a.person))


def own_positions(office: Organisation, person: str, today: date) -> list[str]:
    """Posts that a person fills in their own right: what they may let another decide in."""
    held = [a for p in office.positions for a in office.holders(p, today) if a.person == person]
    return list(dict.fromkeys(a.position for a in held))


def kept_back(role: str, acts: frozenset[str]) -> list[str]:
    """Commands that the post allows and the delegation does not lend."""
    return [command for command, roles in MAY.items() if role in roles and command not in acts]


def barred_from(app: App, organisation: str, taker: str, giver: str = "") -> list[Barred]:
    """Texts that wait for a decision, or soon may, and in which this deputy has no voice; the rules are those
    of `domain.run.decisions.why_not_independent`."""
    return list(_barred(app, organisation, taker, giver))


def _barred(app: App, organisation: str, taker: str, giver: str) -> Iterator[Barred]:
    waits = {(step["plan"], step["run"]) for step in app.ask(waiting.open_steps, organisation)}
    for row in app.ask(plan_board.plans, organisation):
        status = Status(row["status"])
        open_runs = sorted(run for plan, run in waits if plan == row["plan"])
        if status not in DECIDED_ON or not (open_runs or status in EDITABLE):
            continue
        plan: Plan = app.state(f"plan-{row['plan']}")
        for id in open_runs or [""]:
            run = plan.run_of(id)
            if why := _why(authors_of(plan, run), run.spoken, taker, giver):
                yield Barred(row["plan"], row["title"], run.subject, why)


def _why(authors: frozenset[str], spoken: frozenset[str], taker: str, giver: str) -> str:
    if taker in authors:
        return "own"
    if giver in authors:
        return "giver"
    return "spoken" if {taker, giver} & spoken else ""
