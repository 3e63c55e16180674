"""Do a director and an executor, each in a real browser, do their work with no word clipped?"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from application.demo import QUARTER
from application.story.left_open import ANNUAL
from domain.plan.state import Status
from tests.web.browsing import Person, walk
from tests.web.office import DIRECTOR, EXECUTOR, PLANNER, in_force, year_in_force

pytestmark = pytest.mark.browser
PLAN = f"/plans/{QUARTER}"


def test_a_director_approves_and_an_executor_logs_and_both_see_it(
    house, browser: Browser, seat: tuple[int, bool]
):
    width, script = seat
    desk, base = house
    director = Person(browser, base, width, language="uk", script=script)
    executor = Person(browser, base, width, language="uk", script=script)
    director.comes_in(desk.link(DIRECTOR))
    executor.comes_in(desk.link(EXECUTOR))
    executor.sees("Зараз на вас нічого не очікує")
    director.sees("Очікує на вас: 1")
    director.page.locator("main .button.primary").click()
    director.page.get_by_role("link", name="Затвердити…").click()
    director.page.get_by_role("button", name="Затвердити план").click()
    director.sees("План набрав чинності")
    executor.page.reload()
    executor.page.get_by_role("link", name=re.compile("^Записати: ")).first.click()
    executor.page.get_by_role("button", name="Записати виконання").click()
    executor.sees("Максим Зеленко, Фахівець з правової просвіти")
    director.goes(f"{PLAN}/history")
    director.sees("Записано: Максим Зеленко, Фахівець з правової просвіти")
    assert desk.plan.status is Status.IN_FORCE
    assert sum(len(c.executions) for c in desk.plan.carried.values()) == 1
    assert director.complaints + executor.complaints == []
    director.context.close()
    executor.context.close()


@pytest.mark.parametrize("language", ["uk", "vi", "en"])
def test_nothing_is_clipped_too_small_or_asked_from_elsewhere(
    house, browser: Browser, width: int, language: str
):
    desk, base = house
    director = Person(browser, base, width, language=language, script=True)
    director.goes(desk.link(DIRECTOR))
    director.photographs(f"{language}-{width}-sign-in")
    director.presses()
    before = {"inbox": "/", "plans": "/plans", "plan": PLAN, "changed": f"{PLAN}?only=changed"}
    before |= {"approve": f"{PLAN}/approve", "return": f"{PLAN}/return", "history": f"{PLAN}/history"}
    assert walk(director, before, f"{language}-{width}-director") == []
    in_force(desk)
    executor = Person(browser, base, width, language=language, script=True)
    executor.comes_in(desk.link(EXECUTOR))
    log = f"{PLAN}/measures/{desk.measure('1.2.3')}/log"
    after = {"inbox": "/", "my": "/my", "plan": PLAN, "log": log, "read": f"{PLAN}/do/Acknowledge"}
    after |= {"period": f"{PLAN}/period/2026Q3"}
    assert walk(executor, after, f"{language}-{width}-executor") == []
    director.context.close()
    executor.context.close()


def test_the_quarters_of_a_measure_stand_in_one_row_and_every_card_lets_its_period_be_logged(
    house, browser: Browser, width: int
):
    desk, base = house
    year_in_force(desk)
    executor = Person(browser, base, width, language="uk", script=True)
    executor.comes_in(desk.link(EXECUTOR))
    own = next(m for m in desk.stage.plan(ANNUAL).text.measures if m.number == "1.1.2.1")
    log = f"/plans/{ANNUAL}/measures/{own.id}/log?for=2026Q1"
    assert walk(executor, {"my": "/my", "log": log, "plan": f"/plans/{ANNUAL}"}, f"uk-{width}-year") == []
    cells = executor.page.locator(f"#m-{own.id} > :is(.c-quarter, .c-total)").all()
    boxes = [box for cell in cells if (box := cell.bounding_box())]
    assert len(boxes) == 5
    assert len({box["y"] for box in boxes}) == 1
    executor.context.close()


def test_what_is_asked_of_the_director_is_seen_above_the_bar_without_scrolling(
    house, browser: Browser, width: int
):
    desk, base = house
    director = Person(browser, base, width, language="uk", script=True)
    director.comes_in(desk.link(DIRECTOR))
    director.goes(PLAN)
    bar = director.page.locator(".bar").bounding_box()
    turn = director.page.locator(".your-turn").bounding_box()
    assert bar
    assert turn
    assert turn["y"] + turn["height"] <= bar["y"]
    own = director.page.locator(".route .mine")
    own.evaluate("step => step.scrollIntoView({block: 'end'})")
    step = own.bounding_box()
    assert step
    assert step["y"] + step["height"] <= bar["y"]
    director.context.close()


def test_an_error_is_told_on_top_and_leads_to_its_field(house, browser: Browser, width: int):
    desk, base = house
    director = Person(browser, base, width, language="uk", script=True)
    director.comes_in(desk.link(DIRECTOR))
    director.goes(f"{PLAN}/return")
    director.presses()
    director.photographs(f"uk-{width}-error")
    expect(director.page).to_have_title(re.compile("^Помилка:"))
    director.page.get_by_role("alert").get_by_role("link").click()
    expect(director.page.locator("#field-remarks")).to_be_in_viewport()
    assert [c for c in director.complaints if "422" not in c] == []
    director.context.close()


def test_a_keyboard_alone_reaches_the_content_and_every_act(house, browser: Browser):
    desk, base = house
    planner = Person(browser, base, 1280, language="uk", script=True)
    planner.comes_in(desk.link(PLANNER))
    planner.page.keyboard.press("Tab")
    assert planner.page.evaluate("document.activeElement.textContent") == "Перейти до змісту"
    planner.page.keyboard.press("Enter")
    planner.page.keyboard.press("Tab")
    assert planner.page.evaluate("document.activeElement.closest('main') !== null")
    planner.context.close()


@pytest.mark.parametrize("language", ["uk", "vi", "en"])
def test_every_number_opens_to_its_facts_without_a_script(house, browser: Browser, width: int, language: str):
    desk, base = house
    in_force(desk)
    reader = Person(browser, base, width, language=language, script=False)
    reader.comes_in(desk.link(EXECUTOR))
    report, name = f"{PLAN}/reports/2026Q3", f"{language}-{width}-explain"
    figure = f"/explain/plan-{QUARTER}/2026Q3"
    pages = {"report": report, "planned": f"{figure}/1.1.1/planned", "total": f"{figure}/total/planned"}
    pages |= {"state": f"{figure}/verdicts/overdue", "node": "/explain/rollup/2026Q3/ua-office/planned"}
    assert walk(reader, pages, name) == []
    reader.goes(report)
    reader.page.locator("#m-m001 td:nth-child(3) a").click()
    reader.page.wait_for_url(f"**{figure}/1.1.1/planned")
    expect(reader.page.locator(".large")).to_have_text("7")
    reader.page.locator(".facts a").first.click()
    reader.page.wait_for_url(f"**{PLAN}/facts/*")
    reader.context.close()
