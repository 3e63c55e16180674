"""Who logs what on which day of the quarter, and where does life leave the plan?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.calendar.days import Roll, WorkingCalendar
from domain.calendar.periods import month_end
from domain.messages import Command
from domain.people.state import Organisation
from domain.plan.decisions.correcting import CorrectExecution, RetractExecution
from domain.plan.decisions.execution import LogExecution
from domain.plan.decisions.nil_and_levels import DeclareNil, ReportIndicator
from domain.plan.document import Additivity, Measure, TargetKind
from domain.plan.events import Due
from domain.plan.state import Plan

MONTHS = ("2026-07", "2026-08", "2026-09")
SILENT = "2.4.4"
OVERFULFILLED = ("1.4.1", "2026-09", Decimal(9))
SHORT = {("1.2.3", ""): Decimal(3), ("1.2.2", "2026-08"): Decimal(3)}
REASONS = {
    "1.2.3": ("Дві бібліотеки зачинено на ремонт", "жовтень 2026 року"),
    "1.2.2": ("Тиждень у бюро не було зв'язку", "жовтень 2026 року"),
}
MISTYPED = ("2.2.1", "2026-07", Decimal(400))
TWICE = "3.3.2"
UNPLANNED = "1.3.4"
LEVELS = {"2026-07": Decimal(36), "2026-08": Decimal(37), "2026-09": Decimal(38)}
NEEDED = {"1.1.3": Decimal(4), "4.2.2": Decimal(3)}
ON_THE_DAY = ("1.4.3", "2.3.2", "3.1.4", "4.1.2")
AFTER_THE_DAY = "1.3.3"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a person writes down on a day; ``kind`` is what the story calls it."""

    on: date
    by: str
    command: Command
    kind: str = "logged"


@dataclass(frozen=True, slots=True)
class Diary:
    """What becomes of each measure, drawn from the approved plan."""

    id: str
    plan: Plan
    people: Organisation
    days: WorkingCalendar
    planner: str

    def deeds(self) -> list[Deed]:
        """All of the quarter, in the order of their days."""
        every = [deed for measure in self.plan.text.measures for deed in self.of(measure)]
        return sorted(every, key=lambda deed: deed.on)

    def of(self, measure: Measure) -> Iterator[Deed]:
        kind = measure.target.kind
        if measure.number == SILENT:
            return
        if measure.additivity is Additivity.STOCK:
            yield from self.levels(measure)
        elif kind in (TargetKind.NUMBER, TargetKind.FRACTION):
            yield from self.counted(measure)
        elif kind is TargetKind.AS_NEEDED:
            yield from self.when_needed(measure)
        elif kind in (TargetKind.CONTINUOUS, TargetKind.BY_SCHEDULE):
            yield from self.standing(measure)
        elif measure.number == UNPLANNED:
            yield self.logged(measure, "2026-09", Decimal(1), kind="unplanned")

    def counted(self, measure: Measure) -> Iterator[Deed]:
        for due in self.dues(measure):
            month = due.key or f"{due.planned:%Y-%m}"
            yield from self.done(measure, due, month)
        if measure.number == TWICE:
            yield self.logged(measure, "2026-09", Decimal(2), kind="twice", earlier=2)

    def done(self, measure: Measure, due: Due, month: str) -> Iterator[Deed]:
        number = measure.number or ""
        planned = SHORT.get((number, due.key), due.quantity)
        if (number, month) == OVERFULFILLED[:2]:
            yield self.logged(measure, month, OVERFULFILLED[2], kind="over-fulfilled", due=due)
        elif (number, month) == MISTYPED[:2]:
            yield self.logged(measure, month, MISTYPED[2], kind="mistyped", due=due)
        else:
            kind = "logged" if planned == due.quantity else "partial"
            yield self.logged(measure, month, planned, kind=kind, due=due)

    def when_needed(self, measure: Measure) -> Iterator[Deed]:
        if needed := NEEDED.get(measure.number or ""):
            yield self.logged(measure, "2026-09", needed)
        else:
            command = DeclareNil(plan=self.id, measure=measure.id, period="2026Q3")
            over = self.days.roll(date(2026, 9, 30), Roll.BEFORE)
            yield Deed(over, self.lead(measure), command, "nil")

    def standing(self, measure: Measure) -> Iterator[Deed]:
        months = MONTHS if measure.target.kind is TargetKind.CONTINUOUS else MONTHS[-1:]
        for month in months:
            yield self.logged(measure, month, Decimal(measure.ordinal % 5 + 1))

    def levels(self, measure: Measure) -> Iterator[Deed]:
        for month, value in LEVELS.items():
            end = self.days.roll(month_end(month), Roll.BEFORE)
            command = ReportIndicator(plan=self.id, measure=measure.id, on=end, value=value)
            yield Deed(self.told_on(end), self.lead(measure), command, "level")

    def logged(
        self,
        measure: Measure,
        month: str,
        quantity: Decimal | None,
        *,
        kind: str = "logged",
        due: Due | None = None,
        earlier: int = 0,
    ) -> Deed:
        day = self.day_of(measure, month, due) - timedelta(days=earlier)
        pair = measure.target.kind is TargetKind.FRACTION
        command = LogExecution(
            plan=self.id,
            measure=measure.id,
            done_on=day,
            quantity=None if pair else quantity,
            parts=measure.target.parts if pair else (),
        )
        return Deed(self.told_on(day, measure, due), self.lead(measure), command, kind)

    def day_of(self, measure: Measure, month: str, due: Due | None) -> date:
        """A working day of the month, another one for each measure, and before the due date."""
        day = self.days.roll(date.fromisoformat(f"{month}-{4 + measure.ordinal * 7 % 17:02}"), Roll.BEFORE)
        return min(day, self.days.shift(due.due, -1)) if due else day

    def told_on(self, day: date, measure: Measure | None = None, due: Due | None = None) -> date:
        """The day of writing: the next working day, not before the plan took force."""
        assert self.plan.approved is not None
        number = measure.number if measure else None
        if due and number in ON_THE_DAY:
            return due.due
        if due and number == AFTER_THE_DAY:
            return self.days.shift(due.due, 1)
        first = self.days.shift(self.plan.approved.approved_on, 1 + (measure.ordinal if measure else 0) % 4)
        return max(self.days.shift(day, 1), first)

    def dues(self, measure: Measure) -> list[Due]:
        assert self.plan.approved is not None
        return [due for due in self.plan.approved.schedule if due.measure == measure.id]

    def lead(self, measure: Measure) -> str:
        """Whoever answers for the measure; the planner where nobody does."""
        found = (self.people.person_behind(e.to, date(2026, 8, 6)) for e in measure.executors)
        return next((person for person in found if person), self.planner)


def correction_of(id: str, plan: Plan, measure: Measure) -> CorrectExecution:
    """The mistyped record with its right figure."""
    record = next(e for e in plan.of(measure.id).executions.values() if e.logged.quantity == MISTYPED[2])
    return CorrectExecution(
        plan=id,
        measure=measure.id,
        execution=record.logged.execution,
        done_on=record.logged.done_on,
        quantity=Decimal(40),
        reason="Зайвий нуль: анкет було 40",
    )


def retraction_of(id: str, plan: Plan, measure: Measure, done_on: date) -> RetractExecution:
    """The record of a deed that somebody had written down already."""
    records = plan.of(measure.id).executions.values()
    record = next(e for e in records if e.logged.done_on == done_on)
    reason = "Ту саму бесіду вже записала колега"
    return RetractExecution(plan=id, measure=measure.id, execution=record.logged.execution, reason=reason)
