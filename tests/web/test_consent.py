"""Is it seen who is bound by consent and who read the plan, and is each recorded once?"""

from __future__ import annotations

import re
from html import unescape

import pytest

from application.demo import QUARTER
from application.story.coming_in import comes_in
from domain.plan.decisions.drafting import ReviseMeasure
from domain.plan.document import Executor
from domain.plan.events import ConsentGiven, PlanAcknowledged
from domain.plan.state import Consent
from tests.web.office import EXECUTOR, FILE, PLANNER, Desk, fields, in_force

PLAN = "/plans/again"
BODY = "Вербогірська міська рада (за згодою)"


@pytest.fixture
def named(desk: Desk) -> Desk:
    """A draft in which one measure is carried out by a body that nobody has asked yet."""
    comes_in(desk.stage, "again", FILE)
    measure = desk.stage.plan("again").text.measures[0]
    alone = measure.model_copy(
        update={"executors_raw": BODY, "executors": (Executor(raw=BODY, lead=True, by_consent=True),)}
    )
    desk.stage.do(ReviseMeasure(plan="again", measure=alone), by=PLANNER)
    desk.app.wait_for(desk.app.store.head(), 10)
    return desk


def stands(desk: Desk) -> Consent | None:
    plan = desk.stage.plan("again")
    return plan.consent_of(plan.text.measures[0].id, BODY)


def link(page: str, act: str) -> str:
    """The link of that act in the row of our body."""
    row = page[page.index(BODY) :]
    return unescape(re.search(rf'href="([^"]*/consent/{act}\?[^"]*)"', row)[1])


def test_the_plan_leads_to_the_bodies_and_each_is_asked_and_answers_once(named: Desk):
    planner = named.browser(PLANNER)
    assert f'href="{PLAN}/consent"' in planner.get(PLAN).text
    page = planner.get(f"{PLAN}/consent").text
    assert "ще не запитано" in page
    assert "Інших виконавців цей захід не має." in page
    ask = link(page, "ask")
    planner.post(ask.partition("?")[0], data=fields(planner.get(ask).text))
    assert stands(named) is Consent.ASKED
    give = link(planner.get(f"{PLAN}/consent").text, "give")
    form = fields(planner.get(give).text)
    missing = planner.post(give.partition("?")[0], data=form)
    assert missing.status_code == 422
    assert 'href="#field-document"' in missing.text
    form |= {"document": "лист № 12 від 03.08.2026"}
    told = planner.post(give.partition("?")[0], data=form)
    again = planner.post(give.partition("?")[0], data=form)
    assert "лист № 12" in told.text
    assert "Другого запису не створено" in again.text
    assert [type(r.event) for r in named.app.history("plan-again")].count(ConsentGiven) == 1
    assert stands(named) is Consent.GIVEN


def test_a_day_to_come_is_refused_beside_its_field_and_a_refusal_is_kept_with_its_reason(named: Desk):
    planner = named.browser(PLANNER)
    decline = link(planner.get(f"{PLAN}/consent").text, "decline")
    form = fields(planner.get(decline).text) | {"reason": "немає приміщення"}
    early = planner.post(decline.partition("?")[0], data=form | {"on": "2027-01-01"})
    assert early.status_code == 409
    assert 'href="#field-on"' in early.text
    assert "немає приміщення" in early.text
    planner.post(decline.partition("?")[0], data=form)
    assert stands(named) is Consent.REFUSED
    assert "немає приміщення" in planner.get(f"{PLAN}/consent").text


def test_who_may_not_record_it_sees_it_and_is_offered_nothing(named: Desk):
    executor = named.browser(EXECUTOR)
    page = executor.get(f"{PLAN}/consent").text
    assert BODY in page
    assert "/consent/give" not in page
    give = link(named.browser(PLANNER).get(f"{PLAN}/consent").text, "give")
    assert executor.get(give).status_code == 409
    assert executor.get(f"{PLAN}/consent/give?measure=nothing&executor=x").status_code == 404


def test_a_plan_in_force_says_who_has_read_it_and_who_has_not(desk: Desk):
    in_force(desk)
    executor = desk.browser(EXECUTOR)
    page = executor.get(f"/plans/{QUARTER}").text
    count = int(re.search(r"Ознайомлені: 0 з (\d+)", page)[1])
    assert count > 1
    read = f"/plans/{QUARTER}/do/Acknowledge"
    form = fields(executor.get(read).text)
    executor.post(read, data=form)
    executor.post(read, data=form)
    facts = [type(r.event) for r in desk.app.history(f"plan-{QUARTER}")]
    assert facts.count(PlanAcknowledged) == 1
    after = executor.get(f"/plans/{QUARTER}").text
    assert f"Ознайомлені: 1 з {count}" in after
    assert "Максим Зеленко, 06.08.2026" in after
