"""What do the rows of a report come to: terms, tasks, months, quarters and the whole?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from domain.report.percent import tenths
from domain.report.planned import Meaning, Planned
from domain.report.shapes import NOTHING, Amounts, Figure, Group, Row, Rule, Share, Stretch, Timing, Total
from domain.report.verdict import missed

WITH_A_TERM = frozenset({Meaning.NUMBER, Meaning.PAIR, Meaning.ONCE, Meaning.LEVEL})


def total(rows: Sequence[Row], summed: set[str]) -> Total:
    kept = [row for row in rows if row.measure in summed]
    planned = sum((row.planned.amounts[0] for row in kept), Decimal())
    actual = sum((counted(row) for row in kept), Decimal())
    share = tenths(actual, planned) if planned else None
    return Total(planned, actual, share, tuple(row.measure for row in kept))


def counted(row: Row) -> Decimal:
    return sum((*row.earlier.amounts, *row.actual.amounts), Decimal())


def groups(rows: Sequence[Row], summed: set[str]) -> tuple[Group, ...]:
    """The total by task in the plan's order, or by section where the plan has no tasks; none where it has
    neither."""
    kept = [row for row in rows if row.measure in summed]
    titles = {row.measure: row.task or row.section for row in kept}
    members: dict[str, list[Row]] = {}
    for row in kept:
        members.setdefault(titles[row.measure], []).append(row)
    if len(members) < 2:
        return ()
    return tuple(_group(title, of) for title, of in members.items())


def _group(title: str, rows: Sequence[Row]) -> Group:
    planned = sum((row.planned.amounts[0] for row in rows), Decimal())
    done = [figure for row in rows for figure in (row.earlier, row.actual)]
    return Group(
        title,
        Figure((planned,), Rule.ALL_FLOWS, _facts(row.planned for row in rows)),
        Figure((sum((counted(row) for row in rows), Decimal()),), Rule.ALL_FLOWS, _facts(done)),
        tuple(row.measure for row in rows),
    )


def summed_up(first: date, last: date, each: Iterable[Stretch]) -> Stretch:
    """The same stretch of many flows as one."""
    known = list(each)
    return Stretch(first, last, _sum(one.planned for one in known), _sum(one.actual for one in known))


def _sum(figures: Iterable[Figure]) -> Figure:
    told = [figure for figure in figures if figure.amounts]
    if not told:
        return NOTHING
    return Figure((sum((f.amounts[0] for f in told), Decimal()),), Rule.ALL_FLOWS, _facts(told))


def _facts(figures: Iterable[Figure]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact for figure in figures for fact in figure.facts))


def timing(share: Share, planned: Planned, met: date | None, done: Amounts, today: date) -> Timing:
    """A row of many instalments is gone by as soon as one of them is: its state says so from that day on."""
    dated = share is Share.OBLIGATORY and planned.meaning in WITH_A_TERM and planned.here
    if not dated:
        return Timing.NO_TERM
    due = max(part.due for part in planned.here)
    if met:
        return Timing.ON_TIME if met <= due else Timing.LATE
    return Timing.OVERDUE if today > due or missed(planned, done, today) else Timing.OPEN


def timings(rows: Sequence[Row]) -> tuple[tuple[Timing, int], ...]:
    counts = Counter(row.timing for row in rows)
    return tuple((timing, counts[timing]) for timing in Timing if counts[timing])
