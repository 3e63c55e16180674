"""Is a returned draft mended and submitted again in a real browser, on a phone and a desktop?"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from application.demo import QUARTER
from domain.plan.decisions.approval import ReturnPlan
from domain.plan.state import Status
from domain.run.events import Remark
from tests.web.browsing import Person, walk
from tests.web.office import DIRECTOR, PLANNER

pytestmark = pytest.mark.browser
EDIT = f"/plans/{QUARTER}/edit"


def test_a_returned_draft_is_mended_and_submitted(house, browser: Browser, seat: tuple[int, bool]):
    width, script = seat
    desk, base = house
    measure = desk.measure("1.2.3")
    remark = Remark(measure=measure, field="due", text="Раніше, до наради 21 вересня")
    desk.stage.do(ReturnPlan(plan=QUARTER, step="director", remarks=(remark,)), by=DIRECTOR)
    desk.app.wait_for(desk.app.store.head(), 10)
    planner = Person(browser, base, width, language="uk", script=script)
    planner.comes_in(desk.link(PLANNER))
    planner.goes(f"/plans/{QUARTER}")
    planner.page.get_by_role("link", name="Правити проєкт").click()
    planner.sees("Раніше, до наради 21 вересня")
    planner.page.get_by_role("link", name="Змінити: 1.2.3").click()
    planner.page.locator("#input-due").fill("до 18.09.2026")
    planner.page.get_by_role("button", name="Зберегти").dblclick()
    planner.arrives(rf"{EDIT}\?")
    assert desk.plan.measures[measure].due.raw == "до 18.09.2026"
    planner.page.get_by_role("link", name=re.compile("^Подати на погодження")).first.click()
    planner.sees("Погодження заступника директора: Остап Вільховий")
    planner.page.get_by_role("button", name="Подати на погодження").dblclick()
    planner.sees("Подано на погодження")
    assert desk.plan.status is Status.IN_REVIEW
    assert planner.complaints == []
    planner.context.close()


@pytest.mark.parametrize("language", ["uk", "vi", "en"])
def test_nothing_of_it_is_clipped_or_too_small(house, browser: Browser, width: int, language: str):
    desk, base = house
    measure = desk.measure("1.2.3")
    remark = Remark(measure=measure, field="due", text="Раніше, до наради 21 вересня")
    desk.stage.do(ReturnPlan(plan=QUARTER, step="director", remarks=(remark,)), by=DIRECTOR)
    desk.app.wait_for(desk.app.store.head(), 10)
    planner = Person(browser, base, width, language=language, script=True)
    planner.comes_in(desk.link(PLANNER))
    pages = {"edit": EDIT, "cells": f"{EDIT}/{measure}", "consent": f"/plans/{QUARTER}/consent"}
    pages |= {"submit": f"/plans/{QUARTER}/do/SubmitPlan?workflow=quarterly"}
    assert walk(planner, pages, f"{language}-{width}-draft") == []
    planner.context.close()
