"""Can an executor see what is theirs and write it down, once, truly, and mend it?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from application.demo import QUARTER
from application.letters import link
from domain.notice.events import NoticeRaised
from domain.plan.document import Additivity, TargetKind
from domain.plan.events import (
    AssignmentContested,
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
    IndicatorReported,
    NilDeclared,
    ShortfallExplained,
)
from tests.web.office import DIRECTOR, EXECUTOR, PLANNER, Desk, fields, in_force

PLAN = f"/plans/{QUARTER}"


@pytest.fixture
def running(desk: Desk) -> Desk:
    return in_force(desk)


def last(desk: Desk):
    return desk.app.history(f"plan-{QUARTER}")[-1].event


def log_page(desk: Desk, number: str) -> str:
    return f"{PLAN}/measures/{desk.measure(number)}/log"


def test_my_measures_are_those_whose_words_mean_me(running: Desk):
    page = running.browser(EXECUTOR).get("/my").text
    meant = {"unit:outreach", "position:outreach-specialist", f"person:{EXECUTOR}"}
    mine = [m for m in running.plan.text.measures if meant & {e.to for e in m.executors}]
    others = [m for m in running.plan.text.measures if m not in mine]
    assert mine
    assert others
    assert all(f"/measures/{m.id}/log" in page for m in mine if m.obliges)
    assert not [m.id for m in others if f"/measures/{m.id}/log" in page]


def test_the_link_of_a_letter_leads_to_the_row_it_speaks_of(running: Desk):
    raised = NoticeRaised(
        organisation="lypky",
        recipient=EXECUTOR,
        kind="due",
        subject="s",
        due_version="1",
        plan=QUARTER,
        measure=running.measure("1.2.3"),
    )
    page, _, row = link("", raised, running.plan).partition("#")
    assert page == PLAN
    assert f'<tr id="{row}"' in running.browser(EXECUTOR).get(page).text


def test_a_deed_is_logged_for_today_with_what_remains(running: Desk):
    executor, address = running.browser(EXECUTOR), log_page(running, "1.2.3")
    page = executor.post(address, data=fields(executor.get(address).text) | {"note": "Усі п'ять"})
    logged = last(running)
    assert isinstance(logged, ExecutionLogged)
    assert (logged.done_on, logged.quantity, logged.person) == (date(2026, 8, 6), Decimal(5), EXECUTOR)
    assert logged.note is not None
    assert (logged.note.of, logged.note.text) == (EXECUTOR, "Усі п'ять")
    assert "Разом: 5; заплановано: 5." in page.text


def test_what_was_logged_is_seen_by_the_director_at_once(running: Desk):
    executor, director, address = (
        running.browser(EXECUTOR),
        running.browser(DIRECTOR),
        log_page(running, "1.2.3"),
    )
    executor.post(address, data=fields(executor.get(address).text))
    page = director.get(PLAN).text
    row = page[page.index(f'<tr id="m-{running.measure("1.2.3")}"') :].split("</tr>")[0]
    assert "виконано" in row
    assert "Максим Зеленко" in director.get(f"{PLAN}/history").text


def test_a_double_tap_is_one_record(running: Desk):
    executor, address = running.browser(EXECUTOR), log_page(running, "1.2.3")
    form = fields(executor.get(address).text)
    executor.post(address, data=form)
    assert "Другого запису не створено" in executor.post(address, data=form).text
    assert len(running.plan.of(running.measure("1.2.3")).executions) == 1


def test_the_same_deed_again_is_a_question_and_the_answer_counts(running: Desk):
    executor, address = running.browser(EXECUTOR), log_page(running, "1.2.3")
    executor.post(address, data=fields(executor.get(address).text) | {"quantity": "2"})
    asked = executor.post(address, data=fields(executor.get(address).text) | {"quantity": "2"})
    assert asked.status_code == 409
    assert "Це той самий випадок?" in asked.text
    executor.post(address, data=fields(asked.text) | {"again": "true"})
    assert len(running.plan.of(running.measure("1.2.3")).executions) == 2


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ({"quantity": "", "place": "Сільрада"}, 409, "Вкажіть число, більше за 0"),
        ({"quantity": "п'ять", "place": "Сільрада"}, 422, "вкажіть число, не менше за 0"),
        ({"quantity": "-1", "place": "Сільрада"}, 422, "вкажіть число, не менше за 0"),
        ({"when": "other", "other": "2026-08-07", "place": "Сільрада"}, 409, "Дата ще не настала"),
        ({"when": "other", "other": "", "place": "Сільрада"}, 422, "заповніть це поле"),
        ({"when": "other", "other": "31.07.2026", "place": "Сільрада"}, 422, "вкажіть дату"),
    ],
)
def test_what_cannot_be_recorded_comes_back_with_why_and_with_what_was_typed(
    running: Desk, typed: dict[str, str], status: int, words: str
):
    executor, address = running.browser(EXECUTOR), log_page(running, "1.2.3")
    before = running.app.store.head()
    answer = executor.post(address, data=fields(executor.get(address).text) | typed)
    assert answer.status_code == status
    assert words in answer.text
    assert 'value="Сільрада"' in answer.text
    assert "<title>Помилка:" in answer.text
    assert running.app.store.head() == before


def test_a_decimal_comma_is_a_number(running: Desk):
    executor, address = running.browser(EXECUTOR), log_page(running, "1.2.3")
    executor.post(address, data=fields(executor.get(address).text) | {"quantity": "1,5"})
    assert last(running).quantity == Decimal("1.5")


def test_a_record_is_corrected_and_retracted_with_a_reason(running: Desk):
    executor, address = running.browser(EXECUTOR), log_page(running, "1.2.3")
    executor.post(address, data=fields(executor.get(address).text) | {"quantity": "3"})
    record = next(iter(running.plan.of(running.measure("1.2.3")).executions))
    correct = f"{PLAN}/do/CorrectExecution?measure={running.measure('1.2.3')}&execution={record}"
    form = fields(executor.get(correct).text)
    assert form["quantity"] == "3"
    nameless = executor.post(correct, data=form | {"quantity": "2"})
    assert (nameless.status_code, "Підстава: заповніть це поле" in nameless.text) == (422, True)
    executor.post(correct, data=form | {"quantity": "2", "reason": "описка"})
    assert isinstance(last(running), ExecutionCorrected)
    retract = f"{PLAN}/do/RetractExecution?measure={running.measure('1.2.3')}&execution={record}"
    executor.post(retract, data=fields(executor.get(retract).text) | {"reason": "не та подія"})
    assert isinstance(last(running), ExecutionRetracted)
    assert "відкликано" in executor.get(address).text


def test_a_level_is_reported_as_a_level(running: Desk):
    stock = next(m for m in running.plan.text.measures if m.additivity is Additivity.STOCK)
    planner, address = running.browser(PLANNER), f"{PLAN}/measures/{stock.id}/log"
    page = planner.get(address).text
    assert "Скільки всього зараз?" in page
    planner.post(address, data=fields(page) | {"value": "36"})
    assert isinstance(last(running), IndicatorReported)


def test_no_need_and_a_shortfall_are_said_in_words(running: Desk):
    needed = next(m for m in running.plan.text.measures if m.target.kind is TargetKind.AS_NEEDED)
    planner = running.browser(PLANNER)
    nil = f"{PLAN}/do/DeclareNil?measure={needed.id}&period=2026-07"
    planner.post(nil, data=fields(planner.get(nil).text))
    assert isinstance(last(running), NilDeclared)
    short = f"{PLAN}/do/ExplainShortfall?measure={running.measure('1.2.3')}"
    form = fields(planner.get(short).text) | {"reason": "ремонт", "new_term": "жовтень"}
    planner.post(short, data=form)
    assert isinstance(last(running), ShortfallExplained)


def test_a_measure_is_said_not_to_be_mine_and_the_page_says_so(running: Desk):
    executor, address = running.browser(EXECUTOR), log_page(running, "1.2.3")
    assert "Це не моє</a>" in executor.get(address).text
    contest = f"{PLAN}/do/ContestAssignment?measure={running.measure('1.2.3')}"
    executor.post(contest, data=fields(executor.get(contest).text) | {"reason": "це веде бюро"})
    assert isinstance(last(running), AssignmentContested)
    page = executor.get(address).text
    assert "каже, що захід не його: «це веде бюро»" in page
    assert "Це не моє</a>" not in page


def test_reading_is_signed_once(running: Desk):
    executor = running.browser(EXECUTOR)
    address = f"{PLAN}/do/Acknowledge"
    executor.post(address, data=fields(executor.get(address).text))
    assert EXECUTOR in running.plan.acknowledged
    assert "Ознайомлено…" not in executor.get(PLAN).text


def test_a_measure_of_others_cannot_be_logged_by_a_form_made_up(running: Desk):
    executor = running.browser(EXECUTOR)
    foreign = next(m for m in running.plan.text.measures if {e.to for e in m.executors} == {"unit:finance"})
    address, before = f"{PLAN}/measures/{foreign.id}/log", running.app.store.head()
    assert "Записати виконання</button>" not in executor.get(address).text
    form = fields(executor.get(log_page(running, "1.2.3")).text)
    assert executor.post(address, data=form).status_code == 409
    assert running.app.store.head() == before
