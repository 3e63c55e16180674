"""Can a planner bring a plan from questions to its route in a browser?"""

from __future__ import annotations

import re
from html import unescape

import pytest

from application.demo import QUARTER
from application.story.coming_in import comes_in
from domain.plan.decisions.drafting import OverrideOwnerGate
from domain.plan.document import Severity
from domain.plan.state import Status
from tests.web.office import FILE, PLANNER, Desk, fields

PLAN = "/plans/again"


@pytest.fixture
def drafted(desk: Desk) -> Desk:
    """The same file once more, with all its questions open."""
    comes_in(desk.stage, "again", FILE)
    desk.app.wait_for(desk.app.store.head(), 10)
    return desk


def again(desk: Desk):
    return desk.stage.plan("again")


def test_a_draft_waits_for_its_author_with_its_questions(drafted: Desk):
    planner = drafted.browser(PLANNER)
    assert "Очікує на вас: 1" in planner.get("/").text
    assert "Очікує на вас (1)" in planner.get("/").text
    page = planner.get(PLAN).text
    asked = [f for f in again(drafted).findings if f.severity is not Severity.INFO]
    assert f"Питання до джерела: {len(asked)}" in page


def test_a_question_is_settled_with_a_reason_and_asked_no_more(drafted: Desk):
    planner = drafted.browser(PLANNER)
    number = next(n for n, f in enumerate(again(drafted).findings) if f.severity is not Severity.INFO)
    address = f"{PLAN}/do/ResolveFinding?finding={number}"
    assert f"do/ResolveFinding?finding={number}" in planner.get(PLAN).text
    form = fields(planner.get(address).text) | {"resolution": "as-printed", "reason": "звірено"}
    assert planner.post(address, data=form).status_code == 200
    assert number in again(drafted).resolved
    assert f'do/ResolveFinding?finding={number}"' not in planner.get(PLAN).text


def test_words_get_an_executor_and_a_measure_without_one_a_reason(drafted: Desk):
    planner = drafted.browser(PLANNER)
    page = planner.get(PLAN).text
    override = unescape(re.search(r'href="([^"]*do/OverrideOwnerGate[^"]*)"', page)[1])
    planner.post(override, data=fields(planner.get(override).text) | {"reason": "визначить нарада"})
    assert len(again(drafted).overridden) == 1
    assign = unescape(re.search(r'href="([^"]*do/AssignExecutor[^"]*)"', page)[1])
    form = fields(planner.get(assign).text) | {"to": "unit:finance"}
    assert planner.post(assign, data=form).status_code == 200
    assert form["words"]
    named = {e.to for m in again(drafted).measures.values() for e in m.executors if e.raw == form["words"]}
    assert named == {"unit:finance"}


def test_a_draft_goes_on_a_published_route_and_may_be_taken_back(drafted: Desk):
    planner = drafted.browser(PLANNER)
    submit = f"{PLAN}/do/SubmitPlan?workflow=quarterly"
    assert "Погодження квартального плану" in planner.get(submit).text
    page = planner.post(submit, data=fields(planner.get(submit).text)).text
    assert again(drafted).status is Status.IN_REVIEW
    assert "Вирішує: Леся Степова, Роман Косович" in page
    withdraw = f"{PLAN}/do/WithdrawSubmission"
    planner.post(withdraw, data=fields(planner.get(withdraw).text) | {"reason": "помилка"})
    assert again(drafted).status is Status.DRAFT


def test_an_act_that_is_not_open_says_what_is_true_now(desk: Desk):
    answer = desk.browser(PLANNER).get(f"/plans/{QUARTER}/do/SubmitPlan")
    assert answer.status_code == 409
    assert "Зараз цього зробити не можна" in answer.text
    assert "Погодження заступника директора" in answer.text


def test_the_page_says_where_the_approval_would_stop_until_that_is_settled(drafted: Desk):
    planner = drafted.browser(PLANNER)
    assert "ownerless" in planner.get(PLAN).text
    for measure in again(drafted).measures.values():
        let = OverrideOwnerGate(plan="again", measure=measure.id, reason="усі відділи")
        drafted.stage.do(let, by=PLANNER)
    assert "ownerless" not in planner.get(PLAN).text
