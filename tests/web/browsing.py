"""A person at a real browser: what they do, what a careful eye objects to, and the house they see."""

from __future__ import annotations

import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, expect
from uvicorn._types import ASGIApplication

from interfaces.web.app import build_web
from tests.web.office import Desk

expect.set_options(timeout=30_000)
"""Milliseconds; 5,000, as by default, were not enough on a busy machine."""
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", *QUIET]
SIZES = {360: 760, 1280: 860}
BOXES = "button, .button, a, td, th, .status, h1, h2, h3, p, li, dd, dt, label, summary, select"
TARGETS = "main button, main .button, main input:not([type=hidden]), main select"
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
LOOK = (
    """([boxes, targets]) => {
  const all = wanted => [...document.querySelectorAll(wanted)];
  all('details').forEach(d => d.open = true);
  const sideways = """
    + SIDEWAYS
    + """;
  const clipped = all(boxes)
    .filter(e => e.clientWidth > 0 && getComputedStyle(e).display != 'inline')
    .filter(e => !e.closest('.unseen, .skip, thead') && e.scrollWidth > e.clientWidth + 1)
    .map(e => [`clipped ${e.tagName}.${e.className} ${e.scrollWidth}>${e.clientWidth}`, e.textContent.trim()])
    .map(told => told.join(' '));
  const small = all(targets)
    .filter(e => e.offsetParent && !['radio', 'checkbox'].includes(e.type))
    .filter(e => e.getBoundingClientRect().height < 44)
    .map(e => `too small ${e.outerHTML.slice(0, 80)}`);
  const filled = all('main .primary').length, headings = all('h1').length;
  return [
    ...clipped, ...small,
    ...(sideways ? ['scrolls sideways'] : []),
    ...(filled > 1 ? [`${filled} filled buttons`] : []),
    ...(headings != 1 ? [`${headings} headings of the first level`] : []),
  ];
}"""
)
"""Asked all at once: each question to the browser takes as long as the answer to all of them."""


def served(desk: Desk) -> AbstractContextManager[str]:
    return serving(build_web(desk.app, desk.sessions))


@contextmanager
def serving(web: ASGIApplication) -> Iterator[str]:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(web, log_level="warning", timeout_graceful_shutdown=2))
    running = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    running.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        running.join()


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
        self.presses()
        self.page.wait_for_url(f"{self.base}/")

    def presses(self, button: str = "main button.primary") -> None:
        """And waits until the page that answers is there: a click alone is over when its first byte is, and
        who then looks into the page by a script may find none."""
        with self.page.expect_navigation():
            self.page.locator(button).click()

    def arrives(self, path: str) -> None:
        """Sooner or later, at an address like this one. A second click breaks the first answer off: the
        address is looked at, not a navigation."""
        expect(self.page).to_have_url(re.compile(f"^{re.escape(self.base)}{path}"))

    def must_scroll_sideways(self) -> bool:
        return bool(self.page.evaluate(SIDEWAYS))

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def goes(self, path: str) -> None:
        self.page.goto(self.base + path)

    def photographs(self, name: str) -> None:
        """For people to look at, where ONRECORD_PICTURES names a folder."""
        if folder := os.environ.get("ONRECORD_PICTURES"):
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def walk(person: Person, pages: dict[str, str], tag: str) -> list[str]:
    """What a careful eye would object to on these pages."""
    objections = []
    for name, path in pages.items():
        person.goes(path)
        person.photographs(f"{tag}-{name}")
        objections += [f"{name}: {told}" for told in person.page.evaluate(LOOK, [BOXES, TARGETS])]
    return objections + person.complaints
