"""Which question does a measure put to whoever carries it out? By the kind of its target."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from domain.calendar import periods
from domain.plan.decisions.carrying_out import span
from domain.plan.document import Additivity, CellState, DueKind, Every, Measure, Target, TargetKind


class Asking(StrEnum):
    """How much · how much of each part · at which level · whether in this month · whether a need arose ·
    what of the schedule · whether it is done · what was done although nothing is planned."""

    AMOUNT = "amount"
    PARTS = "parts"
    LEVEL = "level"
    STANDING = "standing"
    NEEDED = "needed"
    SCHEDULE = "schedule"
    DONE = "done"
    UNPLANNED = "unplanned"


YES_OR_NO = frozenset({Asking.STANDING, Asking.DONE})
TOLD_BY_PERIOD = frozenset({Asking.STANDING, Asking.NEEDED})
"""What is said again of every month, or quarter, so that silence about one of them is seen."""
_BY_TARGET = {
    TargetKind.NUMBER: Asking.AMOUNT,
    TargetKind.FRACTION: Asking.PARTS,
    TargetKind.CONTINUOUS: Asking.STANDING,
    TargetKind.AS_NEEDED: Asking.NEEDED,
}
_BY_DEADLINE = {
    DueKind.CONTINUOUS: Asking.STANDING,
    DueKind.AS_NEEDED: Asking.NEEDED,
    DueKind.BY_SCHEDULE: Asking.SCHEDULE,
}
_OFTEN = frozenset({Every.WEEK, Every.MONTH})
_COUNT = re.compile(r"(?:кількість|число|number of|quantity of|số lượng|số)\s+", re.IGNORECASE)


def asking_of(measure: Measure) -> Asking:
    target = measure.target
    if measure.additivity is Additivity.STOCK:
        return Asking.LEVEL
    if target.state is CellState.DASH:
        return Asking.UNPLANNED
    if target.kind in _BY_TARGET:
        return _BY_TARGET[target.kind]
    if measure.due.kind in _BY_DEADLINE:
        return _BY_DEADLINE[measure.due.kind]
    if target.kind is TargetKind.BY_SCHEDULE:
        return Asking.SCHEDULE
    if target.limit is not None:
        return Asking.AMOUNT
    return Asking.UNPLANNED if _is_unassigned(target, measure) else Asking.DONE


def part_names(indicator: str, count: int) -> tuple[str, ...]:
    """«Кількість договорів/перевізників» names two parts; none where the words name more or fewer."""
    named = [" ".join(part.split()) for part in re.split(r"[/;]", indicator)]
    if len(named) != count or not all(named):
        return ()
    return tuple(_COUNT.sub("", name, count=1) if _COUNT.match(name) else name for name in named)


def periods_told(measure: Measure, plan_period: str) -> tuple[str, ...]:
    """The months of a quarter's plan, the quarters of a year's, in which the measure's term runs; months too
    where the deadline comes round that often."""
    monthly = "Q" in plan_period or measure.due.every in _OFTEN
    known = periods.months(plan_period) if monthly else periods.quarters(plan_period)
    return tuple(period for period in known if _runs_in(measure, period))


def period_told_on(measure: Measure, plan_period: str, today: date) -> str:
    """The one that runs, or the last one that did; the first where none has begun, ``""`` without a term."""
    known = periods_told(measure, plan_period)
    begun = [period for period in known if span(period)[0] <= today]
    return begun[-1] if begun else next(iter(known), "")


def nil_periods(measure: Measure, plan_period: str, closed: tuple[str, ...], today: date) -> Iterator[str]:
    """For which stretches somebody might say now that no need arose: the quarter that runs, or ran last, then
    its months and the earlier quarters that are open."""
    quarters = periods.quarters(plan_period)
    runs = next((q for q in quarters if today <= periods.ends(q)), quarters[-1])
    yield runs
    if asking_of(measure) in TOLD_BY_PERIOD:
        yield from (month for month in periods.months(runs) if month in periods_told(measure, plan_period))
    yield from (quarter for quarter in quarters if quarter < runs and quarter not in closed)


def _is_unassigned(target: Target, measure: Measure) -> bool:
    return target.state is CellState.BLANK and measure.due.state is not CellState.VALUE


def _runs_in(measure: Measure, period: str) -> bool:
    first, last = span(period)
    return (measure.due.start or first) <= last and first <= (measure.due.end or last)
