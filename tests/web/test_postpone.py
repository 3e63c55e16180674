"""Can an executor ask for a later day, be answered at once, and keep the old one until it is decided?"""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from application.demo import QUARTER
from domain.plan.decisions.handing_over import CancelMeasure
from domain.plan.events import DuePostponed, PostponementRequested
from domain.run.state import Outcome
from tests.web.office import DIRECTOR, EXECUTOR, Desk, fields, in_force

PLAN = f"/plans/{QUARTER}"
NUMBER = "1.2.3"
WORDS = {"new_due": "2026-10-10", "reason": "лектор захворів"}


@pytest.fixture
def running(desk: Desk) -> Desk:
    return in_force(desk)


def address(desk: Desk) -> str:
    return f"{PLAN}/measures/{desk.measure(NUMBER)}/postpone"


def dues(desk: Desk) -> list[date]:
    return [d.due for d in desk.plan.schedule if d.measure == desk.measure(NUMBER)]


def checked(desk: Desk, **changed: str):
    executor = desk.browser(EXECUTOR)
    form = fields(executor.get(address(desk)).text)
    return executor, executor.post(address(desk), data=form | WORDS | changed)


def asked(desk: Desk):
    """The request on record, and the page that says so."""
    executor, check = checked(desk)
    page = executor.post(address(desk), data=fields(check.text))
    desk.app.wait_for(desk.app.store.head(), 10)
    return executor, page


def requests(desk: Desk):
    return list(desk.plan.requests.values())


def run_page(desk: Desk) -> str:
    return f"{PLAN}/runs/{requests(desk)[-1].request}"


def test_the_log_page_leads_there(running: Desk):
    page = running.browser(EXECUTOR).get(f"{PLAN}/measures/{running.measure(NUMBER)}/log").text
    assert f'href="{address(running)}"' in page
    assert "Попросити перенесення строку" in page


def test_a_day_off_is_told_at_once_with_the_working_day_that_counts_and_who_decides(running: Desk):
    _, page = checked(running)
    assert (
        "10.10.2026 (сб): вихідний день. Рахуватиметься робочий день перед ним: 09.10.2026 (пт)." in page.text
    )
    assert "Соломія Яворницька (Рішення директора" in page.text
    assert "До рішення діє старий строк." in page.text
    assert requests(running) == []
    _, working = checked(running, new_due="2026-10-08")
    assert "08.10.2026 (чт): робочий день." in working.text


def test_an_earlier_day_and_a_missing_reason_are_refused_beside_their_fields(running: Desk):
    _, early = checked(running, new_due="2026-09-29")
    assert early.status_code == 409
    assert 'href="#field-new_due"' in early.text
    assert "лектор захворів" in early.text
    _, silent = checked(running, reason="")
    assert silent.status_code == 422
    assert 'href="#field-reason"' in silent.text
    assert requests(running) == []


def test_a_request_is_one_fact_and_the_old_date_holds_until_it_is_decided(running: Desk):
    before = dues(running)
    executor, check = checked(running)
    form = fields(check.text)
    executor.post(address(running), data=form)
    again = executor.post(address(running), data=form)
    assert [type(r.event) for r in running.app.history(f"plan-{QUARTER}")].count(PostponementRequested) == 1
    assert "Другого запису не створено" in again.text
    assert dues(running) == before
    assert "на розгляді" in again.text


def test_the_director_finds_it_in_the_inbox_and_grants_it_on_a_page_of_its_own(running: Desk):
    old = dues(running)
    asked(running)
    director = running.browser(DIRECTOR)
    inbox = director.get("/").text
    assert "Вирішити: перенесення строку" in inbox
    assert f'href="{run_page(running)}"' in inbox
    page = director.get(run_page(running)).text
    assert "лектор захворів" in page
    assert "Затвердити план" not in page
    approve = unescape(re.search(r'href="([^"]*/approve\?[^"]*)"', page)[1])
    check = director.get(approve).text
    assert "09.10.2026 (пт)" in check
    assert "Від вашого рішення діятиме новий строк" in check
    assert "План набуде чинності" not in check
    director.post(approve.partition("?")[0], data=fields(check))
    assert any(isinstance(r.event, DuePostponed) for r in running.app.history(f"plan-{QUARTER}"))
    assert dues(running)[0] == date(2026, 10, 9) != old[0]
    assert "погоджено" in director.get(run_page(running)).text


def test_it_may_be_sent_back_with_a_remark_and_the_date_stays(running: Desk):
    old = dues(running)
    asked(running)
    director = running.browser(DIRECTOR)
    page = director.get(run_page(running)).text
    back = unescape(re.search(r'href="([^"]*/return\?[^"]*)"', page)[1])
    check = director.get(back).text
    assert "Виправити до" not in check
    assert "Автору: Максим Зеленко" in check
    form = fields(check) | {"remarks-0-text": "знайдіть іншого лектора"}
    assert director.post(back.partition("?")[0], data=form).status_code == 200
    assert dues(running) == old
    assert "знайдіть іншого лектора" in running.browser(EXECUTOR).get(run_page(running)).text


def test_who_asked_takes_it_back_and_may_ask_again(running: Desk):
    executor, _ = asked(running)
    page = executor.get(run_page(running)).text
    withdraw = unescape(re.search(r'href="([^"]*do/WithdrawSubmission[^"]*)"', page)[1])
    executor.post(
        withdraw.partition("?")[0], data=fields(executor.get(withdraw).text) | {"reason": "зможемо"}
    )
    assert "відкликано" in executor.get(run_page(running)).text
    assert 'name="new_due"' in executor.get(address(running)).text


def test_while_one_request_waits_no_second_is_offered(running: Desk):
    executor, _ = asked(running)
    page = executor.get(address(running)).text
    assert "Перенесення для заходу 1.2.3 уже просять" in page
    assert 'name="new_due"' not in page


def test_whom_the_measure_is_not_is_told_whose_it_is(running: Desk):
    page = running.browser("vira.lozynska").get(address(running)).text
    assert "виконують інші" in page
    assert 'name="new_due"' not in page


def test_the_plan_lists_what_is_asked_of_it(running: Desk):
    asked(running)
    page = running.browser(DIRECTOR).get(PLAN).text
    assert "Зміни і перенесення: 1" in page
    assert f'href="{run_page(running)}"' in page
    assert "/approve" not in page[page.index("<table") :]


def test_what_was_granted_is_shown_also_once_its_measure_was_cancelled(running: Desk):
    """The date is gone from the schedule by then; what was decided stays to be read."""
    asked(running)
    director = running.browser(DIRECTOR)
    approve = unescape(re.search(r'href="([^"]*/approve\?[^"]*)"', director.get(run_page(running)).text)[1])
    director.post(approve.partition("?")[0], data=fields(director.get(approve).text))
    assert running.plan.run_of(requests(running)[-1].request).outcome is Outcome.GRANTED
    cancel = CancelMeasure(plan=QUARTER, measure=running.measure(NUMBER), reason="лектор захворів надовго")
    running.app.do(cancel, by=DIRECTOR)
    page = director.get(run_page(running))
    assert page.status_code == 200
    assert "09.10.2026 (пт)" in page.text
