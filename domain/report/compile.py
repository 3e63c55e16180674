"""What is the report of a plan for a period? A pure function of the record up to one place in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import reduce
from typing import Any

from domain.calendar import periods
from domain.calendar.days import WorkingCalendar
from domain.canonical import fingerprint
from domain.messages import Refused
from domain.people.state import Organisation
from domain.plan.state import CARRIED_OUT, Plan, evolve
from domain.report.actual import NOBODY
from domain.report.late import Numbered, closing_of, late_facts, told_here
from domain.report.plain import plain
from domain.report.rows import Compiling
from domain.report.shapes import (
    AsOf,
    Forecast,
    Group,
    QuarterlyReport,
    Row,
    Share,
    Stretch,
    Timing,
    Total,
    Verdict,
)
from domain.report.signatures import People
from domain.report.totals import groups, timings, total

AROUND = frozenset({"as_of", "language", "fingerprint", "director", "compiler", "erased", "signed"})
"""What stands around the words of a report."""
ANY_WEEK = WorkingCalendar()


def compile_report(
    plan_id: str,
    history: Sequence[Numbered],
    office: Organisation,
    period: str,
    as_of: AsOf,
    language: str | None = None,
    calendar: WorkingCalendar = ANY_WEEK,
) -> QuarterlyReport:
    """``history`` are all facts of the plan's stream up to ``as_of``, ``office`` the office at that place.

    The figures of a closed period are those of its closing; what came later stands under ``late``. Only
    forecasts ask the ``calendar``. Refuses ``not-found``, ``not-in-force`` and ``not-a-period-of-the-plan``.
    """
    closing = closing_of(history, period)
    counted = history if closing is None else history[: closing[0]]
    plan = reduce(evolve, (event for _, event, _ in counted), Plan())
    _refuse_unless_reportable(plan, period)
    today = closing[1] if closing else as_of.today
    figures = reckoned(plan_id, plan, period, today, counted, calendar, titles_of_units(office))
    people = People(office, as_of.today)
    after = counted[-1][0] if closing else history[-1][0]
    stream = f"plan-{plan_id}"
    report = QuarterlyReport(
        plan=plan_id,
        organisation=office.id,
        office=office.title or plan.text.header.organisation or "",
        title=plan.text.header.title,
        period=period,
        plan_language=plan.text.language,
        language=language or plan.text.language,
        as_of=as_of,
        closed_by=f"{stream}@{counted[-1][0]}" if closing else None,
        late=tuple(late_facts(history, after, period, stream, plan.measures, people.named)),
        director=people.director(plan),
        compiler=people.compiler(closing[2] if closing else "", plan.author),
        erased=people.erased + figures.erased_notes,
        before=tuple(told_here(history, period, stream, plan, office, people.named)),
        plan_period=plan.text.period,
        counts_late=_counts_late(counted, period, stream, plan),
        **figures.told(),
    )
    return fingerprinted(report)


@dataclass(frozen=True, slots=True)
class Figures:
    """The rows of a period and what is counted over them."""

    rows: tuple[Row, ...]
    shares: tuple[tuple[Share, int], ...]
    verdicts: tuple[tuple[Verdict, int], ...]
    timings: tuple[tuple[Timing, int], ...]
    total: Total
    groups: tuple[Group, ...]
    months: tuple[Stretch, ...]
    quarters: tuple[Stretch, ...]
    cumulative: Stretch | None
    forecast: Forecast | None
    erased_notes: int

    def told(self) -> dict[str, Any]:
        """As a report holds them, by the same names."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "erased_notes"}


def reckoned(
    plan_id: str,
    plan: Plan,
    period: str,
    today: date,
    history: Sequence[Numbered],
    calendar: WorkingCalendar = ANY_WEEK,
    units: Mapping[str, str] = NOBODY,
) -> Figures:
    """The figures of a period from this state of the plan, judged as on that day."""
    compiling = Compiling(plan_id, plan, period, today, history, calendar, units)
    rows = tuple(compiling.row(measure) for measure in plan.text.measures)
    return Figures(
        rows=rows,
        shares=tuple((share, sum(row.share is share for row in rows)) for share in Share),
        verdicts=_counted(rows),
        timings=timings(rows),
        total=total(rows, compiling.summed),
        groups=groups(rows, compiling.summed),
        months=compiling.months(),
        quarters=compiling.quarters(),
        cumulative=compiling.cumulative(),
        forecast=compiling.forecast(),
        erased_notes=_erased_notes(plan),
    )


def titles_of_units(office: Organisation) -> dict[str, str]:
    return {id: unit.title for id, unit in office.units.items()}


def fingerprinted(report: QuarterlyReport) -> QuarterlyReport:
    return replace(report, fingerprint=fingerprint(_content(report)))


def _refuse_unless_reportable(plan: Plan, period: str) -> None:
    if plan.document is None:
        raise Refused("not-found")
    if plan.status not in CARRIED_OUT:
        raise Refused("not-in-force", status=plan.status)
    known = periods.quarters(plan.text.period)
    if not set(periods.quarters(period)) <= set(known):
        raise Refused("not-a-period-of-the-plan", period=period, known=", ".join(known))


def _erased_notes(plan: Plan) -> int:
    records = (record for carried in plan.carried.values() for record in carried.counted())
    return sum(1 for record in records if record.logged.note and record.logged.note.text is None)


def _counts_late(history: Sequence[Numbered], period: str, stream: str, plan: Plan) -> bool:
    """Whether facts about quarters of the plan up to the period's end came after those were closed."""
    until = periods.ends(period)
    earlier = [q for q in periods.quarters(plan.text.period) if q != period and periods.ends(q) <= until]
    closings = [(quarter, closed[0]) for quarter in earlier if (closed := closing_of(history, quarter))]
    return any(
        any(late_facts(history, after, quarter, stream, plan.measures, str)) for quarter, after in closings
    )


def _counted(rows: Sequence[Row]) -> tuple[tuple[Verdict, int], ...]:
    counts = Counter(row.verdict for row in rows)
    return tuple((verdict, counts[verdict]) for verdict in Verdict if counts[verdict])


def _content(report: QuarterlyReport) -> object:
    """All that is reported, without the place in the record at which it was, and without who signs it."""
    content = plain(report)
    said = {key: value for key, value in content.items() if key not in AROUND}
    if report.corrective is None:
        del said["corrective"]
    else:
        said["corrective"] = content["corrective"] | {"number": 0, "previous": ""}
    if not report.before:
        del said["before"]
    if any(row.unfit for row in report.rows):
        said["rows"] = [{key: cell for key, cell in row.items() if key != "unfit"} for row in said["rows"]]
    return said
