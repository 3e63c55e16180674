"""Can an administrator put the office under another one by an order, knowing what follows; nobody else?"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from domain.people.events import OfficeMoved
from tests.web.browsing import Person, walk
from tests.web.office import DIRECTOR, Desk, fields

HERE = "/office/above"
UNDER = {"above": "vn-office", "basis": "наказ № 7 від 01.08.2026"}


def administrator(desk: Desk) -> str:
    office = desk.stage.people
    held = [a for a in office.appointments if office.positions[a.position].role == "administrator"]
    return held[0].person


def sent(desk: Desk, **typed: str):
    browser = desk.browser(administrator(desk))
    return browser, browser.post(HERE, data=fields(browser.get(HERE).text) | typed)


def above(desk: Desk) -> str:
    return str(desk.app.state("people-ua-office").above)


def test_only_who_sets_the_office_up_finds_the_page(desk: Desk):
    assert f'href="{HERE}"' in desk.browser(administrator(desk)).get("/substitution").text
    director = desk.browser(DIRECTOR)
    assert f'href="{HERE}"' not in director.get("/").text
    assert director.get(HERE).status_code == 409
    csrf = re.search(r'name="csrf" value="([^"]*)"', director.get("/").text)[1]
    form = UNDER | {"since": "2026-08-03", "csrf": csrf, "version": "99"}
    assert director.post(HERE, data=form).status_code == 409
    assert above(desk) == ""


def test_the_office_is_moved_once_and_the_page_says_so(desk: Desk):
    _, page = sent(desk, **UNDER)
    assert page.url.path == HERE
    assert "Підстава: наказ № 7 від 01.08.2026" in page.text
    assert above(desk) == "vn-office"
    facts = [type(r.event) for r in desk.app.history("people-ua-office")]
    assert facts.count(OfficeMoved) == 1
    _, alone = sent(desk, above="", alone="1", basis="наказ № 9")
    assert alone.status_code == 200
    assert above(desk) == ""


@pytest.mark.parametrize(
    ("typed", "status", "field"),
    [
        ({"above": ""}, 422, "above"),
        ({"basis": ""}, 422, "basis"),
        ({"above": "nowhere"}, 409, "above"),
        ({"above": "ua-office"}, 409, "above"),
        ({"since": "2027-01-01"}, 409, "since"),
    ],
)
def test_what_is_no_move_comes_back_with_what_was_typed(desk: Desk, typed: dict, status: int, field: str):
    _, page = sent(desk, **UNDER | typed)
    assert page.status_code == status
    assert f'href="#field-{field}"' in page.text
    assert above(desk) == ""


@pytest.mark.browser
@pytest.mark.parametrize("language", ["uk", "vi", "en"])
def test_it_is_read_on_a_phone_and_a_desktop(house, browser: Browser, width: int, language: str):
    desk, base = house
    person = Person(browser, base, width, language=language, script=False)
    person.comes_in(desk.link(administrator(desk)))
    assert walk(person, {"office-above": HERE}, f"{language}-{width}") == []
    person.context.close()
