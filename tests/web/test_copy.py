"""Can a planner copy a plan in force to the next period, see what moved, and settle the rest in the draft?"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Browser

from application.demo import QUARTER
from domain.plan.decisions.approval import SubmitPlan
from domain.plan.decisions.closing import ExplainShortfall
from domain.plan.decisions.execution import LogExecution
from domain.plan.decisions.handing_over import CancelMeasure
from domain.plan.events import PlanDrafted
from domain.plan.state import Status
from tests.web.browsing import Person, walk
from tests.web.office import DIRECTOR, EXECUTOR, PLANNER, Desk, fields, in_force

PLAN, ADDRESS = f"/plans/{QUARTER}", f"/plans/{QUARTER}/copy"
NEW = "ua-office-2026q4"


@pytest.fixture
def running(desk: Desk) -> Desk:
    return in_force(desk)


def made(desk: Desk):
    planner = desk.browser(PLANNER)
    form = fields(planner.get(ADDRESS).text)
    return planner, form, planner.post(ADDRESS, data=form)


def copied(desk: Desk) -> PlanDrafted:
    fact = desk.app.history(f"plan-{NEW}")[0].event
    assert isinstance(fact, PlanDrafted)
    return fact


def test_the_plan_leads_there_for_a_planner_only_and_not_from_a_draft(running: Desk):
    assert f'href="{ADDRESS}"' in running.browser(PLANNER).get(PLAN).text
    assert f'href="{ADDRESS}"' not in running.browser(EXECUTOR).get(PLAN).text
    assert running.browser(EXECUTOR).get(ADDRESS).status_code == 409


def test_a_plan_that_is_not_in_force_is_not_copied(desk: Desk):
    page = desk.browser(PLANNER).get(ADDRESS)
    assert page.status_code == 409
    assert "copy-make" not in page.text
    assert "Створити проєкт" not in page.text


def test_the_draft_has_the_measures_the_executors_and_where_it_comes_from(running: Desk):
    before = running.plan
    planner, form, page = made(running)
    fact = copied(running)
    assert page.url.path == f"/plans/{NEW}/edit"
    assert (fact.document.period, fact.document.source) == ("2026Q4", None)
    assert "4 квартал 2026" in fact.document.header.title
    assert "Строки, які скажете ви: 6</h2>" in planner.get(ADDRESS).text
    assert [m.title for m in fact.document.measures] == [m.title for m in before.text.measures]
    assert [m.executors for m in fact.document.measures] == [m.executors for m in before.text.measures]
    assert fact.copied_from is not None
    assert (fact.copied_from.plan, fact.copied_from.version) == (QUARTER, before.version)
    assert running.plan == before
    assert f'href="{PLAN}"' in planner.get(f"/plans/{NEW}").text
    planner.post(ADDRESS, data=form)
    assert running.app.history(f"plan-{NEW}-2") == []
    assert f'href="/plans/{NEW}"' in planner.get(ADDRESS).text


def test_a_month_moves_and_a_day_is_asked_and_bars_the_way(running: Desk):
    made(running)
    by_number = {m.number: m for m in copied(running).document.measures}
    assert by_number["1.1.1"].due.raw == "жовтень-2 листопад-2 грудень-3"
    assert by_number["1.1.1"].target.per_period == {
        "2026-10": Decimal(2),
        "2026-11": Decimal(2),
        "2026-12": Decimal(3),
    }
    asked = [f for f in copied(running).findings if f.code == "date-not-carried"]
    days = [m for m in running.plan.text.measures if m.due.raw.startswith("до ")]
    assert {f.measure for f in asked} >= {by_number[m.number].id for m in days}
    assert all(by_number[m.number].due.end is None for m in days)
    submit = SubmitPlan(plan=NEW, workflow="quarterly")
    running.stage.do(submit, by=PLANNER)
    state = running.app.state(f"plan-{NEW}")
    assert state.status is Status.IN_REVIEW
    assert state.open_errors()


def test_a_cancelled_measure_is_told_and_not_copied(running: Desk):
    gone = running.measure("1.3.3")
    running.stage.do(CancelMeasure(plan=QUARTER, measure=gone, reason="за рішенням"), by=DIRECTOR)
    made(running)
    assert "1.3.3" not in {m.number for m in copied(running).document.measures}
    assert "cancelled-not-copied" in {f.code for f in copied(running).findings}


def test_a_plan_that_moved_on_since_it_was_read_is_looked_at_again(running: Desk):
    planner = running.browser(PLANNER)
    form = fields(planner.get(ADDRESS).text)
    deed = {"measure": running.measure("1.3.3"), "done_on": running.stage.today, "quantity": Decimal(1)}
    running.stage.do(LogExecution(plan=QUARTER, **deed), by=EXECUTOR)
    page = planner.post(ADDRESS, data=form)
    assert page.status_code == 409
    assert running.app.history(f"plan-{NEW}") == []


@pytest.mark.browser
@pytest.mark.parametrize("language", ["uk", "vi", "en"])
def test_it_is_done_in_a_browser(house, browser: Browser, width: int, language: str):
    desk, base = house
    in_force(desk)
    planner = Person(browser, base, width, language=language, script=False)
    planner.comes_in(desk.link(PLANNER))
    assert walk(planner, {"copy": ADDRESS}, f"{language}-{width}") == []
    planner.page.locator("main button.primary").dblclick()
    planner.arrives(rf"/plans/{NEW}/edit\?")
    assert walk(planner, {"copied": f"/plans/{NEW}"}, f"{language}-{width}") == []
    planner.context.close()


def test_what_was_carried_forward_is_offered_as_the_report_shows_it_and_never_added(running: Desk):
    stage, measure = running.stage, running.measure("1.1.2")
    deed = {"measure": measure, "done_on": stage.today, "quantity": Decimal(1)}
    stage.do(LogExecution(plan=QUARTER, **deed), by=PLANNER)
    stage.on(date(2026, 10, 5))
    told = {"period": "2026Q3", "reason": "карантин", "new_term": "грудень 2026 року"}
    stage.do(ExplainShortfall(plan=QUARTER, measure=measure, **told), by=PLANNER)
    running.app.wait_for(running.app.store.head(), 10)
    assert "Перенесено з попереднього періоду: 2 з 3" in running.browser(PLANNER).get(ADDRESS).text
    made(running)
    offered = [f for f in copied(running).findings if f.code == "remainder-offered"]
    assert [(f.measure, f.proposal) for f in offered] == [("m003", "2")]
    new = next(m for m in copied(running).document.measures if m.id == "m003")
    assert new.target.value == running.plan.measures[measure].target.value == 3


def test_each_count_adds_up_to_what_stands_below_it(running: Desk):
    stage, measure = running.stage, running.measure("1.1.2")
    deed = {"measure": measure, "done_on": stage.today, "quantity": Decimal(1)}
    stage.do(LogExecution(plan=QUARTER, **deed), by=PLANNER)
    stage.on(date(2026, 10, 5))
    told = {"period": "2026Q3", "reason": "карантин", "new_term": "грудень 2026 року"}
    stage.do(ExplainShortfall(plan=QUARTER, measure=measure, **told), by=PLANNER)
    running.app.wait_for(running.app.store.head(), 10)
    page = running.browser(PLANNER).get(ADDRESS).text
    ((measures, *terms_of_all),) = re.findall(
        r"Заходів: (\d+)\. Строки: зміщено (\d+), без змін (\d+), скажете ви (\d+)\.", page
    )
    (heading,) = re.findall(r"Що треба вирішити: (\d+)", page)
    (terms,) = re.findall(r"<h2[^>]*>Строки, які скажете ви: (\d+)", page)
    listed = page.split('id="settle-title"')[1].split("</section>")[0]
    others = listed.count("<li><strong>")
    assert int(heading) == int(terms) + others
    assert others
    assert terms_of_all[-1] == terms
    assert sum(map(int, terms_of_all)) == int(measures), "each measure is counted once"
