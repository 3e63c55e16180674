"""Does one let another decide in a real browser, on a phone and a desktop, with and without scripts?"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from domain.people.state import Organisation
from tests.web.browsing import Person, walk
from tests.web.office import DIRECTOR

pytestmark = pytest.mark.browser


def test_a_director_lets_a_head_decide_and_calls_it_off(house, browser: Browser, seat: tuple[int, bool]):
    width, script = seat
    desk, base = house
    director = Person(browser, base, width, language="uk", script=script)
    director.comes_in(desk.link(DIRECTOR))
    director.page.locator("details.me summary").click()
    director.page.get_by_role("link", name="Заміщення").click()
    director.page.get_by_role("link", name="Доручити частину прав…").click()
    director.page.get_by_label("Хто вирішуватиме за вас").select_option("lesia.stepova")
    director.page.get_by_label("До якого дня включно").fill("2026-08-14")
    director.page.get_by_label("Підстава").fill("наказ № 14-к від 03.08.2026")
    director.page.get_by_role("button", name="Далі: перевірити").click()
    director.sees("Леся Степова: не зможе вирішити 1 текст")
    director.photographs(f"uk-{width}-delegate-check")
    director.page.get_by_role("button", name="Доручити").dblclick()
    director.sees("Леся Степова вирішує на посаді «Директор центру»")
    office: Organisation = desk.app.state("people-ua-office")
    assert len(office.delegations) == 1
    director.page.get_by_role("link", name=re.compile("^Відкликати: Леся Степова")).click()
    director.page.get_by_label("Підстава").fill("повернення з відпустки")
    director.page.get_by_role("button", name="Відкликати").click()
    director.sees("Зараз вас ніхто не заміщає.")
    assert director.complaints == []
    director.context.close()


@pytest.mark.parametrize("language", ["uk", "vi", "en"])
def test_nothing_of_it_is_clipped_too_small_or_asked_from_elsewhere(
    house, browser: Browser, width: int, language: str
):
    desk, base = house
    director = Person(browser, base, width, language=language, script=True)
    director.goes(desk.link(DIRECTOR))
    director.presses()
    director.goes("/substitution/delegate")
    director.page.locator("#input-taker").select_option("lesia.stepova")
    director.page.locator("#input-until").fill("2026-08-14")
    director.page.locator("#input-basis").fill("наказ № 14-к від 03.08.2026")
    director.presses()
    director.presses()
    given = next(iter(desk.app.state("people-ua-office").delegations))
    pages = {"substitution": "/substitution", "delegate": "/substitution/delegate"}
    pages |= {"revoke": f"/substitution/revoke?delegation={given}"}
    assert walk(director, pages, f"{language}-{width}-substitution") == []
    administrator = Person(browser, base, width, language=language, script=True)
    administrator.goes(desk.link("yurko.sadovyi"))
    administrator.presses()
    pages = {"orders": "/substitution", "acting": "/substitution/acting"}
    assert walk(administrator, pages, f"{language}-{width}-substitution") == []
    director.context.close()
    administrator.context.close()
