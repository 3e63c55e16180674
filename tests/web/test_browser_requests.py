"""Are requests about a plan in force asked and decided in a real browser, on a phone and a desktop?"""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import Browser

from application.demo import QUARTER
from tests.web.browsing import Person, walk
from tests.web.office import DIRECTOR, EXECUTOR, PLANNER, in_force

pytestmark = pytest.mark.browser
PLAN = f"/plans/{QUARTER}"


def test_a_later_day_is_asked_for_and_granted(house, browser: Browser, seat: tuple[int, bool]):
    width, script = seat
    desk, base = house
    in_force(desk)
    measure = desk.measure("1.2.3")
    executor = Person(browser, base, width, language="uk", script=script)
    executor.comes_in(desk.link(EXECUTOR))
    executor.goes(f"{PLAN}/measures/{measure}/log")
    executor.page.get_by_role("link", name="Попросити перенесення строку").click()
    executor.photographs(f"uk-{width}-postpone")
    executor.page.get_by_label("Новий строк").fill("2026-10-10")
    executor.page.get_by_label("Підстава").fill("лектор захворів")
    executor.page.get_by_role("button", name="Далі: перевірити").click()
    executor.sees("Рахуватиметься робочий день перед ним: 09.10.2026 (пт)")
    executor.photographs(f"uk-{width}-postpone-check")
    executor.page.get_by_role("button", name="Попросити").dblclick()
    executor.sees("на розгляді")  # what else it says depends on which of the two clicks was answered
    assert len(desk.plan.requests) == 1
    director = Person(browser, base, width, language="uk", script=script)
    director.comes_in(desk.link(DIRECTOR))
    director.photographs(f"uk-{width}-postpone-inbox")
    director.page.get_by_role("link", name="Переглянути").first.click()
    director.page.get_by_role("link", name=re.compile("^Затвердити")).click()
    director.photographs(f"uk-{width}-postpone-approve")
    director.page.get_by_role("button", name="Затвердити").click()
    director.sees("Строк перенесено")
    assert [d.due for d in desk.plan.schedule if d.measure == measure] == [date(2026, 10, 9)]
    run = next(iter(desk.plan.requests))
    assert walk(director, {"run": f"{PLAN}/runs/{run}", "plan": PLAN}, f"uk-{width}-postponed") == []
    director.context.close()
    executor.context.close()


@pytest.mark.parametrize("language", ["uk", "vi", "en"])
def test_nothing_of_it_is_clipped_or_too_small(house, browser: Browser, width: int, language: str):
    desk, base = house
    in_force(desk)
    executor = Person(browser, base, width, language=language, script=True)
    executor.comes_in(desk.link(EXECUTOR))
    postpone = f"{PLAN}/measures/{desk.measure('1.2.3')}/postpone"
    assert walk(executor, {"postpone": postpone}, f"{language}-{width}-requests") == []
    executor.page.locator("#input-new_due").fill("2026-10-10")
    executor.page.locator("#input-reason").fill("лектор захворів")
    executor.presses()
    executor.presses()
    run = next(iter(desk.plan.requests))
    assert walk(executor, {"run": f"{PLAN}/runs/{run}"}, f"{language}-{width}-requests") == []
    director = Person(browser, base, width, language=language, script=True)
    director.comes_in(desk.link(DIRECTOR))
    check = f"{PLAN}/approve?step=director&run={run}"
    assert walk(director, {"inbox": "/", "check": check}, f"{language}-{width}-requests") == []
    director.context.close()
    executor.context.close()


def test_a_cell_of_a_plan_in_force_is_proposed_and_submitted(house, browser: Browser, seat: tuple[int, bool]):
    width, script = seat
    desk, base = house
    in_force(desk)
    planner = Person(browser, base, width, language="uk", script=script)
    planner.comes_in(desk.link(PLANNER))
    planner.goes(PLAN)
    planner.page.get_by_role("link", name="Запропонувати зміни…").click()
    planner.page.get_by_role("link", name="Змінити: 1.2.3").click()
    planner.page.locator("#input-due").fill("до 15.10.2026")
    planner.page.get_by_label("Підстава").fill("лектор захворів")
    planner.photographs(f"uk-{width}-amend-cells")
    planner.page.get_by_role("button", name="Додати до змін").dblclick()
    planner.sees("Готуються зміни")
    planner.photographs(f"uk-{width}-amend")
    planner.page.get_by_role("link", name="Подати зміни на погодження…").click()
    planner.sees("Кого запитаємо: 2")
    planner.photographs(f"uk-{width}-amend-submit")
    planner.page.get_by_role("button", name="Подати зміни на погодження").dblclick()
    planner.sees("на розгляді")
    (amendment,) = desk.plan.amendments
    assert planner.complaints == []
    pages = {"run": f"{PLAN}/runs/{amendment}", "amend": f"{PLAN}/amend"}
    pages |= {"cells": f"{PLAN}/amend/{desk.measure('1.1.1')}"}
    assert walk(planner, pages, f"uk-{width}-amended") == []
    planner.context.close()
