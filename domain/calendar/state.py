"""The accepted days of one office, as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never, cast

from domain.calendar.days import WorkingCalendar
from domain.calendar.events import CalendarAccepted, CalendarEvent
from domain.messages import Event
from domain.once import once


@dataclass(frozen=True, slots=True, weakref_slot=True)
class OfficeCalendar:
    years: Mapping[int, CalendarAccepted] = field(default_factory=dict)

    @property
    def days(self) -> WorkingCalendar:
        return _days(self)


@once
def _days(calendar: OfficeCalendar) -> WorkingCalendar:
    return WorkingCalendar(
        off={d.day: d.why for accepted in calendar.years.values() for d in accepted.off},
        working={d.day: d.why for accepted in calendar.years.values() for d in accepted.working},
    )


def evolve(calendar: OfficeCalendar, event: Event) -> OfficeCalendar:
    match cast(CalendarEvent, event):
        case CalendarAccepted() as accepted:
            return replace(calendar, years={**calendar.years, accepted.year: accepted})
        case unknown:
            assert_never(unknown)
