"""What is the report of a plan for a period? A pure function of the record up to one place in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import reduce

from domain.calendar import periods
from domain.canonical import fingerprint
from domain.messages import Refused
from domain.people.state import Organisation
from domain.plan.decisions.carrying_out import span
from domain.plan.document import Additivity, Measure
from domain.plan.events import Due
from domain.plan.state import CARRIED_OUT, Carried, Plan, evolve
from domain.report.actual import deeds_between, figure, levels_until
from domain.report.grounds import explanations, texts_behind
from domain.report.late import Numbered, closing_of, late_facts, told_here
from domain.report.plain import plain
from domain.report.planned import Meaning, Planned, planned_in
from domain.report.shapes import (
    NOTHING,
    Amounts,
    AsOf,
    Deed,
    Figure,
    QuarterlyReport,
    Row,
    Rule,
    Share,
    Total,
    Verdict,
)
from domain.report.signatures import People
from domain.report.verdict import Told, percent, tenths, verdict

SUMMED = frozenset({Meaning.NUMBER})
ADMITTED = frozenset({Verdict.NO_NEED, Verdict.NOT_DONE})
"""A zero that somebody said."""
AROUND = frozenset({"as_of", "language", "fingerprint", "director", "compiler", "erased", "signed"})
"""What stands around the words of a report."""
CARRIES_OVER = frozenset({Meaning.NUMBER, Meaning.PAIR, Meaning.ONCE})


def compile_report(
    plan_id: str,
    history: Sequence[Numbered],
    office: Organisation,
    period: str,
    as_of: AsOf,
    language: str | None = None,
) -> QuarterlyReport:
    """``history`` are all facts of the plan's stream up to ``as_of``, ``office`` the office at that place.

    The figures of a closed period are those of its closing; what came later stands under ``late``. Refuses
    ``not-found``, ``not-in-force`` and ``not-a-period-of-the-plan``.
    """
    closing = closing_of(history, period)
    counted = history if closing is None else history[: closing[0]]
    plan = reduce(evolve, (event for _, event, _ in counted), Plan())
    _refuse_unless_reportable(plan, period)
    figures = reckoned(plan_id, plan, period, closing[1] if closing else as_of.today, counted)
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
        rows=figures.rows,
        shares=figures.shares,
        verdicts=figures.verdicts,
        total=figures.total,
        late=tuple(late_facts(history, after, period, stream, plan.measures, people.named)),
        director=people.director(plan),
        compiler=people.compiler(closing[2] if closing else "", plan.author),
        erased=people.erased + figures.erased_notes,
        before=tuple(told_here(history, period, stream, plan, office, people.named)),
    )
    return fingerprinted(report)


@dataclass(frozen=True, slots=True)
class Figures:
    """The rows of a period and what is counted over them."""

    rows: tuple[Row, ...]
    shares: tuple[tuple[Share, int], ...]
    verdicts: tuple[tuple[Verdict, int], ...]
    total: Total
    erased_notes: int


def reckoned(plan_id: str, plan: Plan, period: str, today: date, history: Sequence[Numbered]) -> Figures:
    """The figures of a period from this state of the plan, judged as on that day."""
    compiling = _Compiling(plan_id, plan, period, today, history)
    rows = tuple(compiling.row(measure) for measure in plan.text.measures)
    return Figures(
        rows=rows,
        shares=tuple((share, sum(row.share is share for row in rows)) for share in Share),
        verdicts=_counted(rows),
        total=_total(rows, compiling.summed),
        erased_notes=compiling.erased_notes(),
    )


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


class _Compiling:
    """Makes the rows of one report; notes on the way which measures are summed."""

    def __init__(
        self, plan_id: str, plan: Plan, period: str, today: date, history: Sequence[Numbered]
    ) -> None:
        self.stream = f"plan-{plan_id}"
        self.plan, self.period, self.today = plan, period, today
        self.first, self.last = periods.starts(period), periods.ends(period)
        self.summed: set[str] = set()
        self.dues = _dues_by_measure(plan)
        self.texts, self.approval = texts_behind(history, self.stream)
        self.explained = explanations(history, plan, self.stream)

    def row(self, measure: Measure) -> Row:
        planned = planned_in(measure, self.period, self.plan.text.period, self.dues.get(measure.id, {}))
        cancelled = measure.id in self.plan.cancelled
        if cancelled:
            planned = replace(planned, share=Share.NOT_PLANNED, amounts=(), whole=(), here=())
        carried = self.plan.of(measure.id)
        deeds = self._deeds(carried, planned.meaning)
        actual = figure(deeds, planned.meaning)
        earlier = self._earlier(carried, planned)
        done = added(earlier.amounts, actual.amounts)
        nils = self._nils(carried)
        explained = self.explained.get((measure.id, self.period), ())
        told = Told(done, bool(nils), bool(explained), self.today, self.today > self.last)
        included = is_included(measure)
        if is_summed(measure, planned):
            self.summed.add(measure.id)
        judged = Verdict.CANCELLED if cancelled else verdict(planned, told)
        if judged in ADMITTED:
            spoken = (*nils, *(said.fact for said in explained))
            done = (Decimal(),) * max(1, len(planned.amounts))
            actual = Figure(done, Rule.COUNT, spoken)
        return Row(
            measure=measure.id,
            ordinal=measure.ordinal,
            number=measure.number or "",
            title=measure.title,
            section=measure.section or "",
            executors=measure.executors_raw or ", ".join(e.raw for e in measure.executors),
            term=measure.due.raw,
            indicator=measure.indicator or "",
            share=planned.share,
            verdict=judged,
            included=included,
            planned=Figure(planned.amounts, planned.rule, self._behind(measure.id)),
            planned_words=_words(measure),
            actual=actual,
            earlier=earlier,
            percent=percent(planned, done) if planned.share is Share.OBLIGATORY else (),
            deeds=deeds,
            nils=nils,
            explained=explained,
        )

    def _deeds(self, carried: Carried, meaning: Meaning) -> tuple[Deed, ...]:
        if meaning is Meaning.LEVEL:
            return levels_until(carried, self.last, self.stream)
        return deeds_between(carried, self.first, self.last, self.stream)

    def _earlier(self, carried: Carried, planned: Planned) -> Figure:
        """What was done before the period towards a target that falls due as one."""
        if not carries_over(planned, self.first):
            return NOTHING
        before = deeds_between(
            carried, planned.since, self.first.fromordinal(self.first.toordinal() - 1), self.stream
        )
        return figure(before, planned.meaning)

    def _nils(self, carried: Carried) -> tuple[str, ...]:
        inside = (v for nil, v in carried.nils.items() if periods.covers(self.period, span(nil)[1]))
        return tuple(f"{self.stream}@{version}" for version in sorted(inside))

    def _behind(self, measure: str) -> tuple[str, ...]:
        return (*self.texts.get(measure, ()), *self.approval)

    def erased_notes(self) -> int:
        return sum(
            1
            for carried in self.plan.carried.values()
            for record in carried.counted()
            if record.logged.note and record.logged.note.text is None
        )


def is_included(measure: Measure) -> bool:
    return measure.relation == "included_in" or measure.additivity is Additivity.INCLUDED


def is_summed(measure: Measure, planned: Planned) -> bool:
    """Flows that fell due and are obligatory enter the total; levels and included rows stay out of it."""
    flow = planned.meaning in SUMMED and bool(planned.amounts) and not is_included(measure)
    return flow and planned.share is Share.OBLIGATORY


def carries_over(planned: Planned, first: date) -> bool:
    """Whether what was done before the period's first day counts towards a target that falls due as one."""
    return planned.meaning in CARRIES_OVER and planned.since < first


def added(earlier: Amounts, actual: Amounts) -> Amounts:
    if not earlier or not actual:
        return earlier or actual
    return tuple(a + b for a, b in zip(earlier, actual, strict=True))


def _words(measure: Measure) -> str:
    """The plan's own words for what is planned."""
    raw = measure.target.raw
    if isinstance(raw, str):
        return raw
    return " · ".join(part for part in raw if part)


def _dues_by_measure(plan: Plan) -> dict[str, dict[str, Due]]:
    found: dict[str, dict[str, Due]] = {}
    for due in plan.schedule:
        found.setdefault(due.measure, {})[due.key] = due
    return found


def _counted(rows: Sequence[Row]) -> tuple[tuple[Verdict, int], ...]:
    counts = Counter(row.verdict for row in rows)
    return tuple((verdict, counts[verdict]) for verdict in Verdict if counts[verdict])


def _total(rows: Sequence[Row], summed: set[str]) -> Total:
    kept = [row for row in rows if row.measure in summed]
    planned = sum((row.planned.amounts[0] for row in kept), Decimal())
    actual = sum((sum(added(row.earlier.amounts, row.actual.amounts), Decimal()) for row in kept), Decimal())
    share = tenths(actual, planned) if planned else None
    return Total(planned, actual, share, tuple(row.measure for row in kept))


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
    return said
