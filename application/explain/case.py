"""What is at hand when a figure of a report is explained: the report, and the record it was compiled from?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from application.explain.addresses import measure_names, of_report
from application.ports import Recorded
from application.reports.compile import HasStore, compile_report
from domain.messages import Refused
from domain.plan.decider import plan as decider
from domain.plan.document import Measure
from domain.plan.events import Due
from domain.plan.state import Plan
from domain.report.planned import Planned, planned_in
from domain.report.shapes import QuarterlyReport, Row


@dataclass(frozen=True)
class Case:
    """``history`` are the plan's facts up to the place of the report, ``plan`` its state by those that count:
    up to the closing, where the period is closed."""

    report: QuarterlyReport
    history: Sequence[Recorded]

    @cached_property
    def last(self) -> int:
        """The version of the last fact that counts."""
        closed = self.report.closed_by
        return version_of(closed) if closed else self.history[-1].version

    @cached_property
    def today(self) -> date:
        """The day on which rows were judged: that of the closing, else that of the report."""
        as_of = self.report.as_of
        if not self.report.closed_by:
            return as_of.today
        return self.fact(self.report.closed_by).envelope.recorded_at.astimezone(as_of.at.tzinfo).date()

    @cached_property
    def plan(self) -> Plan:
        return decider.fold(r.event for r in self.history[: self.last])

    @cached_property
    def names(self) -> Mapping[str, str]:
        return measure_names(self.plan.text.measures)

    @cached_property
    def rows(self) -> Mapping[str, Row]:
        return {row.measure: row for row in self.report.rows}

    @cached_property
    def about(self) -> Mapping[str, Sequence[Recorded]]:
        """The facts that name a measure, by measure, in the order of the record."""
        found: dict[str, list[Recorded]] = {}
        for recorded in self.history:
            if isinstance(measure := getattr(recorded.event, "measure", None), str):
                found.setdefault(measure, []).append(recorded)
        return found

    def fact(self, id: str) -> Recorded:
        return self.history[version_of(id) - 1]

    def id_of(self, recorded: Recorded) -> str:
        return f"{recorded.stream}@{recorded.version}"

    def measure(self, row: Row) -> Measure:
        return self.plan.measures[row.measure]

    def planned(self, row: Row) -> Planned:
        """What the plan promises of the row here, with its instalments."""
        dues: dict[str, Due] = {d.key: d for d in self.plan.schedule if d.measure == row.measure}
        return planned_in(self.measure(row), self.report.period, self.plan.text.period, dues)

    def address(self, *figure: str) -> str:
        return of_report(self.report.plan, self.report.period, *figure)

    def of_row(self, row: Row, *figure: str) -> str:
        return self.address(self.names[row.measure], *figure)

    def row_named(self, name: str) -> Row:
        """By the name an address gives it, or by its id. Refused("no-such-figure")."""
        id = next((m for m, known in self.names.items() if name in (known, m)), "")
        if id not in self.rows:
            raise Refused("no-such-figure", figure=self.address(name))
        return self.rows[id]


def case_of(
    app: HasStore,
    plan: str,
    period: str,
    *,
    position: int | None = None,
    known_at: datetime | None = None,
    language: str | None = None,
) -> Case:
    """As of a place in the record, as `compile_report` understands it, and refusing what it refuses."""
    report = compile_report(app, plan, period, position=position, known_at=known_at, language=language)
    facts = app.store.stream(f"plan-{plan}")
    return Case(report, [r for r in facts if r.position <= report.as_of.position])


def version_of(fact: str) -> int:
    return int(fact.rpartition("@")[2])


def called(number: str, title: str) -> str:
    return f"{number} {title}".strip()
