"""What was put off to a later day: by a postponement granted, or by an explained shortfall's new term?"""

from __future__ import annotations

from collections.abc import Iterable

from domain.calendar import periods
from domain.plan.deadlines import read_deadline
from domain.plan.events import DuePostponed
from domain.report.late import Numbered
from domain.report.shapes import Postponed
from domain.spelling import is_dash


def postponements(history: Iterable[Numbered], stream: str) -> dict[str, tuple[Postponed, ...]]:
    """By measure, in the order of the record."""
    found: dict[str, tuple[Postponed, ...]] = {}
    for version, event, _ in history:
        if isinstance(event, DuePostponed):
            measure, new = event.new.measure, event.new
            said = Postponed(new.key, event.due, new.due, f"{stream}@{version}")
            found[measure] = (*found.get(measure, ()), said)
    return found


def falls_later(new_term: str, period: str) -> bool:
    """Whether a new term lies beyond the period. Only a term that reads as a day within it does not: a month
    without a year that is gone belongs to the next one, and words that nobody reads still promise."""
    if not new_term.strip() or is_dash(new_term):
        return False
    end = read_deadline(new_term, period)[0].end
    return end is None or not periods.covers(period, end)
