"""Which days an office may accept as off or moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.calendar.events import CalendarAccepted, Day
from domain.calendar.state import OfficeCalendar, evolve
from domain.messages import Command, Decider, Event, Id, Moment, Refused, Text

decider = Decider(category="calendar", initial=OfficeCalendar(), evolve=evolve)


class AcceptCalendar(Command):
    """Accept the days off and moved working days of one year; ``effective`` is when they begin to count."""

    organisation: Id
    year: int
    off: tuple[Day, ...]
    working: tuple[Day, ...] = ()
    basis: Text
    effective: date

    @property
    def stream(self) -> str:
        return f"calendar-{self.organisation}"


@decider.decides(AcceptCalendar)
def accept_calendar(calendar: OfficeCalendar, asked: AcceptCalendar, moment: Moment) -> Iterator[Event]:
    if not asked.basis.strip():
        raise Refused("basis-missing")
    if stray := [d.day for d in (*asked.off, *asked.working) if d.day.year != asked.year]:
        raise Refused("day-outside-year", day=stray[0], year=asked.year)
    if both := {d.day for d in asked.off} & {d.day for d in asked.working}:
        raise Refused("day-off-and-working", day=min(both))
    accepted = CalendarAccepted(
        year=asked.year, off=asked.off, working=asked.working, basis=asked.basis, effective=asked.effective
    )
    if calendar.years.get(asked.year) != accepted:
        yield accepted
