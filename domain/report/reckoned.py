"""What was done towards one measure in one period? As a report would say it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.calendar import periods
from domain.report.actual import amounts_of
from domain.report.planned import Meaning, Planned, carries_over
from domain.report.shapes import Amounts, Deed


def reckoned_in(records: Sequence[Deed], planned: Planned, period: str) -> list[Deed]:
    """Those of the records, in the order of their days, that count towards the target of a period."""
    first, last = periods.starts(period), periods.ends(period)
    if planned.meaning is Meaning.LEVEL:
        first = date.min
    elif carries_over(planned, first):
        first = planned.since
    return [deed for deed in records if first <= deed.on <= last]


def done_of(records: Sequence[Deed], planned: Planned) -> Amounts:
    return amounts_of(records, planned.meaning)
