"""Which facts about a measure, and which rows below it, are not in a figure of its row, and why?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from application.explain.case import Case, called
from application.explain.facts_used import amounts_of
from application.explain.shapes import LeftOut, Why
from application.ports import Recorded
from domain.calendar import periods
from domain.plan.counting import numbers_of, takes
from domain.plan.events import (
    CorrectionRequested,
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
    IndicatorReported,
    NilDeclared,
    ShortfallExplained,
)
from domain.plan.state import Execution
from domain.report.planned import Meaning, is_included, meaning_of
from domain.report.shapes import Amounts, Row

CARRYING_OUT = (
    ExecutionLogged,
    ExecutionCorrected,
    ExecutionRetracted,
    IndicatorReported,
    NilDeclared,
    ShortfallExplained,
)
"""Every fact of these kinds about a measure is in a figure of its row or named here."""


def left_out_of(case: Case, row: Row, used: Sequence[str], here: Why = Why.IN_PERIOD) -> tuple[LeftOut, ...]:
    """``used`` are the facts in the figure; ``here`` is said of records of the period that are not:
    ``unaccounted`` where nothing else could explain it, which no report should ever show."""
    return (*_facts(case, row, frozenset(used), here), *_included(case, row))


def _facts(case: Case, row: Row, used: frozenset[str], here: Why) -> Iterator[LeftOut]:
    told = used
    for record in case.plan.of(row.measure).executions.values():
        facts = _ids(case, record)
        if not told & set(facts):
            told |= set(facts)
            yield LeftOut(
                _of_record(case, row, record, here), facts, amounts_of(record.corrected or record.logged)
            )
    for recorded in case.about.get(row.measure, ()):
        event = recorded.event
        fact = case.id_of(recorded)
        if fact in told:
            continue
        if isinstance(event, CARRYING_OUT):
            yield LeftOut(_of_fact(case, row, recorded, here), (fact,), _amounts(recorded))
        elif isinstance(event, CorrectionRequested) and event.request in case.plan.corrections:
            yield LeftOut(Why.PENDING, (fact,), event.parts or _one(event.quantity))


def _of_record(case: Case, row: Row, record: Execution, here: Why) -> Why:
    if record.counts is None:
        return Why.RETRACTED
    if record.counts.quantity == 0:
        return Why.ZERO
    if meaning_of(case.measure(row)) is Meaning.LEVEL:
        return Why.NO_LEVEL
    if not takes(case.measure(row), numbers_of(record.counts)):
        return Why.UNFIT
    return _by_day(case, row, record.counts.done_on, here)


def _by_day(case: Case, row: Row, day: date, here: Why) -> Why:
    """``earlier`` where it counts towards the target all the same."""
    if periods.covers(case.report.period, day):
        return here
    before = day < periods.starts(case.report.period)
    carried = case.planned(row).since <= day and bool(row.earlier.facts)
    return Why.EARLIER if before and carried else Why.OTHER_PERIOD


def _of_fact(case: Case, row: Row, recorded: Recorded, here: Why) -> Why:
    """Of a fact that is no record of a deed as it counts."""
    event = recorded.event
    if recorded.version > case.last:
        return Why.AFTER_CLOSING
    match event:
        case IndicatorReported():
            level = meaning_of(case.measure(row)) is Meaning.LEVEL
            if event.on > periods.ends(case.report.period):
                return Why.OTHER_PERIOD
            return Why.OLD_LEVEL if level else Why.NO_LEVEL
        case NilDeclared():
            said = periods.month_end(event.period) if "Q" not in event.period else periods.ends(event.period)
            return Why.NIL_ONLY if periods.covers(case.report.period, said) else Why.OTHER_PERIOD
        case ShortfallExplained():
            same = event.period == case.report.period
            return Why.EXPLAINS_ONLY if same else Why.OTHER_PERIOD
        case _:
            return here


def _included(case: Case, row: Row) -> Iterator[LeftOut]:
    """Rows «у т.ч.» under this one: shown, and added to nothing."""
    above = {row.measure, row.number} - {""}
    for other in case.report.rows:
        measure = case.measure(other)
        if measure.parent in above and is_included(measure):
            name = called(other.number, other.title)
            yield LeftOut(Why.INCLUDED, (), other.actual.amounts, case.of_row(other, "actual"), name)


def _ids(case: Case, record: Execution) -> tuple[str, ...]:
    return tuple(case.id_of(case.history[version - 1]) for version in record.facts)


def _amounts(recorded: Recorded) -> Amounts:
    match recorded.event:
        case ExecutionLogged() | ExecutionCorrected() as e:
            return amounts_of(e)
        case IndicatorReported() as e:
            return (e.value,)
        case _:
            return ()


def _one(quantity: Decimal | None) -> Amounts:
    return () if quantity is None else (quantity,)
