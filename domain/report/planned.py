"""What does a plan promise of one measure within a period?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto

from domain.calendar import periods
from domain.plan.document import Additivity, CellState, DueKind, Every, Measure, TargetKind
from domain.plan.events import Due
from domain.report.shapes import Amounts, Rule, Share

STATED = CellState.VALUE


class Meaning(Enum):
    """What counts as done."""

    NUMBER = auto()
    PAIR = auto()
    LEVEL = auto()
    STANDING = auto()
    AS_NEEDED = auto()
    ONCE = auto()


SUMMED = frozenset({Meaning.NUMBER})
CARRIES_OVER = frozenset({Meaning.NUMBER, Meaning.PAIR, Meaning.ONCE})


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of the target: planned for a day, due on the working day before it, or on a later one granted.

    ``first`` is the first day on which it is to be worked at.
    """

    first: date
    planned: date
    due: date
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class Planned:
    """``here`` are the instalments of the period; ``whole`` is the target that falls due as one.

    ``since`` is the first day whose deeds count towards a target that falls due as one.
    """

    meaning: Meaning
    share: Share
    amounts: Amounts
    whole: Amounts
    rule: Rule
    here: tuple[Instalment, ...]
    since: date


_MEANINGS = {
    TargetKind.NUMBER: Meaning.NUMBER,
    TargetKind.FRACTION: Meaning.PAIR,
    TargetKind.CONTINUOUS: Meaning.STANDING,
    TargetKind.AS_NEEDED: Meaning.AS_NEEDED,
}
_OF_DEADLINE = {DueKind.CONTINUOUS: Meaning.STANDING, DueKind.AS_NEEDED: Meaning.AS_NEEDED}


def planned_in(measure: Measure, period: str, plan_period: str, dues: Mapping[str, Due]) -> Planned:
    """``dues`` are the measure's dates of the approved schedule, by key."""
    meaning = meaning_of(measure)
    whole = _whole(measure)
    keyed = _by_key(measure, plan_period)
    all_parts = (
        [_instalment(measure, key, (value,), plan_period, dues) for key, value in keyed.items()]
        if keyed and meaning is Meaning.NUMBER
        else [_instalment(measure, "", whole, plan_period, dues)]
    )
    split = bool(keyed) and meaning is Meaning.NUMBER
    here = tuple(part for part in all_parts if _falls_in(period, part, split))
    share = Share.NOT_PLANNED if split and not here else share_of(measure, meaning)
    return Planned(
        meaning=meaning,
        share=share,
        amounts=whole if meaning is Meaning.LEVEL else _summed([part.amounts for part in here]),
        whole=() if split else whole,
        rule=_rule(meaning, keyed, whole),
        here=here,
        since=periods.starts(period) if split else measure.due.start or periods.starts(plan_period),
    )


def _falls_in(period: str, part: Instalment, split: bool) -> bool:
    """By the day it was planned for. A target that falls due as one is also owed in the period it was put off
    to; a month's or quarter's share is not: what the next one plans is told apart from it."""
    put_off = not split and part.due > part.planned
    return periods.covers(period, part.planned) or (put_off and periods.covers(period, part.due))


def carries_over(planned: Planned, first: date) -> bool:
    """Whether what was done before the period's first day counts towards a target that falls due as one."""
    return planned.meaning in CARRIES_OVER and planned.since < first


def is_included(measure: Measure) -> bool:
    return measure.relation == "included_in" or measure.additivity is Additivity.INCLUDED


def is_summed(measure: Measure, planned: Planned) -> bool:
    """Flows that fell due and are obligatory enter the total; levels and included rows stay out of it."""
    flow = planned.meaning in SUMMED and bool(planned.amounts) and not is_included(measure)
    return flow and planned.share is Share.OBLIGATORY


def speaks_of_months(measure: Measure, plan_period: str) -> bool:
    keyed = any("-" in key for key in _by_key(measure, plan_period))
    return keyed or measure.due.every is Every.MONTH


def meaning_of(measure: Measure) -> Meaning:
    if measure.additivity is Additivity.STOCK:
        return Meaning.LEVEL
    by_deadline = _OF_DEADLINE.get(measure.due.kind, Meaning.ONCE)
    return _MEANINGS.get(measure.target.kind, by_deadline)


def share_of(measure: Measure, meaning: Meaning) -> Share:
    """A dash plans nothing, a blank row assigns nothing; a column that does not exist says neither."""
    cells = (measure.target.state, measure.due.state)
    if measure.target.state is STATED:
        return Share.AS_NEEDED if meaning is Meaning.AS_NEEDED else Share.OBLIGATORY
    if measure.target.state is CellState.DASH or (CellState.DASH in cells and STATED not in cells):
        return Share.NOT_PLANNED
    if CellState.BLANK in cells and STATED not in cells:
        return Share.NOT_ASSIGNED
    return Share.AS_NEEDED if meaning is Meaning.AS_NEEDED else Share.OBLIGATORY


def _whole(measure: Measure) -> Amounts:
    if measure.target.parts:
        return measure.target.parts
    return () if measure.target.value is None else (measure.target.value,)


def _by_key(measure: Measure, plan_period: str) -> dict[str, Decimal]:
    """Target by month or quarter, keyed ``2021-01`` or ``2021Q1``."""
    if measure.due.kind is DueKind.MONTHLY_TARGETS:
        return dict(measure.due.monthly)
    year = plan_period[:4]
    return {
        f"{year}Q{periods.ROMAN.index(key) + 1}" if key in periods.ROMAN else key: value
        for key, value in measure.target.per_period.items()
    }


def _instalment(
    measure: Measure, key: str, amounts: Amounts, plan_period: str, dues: Mapping[str, Due]
) -> Instalment:
    if "Q" in key:
        first, planned = periods.starts(key), periods.ends(key)
    elif key:
        planned = periods.month_end(key)
        first = planned.replace(day=1)
    else:
        first = measure.due.start or periods.starts(plan_period)
        planned = measure.due.end or periods.ends(plan_period)
    return Instalment(first, planned, dues[key].due if key in dues else planned, amounts)


def _summed(amounts: list[Amounts]) -> Amounts:
    return tuple(sum(parts, Decimal()) for parts in zip(*amounts, strict=True)) if amounts else ()


def _rule(meaning: Meaning, keyed: Mapping[str, Decimal], whole: Amounts) -> Rule:
    if meaning is Meaning.LEVEL:
        return Rule.LEVEL
    if meaning is Meaning.PAIR:
        return Rule.PAIR
    if keyed and meaning is Meaning.NUMBER:
        return Rule.QUARTERS if any("Q" in key for key in keyed) else Rule.MONTHS
    return Rule.WHOLE if whole else Rule.WORDS
