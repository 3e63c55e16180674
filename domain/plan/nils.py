"""From when on may it be said of a stretch that no need arose, and was it said of all of it?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from domain.calendar import periods
from domain.plan.decisions.carrying_out import span
from domain.plan.document import Measure
from domain.plan.state import Plan


def is_all_nil(measure: Measure, nils: Iterable[str], first: date, last: date) -> bool:
    """Every month of the stretch in which the measure has its term was said to be without need, or lies in a
    quarter that was. Of a month nobody spoke of nothing is known: that is silence."""
    said = [span(nil) for nil in nils]
    if not said:
        return False
    begun, over = _term(measure, first, last)
    months = [span(month) for month in _months(begun, over)]
    return all(any(start <= day and end <= until for start, until in said) for day, end in months)


def sayable_from(plan: Plan, measure: Measure, period: str) -> date:
    """The last day of the measure's term in a month or quarter; where that is a day off, the working day on
    which it falls due instead."""
    over = _term(measure, *span(period))[1]
    return min([over, *(d.due for d in plan.schedule if d.measure == measure.id and d.planned == over)])


def may_be_said(plan: Plan, measure: Measure, period: str, today: date) -> bool:
    """The stretch is over, nothing of it is on record, and nobody said it before."""
    first, last = span(period)
    carried = plan.of(measure.id)
    done = any(e.counts and first <= e.counts.done_on <= last for e in carried.counted())
    return sayable_from(plan, measure, period) <= today and not done and period not in carried.nils


def _term(measure: Measure, first: date, last: date) -> tuple[date, date]:
    """The part of the stretch in which the measure's own term runs; all of it where it runs in none."""
    begun = max(first, measure.due.start or first)
    over = min(last, measure.due.end or last)
    return (begun, over) if begun <= over else (first, last)


def _months(first: date, last: date) -> list[str]:
    years = range(first.year, last.year + 1)
    known = (month for year in years for month in periods.months(str(year)))
    begins, ends = f"{first:%Y-%m}", f"{last:%Y-%m}"
    return [month for month in known if begins <= month <= ends]
