"""Does a person of the browser tests look at a page only once it is there?"""

from __future__ import annotations

import asyncio

import pytest
from playwright.sync_api import Browser

from tests.web.browsing import Person, serving

pytestmark = pytest.mark.browser
HASTY = 0.5
FORM = b"<!doctype html><title>a</title><main><form action=/b><button class=primary>b</button></form></main>"


async def slow(scope, receive, send) -> None:
    """The second page begins at once and comes half a second later."""
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
    if scope["path"] == "/b":
        await send({"type": "http.response.body", "body": b"<", "more_body": True})
        await asyncio.sleep(HASTY)
        await send({"type": "http.response.body", "body": b"!doctype html><title>b</title><h1>b</h1>"})
    else:
        await send({"type": "http.response.body", "body": FORM})


def test_whoever_presses_waits_until_the_answer_is_there_to_be_looked_into(browser: Browser):
    with serving(slow) as base:
        person = Person(browser, base, 360, language="uk", script=True)
        person.goes("/")
        person.presses()
        assert not person.must_scroll_sideways()
        assert person.page.locator("h1").count() == 1
        person.context.close()
