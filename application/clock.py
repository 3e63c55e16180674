"""What follows when the clock rings: what is due is told, what was told is delivered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from application.app import App
from application.delivery import deliver_due
from application.ports import KeyReused
from application.projections.due_ledger import Ringing, offices_that_ring, what_rings
from application.step_clock import overdue_steps_told
from domain.messages import SYSTEM
from domain.notice.decisions import RaiseNotice
from domain.notice.policy import Rung, recipient, rung_on
from domain.people.state import Organisation

MORNING = time(9)
"""Nothing of a day is told before this hour of the office's own zone."""
EASTERNMOST = timedelta(hours=14)
AT_ONCE = 500
"""Dates of one sweep, so that it ends well within the time of a task; what is left waits for the next."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a ring of the clock did; ``raised`` counts the notices of the ladder by kind."""

    at: datetime
    raised: Counter[str] = field(default_factory=Counter)
    delivered: int = 0
    failed: int = 0

    @property
    def escalations(self) -> int:
        return self.raised[Rung.ESCALATION]


def tick(app: App, now: datetime) -> Ticked:
    """All that is due by now, to the end. ``app.clock`` must say ``now`` too."""
    raised = ring(app, now)
    outcomes = deliver_due(app, now)
    return Ticked(now, raised, outcomes["delivered"], outcomes["failed"])


def ring(app: App, now: datetime) -> Counter[str]:
    """Raise all that is to be told by now, and deliver nothing yet; counts the new notices by kind."""
    app.catch_up()
    raised: Counter[str] = Counter()
    while told := sweep(app, now, AT_ONCE):
        raised += told
        app.catch_up()
    for notice in overdue_steps_told(app, (now + EASTERNMOST).date(), lambda office: today(now, office)):
        raised[notice.kind] += is_new(app, notice)
    return +raised


def tick_through(app: App, start: datetime, until: datetime) -> Iterator[Ticked]:
    """Ring on every morning after ``start``, in order, and at ``until``: as if the clock had run all the
    while."""
    for moment in mornings(app, start, until):
        yield tick(app.at(moment), moment)


def mornings(app: App, start: datetime, until: datetime) -> list[datetime]:
    """Each day's morning in each office's zone, ``start`` excluded; then ``until``."""
    offices = [office_of(app, organisation) for organisation in app.ask(offices_that_ring)]
    zones = {ZoneInfo(office.zone) for office in offices}
    days = [start.date() + timedelta(days=n) for n in range(-1, (until - start).days + 3)]
    all_of_them = {datetime.combine(day, MORNING, zone) for day in days for zone in zones}
    return [*sorted(m for m in all_of_them if start < m < until), until]


def sweep(app: App, now: datetime, limit: int) -> Counter[str]:
    """Raise what the ledger of dates says is to be told now; counts the new notices by kind."""
    raised: Counter[str] = Counter()
    offices: dict[str, Organisation] = {}
    for ringing in app.ask(what_rings, (now + EASTERNMOST).date(), limit):
        organisation = ringing.organisation
        office = offices.get(organisation) or offices.setdefault(organisation, office_of(app, organisation))
        if (told := notice_on(ringing, office, today(now, office))) and is_new(app, told):
            raised[told.kind] += 1
    return raised


def notice_on(ringing: Ringing, office: Organisation, day: date) -> RaiseNotice | None:
    """The newest rung that the date has reached, for whoever answers on that day."""
    reached = rung_on(ringing, ringing.told, day)
    if reached is None or ringing.ring > day:
        return None
    rung, rung_day = reached
    return RaiseNotice(
        organisation=ringing.organisation,
        recipient=recipient(rung, ringing.lead, office, ringing.author, day),
        kind=rung,
        subject=ringing.subject,
        due_version=ringing.due.isoformat(),
        plan=ringing.plan,
        measure=ringing.measure,
        due=ringing.due,
        late=ringing.since <= rung_day < day,
    )


def is_new(app: App, told: RaiseNotice) -> bool:
    """Raised under its own id: a second sweep, here or elsewhere, adds nothing. A sweep of a later day may
    word it otherwise (``late``); what was said first stands."""
    try:
        return bool(app.do(told, by=SYSTEM, channel="clock", command_id=told.notice).recorded)
    except KeyReused:
        return False


def office_of(app: App, organisation: str) -> Organisation:
    office: Organisation = app.state(f"people-{organisation}")
    return office


def today(now: datetime, office: Organisation) -> date:
    """The day whose morning has come where the office stands."""
    local = now.astimezone(ZoneInfo(office.zone))
    return local.date() if local.time() >= MORNING else local.date() - timedelta(days=1)
