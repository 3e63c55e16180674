"""Does the page of a period say what is missing and whom to ask, and do its acts lead where they say?"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest

from application.demo import QUARTER
from application.story.left_open import ANNUAL
from domain.plan.decisions.closing import ClosePeriod, ExplainShortfall, check_list
from domain.plan.decisions.correcting import CorrectExecution
from domain.plan.decisions.execution import LogExecution
from domain.plan.events import (
    CorrectionConfirmed,
    CorrectionWithdrawn,
    PeriodClosed,
    PeriodReopened,
    ShortfallExplained,
)
from tests.web.office import DIRECTOR, EXECUTOR, PLANNER, Desk, fields, in_force, year_in_force

PLAN = f"/plans/{QUARTER}"
PAGE = f"{PLAN}/period/2026Q3"
OCTOBER = date(2026, 10, 6)


@pytest.fixture
def ended(desk: Desk) -> Desk:
    """Three of five of measure 1.2.3 are on record; the quarter is over and open."""
    running = in_force(desk)
    deed = LogExecution(
        plan=QUARTER, measure=running.measure("1.2.3"), done_on=date(2026, 8, 6), quantity=Decimal(3)
    )
    running.stage.do(deed, by=EXECUTOR)
    running.stage.on(OCTOBER)
    return shown(running)


def shown(desk: Desk) -> Desk:
    desk.app.wait_for(desk.app.store.head(), 10)
    return desk


def closed(desk: Desk, by: str = DIRECTOR) -> Desk:
    desk.stage.do(ClosePeriod(plan=QUARTER, period="2026Q3"), by=by)
    return shown(desk)


def page(desk: Desk, person: str, address: str = PAGE) -> str:
    answer = desk.browser(person).get(address)
    assert answer.status_code == 200
    return unescape(answer.text)


def main(text: str) -> str:
    return text[text.index("<main") : text.index("</main>")]


def test_before_the_closing_every_missing_record_stands_below_the_person_to_ask(ended: Desk):
    asked = check_list(ended.plan, "2026Q3", ended.stage.people, OCTOBER)
    text = main(page(ended, DIRECTOR))
    assert f"Бракує: {len(asked)} запис" in text
    blocks = {b.partition("</summary>")[0].rpartition(">")[2]: b for b in text.split('class="ask"')[1:]}
    for line in asked:
        name = ended.stage.name(line.whom) if line.whom else "Невідомо, кого питати"
        block = next(b for heading, b in blocks.items() if heading.startswith(name))
        assert f"<h4>{line.measure.number} {line.measure.title}</h4>" in block
    assert sum(b.count("<h4>") for b in blocks.values()) == len(asked)


def test_the_plan_leads_to_the_page_and_the_page_to_the_check(ended: Desk):
    assert f'href="{PAGE}"' in page(ended, DIRECTOR, PLAN)
    assert f"{PLAN}/do/ClosePeriod?period=2026Q3" in page(ended, DIRECTOR)
    check = page(ended, DIRECTOR, f"{PLAN}/do/ClosePeriod?period=2026Q3")
    asked = check_list(ended.plan, "2026Q3", ended.stage.people, OCTOBER)
    silent = sum(line.missing == "silent" for line in asked)
    assert f"Дані не надано: {silent} захід" in check
    assert f"Зроблено менше без пояснення: {len(asked) - silent} " in check
    assert "Пізні записи підуть до уточненого звіту" in check


def test_closing_through_the_check_page_puts_the_silent_on_record(ended: Desk):
    director, address = ended.browser(DIRECTOR), f"{PLAN}/do/ClosePeriod?period=2026Q3"
    director.post(address, data=fields(director.get(address).text))
    last = ended.app.history(f"plan-{QUARTER}")[-1].event
    assert isinstance(last, PeriodClosed)
    assert last.silent
    assert ended.plan.closed == ("2026Q3",)


def test_a_period_that_somebody_closed_says_who_and_when_and_is_not_closed_twice(ended: Desk):
    director, address = ended.browser(DIRECTOR), f"{PLAN}/do/ClosePeriod?period=2026Q3"
    form = fields(director.get(address).text)
    closed(ended, by=PLANNER)
    text = main(page(ended, DIRECTOR))
    assert "Період закрито, III квартал 2026 року: Олена Гончар" in text
    assert "06.10.2026" in text
    assert "Бракує" not in text
    late = director.post(address, data=form)
    assert late.status_code == 409
    assert "Олена Гончар" in late.text
    assert sum(isinstance(r.event, PeriodClosed) for r in ended.app.history(f"plan-{QUARTER}")) == 1


def test_a_shortfall_is_explained_from_the_page_and_then_stands_there_with_its_term(ended: Desk):
    executor = ended.browser(EXECUTOR)
    text = executor.get(PAGE).text
    own = ended.measure("1.2.3")
    address = unescape(next(a for a in re.findall(r'href="([^"]*ExplainShortfall[^"]*)"', text) if own in a))
    typed = {"reason": "Зал не працював", "new_term": "до 20.11.2026"}
    executor.post(address, data=fields(executor.get(address).text) | typed)
    told = ended.app.history(f"plan-{QUARTER}")[-1].event
    assert isinstance(told, ShortfallExplained)
    assert (told.measure, told.period) == (own, "2026Q3")
    section = main(page(ended, DIRECTOR)).split('id="explained"')[1]
    assert "Зал не працював" in section
    assert "Новий строк: до 20.11.2026" in section
    assert "виконано: 3" in section


def test_only_who_may_explain_is_offered_it(ended: Desk):
    others = [m for m in ended.plan.text.measures if m.number == "1.2.3"]
    assert f"ExplainShortfall?measure={others[0].id}" in page(ended, EXECUTOR)
    executors = set(re.findall(r"ExplainShortfall\?measure=(\w+)", page(ended, EXECUTOR)))
    planners = set(re.findall(r"ExplainShortfall\?measure=(\w+)", page(ended, PLANNER)))
    assert executors < planners


def test_a_correction_waits_on_the_page_and_a_second_person_confirms_it_there(ended: Desk):
    closed(ended)
    measure = ended.measure("1.2.3")
    record = next(iter(ended.plan.of(measure).executions))
    wanted = CorrectExecution(
        plan=QUARTER,
        measure=measure,
        execution=record,
        done_on=date(2026, 8, 6),
        quantity=Decimal(4),
        reason="описка",
    )
    ended.stage.do(wanted, by=EXECUTOR)
    shown(ended)
    own = main(page(ended, EXECUTOR))
    assert "описка" in own
    assert "ConfirmCorrection" not in own
    planner = ended.browser(PLANNER)
    text = unescape(planner.get(PAGE).text)
    waits = text.split('id="waiting"')[1]
    assert "було: 06.08.2026 (чт): 3" in re.sub(r"<[^>]+>", "", waits)
    assert "стало: 06.08.2026 (чт): 4" in re.sub(r"<[^>]+>", "", waits)
    [address] = re.findall(r'href="([^"]*ConfirmCorrection[^"]*)"', text)
    check = planner.get(address).text
    assert "описка" in check
    planner.post(address, data=fields(check))
    facts = [r.event for r in ended.app.history(f"plan-{QUARTER}")]
    assert sum(isinstance(f, CorrectionConfirmed) for f in facts) == 1
    after = main(page(ended, PLANNER))
    assert "Виправлення чекають" not in after
    assert "Пізні записи: 1" in after


def test_who_asked_for_a_correction_is_told_why_another_must_look(ended: Desk):
    measure = ended.measure("1.2.3")
    closed(ended)
    record = next(iter(ended.plan.of(measure).executions))
    mend = {"plan": QUARTER, "measure": measure, "execution": record, "done_on": date(2026, 8, 6)}
    ended.stage.do(CorrectExecution(**mend, quantity=Decimal(4), reason="описка"), by=PLANNER)
    text = main(page(shown(ended), PLANNER))
    assert "тобто ви самі" in text
    assert "ConfirmCorrection" not in text


def test_who_asked_takes_the_request_back_on_the_page_and_nobody_else_is_offered_that(ended: Desk):
    measure = ended.measure("1.2.3")
    closed(ended)
    record = next(iter(ended.plan.of(measure).executions))
    mend = {"plan": QUARTER, "measure": measure, "execution": record, "done_on": date(2026, 8, 6)}
    ended.stage.do(CorrectExecution(**mend, quantity=Decimal(4), reason="описка"), by=EXECUTOR)
    shown(ended)
    assert "WithdrawCorrection" not in page(ended, PLANNER)
    executor = ended.browser(EXECUTOR)
    [address] = set(re.findall(r'href="([^"]*WithdrawCorrection[^"]*)"', unescape(executor.get(PAGE).text)))
    check = executor.get(address)
    assert "Запис залишиться, яким є" in check.text
    blank = executor.post(address, data=fields(check.text))
    assert blank.status_code == 422
    form = fields(blank.text) | {"reason": "помилився"}
    assert executor.post(address, data=form).status_code == 200
    executor.post(address, data=form)
    facts = [r.event for r in ended.app.history(f"plan-{QUARTER}")]
    assert sum(isinstance(f, CorrectionWithdrawn) for f in facts) == 1
    assert "Виправлення чекають" not in main(page(ended, EXECUTOR))


def test_who_closed_it_reads_that_another_must_open_it_and_another_does_with_a_reason(ended: Desk):
    closed(ended, by=PLANNER)
    assert "Відкрити його має хтось інший" in page(ended, PLANNER)
    director, address = ended.browser(DIRECTOR), f"{PLAN}/do/ReopenPeriod?period=2026Q3"
    assert address in unescape(director.get(PAGE).text)
    blank = director.post(address, data=fields(director.get(address).text))
    assert blank.status_code == 422
    director.post(address, data=fields(blank.text) | {"reason": "лист регіону"})
    assert isinstance(ended.app.history(f"plan-{QUARTER}")[-1].event, PeriodReopened)
    assert "лист регіону" in page(ended, DIRECTOR)


def test_before_the_cut_off_day_it_says_from_when_it_may_be_closed(desk: Desk):
    running = in_force(desk)
    text = page(running, DIRECTOR)
    assert "Закрити можна з 01.10.2026" in text
    assert "Період триває до 30.09.2026" in text
    assert "do/ClosePeriod" not in text


def test_what_is_explained_is_no_longer_asked_for(ended: Desk):
    before = len(check_list(ended.plan, "2026Q3", ended.stage.people, OCTOBER))
    told = ExplainShortfall(plan=QUARTER, measure=ended.measure("1.2.3"), period="2026Q3", reason="Ремонт")
    ended.stage.do(told, by=EXECUTOR)
    assert f"Бракує: {before - 1} запис" in page(shown(ended), DIRECTOR)


def test_each_quarter_of_a_year_has_its_own_page_and_its_own_explanations(desk: Desk):
    year = year_in_force(desk)
    text = main(page(year, PLANNER, f"/plans/{ANNUAL}/period/2026Q2"))
    led = re.findall(r"ExplainShortfall\?measure=\w+&period=(\w+)", text)
    assert set(led) == {"2026Q2"}
    assert f'href="/plans/{ANNUAL}/period/2026Q4"' in text
    assert "Ще не закрито: I квартал 2026 року" in text


@pytest.mark.parametrize(
    "address", [f"{PLAN}/period/2026Q4", f"{PLAN}/period/x", "/plans/none/period/2026Q3"]
)
def test_a_period_that_is_not_of_the_plan_has_no_page(ended: Desk, address: str):
    assert ended.browser(DIRECTOR).get(address).status_code == 404


def test_a_plan_that_is_not_in_force_has_no_period_to_close(desk: Desk):
    assert desk.browser(DIRECTOR).get(PAGE).status_code == 409


def test_a_foreign_office_finds_no_such_page(ended: Desk):
    assert ended.browser("to.van.phuc", office="vn-office").get(PAGE).status_code == 404
