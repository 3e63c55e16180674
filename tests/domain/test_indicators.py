"""The rule book of indicators: plan and fact by month, by quarter and from the plan's first day on."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar.days import WorkingCalendar
from domain.plan.document import Additivity, CellState, Deadline, DueKind, Target, TargetKind
from domain.plan.events import (
    DuePostponed,
    IndicatorReported,
    NilDeclared,
    PeriodClosed,
    ShortfallExplained,
)
from domain.report.compile import compile_report
from domain.report.put_off import falls_later
from domain.report.shapes import AsOf, Rule, State, Timing, Verdict
from tests.domain.quarter import ZONE, closed, in_force, numbered, office, plan_of, row, told
from tests.domain.small_office import (
    AS_NEEDED,
    JANUARY_ONLY,
    MONTHLY,
    PAIR,
    STOCK,
    by_month,
    in_words,
    logged,
    measure,
    number,
)

YEAR_END = date(2022, 1, 5)


def by_quarter(i: int, ii: int, iii: int, iv: int) -> Target:
    four = {"I": i, "II": ii, "III": iii, "IV": iv}
    return Target(
        raw=(str(i), str(ii), str(iii), str(iv), str(i + ii + iii + iv)),
        state=CellState.VALUE,
        kind=TargetKind.NUMBER,
        value=Decimal(i + ii + iii + iv),
        per_period={key: Decimal(value) for key, value in four.items()},
    )


def until(day: date, **fields: object) -> Deadline:
    return Deadline(raw=f"до {day}", state=CellState.VALUE, kind=DueKind.BY_DATE, end=day, **fields)


def put_off(to: date, measure: str = "m1", key: str = "", fact_of: object = None) -> DuePostponed:
    """The measure's own date moves, as its schedule has it."""
    approved = in_force(fact_of or plan_of(JANUARY_ONLY))[1]
    old = next(due for due in approved.schedule if (due.measure, due.key) == (measure, key))
    return DuePostponed(request="r1", due=old.due, new=old.model_copy(update={"due": to}))


QUARTERS = measure("m1", target=by_quarter(3, 2, 0, 4))
BY_MAY = measure("m2", due=until(date(2021, 5, 20)), target=number(5))
LEVEL = measure("m3", target=number(45), additivity=Additivity.STOCK)
PART = measure("m4", target=by_quarter(1, 1, 1, 1), relation="included_in", parent="1.1")
YEAR = plan_of(QUARTERS, BY_MAY, LEVEL, PART, period="2021")


def level(on: date, value: int) -> IndicatorReported:
    return IndicatorReported(measure="m3", on=on, value=Decimal(value), person="clerk-education")


def amounts(stretches, which="actual"):
    return [tuple(getattr(one, which).amounts) for one in stretches]


class TestByQuarter:
    deeds = (
        logged("e1", quantity=Decimal(3)),
        logged("e2", quantity=Decimal(1), done_on=date(2021, 5, 4)),
        logged("e3", measure="m2", quantity=Decimal(2)),
        logged("e4", measure="m2", quantity=Decimal(3), done_on=date(2021, 5, 11)),
        logged("e5", measure="m4", quantity=Decimal(1), done_on=date(2021, 5, 11)),
        level(date(2021, 3, 30), 44),
        level(date(2021, 6, 30), 46),
    )
    report = told(*deeds, of=YEAR, period="2021Q2", today=date(2021, 7, 5))

    def test_a_flow_is_summed_from_quarter_to_quarter(self):
        found = row(self.report, "m1")
        assert amounts(found.quarters, "planned") == [(3,), (2,)]
        assert amounts(found.quarters) == [(3,), (1,)]
        assert (found.cumulative.planned.amounts, found.cumulative.actual.amounts) == ((5,), (4,))
        assert found.cumulative.percent == (80,)
        assert found.cumulative.actual.facts == ("plan-1@3", "plan-1@4")

    def test_a_target_that_falls_due_as_one_is_planned_in_the_quarter_of_its_day(self):
        found = row(self.report, "m2")
        assert amounts(found.quarters, "planned") == [(), (5,)]
        assert amounts(found.quarters) == [(2,), (3,)]
        assert found.cumulative.percent == (100,)

    def test_a_level_is_the_last_one_and_never_added(self):
        found = row(self.report, "m3")
        assert amounts(found.quarters) == [(44,), (46,)]
        assert found.cumulative.actual.amounts == (46,)
        assert found.cumulative.actual.rule is Rule.LAST

    def test_an_included_row_has_its_own_course_and_is_in_no_sum(self):
        assert amounts(row(self.report, "m4").quarters) == [(), (1,)]
        assert amounts(self.report.quarters) == [(5,), (4,)]
        assert amounts(self.report.quarters, "planned") == [(3,), (7,)]
        assert self.report.cumulative.actual.amounts == (9,)
        assert "plan-1@7" not in self.report.cumulative.actual.facts

    def test_months_are_told_of_the_plan_as_a_whole_too(self):
        assert len(self.report.months) == 6
        assert amounts(self.report.months)[1:5:3] == [(5,), (4,)]

    def test_later_quarters_are_not_told_yet(self):
        assert len(row(told(*self.deeds, of=YEAR), "m1").quarters) == 1
        year = told(*self.deeds, of=YEAR, period="2021", today=YEAR_END)
        assert len(row(year, "m1").quarters) == 4

    def test_a_nil_of_one_quarter_is_a_zero_in_it_and_silence_stays_silence(self):
        nil = NilDeclared(measure="m1", period="2021Q1", person="clerk-education")
        found = row(told(nil, of=YEAR, period="2021Q2", today=date(2021, 7, 5)), "m1")
        assert amounts(found.quarters) == [(0,), ()]
        assert found.quarters[0].actual.facts == ("plan-1@3",)

    def test_a_quarter_s_plan_has_no_quarters(self):
        report = told()
        assert row(report, "m1").quarters == ()
        assert (row(report, "m1").cumulative, report.cumulative) == (None, None)

    def test_what_came_after_a_quarter_was_closed_counts_and_is_told(self):
        late = logged("late", quantity=Decimal(1), done_on=date(2021, 3, 1), late=True)
        report = told(closed, late, of=YEAR, period="2021Q2", today=date(2021, 7, 5))
        assert amounts(row(report, "m1").quarters) == [(1,), ()]
        assert report.counts_late
        assert not told(*self.deeds, closed, of=YEAR, period="2021Q2").counts_late


class TestByMonth:
    def test_a_plan_that_speaks_of_months_is_told_by_them(self):
        report = told(logged("e1", done_on=date(2021, 1, 14)), logged("e2", done_on=date(2021, 3, 2)))
        found = row(report, "m1")
        assert amounts(found.months, "planned") == [(1,), (1,), (1,)]
        assert amounts(found.months) == [(1,), (), (1,)]
        assert found.months[0].actual.facts == ("plan-1@3",)

    def test_another_is_not(self):
        assert row(told(), "m2").months == ()

    def test_all_flows_of_the_plan_are_summed_month_by_month(self):
        report = told(logged("e1", done_on=date(2021, 1, 14)), logged("e2", measure="m2"))
        assert amounts(report.months, "planned") == [(2,), (1,), (1,)]
        assert amounts(report.months) == [(1,), (1,), ()]


class TestWhatIsForeseen:
    plan = plan_of(
        measure("m1", due=by_month(m01=4, m02=4, m03=4), target=number(12)),
        STOCK,
        AS_NEEDED,
        measure("m7", target=in_words("Постійно", TargetKind.CONTINUOUS)),
        PAIR.model_copy(update={"due": until(date(2021, 3, 31))}),
    )
    deeds = (
        logged("e1", quantity=Decimal(2)),
        logged("e2", measure="m3"),
        logged("e3", measure="m7"),
        IndicatorReported(measure="m5", on=date(2021, 2, 1), value=Decimal(44), person="clerk-education"),
        logged("e4", measure="m4", quantity=None, parts=(Decimal(1), Decimal(0))),
    )

    def seen(self, today=date(2021, 2, 12), *more):
        return told(*self.deeds, *more, of=self.plan, today=today)

    def test_what_was_done_is_divided_by_the_share_of_working_days_gone(self):
        """31 of 64 days from Monday to Friday are gone on 12 February; 2 x 64 / 31 = 4.1 of 12."""
        found = row(self.seen(), "m1").forecast
        assert (found.gone.amounts, found.until) == ((31, 64), date(2021, 3, 31))
        assert found.expected.amounts == (Decimal("4.1"),)
        assert (found.expected.rule, found.expected.facts) == (Rule.PACE, ("plan-1@3",))
        assert (found.planned.amounts, found.percent) == ((12,), (Decimal("34.2"),))

    def test_a_level_is_foreseen_as_it_was_reported_last(self):
        found = row(self.seen(), "m5").forecast
        assert (found.expected.amounts, found.expected.rule) == ((44,), Rule.LAST)

    def test_a_pair_is_foreseen_by_its_parts(self):
        assert row(self.seen(), "m4").forecast.expected.amounts == (Decimal("2.1"), 0)

    @pytest.mark.parametrize("id", ["m3", "m7"])
    def test_what_is_done_as_needed_or_always_is_not_foreseen(self, id):
        assert row(self.seen(), id).actual.amounts == (1,)
        assert row(self.seen(), id).forecast is None

    def test_silence_foresees_nothing(self):
        assert row(told(of=self.plan, today=date(2021, 2, 12)), "m1").forecast is None

    def test_nothing_is_foreseen_before_a_tenth_of_the_term_and_after_its_end(self):
        early = logged("e9", quantity=Decimal(1), done_on=date(2021, 1, 4))
        assert row(told(early, of=self.plan, today=date(2021, 1, 8)), "m1").forecast is None
        assert row(told(early, of=self.plan, today=date(2021, 1, 12)), "m1").forecast
        assert row(self.seen(date(2021, 3, 31)), "m1").forecast is None
        assert self.seen(date(2021, 4, 20)).forecast is None

    def test_the_plan_s_forecast_sums_its_flows_each_with_its_own_days(self):
        """m1: 12 x 31/64 due, 2 done; m2 was due in January: 1 due, 1 done. 3 / 6.8125 x 13 = 5.7."""
        plan = plan_of(*self.plan.measures, JANUARY_ONLY)
        done = logged("e8", measure="m2", done_on=date(2021, 1, 20))
        found = told(*self.deeds, done, of=plan, today=date(2021, 2, 12)).forecast
        assert (found.planned.amounts, found.expected.amounts) == ((13,), (Decimal("5.7"),))
        assert found.expected.rule is Rule.PACE
        assert found.measures == ("m1", "m2")
        assert set(found.expected.facts) == {"plan-1@3", "plan-1@8"}

    def test_a_day_off_of_the_office_is_no_day_gone(self):
        off = {date(2021, 1, 1) + timedelta(days=n): "свято" for n in range(10)}
        history = numbered([*in_force(self.plan), *self.deeds])
        at = told().as_of.at.replace(month=2, day=12)
        report = compile_report(
            "1", history, office(), "2021Q1", AsOf(9, at), calendar=WorkingCalendar(off=off)
        )
        found = row(report, "m1").forecast
        assert found.gone.amounts == (25, 58)


class TestWhatIsPutOff:
    def test_the_old_day_stands_beside_the_new_with_its_fact(self):
        [moved] = row(told(put_off(date(2021, 3, 15), "m2")), "m2").postponed
        assert (moved.old, moved.new, moved.fact) == (date(2021, 1, 29), date(2021, 3, 15), "plan-1@3")

    def test_within_the_period_it_is_only_due_later(self):
        moved = put_off(date(2021, 3, 15), "m2")
        assert row(told(moved, today=date(2021, 3, 1)), "m2").verdict is Verdict.NOT_STARTED
        assert row(told(moved, today=date(2021, 3, 16)), "m2").verdict is Verdict.OVERDUE

    def test_beyond_the_period_it_is_carried_forward(self):
        moved = put_off(date(2021, 5, 14), "m2")
        for today in (date(2021, 3, 1), date(2021, 4, 20)):
            found = row(told(moved, today=today), "m2")
            assert (found.verdict, found.state) == (Verdict.CARRIED, State.CARRIED)
        done = row(told(moved, logged(measure="m2")), "m2")
        assert (done.verdict, done.state) == (Verdict.DONE, State.COMPLETE)

    def test_of_a_year_s_plan_it_is_owed_in_the_quarter_it_was_put_off_to(self):
        plan = plan_of(measure("m1", due=until(date(2021, 3, 20)), target=number(5)), period="2021")
        moved = put_off(date(2021, 5, 14), fact_of=plan)
        deeds = (logged("e1", quantity=Decimal(2)),)
        assert row(told(*deeds, moved, of=plan), "m1").verdict is Verdict.CARRIED
        later = row(told(*deeds, moved, of=plan, period="2021Q2", today=date(2021, 5, 20)), "m1")
        assert (later.planned.amounts, later.earlier.amounts) == ((5,), (2,))
        assert later.verdict is Verdict.PARTLY
        assert later.cumulative.planned.amounts == (5,)
        year = row(told(*deeds, moved, of=plan, period="2021", today=YEAR_END), "m1")
        assert year.planned.amounts == (5,)

    def test_one_month_put_off_does_not_excuse_another(self):
        moved = put_off(date(2021, 5, 14), "m1", "2021-03", plan_of(MONTHLY))
        assert row(told(moved), "m1").verdict is Verdict.NOT_REPORTED
        one = (logged("e1"), moved)
        assert row(told(*one), "m1").verdict is Verdict.PARTLY
        assert row(told(*one, logged("e2")), "m1").verdict is Verdict.CARRIED

    @pytest.mark.parametrize(
        ("words", "later"),
        [
            ("квітень 2021", True),
            ("II квартал 2021", True),
            ("до 31.03.2021", False),
            ("березень", False),
            ("після ремонту", True),
            ("", False),
            ("-", False),
        ],
    )
    def test_a_new_term_carries_forward_unless_it_lies_in_the_period(self, words, later):
        said = ShortfallExplained(
            measure="m1", period="2021Q1", reason="карантин", new_term=words, person="clerk-education"
        )
        assert falls_later(words, "2021Q1") is later
        assert (row(told(said), "m1").verdict is Verdict.CARRIED) is later
        assert (row(told(logged(), said), "m1").verdict is Verdict.CARRIED) is later


class TestTerms:
    plan = plan_of(*(JANUARY_ONLY.model_copy(update={"id": f"m{n}", "ordinal": n}) for n in range(1, 6)))

    def test_each_obligatory_row_with_a_term_is_counted_once(self):
        moved = put_off(date(2021, 3, 15), "m4", fact_of=self.plan)
        deeds = (
            logged("e1", done_on=date(2021, 1, 29)),
            logged("e2", measure="m2", done_on=date(2021, 1, 30)),
            moved,
        )
        report = told(*deeds, of=self.plan, today=date(2021, 2, 15))
        assert dict(report.timings) == {
            Timing.ON_TIME: 1,
            Timing.LATE: 1,
            Timing.OPEN: 1,
            Timing.OVERDUE: 2,
        }
        assert row(report, "m2").state is State.LATE
        assert (row(report, "m1").met, row(report, "m3").met) == (date(2021, 1, 29), None)

    def test_what_has_no_term_of_its_own_is_not_counted(self):
        assert told(of=plan_of(AS_NEEDED)).timings == ((Timing.NO_TERM, 1),)

    def test_a_row_without_a_deed_is_open_until_its_day(self):
        assert told(of=self.plan, today=date(2021, 1, 29)).timings == ((Timing.OPEN, 5),)
        assert told(of=self.plan, today=date(2021, 1, 30)).timings == ((Timing.OVERDUE, 5),)

    @pytest.mark.parametrize(
        ("deeds", "on", "verdict", "timing"),
        [
            (0, date(2021, 1, 20), Verdict.NOT_STARTED, Timing.OPEN),
            (0, date(2021, 2, 10), Verdict.OVERDUE, Timing.OVERDUE),
            (1, date(2021, 2, 10), Verdict.ON_TRACK, Timing.OPEN),
            (1, date(2021, 3, 10), Verdict.PARTLY, Timing.OVERDUE),
            (2, date(2021, 3, 10), Verdict.ON_TRACK, Timing.OPEN),
            (2, date(2021, 4, 5), Verdict.PARTLY, Timing.OVERDUE),
            (3, date(2021, 3, 10), Verdict.DONE, Timing.ON_TIME),
        ],
    )
    def test_a_row_with_an_instalment_gone_by_is_not_said_to_be_open(self, deeds, on, verdict, timing):
        """Its state and its term speak of the same day."""
        done = (logged(f"e{n}", done_on=date(2021, 1, 15)) for n in range(deeds))
        shown = row(told(*done, of=plan_of(MONTHLY), today=on), "m1")
        assert (shown.verdict, shown.timing) == (verdict, timing)

    def test_an_instalment_put_off_is_not_gone_by(self):
        plan = plan_of(MONTHLY)
        moved = put_off(date(2021, 2, 20), "m1", "2021-01", plan)
        for on, timing in ((date(2021, 2, 20), Timing.OPEN), (date(2021, 2, 21), Timing.OVERDUE)):
            assert row(told(moved, of=plan, today=on), "m1").timing is timing


class TestTasks:
    plan = plan_of(
        *(m.model_copy(update={"task": task}) for m, task in ((MONTHLY, "А"), (JANUARY_ONLY, "Б")))
    )

    def test_plan_and_fact_are_summed_by_task_and_come_to_the_total(self):
        report = told(logged(), logged("e2", measure="m2"), of=self.plan)
        assert [(g.title, g.planned.amounts, g.actual.amounts) for g in report.groups] == [
            ("А", (3,), (1,)),
            ("Б", (1,), (1,)),
        ]
        assert report.groups[0].actual.facts == ("plan-1@3",)
        assert sum(g.actual.amounts[0] for g in report.groups) == report.total.actual

    def test_a_plan_of_one_task_has_no_groups(self):
        assert told(of=plan_of(MONTHLY, JANUARY_ONLY)).groups == ()


DAYS = st.dates(date(2021, 1, 1), date(2021, 12, 31))
AMOUNTS = st.decimals(min_value=Decimal("0.001"), max_value=9000, places=3)
DEEDS = st.lists(st.tuples(st.sampled_from(["m1", "m2", "m4"]), DAYS, AMOUNTS), max_size=12)
LEVELS = st.lists(st.tuples(DAYS, st.integers(1, 99)), max_size=4)


def lived(deeds, levels):
    facts = [
        logged(f"e{n}", measure=id, done_on=day, quantity=amount) for n, (id, day, amount) in enumerate(deeds)
    ]
    return (*facts, *(level(day, value) for day, value in levels))


@settings(max_examples=60, deadline=None)
@given(DEEDS, LEVELS, st.sampled_from(["2021Q1", "2021Q2", "2021Q3", "2021Q4", "2021"]))
def test_what_is_cumulative_is_the_sum_of_the_quarters_for_flows_and_the_last_one_for_levels(
    deeds, levels, period
):
    report = told(*lived(deeds, levels), of=YEAR, period=period, today=YEAR_END)
    for found in report.rows:
        each = amounts(found.quarters)
        if found.measure == "m3":
            assert found.cumulative.actual.amounts == each[-1]
        else:
            summed = sum((sum(one, Decimal()) for one in each), Decimal())
            assert sum(found.cumulative.actual.amounts, Decimal()) == summed
            planned = sum((sum(one, Decimal()) for one in amounts(found.quarters, "planned")), Decimal())
            assert sum(found.cumulative.planned.amounts, Decimal()) == planned
    flows = [found for found in report.rows if found.measure in ("m1", "m2")]
    assert sum(report.cumulative.actual.amounts, Decimal()) == sum(
        (sum(found.cumulative.actual.amounts, Decimal()) for found in flows), Decimal()
    )


@settings(max_examples=60, deadline=None)
@given(DEEDS, LEVELS, st.sets(DAYS, max_size=200), st.dates(date(2021, 4, 1), date(2022, 1, 20)))
def test_a_forecast_changes_no_figure_of_fact(deeds, levels, off, today):
    from datetime import datetime

    history = numbered([*in_force(YEAR), *lived(deeds, levels)])
    at = AsOf(99, datetime(today.year, today.month, today.day, 9, tzinfo=ZONE))
    plain = compile_report("1", history, office(), "2021Q1", at)
    other = compile_report(
        "1", history, office(), "2021Q1", at, calendar=WorkingCalendar(off=dict.fromkeys(off, "-"))
    )
    for one, two in zip(plain.rows, other.rows, strict=True):
        assert (one.planned, one.actual, one.earlier, one.percent) == (
            two.planned,
            two.actual,
            two.earlier,
            two.percent,
        )
        assert (one.verdict, one.quarters, one.cumulative) == (two.verdict, two.quarters, two.cumulative)
        known = {fact for deed in one.deeds for fact in deed.facts}
        if one.forecast and one.forecast.expected.rule is Rule.PACE:
            assert set(one.forecast.expected.facts) <= known
    assert (plain.total, plain.quarters, plain.timings) == (other.total, other.quarters, other.timings)


def test_a_closed_quarter_keeps_its_forecast_whatever_is_put_on_record_later():
    closing = PeriodClosed(period="2021Q1", silent=(), person="planner")
    first = told(logged(quantity=Decimal(3)), closing, of=YEAR, position=50)
    later = told(
        logged(quantity=Decimal(3)),
        closing,
        logged("e2", done_on=date(2021, 5, 1)),
        of=YEAR,
        position=90,
        today=date(2021, 9, 1),
    )
    assert row(first, "m1").forecast is not None
    assert [r.forecast for r in first.rows] == [r.forecast for r in later.rows]
    assert first.fingerprint == later.fingerprint
