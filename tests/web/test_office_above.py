"""Can an administrator put an office below under another one by an order, and not the own; nobody else?"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from domain.messages import SYSTEM
from domain.people.decisions import RegisterOrganisation
from domain.people.events import OfficeMoved
from tests.web.browsing import Person, walk
from tests.web.office import DIRECTOR, Desk, fields

HERE = "/office/above"
UNDER = {"above": "district", "basis": "наказ № 7 від 01.08.2026"}


def administrator(desk: Desk) -> str:
    office = desk.stage.people
    held = [a for a in office.appointments if office.positions[a.position].role == "administrator"]
    return held[0].person


def with_two_below(desk: Desk) -> Desk:
    for office in ("district", "branch"):
        opened = RegisterOrganisation(
            organisation=office, title=f"Центр {office}", zone="Europe/Kyiv", language="uk", above="ua-office"
        )
        desk.app.do(opened, by=SYSTEM, organisation=office)
    desk.app.wait_for(desk.app.store.head(), 10)
    return desk


def sent(desk: Desk, **typed: str):
    browser = desk.browser(administrator(with_two_below(desk)))
    return browser.post(HERE, data=fields(browser.get(f"{HERE}?office=branch").text) | typed)


def above(desk: Desk, office: str = "branch") -> str:
    return str(desk.app.state(f"people-{office}").above)


def test_only_who_sets_the_office_up_finds_the_page(desk: Desk):
    assert f'href="{HERE}"' in desk.browser(administrator(desk)).get("/substitution").text
    director = desk.browser(DIRECTOR)
    assert f'href="{HERE}"' not in director.get("/").text
    assert director.get(HERE).status_code == 409
    csrf = re.search(r'name="csrf" value="([^"]*)"', director.get("/").text)[1]
    form = UNDER | {"office": "branch", "since": "2026-08-03", "csrf": csrf, "version": "1"}
    assert director.post(HERE, data=form).status_code == 409
    assert above(with_two_below(desk)) == "ua-office"


def test_the_own_office_cannot_be_moved_there(desk: Desk):
    assert (
        '<form method="post" action="/office/above"' not in desk.browser(administrator(desk)).get(HERE).text
    )
    page = sent(desk, **UNDER | {"office": "ua-office", "version": "1"})
    assert page.status_code == 409
    assert above(desk, "ua-office") == ""


def test_an_office_below_is_moved_once_and_the_page_says_so(desk: Desk):
    page = sent(desk, **UNDER)
    assert page.url.path == HERE
    assert "Установу перепідпорядковано." in page.text
    assert above(desk) == "district"
    facts = [type(r.event) for r in desk.app.history("people-branch")]
    assert facts.count(OfficeMoved) == 1


@pytest.mark.parametrize(
    ("typed", "status", "field"),
    [
        ({"above": ""}, 422, "above"),
        ({"basis": ""}, 422, "basis"),
        ({"above": "nowhere"}, 409, "above"),
        ({"above": "vn-office"}, 409, "above"),
        ({"above": "branch"}, 409, "above"),
        ({"since": "2027-01-01"}, 409, "since"),
    ],
)
def test_what_is_no_move_comes_back_with_what_was_typed(desk: Desk, typed: dict, status: int, field: str):
    page = sent(desk, **UNDER | typed)
    assert page.status_code == status
    assert f'href="#field-{field}"' in page.text
    assert above(desk) == "ua-office"


@pytest.mark.browser
@pytest.mark.parametrize("language", ["uk", "vi", "en"])
def test_it_is_read_on_a_phone_and_a_desktop(house, browser: Browser, width: int, language: str):
    desk, base = house
    with_two_below(desk)
    person = Person(browser, base, width, language=language, script=False)
    person.comes_in(desk.link(administrator(desk)))
    assert walk(person, {"office-above": f"{HERE}?office=branch"}, f"{language}-{width}") == []
    person.context.close()
