"""When the office above asks for what is missing, tell those who plan and direct the office asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from application.ports import Recorded
from application.reactions.asking import plan_of
from application.reactions.base import reaction
from application.reactions.look import Look
from domain.messages import Command
from domain.notice.decisions import RaiseNotice
from domain.notice.events import NoticeLine
from domain.people.state import Organisation
from domain.plan.decisions.closing import is_owed_in
from domain.plan.events import OfficeReminded

OFFICE_REMINDED = "office-reminded"
LEADING = frozenset({"director", "planner"})


@reaction(OfficeReminded)
def when_office_reminded_tell_who_leads_it(recorded: Recorded, look: Look) -> Iterator[Command]:
    """One letter a day and person, of however many plans the office is asked for."""
    fact = recorded.event
    assert isinstance(fact, OfficeReminded)
    organisation = recorded.envelope.organisation
    schedule = look.plan(recorded.stream).schedule
    first = {
        measure: min(d.planned for d in schedule if d.measure == measure and is_owed_in(d, fact.period))
        for measure in fact.silent
    }
    for person in leading(look.office(organisation), fact.on):
        yield RaiseNotice(
            organisation=organisation,
            recipient=person,
            kind=OFFICE_REMINDED,
            subject=f"{organisation}/{fact.period}",
            due_version=fact.on.isoformat(),
            plan=plan_of(recorded),
            lines=tuple(NoticeLine(measure=measure, due=day) for measure, day in first.items()),
        )


def leading(office: Organisation, on: date) -> list[str]:
    posts = [p.position for p in office.positions.values() if p.role in LEADING]
    return list(dict.fromkeys(a.person for post in posts for a in office.holders(post, on)))
