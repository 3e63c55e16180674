"""Can a planner mend a draft cell by cell, see what it lacks and why it came back, and not lose a word?"""

from __future__ import annotations

import re

import pytest

from application.demo import QUARTER
from application.story.coming_in import comes_in
from domain.plan.decisions.approval import ReturnPlan
from domain.plan.decisions.drafting import AssignExecutor, ReviseMeasure
from domain.plan.events import MeasureRevised
from domain.run.events import Remark
from tests.web.office import DIRECTOR, EXECUTOR, FILE, PLANNER, Desk, fields
from tests.web.test_amend import sent

EDIT = "/plans/again/edit"
NUMBER = "1.2.3"


@pytest.fixture
def drafted(desk: Desk) -> Desk:
    comes_in(desk.stage, "again", FILE)
    desk.app.wait_for(desk.app.store.head(), 10)
    return desk


def row(desk: Desk, number: str = NUMBER):
    return next(m for m in desk.stage.plan("again").text.measures if m.number == number)


def revisions(desk: Desk) -> int:
    return [type(r.event) for r in desk.app.history("plan-again")].count(MeasureRevised)


def test_the_draft_leads_there_and_says_what_it_lacks(drafted: Desk):
    planner = drafted.browser(PLANNER)
    assert f'href="{EDIT}"' in planner.get("/plans/again").text
    page = planner.get(EDIT).text
    assert re.search(r"Виконавці: \d+ з 60", page)
    assert "Подати на погодження" in page
    assert f'href="{EDIT}/{row(drafted).id}"' in page
    refused = drafted.browser(EXECUTOR).get(EDIT)
    assert refused.status_code == 409
    assert "Може: планувальник" in refused.text


def test_a_mended_cell_is_one_fact_read_anew_and_what_was_not_touched_stays(drafted: Desk):
    planner = drafted.browser(PLANNER)
    before, address = row(drafted), f"{EDIT}/{row(drafted).id}"
    form = sent(planner.get(address).text) | {"due": "до 18.09.2026"}
    planner.post(address, data=form)
    planner.post(address, data=form)
    after = row(drafted)
    assert revisions(drafted) == 1
    assert (after.due.raw, str(after.due.end)) == ("до 18.09.2026", "2026-09-18")
    assert (after.title, after.executors, after.indicator) == (
        before.title,
        before.executors,
        before.indicator,
    )
    same = planner.post(address, data=sent(planner.get(address).text))
    assert "Так уже є" in same.text


def test_two_who_change_the_same_cell_see_both_wordings_and_other_cells_do_not_clash(drafted: Desk):
    planner = drafted.browser(PLANNER)
    address = f"{EDIT}/{row(drafted).id}"
    form = sent(planner.get(address).text)
    theirs = row(drafted).model_copy(update={"indicator": "кількість перевірок"})
    drafted.stage.do(ReviseMeasure(plan="again", measure=theirs), by=PLANNER)
    assert planner.post(address, data=form | {"due": "до 18.09.2026"}).status_code == 200
    assert (row(drafted).indicator, row(drafted).due.raw) == ("кількість перевірок", "до 18.09.2026")
    clash = planner.post(address, data=form | {"due": "до 21.09.2026"})
    assert clash.status_code == 409
    assert "Записати моє" in clash.text
    assert "до 18.09.2026" in clash.text
    assert "до 21.09.2026</textarea>" in clash.text
    assert row(drafted).due.raw == "до 18.09.2026"
    planner.post(address, data=sent(clash.text))
    assert row(drafted).due.raw == "до 21.09.2026"


def test_a_returned_plan_shows_each_remark_beside_its_cell(desk: Desk):
    measure = desk.measure(NUMBER)
    remark = Remark(measure=measure, field="due", text="Раніше, до наради")
    back = ReturnPlan(plan=QUARTER, step="director", remarks=(remark, Remark(text="Додайте підставу")))
    desk.stage.do(back, by=DIRECTOR)
    desk.app.wait_for(desk.app.store.head(), 10)
    planner = desk.browser(PLANNER)
    page = planner.get(f"/plans/{QUARTER}/edit").text
    line = page[page.index(f'id="m-{measure}"') :]
    cell = line[line.index('class="c-due') : line.index("</td>", line.index('class="c-due'))]
    assert "Раніше, до наради" in cell
    assert "Додайте підставу" in page
    assert "Раніше, до наради" in planner.get(f"/plans/{QUARTER}/edit/{measure}").text


def test_a_plan_on_its_route_is_not_mended(desk: Desk):
    answer = desk.browser(PLANNER).get(f"/plans/{QUARTER}/edit")
    assert answer.status_code == 409
    assert "відкличте подання" in answer.text


def test_the_check_page_of_a_submission_shows_the_route_with_names_and_days(drafted: Desk):
    planner = drafted.browser(PLANNER)
    page = planner.get("/plans/again/do/SubmitPlan?workflow=quarterly").text
    assert "Погодження заступника директора: Остап Вільховий, до" in page
    assert fields(page)["workflow"] == "quarterly"


def test_a_name_that_stays_keeps_whom_a_person_said_it_means_and_a_new_one_is_looked_up(drafted: Desk):
    words = row(drafted).executors[0].raw
    assign = AssignExecutor(plan="again", measure=row(drafted).id, words=words, to="unit:finance")
    drafted.stage.do(assign, by=PLANNER)
    planner = drafted.browser(PLANNER)
    address = f"{EDIT}/{row(drafted).id}"
    form = sent(planner.get(address).text) | {"executors": f"{words}, координатор бюро"}
    planner.post(address, data=form)
    named = [(e.raw, e.to, e.lead) for e in row(drafted).executors]
    assert named == [
        (words, "unit:finance", True),
        ("координатор бюро", "position:bureaus-coordinator", False),
    ]
