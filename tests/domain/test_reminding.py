"""The rule book of a reminder by the office above: of what, once a day, and who is told."""

from datetime import UTC, date, datetime

from application.reactions.when_office_reminded_tell_who_leads_it import (
    when_office_reminded_tell_who_leads_it,
)
from domain.people.may import MAY_BELOW
from domain.plan.decisions.reminding import RemindOffice
from domain.plan.events import OfficeReminded, PeriodClosed
from tests.domain.small_office import APRIL, IN_FORCE, drafted, logged
from tests.dsl import Given, given
from tests.reactions.asked import asks

Q1 = "2021Q1"
REMIND = RemindOffice(plan="1", period=Q1)
ABOVE = {"by": "nestor.holub"}


def in_force(*facts: object) -> Given:
    return given(*IN_FORCE, *facts)


def reminded(on: date, *silent: str) -> OfficeReminded:
    return OfficeReminded(period=Q1, silent=silent, on=on, person="nestor.holub")


def test_it_names_what_owed_something_by_now_and_was_passed_over_in_silence():
    day = date(2021, 2, 12)
    at = datetime(2021, 2, 12, 9, tzinfo=UTC)
    in_force().when(REMIND, at=at, **ABOVE).then(reminded(day, "m1", "m2", "m4"))
    in_force(logged()).when(REMIND, at=at, **ABOVE).then(reminded(day, "m2", "m4"))
    all_of_it = reminded(APRIL.date(), "m1", "m2", "m3", "m4", "m5")
    in_force().when(REMIND, at=APRIL, **ABOVE).then(all_of_it)


def test_before_a_due_date_nothing_is_owed_yet():
    at = datetime(2021, 1, 20, 9, tzinfo=UTC)
    in_force().when(REMIND, at=at, **ABOVE).then_refused("nothing-owed-yet")


def test_an_office_is_reminded_once_a_day_and_again_on_the_next():
    before = reminded(APRIL.date(), "m1")
    in_force(before).when(REMIND, at=APRIL, **ABOVE).then_refused("reminded-today", day=APRIL.date())
    assert in_force(reminded(date(2021, 4, 1), "m1")).when(REMIND, at=APRIL, **ABOVE).facts()


def test_nobody_is_asked_for_a_closed_period_or_one_that_the_plan_has_not():
    closed = PeriodClosed(period=Q1, silent=(), person="planner")
    in_force(closed).when(REMIND, at=APRIL, **ABOVE).then_refused("period-closed")
    other = RemindOffice(plan="1", period="2021Q2")
    in_force().when(other, at=APRIL, **ABOVE).then_refused("not-a-period-of-the-plan")
    given(drafted).when(REMIND, at=APRIL, **ABOVE).then_refused("not-in-force")


def test_those_who_plan_and_direct_get_one_letter_a_day_that_lists_what_is_missing():
    fact = reminded(APRIL.date(), "m1", "m2")
    told = asks(when_office_reminded_tell_who_leads_it, *IN_FORCE, fact)
    assert {n.recipient for n in told} == {"planner", "director"}
    assert [(line.measure, line.due) for line in told[0].lines] == [
        ("m1", date(2021, 1, 31)),
        ("m2", date(2021, 1, 31)),
    ]
    again = asks(when_office_reminded_tell_who_leads_it, *IN_FORCE, fact)
    assert [n.notice for n in again] == [n.notice for n in told]
    morrow = asks(when_office_reminded_tell_who_leads_it, *IN_FORCE, reminded(date(2021, 4, 7), "m1"))
    assert {n.notice for n in morrow} & {n.notice for n in told} == set()


def test_only_who_directs_or_supervises_above_reminds():
    assert MAY_BELOW["RemindOffice"] == {"director", "supervisor"}
