"""Does a person of the browser tests look at a page only once it is there?"""

from __future__ import annotations

import asyncio

import pytest
from playwright.sync_api import Browser

from tests.web.browsing import Person, serving, walk

pytestmark = pytest.mark.browser
HASTY = 0.5
FORM = b"<!doctype html><title>a</title><main><form action=/b><button class=primary>b</button></form></main>"


CARELESS = b"""<!doctype html><title>c</title><style>body {margin: 0} .wide {width: 3000px}
.tight {width: 40px; overflow: hidden; white-space: nowrap} input {height: 20px}</style>
<main><p class=wide>a</p><details><summary>b</summary><p class=tight>seen only when opened</p></details>
<button class=primary style="height: 60px">c</button>
<a class="primary button" style="display: inline-block; height: 60px">d</a>
<input name=e></main>"""


async def slow(scope, receive, send) -> None:
    """The second page begins at once and comes half a second later."""
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
    if scope["path"] == "/b":
        await send({"type": "http.response.body", "body": b"<", "more_body": True})
        await asyncio.sleep(HASTY)
        await send({"type": "http.response.body", "body": b"!doctype html><title>b</title><h1>b</h1>"})
    else:
        body = CARELESS if scope["path"] == "/c" else FORM
        await send({"type": "http.response.body", "body": body})


def test_whoever_presses_waits_until_the_answer_is_there_to_be_looked_into(browser: Browser):
    with serving(slow) as base:
        person = Person(browser, base, 360, language="uk", script=True)
        person.goes("/")
        person.presses()
        assert not person.must_scroll_sideways()
        assert person.page.locator("h1").count() == 1
        person.context.close()


def test_a_careful_eye_sees_whatever_a_careless_page_does(browser: Browser):
    with serving(slow) as base:
        person = Person(browser, base, 360, language="uk", script=False)
        told = [objection.partition(":")[2].split()[:2] for objection in walk(person, {"c": "/c"}, "c")]
        assert told == [
            ["clipped", "P.tight"],
            ["too", "small"],
            ["scrolls", "sideways"],
            ["2", "filled"],
            ["0", "headings"],
        ]
        person.context.close()
