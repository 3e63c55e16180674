"""What will stand at the end of a term if it goes on as it went? One simple rule, and never a count.

Pace = what was done, over that part of the target whose working days are gone; expected = target x pace. A
level is expected to stay as it was reported last. Nothing is foreseen of what is done as needed or all the
time, of silence, before a tenth of the term is gone and after its end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from domain.calendar.days import WorkingCalendar
from domain.report.actual import figure
from domain.report.planned import Meaning, Planned
from domain.report.shapes import Amounts, Deed, Figure, Forecast, Rule, Share

FORESEEN = frozenset({Meaning.NUMBER, Meaning.PAIR, Meaning.LEVEL})
SOON = 10
"""No forecast before one part in so many of the term's days is gone: one deed would foresee a flood."""
_TENTH = Decimal("0.1")


class WorkingDays:
    """How many working days lie between two days of a period, both included; counted once for all rows."""

    def __init__(self, calendar: WorkingCalendar, first: date, last: date) -> None:
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        self.first = first
        self.until = [0, *accumulate(int(calendar.is_working(day)) for day in days)]

    def between(self, first: date, last: date) -> int:
        return max(0, self.until[self._at(last) + 1] - self.until[self._at(first)])

    def _at(self, day: date) -> int:
        return min(max((day - self.first).days, 0), len(self.until) - 2)


@dataclass(frozen=True, slots=True)
class Term:
    """The days over which a target is to be reached, and how many of its working days are gone by ``on``."""

    last: date
    days: int
    of: int

    @property
    def gone(self) -> Figure:
        return Figure((Decimal(self.days), Decimal(self.of)), Rule.WORKING_DAYS)

    @property
    def is_telling(self) -> bool:
        return self.days * SOON >= self.of and 0 < self.days < self.of


def term_of(whole: Planned, on: date, working: WorkingDays) -> Term | None:
    """Of the plan's whole target; None where nothing is planned."""
    if not whole.here:
        return None
    first = min(part.first for part in whole.here)
    last = max(max(part.planned, part.due) for part in whole.here)
    of = working.between(first, last)
    return Term(last, of if on >= last else working.between(first, on) if on >= first else 0, of)


def foreseen(
    whole: Planned, behind: tuple[str, ...], deeds: Sequence[Deed], on: date, working: WorkingDays
) -> Forecast | None:
    """``deeds`` are all records of the measure in the order of their days; those up to ``on`` count.
    ``behind`` are the facts that say what is planned."""
    term = term_of(whole, on, working)
    known = deeds[: bisect_right([deed.on for deed in deeds], on)]
    plain = whole.share is Share.OBLIGATORY and whole.meaning in FORESEEN and bool(whole.amounts)
    if not (plain and known and term and term.is_telling):
        return None
    done = figure(known, whole.meaning)
    if whole.meaning is Meaning.LEVEL:
        expected = done
    else:
        amounts = tuple(_rounded(part * term.of / term.days) for part in done.amounts)
        expected = Figure(amounts, Rule.PACE, done.facts)
    return Forecast(term.last, term.gone, Figure(whole.amounts, whole.rule, behind), expected)


@dataclass(frozen=True, slots=True)
class Flow:
    """One measure that a plan's forecast sums: its target and what was done towards it by the day."""

    measure: str
    target: Figure
    done: Figure
    term: Term


def plan_foreseen(flows: Iterable[Flow], plan: Term) -> Forecast | None:
    """Of the sum of all flows: each target is due so far by the share of its own working days gone."""
    begun = [flow for flow in flows if flow.term.days]
    owed = sum((flow.target.amounts[0] * flow.term.days / flow.term.of for flow in begun), Decimal())
    done = sum((sum(flow.done.amounts, Decimal()) for flow in begun), Decimal())
    if not owed or not plan.is_telling:
        return None
    target = sum((flow.target.amounts[0] for flow in begun), Decimal())
    expected: Amounts = (_rounded(done / owed * target),)
    return Forecast(
        plan.last,
        plan.gone,
        Figure((target,), Rule.ALL_FLOWS, _facts(flow.target for flow in begun)),
        Figure(expected, Rule.PACE, _facts(flow.done for flow in begun)),
        tuple(flow.measure for flow in begun),
    )


def _facts(figures: Iterable[Figure]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact for figure in figures for fact in figure.facts))


def _rounded(amount: Decimal) -> Decimal:
    """To one decimal, and none where it is a whole number."""
    tenths = amount.quantize(_TENTH, ROUND_HALF_UP)
    return tenths.to_integral_value() if tenths % 1 == 0 else tenths
