"""Can somebody let another decide, record who acts by an order, see what stays closed, and call it off?"""

from __future__ import annotations

import re
from datetime import date

import pytest

from application.demo import QUARTER
from application.story.coming_in import comes_in
from domain.messages import SYSTEM
from domain.people.decisions import AppointPerson
from domain.people.may import DELEGABLE
from domain.people.state import Organisation
from domain.plan.decisions.approval import SubmitPlan
from domain.plan.state import Status
from domain.run.events import StepAgreed
from domain.workflow.decisions import PublishDefinition
from domain.workflow.definition import Act, Step
from tests.web.office import DEPUTY, DIRECTOR, EXECUTOR, FILE, PLANNER, STRANGER, Desk, fields

ADMINISTRATOR, OUTREACH = "yurko.sadovyi", "lesia.stepova"
DELEGATE, ACTING = "/substitution/delegate", "/substitution/acting"
FACTS = {"basis": "наказ № 14-к від 03.08.2026", "until": "2026-08-14"}


def office(desk: Desk) -> Organisation:
    state: Organisation = desk.app.state("people-ua-office")
    return state


def lent(desk: Desk, taker: str, **changed: str):
    """The director's form, filled in and sent as far as its check page."""
    director = desk.browser(DIRECTOR)
    form = fields(director.get(DELEGATE).text) | {"position": "director", "taker": taker, **FACTS}
    form |= {"form": "delegated", "acts-ApproveStep": "1", "acts-ReturnPlan": "1", **changed}
    return director, director.post(DELEGATE, data=form)


def test_the_menu_leads_there_and_both_cards_say_when_nobody_stands_in(desk: Desk):
    director = desk.browser(DIRECTOR)
    assert 'href="/substitution"' in director.get("/").text
    page = director.get("/substitution").text
    assert "Зараз вас ніхто не заміщає." in page
    assert "Зараз ви нікого не заміщаєте." in page
    assert f'href="{DELEGATE}"' in page
    assert f'href="{ACTING}"' not in page


def test_nothing_is_on_record_before_the_check_page_is_confirmed(desk: Desk):
    _, checked = lent(desk, OUTREACH)
    assert "Леся Степова" in checked.text
    assert "Затвердити, Повернути на доопрацювання" in checked.text
    assert office(desk).delegations == {}


def test_the_check_page_lists_what_the_deputy_still_may_not_decide(desk: Desk):
    _, prepared = lent(desk, PLANNER)
    assert "Олена Гончар: не зможе вирішити 1 текст" in prepared.text
    assert "власна підготовка" in prepared.text
    _, spoke = lent(desk, DEPUTY)
    assert "голос у цьому погодженні вже враховано" in spoke.text
    _, free = lent(desk, EXECUTOR)
    assert "Максим Зеленко: серед планів" in free.text
    assert "Передоручити ці права далі не можна." in free.text
    assert "Закрити період" in re.sub(r"\s+", " ", free.text)


def test_a_confirmed_delegation_is_one_fact_and_its_taker_decides_by_it(desk: Desk):
    director, checked = lent(desk, EXECUTOR)
    form = fields(checked.text)
    told = director.post(DELEGATE, data=form)
    again = director.post(DELEGATE, data=form)
    assert len(office(desk).delegations) == 1
    assert "Максим Зеленко вирішує на посаді «Директор центру»" in told.text
    assert "наказ № 14-к від 03.08.2026" in told.text
    assert "Другого запису не створено" in again.text
    taker = desk.browser(EXECUTOR)
    assert "Я заміщаю" in taker.get("/substitution").text
    approve = f"/plans/{QUARTER}/approve"
    page = taker.get(approve).text
    assert "за дорученням, наказ № 14-к від 03.08.2026" in page
    taker.post(approve, data=fields(page))
    assert desk.plan.status is Status.IN_FORCE


def test_a_delegation_that_is_called_off_lends_nothing_from_that_minute_on(desk: Desk):
    director, checked = lent(desk, EXECUTOR)
    page = director.post(DELEGATE, data=fields(checked.text)).text
    address = re.search(r'href="(/substitution/revoke[^"]*)"', page)[1]
    ask = director.get(address).text
    assert "Рішення, ухвалені раніше, чинні." in ask
    missing = director.post("/substitution/revoke", data=fields(ask))
    assert missing.status_code == 422
    assert "заповніть це поле" in missing.text
    ended = director.post("/substitution/revoke", data=fields(ask) | {"reason": "повернення з відпустки"})
    assert "Доручення припиняється" in ended.text
    assert "Зараз вас ніхто не заміщає." in ended.text
    assert desk.browser(EXECUTOR).get(f"/plans/{QUARTER}/approve").status_code == 409


def test_a_refusal_names_the_field_and_keeps_what_was_typed(desk: Desk):
    _, long = lent(desk, EXECUTOR, until="2026-12-31")
    assert long.status_code == 409
    assert 'href="#field-until"' in long.text
    assert "не довше 30 днів" in long.text
    assert "наказ № 14-к" in long.text
    none = {f"acts-{act}": "" for act in DELEGABLE}
    _, nothing = lent(desk, EXECUTOR, **none)
    assert nothing.status_code == 422
    assert "оберіть хоча б одну дію" in nothing.text


def test_an_order_is_recorded_by_the_administrator_and_counts_from_its_day(desk: Desk):
    administrator = desk.browser(ADMINISTRATOR)
    blank = fields(administrator.get(ACTING).text) | {"position": "director", "form": "acting"}
    wanted = blank | {"person": "nadiia.perepelytsia", "basis": "наказ № 15-к"}
    no_basis = administrator.post(ACTING, data=wanted | {"basis": " "})
    assert 'href="#field-basis"' in no_basis.text
    checked = administrator.post(ACTING, data=wanted)
    assert "на посаді на той день: Соломія Яворницька" in checked.text
    done = administrator.post(ACTING, data=fields(checked.text))
    assert "Надія Перепелиця" in done.text
    acting = [a for a in office(desk).appointments if a.acting]
    assert [(a.person, a.since) for a in acting] == [("nadiia.perepelytsia", date(2026, 8, 3))]
    page = desk.browser("nadiia.perepelytsia").get(f"/plans/{QUARTER}/approve").text
    assert "в.о., наказ № 15-к" in page
    end = re.search(r'href="(/substitution/end[^"]*)"', done.text)[1].replace("&amp;", "&")
    administrator.post("/substitution/end", data=fields(administrator.get(end).text))
    assert desk.browser("nadiia.perepelytsia").get(f"/plans/{QUARTER}/approve").status_code == 409


@pytest.mark.parametrize(("person", "path"), [(DIRECTOR, ACTING), (ADMINISTRATOR, DELEGATE)])
def test_who_may_not_begin_it_is_told_who_may(desk: Desk, person: str, path: str):
    answer = desk.browser(person).get(path)
    assert answer.status_code == 409
    assert "Може:" in answer.text


def test_a_check_page_that_grew_old_is_asked_again(desk: Desk):
    director, checked = lent(desk, EXECUTOR)
    form = fields(checked.text)
    other, second = lent(desk, OUTREACH)
    other.post(DELEGATE, data=fields(second.text))
    late = director.post(DELEGATE, data=form)
    assert late.status_code == 409
    assert "Ваше рішення не записано" in late.text
    assert len(office(desk).delegations) == 1


def test_a_made_up_number_of_a_fact_tells_nothing(desk: Desk):
    director = desk.browser(DIRECTOR)
    for number in (-1, 10**6, 2**63 - 1, 2**70):
        assert director.get(f"/substitution?recorded={number}").status_code == 200


def test_another_office_sees_nothing_of_it(desk: Desk):
    director, checked = lent(desk, EXECUTOR)
    director.post(DELEGATE, data=fields(checked.text))
    given = next(iter(office(desk).delegations))
    foreign = desk.browser(STRANGER, office="vn-office")
    assert foreign.get(f"/substitution/revoke?delegation={given}").status_code == 404
    assert "Зеленко" not in foreign.get("/substitution").text


def test_whom_two_posts_let_decide_says_in_which_and_none_is_chosen_for_them(desk: Desk):
    either = ("position:head-outreach", "position:deputy")
    visa = Step(key="visa", title="Віза одного з двох", act=Act.AGREE, who=either, needs="any", stage=1)
    director = Step(key="director", title="Директор", act=Act.APPROVE, who=("position:director",), stage=2)
    steps = (visa, director)
    route = PublishDefinition(organisation="ua-office", workflow="heads", title="Один із двох", steps=steps)
    desk.app.do(route, by=SYSTEM, organisation="ua-office")
    acting = AppointPerson(
        organisation="ua-office",
        person=OUTREACH,
        position="deputy",
        since=date(2026, 8, 3),
        acting=True,
        basis="наказ № 16-к",
    )
    desk.app.do(acting, by=SYSTEM, organisation="ua-office")
    comes_in(desk.stage, "two", FILE)
    desk.stage.do(SubmitPlan(plan="two", workflow="heads"), PLANNER)
    desk.app.wait_for(desk.app.store.head(), 10)
    head = desk.browser(OUTREACH)
    page = head.get("/plans/two/agree").text
    radios = re.findall(r'<input type="radio" name="capacity"[^>]*>', page)
    assert len(radios) == 2
    assert not any("checked" in radio for radio in radios)
    unsaid = head.post("/plans/two/agree", data=fields(page))
    assert unsaid.status_code == 422
    assert "оберіть, як хто ви вирішуєте" in unsaid.text
    head.post("/plans/two/agree", data=fields(page) | {"capacity": "deputy"})
    signed = next(r for r in desk.app.history("plan-two") if isinstance(r.event, StepAgreed))
    assert signed.envelope.capacity == "Заступник директора центру (в.о., наказ № 16-к)"
    assert signed.event.voice == "position:deputy"


def test_a_single_capacity_is_told_and_not_asked(desk: Desk):
    page = desk.browser(DIRECTOR).get(f"/plans/{QUARTER}/approve").text
    assert 'name="capacity"' not in page
    assert "Соломія Яворницька, Директор центру" in page
