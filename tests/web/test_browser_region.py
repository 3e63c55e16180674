"""Is nothing of the region's pages clipped, on a phone and a desktop, in three languages?"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from infrastructure.sessions import open_sessions
from tests.story import Story
from tests.web.browsing import Person, served, walk
from tests.web.office import Desk
from tests.web.test_region_board import BOARD, RECORD, REGION, REPORT, told  # noqa: F401  the fixture

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["uk", "vi", "en"])
def test_a_supervisor_sees_the_board_and_the_report_and_reminds(
    told: Story,  # noqa: F811
    browser: Browser,
    width: int,
    language: str,
):
    sessions = open_sessions(RECORD, Path(told.app.settings.data), told.clock.now)
    desk = Desk(stage=type("House", (), {"app": told.app})(), sessions=sessions)  # type: ignore[arg-type]
    with served(desk) as base:
        person = Person(browser, base, width, language=language, script=language != "vi")
        person.comes_in(f"/sign-in/{sessions.invite(REGION, 'mykyta.sova')}")
        pages = {"board": BOARD, "report": REPORT, "remind": "/region/remind?period=2021Q1"}
        assert walk(person, pages, f"{language}-{width}-region") == []
        person.page.locator("main button.primary").dblclick()
        expect(person.page.locator("main .success")).to_have_count(1)
        person.photographs(f"{language}-{width}-region-reminded")
        assert person.complaints == []
        person.context.close()
