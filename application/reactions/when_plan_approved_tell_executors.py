"""When a plan takes force, write each executor one letter of what is theirs, one of what is past already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from application.ports import Recorded
from application.reactions.asking import day_of, plan_of
from application.reactions.base import reaction
from application.reactions.look import Look
from domain.messages import Command
from domain.notice.decisions import RaiseNotice
from domain.notice.events import NoticeLine
from domain.notice.policy import Rung, lead_of, recipient
from domain.people.state import Organisation
from domain.plan.events import Due, PlanApproved
from domain.plan.state import Plan

PLAN_APPROVED = "plan-approved"
LATE_APPROVAL = "late-approval"


@reaction(PlanApproved)
def when_plan_approved_tell_executors(recorded: Recorded, look: Look) -> Iterator[Command]:
    fact, plan = recorded.event, look.plan(recorded.stream)
    assert isinstance(fact, PlanApproved)
    office = look.office(recorded.envelope.organisation)
    to_come = [due for due in fact.schedule if not due.before_approval]
    gone_by = [due for due in fact.schedule if due.before_approval]
    yield from letters(PLAN_APPROVED, to_come, recorded, plan, office)
    yield from letters(LATE_APPROVAL, gone_by, recorded, plan, office)


def letters(
    kind: str, dues: Iterable[Due], recorded: Recorded, plan: Plan, office: Organisation
) -> Iterator[RaiseNotice]:
    """One letter per person, its lines in the order of the plan."""
    for person, lines in by_person(dues, recorded, plan, office).items():
        yield RaiseNotice(
            organisation=recorded.envelope.organisation,
            recipient=person,
            kind=kind,
            subject=plan_of(recorded),
            due_version=f"@{recorded.version}",
            plan=plan_of(recorded),
            lines=tuple(lines),
        )


def by_person(
    dues: Iterable[Due], recorded: Recorded, plan: Plan, office: Organisation
) -> dict[str, list[NoticeLine]]:
    today, shares = day_of(recorded, office), dict[str, list[NoticeLine]]()
    for due in dues:
        lead = lead_of(plan.measures[due.measure].executors)
        if lead is not None:
            person = recipient(Rung.REMINDER, lead, office, plan.author, today)
            line = NoticeLine(measure=due.measure, key=due.key, due=due.due)
            shares.setdefault(person, []).append(line)
    return shares
