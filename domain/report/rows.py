"""What does a report say of one measure, and of the flows of a plan as they went month by month?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from domain.calendar import periods
from domain.calendar.days import WorkingCalendar
from domain.plan.decisions.carrying_out import span
from domain.plan.document import Measure
from domain.plan.events import Due
from domain.plan.nils import is_all_nil
from domain.plan.state import Carried, Plan
from domain.report.actual import (
    added,
    counted_otherwise,
    deeds_between,
    figure,
    fitting,
    level_portions,
    levels_until,
    met_on,
    portions,
)
from domain.report.course import state_of_verdict
from domain.report.forecast import Flow, Term, WorkingDays, foreseen, plan_foreseen, term_of
from domain.report.grounds import explanations, texts_behind
from domain.report.late import Numbered
from domain.report.planned import (
    Meaning,
    Planned,
    carries_over,
    is_included,
    is_summed,
    planned_in,
    speaks_of_months,
)
from domain.report.put_off import falls_later, postponements
from domain.report.shapes import (
    Deed,
    Figure,
    Forecast,
    Portion,
    Row,
    Rule,
    Share,
    Stretch,
    Verdict,
)
from domain.report.stretches import Stretches
from domain.report.totals import summed_up, timing
from domain.report.verdict import Told, percent, verdict

ADMITTED = frozenset({Verdict.NO_NEED, Verdict.NOT_DONE, Verdict.CARRIED})
"""What may be a zero that somebody said."""
ONE_DAY = timedelta(days=1)


class Compiling:
    """Makes the rows of one report, in the plan's order; notes on the way what is summed."""

    def __init__(
        self,
        plan_id: str,
        plan: Plan,
        period: str,
        today: date,
        history: Sequence[Numbered],
        calendar: WorkingCalendar,
        units: Mapping[str, str],
    ) -> None:
        self.stream, self.units = f"plan-{plan_id}", units
        self.plan, self.period, self.today = plan, period, today
        self.whole = plan.text.period
        self.begin, self.first, self.last = (
            periods.starts(self.whole),
            periods.starts(period),
            periods.ends(period),
        )
        self.on = min(today, self.last)
        self.summed: set[str] = set()
        self.flows: list[tuple[str, Planned, Stretches]] = []
        self.dues = _dues_by_measure(plan)
        ends = [due.due for due in plan.schedule]
        self.working = WorkingDays(calendar, self.begin, max([periods.ends(self.whole), *ends]))
        self.texts, self.approval = texts_behind(history, self.stream)
        self.explained = explanations(history, plan, self.stream)
        self.put_off = postponements(history, self.stream)

    def row(self, measure: Measure) -> Row:
        dues = self.dues.get(measure.id, {})
        whole = planned_in(measure, self.whole, self.whole, dues)
        planned = whole if self.whole == self.period else planned_in(measure, self.period, self.whole, dues)
        cancelled = measure.id in self.plan.cancelled
        if cancelled:
            planned = replace(planned, share=Share.NOT_PLANNED, amounts=(), whole=(), here=())
            whole = replace(whole, share=Share.NOT_PLANNED, amounts=(), whole=(), here=())
        carried = self.plan.of(measure.id)
        known = self._records(carried, measure, planned.meaning)
        deeds = self._here(known, planned.meaning)
        actual = figure(deeds, planned.meaning)
        before = self._before(known, planned)
        earlier = figure(before, planned.meaning)
        done = added(earlier.amounts, actual.amounts)
        nils = self._nils(carried)
        nil = bool(nils) and is_all_nil(measure, carried.nils, self.first, self.last)
        explained = self.explained.get((measure.id, self.period), ())
        later = any(falls_later(said.new_term, self.period) for said in explained)
        told = Told(done, nil, bool(explained), self.today, self.last, later)
        if is_summed(measure, planned):
            self.summed.add(measure.id)
        judged = Verdict.CANCELLED if cancelled else verdict(planned, told)
        met = met_on((*before, *deeds), planned) if planned.share is Share.OBLIGATORY else None
        spoken = (*(nils if nil else ()), *(said.fact for said in explained))
        if judged in ADMITTED and spoken and not any(done):
            done = (Decimal(),) * max(1, len(planned.amounts))
            actual = Figure(done, Rule.COUNT, spoken)
        behind = (*self.texts.get(measure.id, ()), *self.approval)
        went = Stretches(whole, known, behind, self._said(measure, carried))
        if is_summed(measure, whole):
            self.flows.append((measure.id, whole, went))
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
            included=is_included(measure),
            planned=Figure(planned.amounts, planned.rule, behind),
            planned_words=_words(measure),
            actual=actual,
            earlier=earlier,
            percent=percent(planned, done) if planned.share is Share.OBLIGATORY else (),
            deeds=deeds,
            nils=nils,
            explained=explained,
            task=" ".join(filter(None, (measure.task_number, measure.task))),
            state=state_of_verdict(judged, planned, met, self.last),
            met=met,
            timing=timing(planned.share, planned, met, done, self.today),
            postponed=self.put_off.get(measure.id, ()),
            months=tuple(self._by_month(measure, went)),
            quarters=tuple(went.of(*span(quarter)) for quarter in self._quarters()),
            cumulative=went.of(self.begin, self.last) if self._is_of_a_year() else None,
            forecast=foreseen(whole, behind, known, self.on, self.working),
            nil_months=() if nil else self._nil_months(carried),
            portions=self._portions(carried, deeds, planned.meaning),
            unfit=self._unfit(carried, measure, planned),
        )

    def months(self) -> tuple[Stretch, ...]:
        """All flows of the plan, month by month from its first day to the end of the period."""
        known = (span(month) for month in periods.months(self.whole))
        return tuple(self._of_all(first, last) for first, last in known if last <= self.last)

    def quarters(self) -> tuple[Stretch, ...]:
        return tuple(self._of_all(*span(quarter)) for quarter in self._quarters())

    def cumulative(self) -> Stretch | None:
        return self._of_all(self.begin, self.last) if self._is_of_a_year() else None

    def forecast(self) -> Forecast | None:
        end = periods.ends(self.whole)
        gone = self.working.between(self.begin, self.on)
        plan = Term(end, gone, self.working.between(self.begin, end))
        return plan_foreseen(self._flowing(), plan)

    def _flowing(self) -> Iterator[Flow]:
        for measure, whole, went in self.flows:
            term = term_of(whole, self.on, self.working)
            if term and term.of:
                done = went.of(self.begin, self.on).actual
                yield Flow(measure, Figure(whole.amounts, whole.rule, went.behind), done, term)

    def _of_all(self, first: date, last: date) -> Stretch:
        return summed_up(first, last, (went.of(first, last) for _, _, went in self.flows))

    def _is_of_a_year(self) -> bool:
        return "Q" not in self.whole

    def _quarters(self) -> Iterator[str]:
        """Those of a year's plan up to the end of the period."""
        if self._is_of_a_year():
            yield from (q for q in periods.quarters(self.whole) if periods.ends(q) <= self.last)

    def _by_month(self, measure: Measure, went: Stretches) -> Iterator[Stretch]:
        if speaks_of_months(measure, self.whole):
            yield from (went.of(*span(month)) for month in periods.months(self.period))

    def _records(self, carried: Carried, measure: Measure, meaning: Meaning) -> tuple[Deed, ...]:
        """All that is on record up to the end of the period, also of days before the plan's first."""
        if meaning is Meaning.LEVEL:
            return levels_until(carried, self.last, self.stream)
        found = deeds_between(carried, date.min, self.last, self.stream, self.units)
        return tuple(fitting(found, measure))

    def _here(self, known: Sequence[Deed], meaning: Meaning) -> tuple[Deed, ...]:
        return tuple(deed for deed in known if meaning is Meaning.LEVEL or deed.on >= self.first)

    def _before(self, known: Sequence[Deed], planned: Planned) -> tuple[Deed, ...]:
        """What was done before the period towards a target that falls due as one."""
        if not carries_over(planned, self.first):
            return ()
        return tuple(deed for deed in known if planned.since <= deed.on < self.first)

    def _unfit(self, carried: Carried, measure: Measure, planned: Planned) -> tuple[str, ...]:
        """Of the days that count towards the row's target."""
        since = planned.since if carries_over(planned, self.first) else self.first
        return counted_otherwise(carried, measure, planned.meaning, since, self.last, self.stream)

    def _nils(self, carried: Carried) -> tuple[str, ...]:
        inside = (v for nil, v in carried.nils.items() if periods.covers(self.period, span(nil)[1]))
        return tuple(f"{self.stream}@{version}" for version in sorted(inside))

    def _portions(self, carried: Carried, deeds: Sequence[Deed], meaning: Meaning) -> tuple[Portion, ...]:
        if meaning is Meaning.LEVEL:
            return level_portions(carried, figure(deeds, meaning), self.stream, self.units)
        return portions(deeds, meaning)

    def _nil_months(self, carried: Carried) -> tuple[str, ...]:
        return tuple(sorted(nil for nil in carried.nils if periods.covers(self.period, span(nil)[1])))

    def _said(self, measure: Measure, carried: Carried) -> Callable[[date, date], tuple[str, ...]]:
        """The facts by which somebody said that there was nothing to tell of a stretch that is over."""

        def said(first: date, last: date) -> tuple[str, ...]:
            if self.today <= last:
                return ()
            touching = {nil: v for nil, v in carried.nils.items() if _touches(nil, first, last)}
            nils = touching.values() if is_all_nil(measure, touching, first, last) else ()
            reasons = [self.explained.get((measure.id, quarter), ()) for quarter in within(first, last)]
            return (
                *(f"{self.stream}@{version}" for version in sorted(nils)),
                *(one.fact for reason in reasons for one in reason),
            )

        def within(first: date, last: date) -> Iterator[str]:
            for period in (*periods.quarters(self.whole), self.whole):
                if first <= periods.starts(period) and periods.ends(period) <= last:
                    yield period

        return said if carried.nils or self._has_reasons(measure.id) else _nothing_said

    def _has_reasons(self, measure: str) -> bool:
        return any(about == measure for about, _ in self.explained)


def _touches(nil: str, first: date, last: date) -> bool:
    begun, over = span(nil)
    return begun <= last and first <= over


def _nothing_said(first: date, last: date) -> tuple[str, ...]:
    return ()


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
