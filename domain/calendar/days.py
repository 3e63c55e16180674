"""Which day is a working day of an office, and how far away another one is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class Roll(StrEnum):
    """Where a deadline goes that falls on a day off."""

    BEFORE = "before"
    AFTER = "after"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Days off and moved working days that an office accepted; all else follows Monday to Friday.

    ``off`` and ``working`` map a day to the reason it is what it is (a holiday's name, a government order).
    """

    off: Mapping[date, str] = field(default_factory=dict)
    working: Mapping[date, str] = field(default_factory=dict)

    def why_off(self, day: date) -> str | None:
        """The reason a day is off; None on a working day. ``weekend`` for a plain Saturday or Sunday."""
        if day in self.working:
            return None
        if day in self.off:
            return self.off[day]
        return "weekend" if day.weekday() >= SATURDAY else None

    def is_working(self, day: date) -> bool:
        return day in self.working or (day not in self.off and day.weekday() < SATURDAY)

    def shift(self, day: date, working_days: int) -> date:
        """The working day so many working days later, or earlier where negative; 0 keeps the day."""
        step = ONE_DAY if working_days > 0 else -ONE_DAY
        is_working = self.is_working
        for _ in range(abs(working_days)):
            day += step
            while not is_working(day):
                day += step
        return day

    def roll(self, day: date, policy: Roll) -> date:
        """The day itself where it is a working one or the policy is NONE."""
        if policy is Roll.NONE:
            return day
        return self._next(day, ONE_DAY if policy is Roll.AFTER else -ONE_DAY)

    def skipped(self, start: date, end: date) -> Iterator[tuple[date, str]]:
        """Days off between two dates, both included, each with its reason."""
        day, last = min(start, end), max(start, end)
        while day <= last:
            if why := self.why_off(day):
                yield day, why
            day += ONE_DAY

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after ``start`` up to and including ``end``; negative when before."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_working(day) for day in days)

    def _next(self, day: date, step: timedelta) -> date:
        while not self.is_working(day):
            day += step
        return day
