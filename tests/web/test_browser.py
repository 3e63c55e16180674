"""Do a director and an executor, each in a real browser, do their work with no word clipped?"""

from __future__ import annotations

import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from application.demo import QUARTER
from application.story.left_open import ANNUAL
from domain.plan.state import Status
from interfaces.web.app import build_web
from tests.web.office import DIRECTOR, EXECUTOR, PLANNER, Desk, in_force, year_in_force

pytestmark = pytest.mark.browser
PLAN = f"/plans/{QUARTER}"
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", *QUIET]
SIZES = {360: 760, 1280: 860}
BOXES = "button, .button, a, td, th, .status, h1, h2, h3, p, li, dd, dt, label, summary, select"
CLIPPED = """boxes => [...document.querySelectorAll(boxes)]
  .filter(e => e.clientWidth > 0 && getComputedStyle(e).display != 'inline')
  .filter(e => !e.closest('.unseen, .skip, thead') && e.scrollWidth > e.clientWidth + 1)
  .map(e => `${e.tagName}.${e.className} ${e.scrollWidth}>${e.clientWidth} ${e.textContent.trim()}`)"""
TARGETS = "main button, main .button, main input:not([type=hidden]), main select"
SMALL = """targets => [...document.querySelectorAll(targets)]
  .filter(e => e.offsetParent && !['radio', 'checkbox'].includes(e.type))
  .filter(e => e.getBoundingClientRect().height < 44)
  .map(e => e.outerHTML.slice(0, 80))"""


@contextmanager
def served(desk: Desk) -> Iterator[str]:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(build_web(desk.app, desk.sessions), log_level="warning"))
    running = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    running.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        running.join()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


class Person:
    """A browser context of its own: a phone or a desktop, whose every complaint is kept."""

    def __init__(self, browser: Browser, base: str, width: int, *, language: str, script: bool) -> None:
        size = {"width": width, "height": SIZES[width]}
        self.base, self.complaints = base, list[str]()
        self.context = browser.new_context(viewport=size, java_script_enabled=script)
        self.context.add_cookies([{"name": "onrecord_language", "value": language, "url": base}])
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self.note)

    def note(self, request) -> None:
        if not request.url.startswith(self.base):
            self.complaints.append(f"asked elsewhere: {request.url}")

    def comes_in(self, link: str) -> None:
        self.page.goto(self.base + link)
        self.page.locator("main button.primary").click()
        self.page.wait_for_url(f"{self.base}/")

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def goes(self, path: str) -> None:
        self.page.goto(self.base + path)

    def photographs(self, name: str) -> None:
        """For people to look at, where ONRECORD_PICTURES names a folder."""
        if folder := os.environ.get("ONRECORD_PICTURES"):
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.fixture
def house(desk: Desk) -> Iterator[tuple[Desk, str]]:
    with served(desk) as base:
        yield desk, base


@pytest.fixture(params=[360, 1280])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_director_approves_and_an_executor_logs_and_both_see_it(
    house, browser: Browser, width: int, script: bool
):
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


def walk(person: Person, pages: dict[str, str], tag: str) -> list[str]:
    """What a careful eye would object to on these pages."""
    objections = []
    for name, path in pages.items():
        person.goes(path)
        person.photographs(f"{tag}-{name}")
        person.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        sideways = person.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        filled = person.page.locator("main .primary").count()
        headings = person.page.locator("h1").count()
        objections += [f"{name}: clipped {c}" for c in person.page.evaluate(CLIPPED, BOXES)]
        objections += [f"{name}: too small {c}" for c in person.page.evaluate(SMALL, TARGETS)]
        objections += [f"{name}: scrolls sideways"] * sideways
        objections += [f"{name}: {filled} filled buttons"] * (filled > 1)
        objections += [f"{name}: {headings} headings of the first level"] * (headings != 1)
    return objections + person.complaints


@pytest.mark.parametrize("language", ["uk", "vi", "en"])
def test_nothing_is_clipped_too_small_or_asked_from_elsewhere(
    house, browser: Browser, width: int, language: str
):
    desk, base = house
    director = Person(browser, base, width, language=language, script=True)
    director.goes(desk.link(DIRECTOR))
    director.photographs(f"{language}-{width}-sign-in")
    director.page.locator("main button.primary").click()
    before = {"inbox": "/", "plans": "/plans", "plan": PLAN, "changed": f"{PLAN}?only=changed"}
    before |= {"approve": f"{PLAN}/approve", "return": f"{PLAN}/return", "history": f"{PLAN}/history"}
    assert walk(director, before, f"{language}-{width}-director") == []
    in_force(desk)
    executor = Person(browser, base, width, language=language, script=True)
    executor.comes_in(desk.link(EXECUTOR))
    log = f"{PLAN}/measures/{desk.measure('1.2.3')}/log"
    after = {"inbox": "/", "my": "/my", "plan": PLAN, "log": log, "read": f"{PLAN}/do/Acknowledge"}
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
    director.page.locator("main button.primary").click()
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
