"""On which days an approved plan owes something, by the office's calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from domain.calendar import periods
from domain.calendar.days import Roll, WorkingCalendar
from domain.changed import made
from domain.once import once
from domain.plan.document import Deadline, DueKind, Every, Measure, PlanDocument
from domain.plan.events import Due

REMIND_DAYS_BEFORE = 3
ESCALATE_DAYS_AFTER = 2


def schedule(document: PlanDocument, calendar: WorkingCalendar, approved_on: date) -> tuple[Due, ...]:
    """Every date owed, in the order of the plan; a day off rolls back to the working day before it."""
    return tuple(
        owes if owes.due >= approved_on else owes.model_copy(update={"before_approval": True})
        for owes in dates_by(document, calendar)
    )


def dates_by(document: PlanDocument, calendar: WorkingCalendar) -> tuple[Due, ...]:
    """The same, whenever it may be approved; reckoned once for one text by one calendar."""
    kept = _kept(document)
    known = kept.get("last")
    if known is None or known[0] is not calendar:  # another thread may ask by another calendar meanwhile
        known = kept["last"] = calendar, _dates_by(document, calendar)
    return known[1]


@once
def _kept(document: PlanDocument) -> dict[str, tuple[WorkingCalendar, tuple[Due, ...]]]:
    return {}


def _dates_by(document: PlanDocument, calendar: WorkingCalendar) -> tuple[Due, ...]:
    known: dict[date, tuple[date, date, date]] = {}
    dates: list[Due] = []
    for measure, key, planned, quantity in owed(document):
        if planned not in known:
            known[planned] = _days(planned, calendar)
        due, remind, escalate = known[planned]
        dates.append(
            made(
                Due,
                measure=measure,
                key=key,
                planned=planned,
                due=due,
                remind=remind,
                escalate=escalate,
                quantity=quantity,
                before_approval=False,
            )
        )
    return tuple(dates)


def _days(planned: date, calendar: WorkingCalendar) -> tuple[date, date, date]:
    """Due, reminder and escalation; most measures of a plan share a few days."""
    due = calendar.roll(planned, Roll.BEFORE)
    return due, calendar.shift(due, -REMIND_DAYS_BEFORE), calendar.shift(due, ESCALATE_DAYS_AFTER)


@once
def owed(document: PlanDocument) -> tuple[tuple[str, str, date, Decimal | None], ...]:
    """What the words alone say: the measure, the key of a date, its day before any calendar, the quantity."""
    return tuple(
        (measure.id, key, planned, quantity)
        for measure in document.measures
        if measure.obliges
        for key, planned, quantity in _dates(measure, document.period)
    )


def _dates(measure: Measure, period: str) -> Iterator[tuple[str, date, Decimal | None]]:
    """Month by month where the source says so, quarter by quarter for quarter targets, each time that a
    deadline comes round, else one date."""
    due, target = measure.due, measure.target
    per_period = target.per_period
    by_quarter = per_period and {k: v for k, v in per_period.items() if k in periods.ROMAN and v}
    if due.kind is DueKind.MONTHLY_TARGETS:
        for month, quantity in due.monthly.items():
            yield month, periods.month_end(month), quantity
    elif by_quarter:
        for numeral, quantity in by_quarter.items():
            quarter = f"{period[:4]}Q{periods.ROMAN.index(numeral) + 1}"
            yield quarter, periods.ends(quarter), quantity
    elif due.every is Every.MONTH:
        for month in periods.months(period):
            if (day := _in_month(month, due.day)) and _within(day, due):
                yield month, day, None
    elif due.every is Every.QUARTER and due.day is None:
        for quarter in periods.quarters(period):
            if _within(periods.ends(quarter), due):
                yield quarter, periods.ends(quarter), None
    else:
        yield "", due.end or periods.ends(period), target.value


def _in_month(month: str, day: int | None) -> date:
    """The day of a month, its last one where it has no such day or none is named."""
    last = periods.month_end(month)
    return last.replace(day=min(day or last.day, last.day))


def _within(day: date, due: Deadline) -> bool:
    return (due.start is None or due.start <= day) and (due.end is None or day <= due.end)
