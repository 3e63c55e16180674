"""Can a planner upload a corrected plan, see what changes in the plan in force, and propose just that?"""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest

from application.demo import QUARTER
from application.samples.offices import SHIPPED
from domain.plan.decisions.closing import ClosePeriod
from domain.plan.events import AmendmentProposed
from tests.web.office import EXECUTOR, PLANNER, Desk, fields, in_force

ADDRESS = f"/plans/{QUARTER}/amend-file"
AMEND = f"/plans/{QUARTER}/amend"
MEASURE, EXECUTORS, DUE = 2, 3, 4
ROW = 2


@pytest.fixture
def running(desk: Desk) -> Desk:
    return in_force(desk)


def handed_out(desk: Desk) -> docx.document.Document:
    """The plan as it stands, mended drafts included: what a planner would correct."""
    assert desk.plan.text.source is not None
    return docx.Document(str(Path(str(SHIPPED / "plan-kvartal-2026-3.docx"))))


def corrected(desk: Desk, *changes: tuple[int, int, str], without: int | None = None) -> bytes:
    document = handed_out(desk)
    table = document.tables[0]
    for row, column, words in changes:
        table.cell(row, column).text = words
    if without is not None:
        table._tbl.remove(table.rows[without]._tr)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def uploaded(desk: Desk, content: bytes, name: str = "план-новий.docx"):
    planner = desk.browser(PLANNER)
    form = fields(planner.get(ADDRESS).text)
    return planner, planner.post(ADDRESS, data=form, files={"file": (name, content)})


def proposals(desk: Desk) -> list[AmendmentProposed]:
    return list(desk.plan.amendments.values())


def test_the_page_of_changes_leads_there_and_only_a_planner_may(running: Desk):
    assert f'href="{ADDRESS}"' in running.browser(PLANNER).get(AMEND).text
    assert running.browser(EXECUTOR).get(ADDRESS).status_code == 409


def test_what_changes_is_shown_and_nothing_is_recorded_before_it_is_proposed(running: Desk):
    planner, shown = uploaded(running, corrected(running, (ROW, DUE, "до 15.09.2026")))
    assert shown.status_code == 200
    assert "до 15.09.2026" in shown.text
    assert running.plan.measures["m001"].due.raw in shown.text
    assert proposals(running) == []
    silent = planner.post(ADDRESS, data=fields(shown.text) | {"propose": "1"}, files={"x": ("", b"")})
    assert silent.status_code == 422
    assert proposals(running) == []


def test_it_is_proposed_from_the_page_that_was_read_and_twice_is_once(running: Desk):
    content = corrected(running, (ROW, DUE, "до 15.09.2026"))
    planner, shown = uploaded(running, content)
    form = fields(shown.text) | {"propose": "1", "reason": "помилка в строку"}
    page = planner.post(ADDRESS, data=form, files={"x": ("", b"")})
    planner.post(ADDRESS, data=form, files={"x": ("", b"")})
    assert page.url.path == AMEND
    (proposed,) = proposals(running)
    assert ("m001", "due", "до 15.09.2026") in [(c.measure, c.field, c.new) for c in proposed.cells]
    assert proposed.source is not None
    assert proposed.source.file_name == "план-новий.docx"
    assert "З файлу план-новий.docx" in page.text
    assert running.app.files.get(proposed.source.sha256) == content


def test_who_is_who_is_a_question_that_must_be_answered_first(running: Desk):
    other = handed_out(running).tables[0].cell(4, MEASURE).text.split(maxsplit=2)[2]
    content = corrected(running, (ROW, MEASURE, f"Захід 1.1.1 {other} громади"), without=4)
    planner, asked = uploaded(running, content)
    assert "Незрозуміло, які це заходи: 1" in asked.text
    assert "<table" not in asked.text
    early = fields(asked.text) | {"propose": "1", "reason": "переставлено"}
    assert planner.post(ADDRESS, data=early, files={"x": ("", b"")}).status_code == 422
    assert proposals(running) == []
    answers = dict(re.findall(r'type="radio" name="(row-\d+)" value="(m003)"', asked.text))
    shown = planner.post(ADDRESS, data=fields(asked.text) | answers, files={"x": ("", b"")})
    assert "<table" in shown.text
    form = fields(shown.text) | {"propose": "1", "reason": "переставлено"}
    planner.post(ADDRESS, data=form, files={"x": ("", b"")})
    (proposed,) = proposals(running)
    assert "m003" in {c.measure for c in proposed.cells}


def test_a_doubt_is_shown_to_the_planner_and_to_who_decides(running: Desk):
    content = corrected(running, (ROW, EXECUTORS, "Відділ чарівних справ"))
    planner, shown = uploaded(running, content)
    assert "На що подивитися у файлі: 1" in shown.text
    form = fields(shown.text) | {"propose": "1", "reason": "новий відділ"}
    page = planner.post(ADDRESS, data=form, files={"x": ("", b"")}).text
    assert "Сумніви файлу: 1" in page
    (proposed,) = proposals(running)
    cell = f"{AMEND}/m001?amendment={proposed.amendment}"
    typed = fields(planner.get(cell).text) | {"reason": "так", "executors": "Сектор з фінансів"}
    areas = re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>(.*?)</textarea>', planner.get(cell).text, re.S)
    planner.post(f"{AMEND}/m001", data=dict(areas) | typed)
    assert proposals(running)[0].findings == ()
    assert proposals(running)[0].source == proposed.source


@pytest.mark.parametrize(("content", "name"), [(b"", "план.docx"), (b"PK\x03\x04 broken", "план.docx")])
def test_a_file_that_is_none_is_refused_in_words(running: Desk, content: bytes, name: str):
    _, page = uploaded(running, content, name)
    assert page.status_code == 422
    assert "Нічого не записано" in page.text
    assert proposals(running) == []


def test_a_file_of_more_than_a_form_s_size_is_looked_at(running: Desk):
    _, page = uploaded(running, b"x" * 1_200_000, "план.docx")
    assert page.status_code == 422
    assert "Нічого не записано" in page.text


def test_a_quarter_that_is_closed_is_not_changed_by_a_file(running: Desk):
    """The whole plan is of one quarter: once that is closed, the plan takes no amendment at all."""
    running.stage.on(date(2026, 10, 12))
    running.stage.do(ClosePeriod(plan=QUARTER, period="2026Q3"), by=PLANNER)
    page = running.browser(PLANNER).get(ADDRESS)
    assert page.status_code == 409
    assert "у закритому знову відкривають період" in page.text
