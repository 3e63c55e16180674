"""What was put on record about a period after it was closed?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.calendar import periods
from domain.messages import Event
from domain.people.state import Organisation
from domain.plan.document import Measure
from domain.plan.events import (
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
    IndicatorReported,
    NilDeclared,
    PeriodClosed,
    PeriodReopened,
)
from domain.plan.state import Plan
from domain.report.shapes import Amounts, LateFact

Numbered = tuple[int, Event, date]
"""A fact's version, the fact, and the day it was recorded on in the office's zone."""


def closing_of(history: Sequence[Numbered], period: str) -> tuple[int, date, str] | None:
    """Version, day and person of the fact that closed the last quarter of the period; none once reopened."""
    quarters = periods.quarters(period)
    waiting, closing = set(quarters), None
    for version, event, recorded_on in history:
        if isinstance(event, PeriodClosed) and event.period in waiting:
            waiting.discard(event.period)
            closing = None if waiting else (version, recorded_on, event.person)
        if isinstance(event, PeriodReopened) and event.period in quarters:
            waiting.add(event.period)
            closing = None
    return closing


def late_facts(
    history: Sequence[Numbered],
    after: int,
    period: str,
    stream: str,
    measures: Mapping[str, Measure],
    named: Callable[[str], str | None],
) -> Iterator[LateFact]:
    """In the order of the record. A correction belongs to the period of the day it names and of the day it
    replaces."""
    days: dict[str, date] = {}
    for version, event, recorded_on in history:
        before = days.get(getattr(event, "execution", ""))
        if isinstance(event, ExecutionLogged | ExecutionCorrected):
            days[event.execution] = event.done_on
        if version <= after:
            continue
        shown = _shown(event, before)
        if shown and any(day and periods.covers(period, day) for day in (shown.on, before)):
            measure = measures[shown.measure]
            yield LateFact(
                measure=measure.id,
                number=measure.number or "",
                title=measure.title,
                kind=event.name,
                on=shown.on,
                amounts=shown.amounts,
                reason=shown.reason,
                recorded_on=recorded_on,
                person=named(shown.person),
                fact=f"{stream}@{version}",
            )


def told_here(
    history: Sequence[Numbered],
    period: str,
    stream: str,
    plan: Plan,
    office: Organisation,
    named: Callable[[str], str | None],
) -> Iterator[LateFact]:
    """Late facts about quarters closed before this one, in an office that has them told in the next report:
    those that came after the quarter before was closed, and before this one was, so that each is told once.
    """
    earlier = [q for q in periods.quarters(plan.text.period) if q < period]
    last = closing_of(history, earlier[-1]) if earlier and "Q" in period else None
    if office.late != "next" or last is None:
        return
    closing = closing_of(history, period)
    until = history if closing is None else history[: closing[0]]
    told = set[str]()
    for quarter in earlier:
        for late in late_facts(until, last[0], quarter, stream, plan.measures, named):
            if late.fact not in told:
                told.add(late.fact)
                yield late


@dataclass(frozen=True, slots=True)
class _Shown:
    measure: str
    on: date | None
    amounts: Amounts
    reason: str
    person: str


def _shown(event: Event, before: date | None) -> _Shown | None:
    match event:
        case ExecutionLogged() as e:
            return _Shown(e.measure, e.done_on, _amounts(e), "", e.person)
        case ExecutionCorrected() as e:
            return _Shown(e.measure, e.done_on, _amounts(e), e.reason, e.person)
        case ExecutionRetracted() as e:
            return _Shown(e.measure, before, (), e.reason, e.person)
        case IndicatorReported() as e:
            return _Shown(e.measure, e.on, (e.value,), "", e.person)
        case NilDeclared() as e:
            day = periods.ends(e.period) if "Q" in e.period else periods.month_end(e.period)
            return _Shown(e.measure, day, (), "", e.person)
        case _:
            return None


def _amounts(e: ExecutionLogged | ExecutionCorrected) -> Amounts:
    return e.parts or (() if e.quantity is None else (e.quantity,))
