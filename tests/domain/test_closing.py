"""The rule book of a closing: what is asked before, what never changes after, and who may open it again."""

from datetime import date
from decimal import Decimal

import pytest

from domain.people.events import ReportingRulesSet
from domain.people.rules import SetReportingRules
from domain.people.state import Organisation
from domain.plan.decider import plan as decider
from domain.plan.decisions.closing import ClosePeriod, Missing, ReopenPeriod, check_list, corrections_in
from domain.plan.decisions.correcting import (
    ConfirmCorrection,
    CorrectExecution,
    DeclineCorrection,
    RetractExecution,
    WithdrawCorrection,
)
from domain.plan.decisions.execution import LogExecution
from domain.plan.decisions.handing_over import CancelMeasure
from domain.plan.events import (
    CorrectionConfirmed,
    CorrectionDeclined,
    CorrectionRequested,
    CorrectionWithdrawn,
    ExecutionCorrected,
    ExecutionRetracted,
    MeasureCancelled,
    NilDeclared,
    PeriodClosed,
    PeriodReopened,
    ShortfallExplained,
)
from domain.plan.state import Plan, Status
from tests.domain.small_office import APRIL, AROUND, FEBRUARY, IN_FORCE, PEOPLE, logged
from tests.dsl import Given, given, new_id

DAY = date(2021, 2, 10)
Q1 = "2021Q1"
closed = PeriodClosed(period=Q1, silent=(), person="planner")
reopened = PeriodReopened(period=Q1, reason="лист регіону", person="director")


def in_force(*facts: object) -> Given:
    return given(*AROUND, *IN_FORCE, *facts)


def folded(*facts: object) -> Plan:
    return decider.fold((*IN_FORCE, *facts))


def office() -> Organisation:
    from domain.people.decisions import decider as people

    return people.fold(PEOPLE)


def missing(*facts: object) -> list[tuple[str, Missing, str | None]]:
    found = check_list(folded(*facts), Q1, office(), APRIL.date())
    return [(line.measure.id, line.missing, line.whom) for line in found]


# before
def test_the_check_list_names_what_is_missing_and_whom_to_ask():
    assert missing(logged()) == [
        ("m1", Missing.UNEXPLAINED, "head-education"),
        ("m2", Missing.SILENT, "head-education"),
        ("m3", Missing.SILENT, "head-education"),
        ("m4", Missing.SILENT, "head-education"),
        ("m5", Missing.SILENT, "head-education"),
    ]


def test_what_is_said_leaves_the_check_list():
    why = ShortfallExplained(measure="m1", period=Q1, reason="карантин", person="clerk-education")
    nil = NilDeclared(measure="m3", period=Q1, person="clerk-education")
    done = logged("e2", "m2", done_on=date(2021, 1, 12))
    assert [line[0] for line in missing(logged(), why, nil, done)] == ["m4", "m5"]


def test_no_need_in_one_month_leaves_the_others_on_the_check_list():
    january = NilDeclared(measure="m3", period="2021-01", person="clerk-education")
    assert ("m3", Missing.SILENT, "head-education") in missing(january)


def test_each_month_is_counted_for_itself_on_the_check_list():
    """Twelve in January do not make up for February."""
    january = logged("e1", quantity=Decimal(12), done_on=date(2021, 1, 12))
    assert missing(january)[0] == ("m1", Missing.UNEXPLAINED, "head-education")
    every = [logged(f"e{n}", done_on=date(2021, n, 10)) for n in (1, 2, 3)]
    assert missing(*every)[0][0] == "m2"


def test_a_period_is_not_closed_before_the_day_until_which_the_office_takes_figures_in():
    rules = ReportingRulesSet(cut_off=7, late="corrective", person="director")
    asked = ClosePeriod(plan="1", period=Q1)
    in_force(rules).when(asked, by="planner", at=APRIL).then_refused(
        "before-cut-off", period=Q1, day=date(2021, 4, 7)
    )
    assert in_force(rules).when(asked, by="planner", at=APRIL.replace(day=7)).facts()


# after
def test_a_closed_period_is_reopened_by_another_with_a_reason():
    asked = ReopenPeriod(plan="1", period=Q1, reason="лист регіону")
    in_force(closed).when(asked, by="director", at=APRIL).then(reopened)


@pytest.mark.parametrize(
    ("by", "reason", "code"),
    [("planner", "лист", "closed-it-yourself"), ("director", " ", "reason-missing")],
)
def test_a_period_is_not_reopened_by_who_closed_it_nor_without_a_reason(by, reason, code):
    asked = ReopenPeriod(plan="1", period=Q1, reason=reason)
    in_force(closed).when(asked, by=by, at=APRIL).then_refused(code)


def test_only_what_is_closed_is_reopened():
    asked = ReopenPeriod(plan="1", period=Q1, reason="лист")
    in_force().when(asked, by="director", at=APRIL).then_refused("not-closed")
    in_force(closed, reopened).when(asked, by="director", at=APRIL).then_refused("not-closed")


def test_a_reopened_period_takes_records_that_are_not_late_and_is_closed_again():
    log = LogExecution(plan="1", measure="m1", done_on=DAY, quantity=Decimal(1))
    before = in_force(closed, reopened)
    (fact,) = before.when(log, by="clerk-education", at=APRIL).facts()
    assert not fact.late
    assert before.when(ClosePeriod(plan="1", period=Q1), by="planner", at=APRIL).facts()
    assert folded(closed).status is Status.CLOSED
    assert folded(closed, reopened).status is Status.IN_FORCE


# four eyes
def correct(**fields: object) -> CorrectExecution:
    asked = {"plan": "1", "measure": "m1", "execution": "e1", "done_on": DAY, "quantity": Decimal(2)}
    return CorrectExecution(**{**asked, "reason": "полічено двічі", **fields})


requested = CorrectionRequested(
    request="correction-1",
    execution="e1",
    measure="m1",
    done_on=DAY,
    quantity=Decimal(2),
    reason="полічено двічі",
    person="clerk-education",
)
confirm = ConfirmCorrection(plan="1", request="correction-1")
confirmed = CorrectionConfirmed(request="correction-1", measure="m1", person="planner")


def test_a_correction_in_a_closed_period_waits_for_a_second_person():
    asked = requested.model_copy(update={"request": new_id("correction")})
    in_force(logged(), closed).when(correct(), by="clerk-education", at=APRIL).then(asked)
    counts = folded(logged(), closed, requested).of("m1").executions["e1"].counts
    assert counts
    assert counts.quantity == 1


def test_the_second_person_makes_it_count_and_it_is_late():
    in_force(logged(), closed, requested).when(confirm, by="planner", at=APRIL).then(
        confirmed,
        ExecutionCorrected(
            execution="e1",
            measure="m1",
            done_on=DAY,
            quantity=Decimal(2),
            reason="полічено двічі",
            person="clerk-education",
            late=True,
        ),
    )


def test_a_retraction_in_a_closed_period_takes_two_as_well():
    ask = RetractExecution(plan="1", measure="m1", execution="e1", reason="не той захід")
    (wanted,) = in_force(logged(), closed).when(ask, by="clerk-education", at=APRIL).facts()
    assert wanted.retract
    named = confirm.model_copy(update={"request": wanted.request})
    _, fact = in_force(logged(), closed, wanted).when(named, by="planner", at=APRIL).facts()
    assert fact == ExecutionRetracted(
        execution="e1", measure="m1", reason="не той захід", person="clerk-education", late=True
    )


def test_nobody_is_their_own_second_person():
    own = requested.model_copy(update={"person": "planner"})
    in_force(logged(), closed, own).when(confirm, by="planner", at=APRIL).then_refused("asked-it-yourself")
    decline = DeclineCorrection(plan="1", request="correction-1", reason="ні")
    in_force(logged(), closed, own).when(decline, by="planner", at=APRIL).then_refused("asked-it-yourself")


def test_a_correction_is_confirmed_or_declined_once():
    decline = DeclineCorrection(plan="1", request="correction-1", reason="немає підстав")
    declined = CorrectionDeclined(
        request="correction-1", measure="m1", reason="немає підстав", person="planner"
    )
    before = in_force(logged(), closed, requested)
    before.when(decline, by="planner", at=APRIL).then(declined)
    for settled in (declined, confirmed):
        done = in_force(logged(), closed, requested, settled)
        done.when(confirm, by="planner", at=APRIL).then_refused("no-such-correction")
        done.when(decline, by="planner", at=APRIL).then_refused("no-such-correction")


def test_who_asked_takes_a_request_back_and_may_then_ask_anew():
    withdraw = WithdrawCorrection(plan="1", request="correction-1", reason="помилився")
    before = in_force(logged(), closed, requested)
    back = CorrectionWithdrawn(
        request="correction-1", measure="m1", reason="помилився", person="clerk-education"
    )
    before.when(withdraw, by="clerk-education", at=APRIL).then(back)
    silent = withdraw.model_copy(update={"reason": " "})
    before.when(silent, by="clerk-education", at=APRIL).then_refused("reason-missing")
    after = in_force(logged(), closed, requested, back)
    after.when(withdraw, by="clerk-education", at=APRIL).then_refused("no-such-correction")
    after.when(confirm, by="planner", at=APRIL).then_refused("no-such-correction")
    assert after.when(correct(), by="clerk-education", at=APRIL).facts()


def test_nobody_takes_back_what_another_asked():
    withdraw = WithdrawCorrection(plan="1", request="correction-1", reason="не треба")
    for person in ("planner", "director"):
        in_force(logged(), closed, requested).when(withdraw, by=person, at=APRIL).then_refused(
            "asked-by-another", person="clerk-education"
        )


def test_one_correction_of_a_record_waits_at_a_time():
    in_force(logged(), closed, requested).when(correct(), by="clerk-education", at=APRIL).then_refused(
        "correction-waits", person="clerk-education"
    )


@pytest.mark.parametrize(
    "later",
    [
        correct(quantity=Decimal(7)),
        RetractExecution(plan="1", measure="m1", execution="e1", reason="не той захід"),
    ],
)
def test_what_waits_is_settled_before_a_record_of_a_reopened_period_is_mended_by_one(later):
    """Else the old request, confirmed after it, would undo what came later."""
    waits = in_force(logged(), closed, requested, reopened)
    waits.when(later, by="clerk-education", at=APRIL).then_refused(
        "correction-waits", person="clerk-education"
    )
    assert waits.when(confirm, by="director", at=APRIL).facts()
    no = CorrectionDeclined(request="correction-1", measure="m1", reason="ні", person="director")
    in_force(logged(), closed, requested, reopened, no).when(later, by="clerk-education", at=APRIL).facts()
    another = in_force(logged(), logged("e2"), closed, requested, reopened)
    assert another.when(later.model_copy(update={"execution": "e2"}), by="clerk-education", at=APRIL).facts()


def test_a_correction_that_moves_a_record_waits_in_the_period_it_leaves_and_in_the_one_it_comes_to():
    moved = requested.model_copy(update={"done_on": date(2021, 4, 2)})
    for period, waits in ((Q1, [moved]), ("2021Q2", [moved]), ("2021Q3", [])):
        assert corrections_in(folded(logged(), closed, moved), period) == waits


def test_in_an_open_period_one_person_is_enough():
    (fact,) = in_force(logged()).when(correct(), by="clerk-education", at=APRIL).facts()
    assert isinstance(fact, ExecutionCorrected)


# cancel
def test_a_measure_is_cancelled_by_the_director_with_a_reason_and_owes_nothing_more():
    cancelled = MeasureCancelled(measure="m2", reason="договір розірвано", person="director")
    asked = CancelMeasure(plan="1", measure="m2", reason="договір розірвано")
    in_force().when(asked, by="director", at=FEBRUARY).then(cancelled)
    in_force(cancelled).when(asked, by="director", at=FEBRUARY).then_nothing()
    in_force().when(asked, by="planner", at=FEBRUARY).then_refused("not-allowed")
    blank = CancelMeasure(plan="1", measure="m2", reason=" ")
    in_force().when(blank, by="director", at=FEBRUARY).then_refused("reason-missing")
    assert "m2" not in [line[0] for line in missing(cancelled)]
    log = LogExecution(plan="1", measure="m2", done_on=DAY, quantity=Decimal(1))
    in_force(cancelled).when(log, by="clerk-education", at=APRIL).then_refused("measure-cancelled")


# the office's rules
def test_an_office_says_until_when_it_takes_figures_in_and_where_late_facts_go():
    asked = SetReportingRules(organisation="lipky", cut_off=5, late="next")
    fact = ReportingRulesSet(cut_off=5, late="next", person="system")
    given(*PEOPLE).when(asked).then(fact)
    given(*PEOPLE, fact).when(asked).then_nothing()


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"cut_off": 61}, "cut-off-too-far"), ({"cut_off": 5, "late": "never"}, "unknown-late-rule")],
)
def test_rules_that_make_no_sense_are_refused(fields, code):
    given(*PEOPLE).when(SetReportingRules(organisation="lipky", **fields)).then_refused(code)
