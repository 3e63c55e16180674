"""What was planned and done of one measure month by month, quarter by quarter and from the plan's start on?

A flow is summed, a pair by its parts, a level is the last one reported: a quarter's level is never added to
another's. Each deed counts in the stretch of its day, each instalment in that of the day it was planned for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from domain.report.actual import figure
from domain.report.planned import Instalment, Meaning, Planned
from domain.report.shapes import NOTHING, Deed, Figure, Rule, Share, Stretch

ONE_DAY = timedelta(days=1)
Facts = tuple[str, ...]
Said = Callable[[date, date], Facts]
"""The facts that say of a stretch that nothing was done in it."""


class Stretches:
    """Of one measure; ``whole`` is what is planned over the plan's whole period, ``deeds`` all that is on
    record of it up to the end of the report's period, in the order of their days."""

    def __init__(self, whole: Planned, deeds: Sequence[Deed], behind: Facts, said: Said) -> None:
        self.whole, self.deeds, self.behind, self.said = whole, deeds, behind, said
        self.days = [deed.on for deed in deeds]

    def of(self, first: date, last: date) -> Stretch:
        return Stretch(first, last, self._planned(first, last), self._actual(first, last))

    def _planned(self, first: date, last: date) -> Figure:
        whole = self.whole
        if whole.share is not Share.OBLIGATORY:
            return NOTHING
        if whole.meaning is Meaning.LEVEL:
            return Figure(whole.amounts, whole.rule, self.behind)
        amounts = summed([part for part in whole.here if first <= part.planned <= last])
        return Figure(amounts, whole.rule, self.behind) if amounts else NOTHING

    def _actual(self, first: date, last: date) -> Figure:
        after = bisect_right(self.days, last)
        level = self.whole.meaning is Meaning.LEVEL
        before = 0 if level else bisect_right(self.days, first - ONE_DAY)
        if before < after:
            return figure(self.deeds[before:after], self.whole.meaning)
        if level or not (spoken := self.said(first, last)):
            return NOTHING
        return Figure((Decimal(),) * max(1, len(self.whole.amounts)), Rule.COUNT, spoken)


def summed(parts: Sequence[Instalment]) -> tuple[Decimal, ...]:
    each = [part.amounts for part in parts if part.amounts]
    return tuple(sum(some, Decimal()) for some in zip(*each, strict=True)) if each else ()
