"""The rule book of the quarterly report: what is planned, what counts, how a row stands."""

from datetime import date
from decimal import Decimal

import pytest

from domain.messages import Personal, Refused
from domain.people.events import PersonAppointed, PersonRegistered
from domain.plan.document import CellState, Deadline, DueKind, Target, TargetKind
from domain.plan.events import (
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
    IndicatorReported,
    NilDeclared,
    ShortfallExplained,
)
from domain.report.compile import compile_report
from domain.report.shapes import AsOf, Rule, Share, Verdict
from tests.domain.quarter import closed, in_force, numbered, office, plan_of, row, told
from tests.domain.small_office import (
    AS_NEEDED,
    JANUARY_ONLY,
    WHOLE,
    by_month,
    in_words,
    logged,
    measure,
    number,
)


def corrected(execution="e1", measure="m1", **fields) -> ExecutionCorrected:
    given = {"done_on": date(2021, 2, 10), "quantity": Decimal(2), "reason": "помилка", "person": "planner"}
    return ExecutionCorrected(execution=execution, measure=measure, **{**given, **fields})


def retracted(execution="e1", measure="m1", **fields) -> ExecutionRetracted:
    return ExecutionRetracted(
        execution=execution, measure=measure, reason="не відбулося", person="planner", **fields
    )


def level(on: date, value: int, **fields) -> IndicatorReported:
    return IndicatorReported(measure="m5", on=on, value=Decimal(value), person="clerk-education", **fields)


def explained(measure="m1", reason="карантин", new_term="квітень") -> ShortfallExplained:
    return ShortfallExplained(
        measure=measure, period="2021Q1", reason=reason, new_term=new_term, person="clerk-education"
    )


def nil(measure="m3", period="2021Q1", **fields) -> NilDeclared:
    return NilDeclared(measure=measure, period=period, person="clerk-education", **fields)


def standing(report, id):
    """Actual, percent and verdict of a row."""
    found = row(report, id)
    return found.actual.amounts, found.percent, found.verdict


JANUARY, FEBRUARY, MARCH = date(2021, 1, 14), date(2021, 2, 10), date(2021, 3, 11)


def test_month_targets_of_the_quarter_are_summed():
    planned = row(told(), "m1").planned
    assert (planned.amounts, planned.rule) == ((3,), Rule.MONTHS)


def test_deeds_of_the_quarter_are_summed_and_show_their_facts():
    report = told(logged("e1", done_on=JANUARY), logged("e2", done_on=MARCH, quantity=Decimal(2)))
    assert standing(report, "m1") == ((3,), (100,), Verdict.DONE)
    assert row(report, "m1").actual.rule is Rule.SUM
    assert row(report, "m1").actual.facts == ("plan-1@3", "plan-1@4")
    assert row(report, "m1").planned.facts == ("plan-1@1", "plan-1@2")


def test_over_fulfilment_stays_over_a_hundred():
    assert standing(told(logged(quantity=Decimal(4))), "m1") == (
        (4,),
        (Decimal("133.3"),),
        Verdict.OVERFULFILLED,
    )


def test_less_than_planned_is_partly_done():
    assert standing(told(logged(quantity=Decimal(2))), "m1") == ((2,), (Decimal("66.7"),), Verdict.PARTLY)


def test_a_correction_counts_in_the_place_of_what_it_corrects_and_both_facts_stand_behind_it():
    report = told(logged(quantity=Decimal(3)), corrected(quantity=Decimal(1)))
    assert row(report, "m1").actual.amounts == (1,)
    assert row(report, "m1").actual.facts == ("plan-1@3", "plan-1@4")


def test_a_retracted_record_counts_no_more():
    assert standing(told(logged(), retracted()), "m1") == ((), (), Verdict.NOT_REPORTED)


def test_deeds_of_another_quarter_do_not_count():
    year = plan_of(measure("m1", due=by_month(m01=1, m02=1), target=number(2)), period="2021")
    report = told(logged(done_on=date(2021, 4, 2)), of=year)
    assert standing(report, "m1") == ((), (), Verdict.NOT_REPORTED)


def test_silence_is_not_zero():
    assert standing(told(), "m1") == ((), (), Verdict.NOT_REPORTED)
    assert standing(told(), "m3") == ((), (), Verdict.NOT_REPORTED)


def test_an_explained_shortfall_without_a_deed_is_a_zero_that_somebody_said():
    found = row(told(explained()), "m1")
    assert (found.actual.amounts, found.percent, found.verdict) == ((0,), (0,), Verdict.CARRIED)
    assert row(told(explained(new_term="")), "m1").verdict is Verdict.NOT_DONE
    assert [(e.reason, e.new_term, e.fact) for e in found.explained] == [("карантин", "квітень", "plan-1@3")]
    assert found.actual.facts == ("plan-1@3",)


def test_the_last_explanation_of_the_period_is_shown():
    assert [e.reason for e in row(told(explained(), explained(reason="ремонт")), "m1").explained] == [
        "ремонт"
    ]


def test_as_needed_with_a_nil_is_no_need_and_without_percent():
    report = told(nil())
    assert standing(report, "m3") == ((0,), (), Verdict.NO_NEED)
    assert row(report, "m3").nils == ("plan-1@3",)


def test_as_needed_that_was_needed_is_done():
    report = told(nil(period="2021-01"), logged(measure="m3", done_on=MARCH))
    assert standing(report, "m3") == ((1,), (), Verdict.DONE)


def test_a_standing_measure_is_carried_out_once_something_was_done():
    document = plan_of(measure("m1", due=WHOLE, target=in_words("Постійно", TargetKind.CONTINUOUS)))
    assert standing(told(logged(quantity=Decimal(7)), of=document), "m1") == ((7,), (), Verdict.STANDING)
    assert standing(told(of=document), "m1") == ((), (), Verdict.NOT_REPORTED)


def test_deeds_told_without_numbers_are_counted():
    document = plan_of(measure("m1", due=WHOLE, target=in_words("За графіком", TargetKind.BY_SCHEDULE)))
    report = told(logged("e1", quantity=None), logged("e2", quantity=None, done_on=MARCH), of=document)
    assert row(report, "m1").actual.amounts == (2,)
    assert row(report, "m1").actual.rule is Rule.COUNT


def test_a_stock_is_the_last_level_and_never_a_sum():
    report = told(level(date(2021, 3, 30), 45), level(date(2021, 1, 31), 44))
    assert standing(report, "m5") == ((45,), (100,), Verdict.DONE)
    assert row(report, "m5").actual.rule is Rule.LAST
    assert row(report, "m5").actual.facts == ("plan-1@3",)
    assert "m5" not in report.total.measures


def test_a_pair_is_counted_by_its_parts():
    one = told(logged(measure="m4", quantity=None, parts=(Decimal(1), Decimal(0)), done_on=JANUARY))
    assert standing(one, "m4") == ((1, 0), (100, 0), Verdict.PARTLY)
    both = told(
        logged("e1", measure="m4", quantity=None, parts=(Decimal(1), Decimal(0)), done_on=JANUARY),
        logged("e2", measure="m4", quantity=None, parts=(Decimal(0), Decimal(1)), done_on=MARCH),
    )
    assert standing(both, "m4") == ((1, 1), (100,), Verdict.DONE)
    assert row(both, "m4").actual.rule is Rule.PAIR


def test_done_though_planned_as_a_dash_is_unplanned_and_out_of_the_total():
    report = told(logged(measure="m6"))
    assert standing(report, "m6") == ((1,), (), Verdict.UNPLANNED)
    assert row(report, "m6").share is Share.NOT_PLANNED
    assert row(told(), "m6").verdict is Verdict.NOT_PLANNED
    assert report.total.actual == 0


def test_a_blank_row_is_not_assigned_here():
    blank = measure(
        "m1", due=Deadline(state=CellState.BLANK), target=Target(state=CellState.BLANK), executors=()
    )
    assert row(told(of=plan_of(blank)), "m1").verdict is Verdict.NOT_ASSIGNED


def test_a_plan_without_a_target_column_asks_whether_it_was_done():
    document = plan_of(measure("m1", due=WHOLE))
    assert row(told(of=document), "m1").share is Share.OBLIGATORY
    assert standing(told(logged(quantity=None), of=document), "m1") == ((1,), (), Verdict.DONE)


def test_the_shares_add_up_to_all_rows():
    report = told()
    assert dict(report.shares) == {
        Share.OBLIGATORY: 4,
        Share.AS_NEEDED: 1,
        Share.NOT_PLANNED: 1,
        Share.NOT_ASSIGNED: 0,
    }
    assert sum(count for _, count in report.verdicts) == len(report.rows) == 6


def test_an_included_row_is_shown_and_stays_out_of_the_total():
    parent = measure("m1", due=by_month(m01=4), target=number(4))
    part = measure("m2", due=WHOLE, target=number(4), relation="included_in", parent="1.1")
    report = told(
        logged("e1", quantity=Decimal(4)),
        logged("e2", measure="m2", quantity=Decimal(3)),
        of=plan_of(parent, part),
    )
    assert row(report, "m2").included
    assert standing(report, "m2") == ((3,), (75,), Verdict.PARTLY)
    assert (report.total.planned, report.total.actual, report.total.percent) == (4, 4, 100)
    assert report.total.measures == ("m1",)


class TestWhileThePeriodRuns:
    def test_nothing_is_overdue_before_its_day(self):
        assert row(told(today=date(2021, 1, 15)), "m1").verdict is Verdict.NOT_STARTED

    def test_a_month_that_passed_in_silence_is_overdue(self):
        last_working_day = date(2021, 1, 29)
        assert row(told(today=last_working_day), "m1").verdict is Verdict.NOT_STARTED
        assert row(told(today=date(2021, 1, 30)), "m1").verdict is Verdict.OVERDUE

    def test_who_keeps_up_with_the_months_is_on_track(self):
        deed = logged(done_on=JANUARY)
        assert row(told(deed, today=date(2021, 2, 20)), "m1").verdict is Verdict.ON_TRACK
        assert row(told(deed, today=date(2021, 3, 1)), "m1").verdict is Verdict.PARTLY

    def test_silence_about_what_may_not_be_needed_is_no_reproach_yet(self):
        assert row(told(today=date(2021, 3, 31)), "m3").verdict is Verdict.NOT_DUE
        assert row(told(today=date(2021, 4, 1)), "m3").verdict is Verdict.NOT_REPORTED


class TestAnAnnualPlan:
    quarters = measure(
        "m1",
        target=Target(
            raw=("2", None, "1", "1", "4"),
            state=CellState.VALUE,
            kind=TargetKind.NUMBER,
            value=Decimal(4),
            per_period={"I": Decimal(2), "III": Decimal(1), "IV": Decimal(1)},
        ),
    )
    by_may = measure(
        "m2",
        due=Deadline(raw="до 20.05.2021", state=CellState.VALUE, kind=DueKind.BY_DATE, end=date(2021, 5, 20)),
        target=number(5),
    )
    plan = plan_of(quarters, by_may, period="2021")

    def test_a_quarter_column_is_the_plan_of_its_quarter(self):
        planned = row(told(of=self.plan), "m1").planned
        assert (planned.amounts, planned.rule) == ((2,), Rule.QUARTERS)

    def test_a_blank_quarter_is_not_planned_in_that_quarter(self):
        report = told(of=self.plan, period="2021Q2", today=date(2021, 7, 5))
        assert row(report, "m1").share is Share.NOT_PLANNED
        assert row(report, "m1").verdict is Verdict.NOT_PLANNED

    def test_the_year_is_the_sum_of_its_quarters(self):
        report = told(of=self.plan, period="2021", today=date(2022, 1, 5))
        assert row(report, "m1").planned.amounts == (4,)

    def test_a_term_in_a_later_quarter_is_not_due_yet(self):
        assert row(told(of=self.plan), "m2").verdict is Verdict.NOT_DUE
        assert row(told(of=self.plan), "m2").planned.amounts == ()

    def test_what_was_done_before_the_quarter_of_the_term_counts_towards_it(self):
        deeds = (
            logged("e1", measure="m2", quantity=Decimal(2)),
            logged("e2", measure="m2", quantity=Decimal(3), done_on=date(2021, 4, 7)),
        )
        early = row(told(*deeds, of=self.plan), "m2")
        assert (early.actual.amounts, early.verdict) == ((2,), Verdict.ON_TRACK)
        found = row(told(*deeds, of=self.plan, period="2021Q2", today=date(2021, 7, 5)), "m2")
        assert (found.earlier.amounts, found.actual.amounts) == ((2,), (3,))
        assert (found.percent, found.verdict) == ((100,), Verdict.DONE)

    def test_the_year_is_closed_with_its_last_quarter(self):
        closings = [closed.model_copy(update={"period": f"2021Q{q}"}) for q in (1, 2, 3, 4)]
        report = told(*closings[:3], of=self.plan, period="2021")
        assert report.closed_by is None
        assert told(*closings, of=self.plan, period="2021").closed_by == "plan-1@6"


class TestAClosedPeriod:
    def test_what_was_logged_late_stands_apart(self):
        report = told(logged("e1"), closed, logged("e2", done_on=MARCH, late=True))
        assert row(report, "m1").actual.amounts == (1,)
        [late] = report.late
        assert (late.fact, late.kind, late.on, late.amounts) == (
            "plan-1@5",
            "plan.execution-logged",
            MARCH,
            (1,),
        )
        assert (late.person, late.recorded_on) == ("Павло Мочар", date(2021, 4, 12))

    def test_a_correction_after_closing_changes_no_figure(self):
        before = told(logged("e1"), corrected(quantity=Decimal(3)), closed)
        after = told(
            logged("e1"), corrected(quantity=Decimal(3)), closed, corrected(quantity=Decimal(1), late=True)
        )
        assert row(after, "m1") == row(before, "m1")
        assert [f.kind for f in after.late] == ["plan.execution-corrected"]

    def test_a_correction_that_moves_a_deed_out_of_the_period_is_told_in_it(self):
        year = plan_of(measure("m1", due=by_month(m01=1), target=number(1)), period="2021")
        history = (logged("e1"), closed, corrected(done_on=date(2021, 4, 7), late=True))
        assert [f.on for f in told(*history, of=year).late] == [date(2021, 4, 7)]
        assert row(told(*history, of=year), "m1").actual.amounts == (1,)

    def test_a_late_retraction_names_the_day_of_the_deed(self):
        [late] = told(logged("e1"), closed, retracted(late=True)).late
        assert (late.kind, late.on, late.reason) == ("plan.execution-retracted", FEBRUARY, "не відбулося")

    def test_a_late_nil_and_a_late_level_stand_apart_too(self):
        report = told(closed, nil(late=True), level(date(2021, 3, 1), 45, late=True))
        assert [f.kind for f in report.late] == ["plan.nil-declared", "plan.indicator-reported"]
        assert row(report, "m3").verdict is Verdict.NOT_REPORTED
        assert row(report, "m5").actual.amounts == ()

    def test_what_follows_the_closing_about_another_quarter_is_not_late(self):
        year = plan_of(measure("m1", due=by_month(m01=1), target=number(1)), period="2021")
        assert told(closed, logged("e1", done_on=date(2021, 4, 7)), of=year).late == ()

    def test_its_fingerprint_does_not_change_while_nothing_new_is_told_of_it(self):
        first = told(logged("e1"), closed, position=50)
        later = told(logged("e1"), closed, position=900, today=date(2021, 9, 1))
        assert first.fingerprint == later.fingerprint
        assert told(logged("e1", quantity=Decimal(2)), closed).fingerprint != first.fingerprint


class TestWhoSigns:
    def test_the_director_approves_and_who_closed_the_period_compiled(self):
        report = told(closed)
        assert (report.director.position, report.director.name) == ("Директор", "Марта Верес")
        assert report.compiler.name == "Ольга Гринчук"

    def test_a_director_who_closed_the_period_does_not_sign_as_its_compiler_too(self):
        by_director = closed.model_copy(update={"person": "director"})
        assert told(by_director).compiler.name == "Ольга Гринчук"
        by_head = closed.model_copy(update={"person": "head-bureau"})
        assert told(by_head).compiler.name == "Степан Ковалик"

    def test_an_acting_director_signs_as_acting(self):
        acting = PersonAppointed(
            person="deputy",
            position="director",
            since=date(2021, 4, 1),
            acting=True,
            basis="наказ № 14-к",
        )
        director = told(closed, people=office(acting)).director
        assert director.name == "Остап Лозовий"
        assert "наказ № 14-к" in director.position

    def test_an_erased_name_is_counted_and_not_shown(self):
        erased = PersonRegistered(person="director", full_name=Personal(of="director", text=None))
        report = told(closed, people=office(erased))
        assert (report.director.name, report.director.erased, report.erased) == (None, True, 1)

    def test_an_erased_note_is_counted_too(self):
        note = Personal(of="clerk-education", text=None)
        assert told(logged(note=note)).erased == 1


def test_a_plan_that_is_not_in_force_has_no_report():
    drafted, _ = in_force(plan_of(JANUARY_ONLY))
    with pytest.raises(Refused, match="not-in-force"):
        compile_report("1", numbered([drafted]), office(), "2021Q1", AsOf(1, told().as_of.at))


def test_a_period_outside_the_plan_has_no_report():
    with pytest.raises(Refused, match="not-a-period-of-the-plan"):
        told(period="2021Q2")
    with pytest.raises(Refused, match="not-a-period-of-the-plan"):
        told(period="2021")


def test_the_plan_is_shown_in_its_own_words_where_it_has_no_number():
    assert row(told(), AS_NEEDED.id).planned_words == "За потребою"


def test_every_deed_of_the_period_is_told_in_the_order_of_its_days():
    deeds: list[ExecutionLogged] = [logged("e1", done_on=MARCH), logged("e2", done_on=JANUARY)]
    assert [d.on for d in row(told(*deeds), "m1").deeds] == [JANUARY, MARCH]
