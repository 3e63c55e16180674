"""What was done towards one measure in one period, and when was it enough? As a report would say it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.calendar import periods
from domain.report.actual import figure
from domain.report.compile import added, carries_over
from domain.report.planned import Meaning, Planned
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
    return figure(records, planned.meaning).amounts


def met_on(records: Sequence[Deed], planned: Planned) -> date | None:
    """The day of the deed with which what was done first came to what was wanted."""
    wanted = planned.amounts or planned.whole
    if not wanted:
        return records[-1].on if records else None
    done: Amounts = ()
    for deed in records:
        alone = figure([deed], planned.meaning).amounts
        done = alone if planned.meaning is Meaning.LEVEL else added(done, alone)
        if len(done) == len(wanted) and all(d >= w for d, w in zip(done, wanted, strict=True)):
            return deed.on
    return None
