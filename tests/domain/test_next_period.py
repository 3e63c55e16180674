"""The rule book of a copy to the next period: which terms move by themselves, what a copy says of itself."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from domain.messages import Moment, Refused
from domain.plan.deadlines import read_deadline
from domain.plan.decider import plan as decider
from domain.plan.decisions.drafting import DraftPlan
from domain.plan.document import DueKind, Target
from domain.plan.events import CopiedFrom, PlanDrafted
from domain.plan.next_period import moved_deadline, moved_target, moved_words, names_of_old, next_period
from domain.plan.state import Plan
from tests.domain.small_office import BEFORE_THE_DIRECTOR, DOCUMENT, IN_FORCE

Q3 = "2026Q3"


@pytest.mark.parametrize(
    ("period", "after"),
    [("2026Q3", "2026Q4"), ("2026Q4", "2027Q1"), ("2026", "2027")],
)
def test_the_period_that_follows(period: str, after: str):
    assert next_period(period) == after


@pytest.mark.parametrize(
    ("words", "period", "later", "end"),
    [
        ("липень-2 серпень-2 вересень-3", Q3, "жовтень-2 листопад-2 грудень-3", date(2026, 12, 31)),
        ("вересень", Q3, "грудень", date(2026, 12, 31)),
        ("Липень - серпень 2026 року", Q3, "Жовтень - листопад 2026 року", date(2026, 11, 30)),
        ("жовтень", "2026Q4", "січень", date(2027, 1, 31)),
        ("листопад 2026 року", "2026Q4", "лютий 2027 року", date(2027, 2, 28)),
        ("III квартал 2026 року", Q3, "IV квартал 2026 року", date(2026, 12, 31)),
        ("Quý III", Q3, "Quý IV", date(2026, 12, 31)),
        ("Tháng 9/2026", Q3, "Tháng 12/2026", date(2026, 12, 31)),
        ("грудень 2026 року", "2026", "грудень 2027 року", date(2027, 12, 31)),
        ("Quý I - III năm 2026", "2026", "Quý I - III năm 2027", date(2027, 9, 30)),
        ("протягом кварталу", Q3, "протягом кварталу", date(2026, 12, 31)),
        ("до кінця кварталу", Q3, "до кінця кварталу", date(2026, 12, 31)),
        ("постійно", Q3, "постійно", date(2026, 12, 31)),
    ],
)
def test_a_term_moves_where_its_new_words_read_as_the_old_reading_moved(
    words: str, period: str, later: str, end: date
):
    due, _ = read_deadline(words, period, "vi" if words[0] in "QT" else "uk")
    found = moved_deadline(due, period, "uk")
    assert (found.due.raw, found.due.end, found.certain) == (later, end, True)
    assert found.due.kind is due.kind


@pytest.mark.parametrize(
    ("words", "proposal"),
    [("до 15.09.2026", "15.12.2026"), ("до 25 вересня", "25.12.2026"), ("до 30 вересня", "31.12.2026")],
)
def test_a_day_of_the_calendar_is_never_moved_but_proposed(words: str, proposal: str):
    due, _ = read_deadline(words, Q3, "uk")
    assert due.kind is DueKind.BY_DATE
    found = moved_deadline(due, Q3, "uk")
    assert (found.certain, found.due.raw, found.due.kind, found.due.end) == (False, words, DueKind.TEXT, None)
    assert found.proposal == proposal


@pytest.mark.parametrize("words", ["як складеться", "вересень-липень"])
def test_words_that_nobody_reads_stay_as_printed_and_are_asked(words: str):
    due, _ = read_deadline(words, Q3, "uk")
    found = moved_deadline(due, Q3, "uk")
    assert (found.certain, found.due.raw, found.proposal) == (False, words, "")


def test_what_a_person_said_of_the_words_is_not_moved_against_it():
    """The words say September, a person read them as the 10th: which day it is next time nobody knows."""
    due, _ = read_deadline("вересень", Q3, "uk")
    read = due.model_copy(update={"end": date(2026, 9, 10)})
    assert not moved_deadline(read, Q3, "uk").certain


def test_shares_of_months_stand_under_the_moved_months():
    due, _ = read_deadline("липень-2 вересень-3", Q3, "uk")
    target = Target(raw="5", per_period={"2026-07": Decimal(2), "2026-09": Decimal(3)})
    moved = moved_target(target, moved_deadline(due, Q3, "uk").due, Q3)
    assert moved.per_period == {"2026-10": Decimal(2), "2026-12": Decimal(3)}
    asked, _ = read_deadline("до 15.09.2026", Q3, "uk")
    assert moved_target(target, moved_deadline(asked, Q3, "uk").due, Q3).per_period == {}


def test_quarters_of_a_year_keep_their_names():
    target = Target(raw="8", per_period={"I": Decimal(3), "IV": Decimal(5)})
    due, _ = read_deadline("протягом року", "2026", "uk")
    assert moved_target(target, due, "2026").per_period == target.per_period


def test_only_the_word_beside_quarter_is_a_quarter():
    title = "План роботи на 3 квартал 2026 року, 3 заходи"
    assert moved_words(title, Q3) == "План роботи на 4 квартал 2026 року, 3 заходи"
    assert names_of_old("Звіт за липень", Q3)
    assert not names_of_old("Звіт про 3 зустрічі", Q3)


LATER = DOCUMENT.model_copy(update={"period": "2021Q2"})


def drafted_from(source: tuple, document=LATER, version: int | None = None) -> list:
    old: Plan = decider.fold(source)
    told = CopiedFrom(plan="1", version=old.version if version is None else version)
    command = DraftPlan(plan="2", document=document, copied_from=told)
    assert command.reads("lipky") == ("plan-1",)
    at = datetime(2021, 3, 20, tzinfo=UTC)
    moment = Moment(by="planner", at=at, today=at.date(), command_id="c", around={Plan: old})
    return decider.decide(Plan(), command, moment)


def test_a_copy_says_from_which_plan_as_of_which_fact():
    (fact,) = drafted_from(IN_FORCE)
    assert isinstance(fact, PlanDrafted)
    assert fact.copied_from == CopiedFrom(plan="1", version=len(IN_FORCE))


@pytest.mark.parametrize(
    ("source", "document", "version", "code"),
    [
        (BEFORE_THE_DIRECTOR, LATER, None, "not-in-force"),
        ((), LATER, None, "not-found"),
        (IN_FORCE, LATER, 1, "copy-outdated"),
        (IN_FORCE, DOCUMENT, None, "not-the-next-period"),
    ],
)
def test_a_copy_never_says_what_is_not_so(source: tuple, document, version: int | None, code: str):
    with pytest.raises(Refused) as refusal:
        drafted_from(source, document, version)
    assert refusal.value.code == code


def test_a_draft_that_is_no_copy_is_written_as_before():
    fact = PlanDrafted(document=DOCUMENT, prepared_by="planner")
    assert "copied_from" not in fact.model_dump(mode="json")
    assert DraftPlan(plan="2", document=DOCUMENT).reads("lipky") == ()
