"""What does the report of a closed period say with the facts that came after its closing?

The closed report stays what it was. Only late facts move a figure: what else changed since (the text of the
plan, days gone by, later periods) is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce

from domain.calendar import periods
from domain.calendar.days import WorkingCalendar
from domain.messages import Event, Refused
from domain.people.state import Organisation
from domain.plan.events import (
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
)
from domain.plan.state import Plan, evolve
from domain.report.compile import (
    ANY_WEEK,
    Figures,
    compile_report,
    fingerprinted,
    reckoned,
    titles_of_units,
)
from domain.report.late import Numbered, closing_of
from domain.report.shapes import (
    Amounts,
    AsOf,
    Cell,
    Corrected,
    Corrective,
    LateFact,
    QuarterlyReport,
    Row,
    Said,
    Total,
)


def corrective_report(
    plan_id: str,
    history: Sequence[Numbered],
    office: Organisation,
    period: str,
    as_of: AsOf,
    known: Sequence[str] = (),
    corrects: tuple[str, int] | None = None,
    language: str | None = None,
    calendar: WorkingCalendar = ANY_WEEK,
) -> QuarterlyReport:
    """``known`` are the fingerprints of the corrective reports of this closing that are on record, in order;
    ``corrects`` fingerprint and position of the report that was signed, if one was.

    Refuses as `compile_report` does, and ``report-of-open-period``, ``nothing-late``, ``late-told-next``.
    """
    closed = compile_report(plan_id, history, office, period, as_of, language, calendar)
    closing = closing_of(history, period)
    if closing is None:
        raise Refused("report-of-open-period", period=period)
    if not closed.late:
        raise Refused("nothing-late", period=period)
    before = [event for _, event, _ in history[: closing[0]]]
    at_closing = reduce(evolve, before, Plan())
    if office.late == "next" and has_a_next(at_closing, period):
        raise Refused("late-told-next", period=period)
    mended = with_late_facts(at_closing, history[closing[0] :], closed.late)
    units = titles_of_units(office)
    figures = reckoned(plan_id, mended, period, closing[1], history[: closing[0]], calendar, units)
    as_closed = compile_report(plan_id, history[: closing[0]], office, period, as_of, language, calendar)
    fingerprint, position = corrects or (as_closed.fingerprint, None)
    corrective = Corrective(0, fingerprint, position, "", tuple(changes(closed, figures)))
    report = fingerprinted(replace(closed, corrective=corrective, **figures.told()))
    return numbered(report, known)


def numbered(report: QuarterlyReport, known: Sequence[str]) -> QuarterlyReport:
    """Said before it keeps its number; else it is the next after those on record."""
    assert report.corrective is not None
    distinct = list(dict.fromkeys(known))
    same = report.fingerprint in distinct
    number = distinct.index(report.fingerprint) + 1 if same else len(distinct) + 1
    previous = distinct[number - 2] if number > 1 else ""
    return replace(report, corrective=replace(report.corrective, number=number, previous=previous))


def has_a_next(plan: Plan, period: str) -> bool:
    """A plan of one quarter has no later report that could tell of late facts."""
    return any(q > period for q in periods.quarters(plan.text.period)) and "Q" in period


def with_late_facts(plan: Plan, after: Sequence[Numbered], late: Sequence[LateFact]) -> Plan:
    """The plan as it was closed, and of what came after only what concerns the period: with a record that was
    moved into it also what was written about that record before."""
    named = {int(fact.fact.rpartition("@")[2]) for fact in late}
    moved = {execution_of(event) for version, event, _ in after if version in named} - {""}
    for version, event, _ in after:
        if version in named or execution_of(event) in moved:
            plan = evolve(replace(plan, version=version - 1), event)
    return plan


def execution_of(event: Event) -> str:
    is_record = isinstance(event, ExecutionLogged | ExecutionCorrected | ExecutionRetracted)
    return str(getattr(event, "execution", "")) if is_record else ""


def changes(closed: QuarterlyReport, now: Figures) -> Iterator[Corrected]:
    """Figure by figure, in the plan's order, the total last; each with the facts that moved it."""
    for was, row in zip(closed.rows, now.rows, strict=True):
        why = tuple(fact for fact in closed.late if fact.measure == row.measure)
        for cell, before, after in cells(was, row):
            if before != after:
                yield Corrected(row.measure, row.number, row.title, cell, before, after, why)
    summed = {*closed.total.measures, *now.total.measures}
    why = tuple(fact for fact in closed.late if fact.measure in summed)
    for cell, before, after in totals(closed.total, now.total):
        if before != after:
            yield Corrected("", "", "", cell, before, after, why)


def cells(was: Row, now: Row) -> Iterator[tuple[Cell, Said, Said]]:
    yield Cell.ACTUAL, Said(was.actual.amounts), Said(now.actual.amounts)
    yield Cell.PERCENT, Said(was.percent), Said(now.percent)
    yield Cell.STATE, Said(verdict=was.verdict), Said(verdict=now.verdict)


def totals(was: Total, now: Total) -> Iterator[tuple[Cell, Said, Said]]:
    yield Cell.TOTAL, Said((was.actual,)), Said((now.actual,))
    yield Cell.TOTAL_PERCENT, Said(_maybe(was)), Said(_maybe(now))


def _maybe(total: Total) -> Amounts:
    return () if total.percent is None else (total.percent,)
