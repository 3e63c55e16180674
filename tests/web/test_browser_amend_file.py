"""Does a planner with a corrected file get to a proposal in a real browser, on a phone and a desktop?"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from application.demo import QUARTER
from tests.web.browsing import Person, walk
from tests.web.office import PLANNER, in_force
from tests.web.test_amend_file import DUE, EXECUTORS, MEASURE, ROW, corrected, handed_out

pytestmark = pytest.mark.browser
ADDRESS = f"/plans/{QUARTER}/amend-file"


def file_in(folder: Path, content: bytes) -> Path:
    file = folder / "план-виправлений.docx"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("language", ["uk", "vi", "en"])
def test_a_file_becomes_a_proposal(house, browser: Browser, width: int, language: str, tmp_path: Path):
    desk, base = house
    in_force(desk)
    other = handed_out(desk).tables[0].cell(4, MEASURE).text.split(maxsplit=2)[2]
    cells = ((ROW, MEASURE, f"Захід 1.1.1 {other} громади"), (6, DUE, "до 15.09.2026"))
    content = corrected(desk, *cells, (7, EXECUTORS, "Відділ чарівних справ"), without=4)
    planner = Person(browser, base, width, language=language, script=False)
    planner.comes_in(desk.link(PLANNER))
    assert walk(planner, {"form": ADDRESS}, f"{language}-{width}-amend-file") == []
    planner.page.locator("#file").set_input_files(file_in(tmp_path, content))
    planner.presses()
    planner.photographs(f"{language}-{width}-amend-file-asked")
    planner.page.locator("input[value=m003]").check()
    planner.presses()
    planner.photographs(f"{language}-{width}-amend-file-shown")
    assert not planner.must_scroll_sideways()
    planner.page.locator("#input-reason").fill("уточнено після наради")
    planner.page.locator("main button.primary").dblclick()
    planner.arrives(rf"/plans/{QUARTER}/amend\?")
    assert len(desk.plan.amendments) == 1
    assert walk(planner, {"amend": f"/plans/{QUARTER}/amend"}, f"{language}-{width}-amend-file") == []
    planner.context.close()
