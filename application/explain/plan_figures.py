"""Why is a figure of a plan what it is: done so far, remaining, days late, how many measures stand how?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from application.explain.addresses import measure_names, of_plan
from application.explain.case import Case, called
from application.explain.row_figures import Path, row_figure
from application.explain.shapes import Explained, LeftOut, Part, Way, Why
from application.ports import Recorded
from domain.messages import Refused
from domain.people.state import Organisation
from domain.plan.decider import plan as decider
from domain.plan.state import CARRIED_OUT, Plan
from domain.report.compile import compile_report
from domain.report.planned import Planned
from domain.report.remaining import Lateness, lateness, remaining
from domain.report.shapes import AsOf, Row, Verdict

AS_REPORTED = {
    "planned": "planned",
    "done": "actual",
    "earlier": "earlier",
    "percent": "percent",
    "state": "verdict",
}
"""Figures of a plan that are those of a report over its whole period."""

PLAIN = {"done": "actual"}
"""What a figure is called where the word of its address says more than it is."""


@dataclass(frozen=True)
class PlanCase:
    """A plan at a moment, ``at`` aware; its rows are those of a report over the whole period."""

    id: str
    history: Sequence[Recorded]
    office: Organisation
    at: datetime

    @cached_property
    def plan(self) -> Plan:
        return decider.fold(r.event for r in self.history)

    @cached_property
    def in_force(self) -> bool:
        return self.plan.status in CARRIED_OUT

    @cached_property
    def case(self) -> Case:
        """Refused("not-in-force") before the plan was."""
        zone = ZoneInfo(self.office.zone)
        numbered = [
            (r.version, r.event, r.envelope.recorded_at.astimezone(zone).date()) for r in self.history
        ]
        as_of = AsOf(self.history[-1].position, self.at.astimezone(zone))
        report = compile_report(self.id, numbered, self.office, self.plan.text.period, as_of)
        return Case(report, self.history)

    def address(self, *figure: str) -> str:
        return of_plan(self.id, *figure)

    def planned(self, row: Row) -> Planned:
        return self.case.planned(row)

    def lateness(self, row: Row) -> Lateness:
        return lateness(row, self.planned(row), self.case.today)


def addresses_of(case: PlanCase) -> Iterator[str]:
    """Every figure of the plan; before it is in force only how many measures it has."""
    yield case.address("measures")
    if not case.in_force:
        return
    names = measure_names(case.plan.text.measures)
    for row in case.case.report.rows:
        yield from (case.address(names[row.measure], figure) for figure in _opening(case, row))
    yield from (case.address("states", verdict) for verdict, _ in case.case.report.verdicts)


def _opening(case: PlanCase, row: Row) -> Iterator[str]:
    yield from ("planned", "done", "remaining", "days-late", "state")
    if row.earlier.facts:
        yield "earlier"
    if row.percent:
        yield "percent"


def plan_figure(case: PlanCase, path: Path) -> Explained:
    """Refused("no-such-figure") for what the plan has not."""
    match path:
        case ("measures",):
            return _all(case)
        case ("states", word):
            return _in_state(case, word)
        case (name, figure) if figure in AS_REPORTED:
            row = case.case.row_named(name)
            told = row_figure(case.case, row, (AS_REPORTED[figure],))
            shown = PLAIN.get(figure, figure)
            return replace(told, address=_at(case, row, figure), figure=shown)
        case (name, figure) if figure in OWN:
            return OWN[figure](case, case.case.row_named(name))
    raise Refused("no-such-figure", figure=case.address(*path))


def _remaining(case: PlanCase, row: Row) -> Explained:
    """What is planned less what is done."""
    percent = row_figure(case.case, row, ("percent",))
    left = remaining(row, case.planned(row))
    way = Way.LEFT if left else Way.NO_RATIO
    return replace(percent, address=_at(case, row, "remaining"), figure="remaining", rule=way, amounts=left)


def _days_late(case: PlanCase, row: Row) -> Explained:
    """By the day due and the deeds before it."""
    verdict = row_figure(case.case, row, ("verdict",))
    late = case.lateness(row)
    days = () if late.days is None else (Decimal(late.days),)
    way = Way.NOT_OWED if late.days is None else Way.DAYS if late.days else Way.IN_TIME
    told = {**verdict.told, "due": late.due, "until": late.until, "days": late.days}
    address = _at(case, row, "days-late")
    return replace(verdict, address=address, figure="days-late", rule=way, word="", amounts=days, told=told)


OWN: Mapping[str, Callable[[PlanCase, Row], Explained]] = {"remaining": _remaining, "days-late": _days_late}


def _all(case: PlanCase) -> Explained:
    names = measure_names(case.plan.text.measures)
    parts = tuple(
        Part(
            case.address(names[m.id], "state") if case.in_force else "",
            called(m.number or "", m.title),
            word=f"verdict.{case.case.rows[m.id].verdict}" if case.in_force else "",
        )
        for m in case.plan.text.measures
    )
    return _counted(case, ("measures",), parts)


def _in_state(case: PlanCase, word: str) -> Explained:
    if word not in set(Verdict):
        raise Refused("no-such-figure", figure=case.address("states", word))
    rows = case.case.report.rows
    parts = tuple(
        Part(_at(case, row, "state"), called(row.number, row.title), word=f"verdict.{row.verdict}")
        for row in rows
        if row.verdict == word
    )
    counts = Counter(row.verdict for row in rows if row.verdict != word)
    others = tuple(
        LeftOut(Why.OTHERS, (), (Decimal(n),), case.address("states", verdict), f"verdict.{verdict}")
        for verdict, n in counts.items()
    )
    counted = _counted(case, ("states", word), parts)
    return replace(counted, told={"of": f"verdict.{word}"}, left_out=others)


def _counted(case: PlanCase, path: Path, parts: tuple[Part, ...]) -> Explained:
    return Explained(
        address=case.address(*path),
        figure=path[0],
        about=case.plan.text.header.title,
        period=case.plan.text.period,
        amounts=(Decimal(len(parts)),),
        rule=Way.ROWS,
        told={"of": ""},
        parts=parts,
    )


def _at(case: PlanCase, row: Row, figure: str) -> str:
    return case.address(case.case.names[row.measure], figure)
