"""Can a director see what waits, decide on exactly what was read, and never twice?"""

from __future__ import annotations

import pytest

from application.demo import QUARTER
from domain.plan.decisions.drafting import OverrideOwnerGate
from domain.plan.events import (
    PlanApproved,
    PlanReturned,
)
from domain.plan.state import Status
from domain.run.events import StepApproved
from tests.web.office import DEPUTY, DIRECTOR, EXECUTOR, PLANNER, Desk, fields

PLAN = f"/plans/{QUARTER}"
APPROVE, RETURN = f"{PLAN}/approve", f"{PLAN}/return"


def last(desk: Desk):
    return desk.app.history(f"plan-{QUARTER}")[-1]


def test_the_inbox_says_what_waits_and_what_comes_of_it(desk: Desk):
    page = desk.browser(DIRECTOR).get("/").text
    assert "Очікує на вас: 1" in page
    assert "Затвердити. Крок 4 з 4, після вас план набуває чинності" in page
    assert "вирішити до 06.08.2026 (чт)" in page


def test_the_plan_shows_its_route_what_changed_and_the_words_of_the_source_beside_their_reading(desk: Desk):
    page = desk.browser(DIRECTOR).get(PLAN).text
    assert page.count("– зараз ви") == 1
    assert "Маршрут: вирішено 3 з 4" in page
    assert "було: до 25.09.2026" in page
    assert "Найменування заходу для виконання завдання" in page
    assert "липень-2 серпень-2 вересень-3" in page
    assert "читаємо як: липень: 2; серпень: 2; вересень: 3" in page
    assert all(m.title.splitlines()[0].split("«")[0] in page for m in desk.plan.text.measures)


def test_only_what_changed_keeps_its_section_and_task(desk: Desk):
    page = desk.browser(DIRECTOR).get(f"{PLAN}?only=changed").text
    body = page[page.index("<tbody>") :]
    assert 'class="section"' in body
    assert 'class="task"' in body
    assert body.count('<tr id="m-') == 1


def test_the_check_page_shows_text_version_capacity_dates_fingerprint_and_consequence(desk: Desk):
    page = desk.browser(DIRECTOR).get(APPROVE).text
    assert desk.plan.text_hash in page
    for words in ("Версія 2. Подано: Олена Гончар", "Соломія Яворницька, Директор центру", "03.08.2026 (пн)"):
        assert words in page
    assert "не кваліфікований електронний підпис" in page
    assert fields(page)["version"] == str(desk.plan.version)


def test_what_the_check_page_foretells_is_what_happens(desk: Desk):
    director = desk.browser(DIRECTOR)
    page = director.get(APPROVE).text
    director.post(APPROVE, data=fields(page))
    desk.app.wait_for(desk.app.store.head(), 10)
    approved = desk.plan.approved
    assert approved is not None
    gone_by = sum(due.before_approval for due in approved.schedule)
    assert f"План набуде чинності: {len(approved.schedule)} " in page
    assert f"Уже минуло до сьогодні: {gone_by} " in page


def test_an_approval_is_recorded_with_person_post_and_channel_and_shown_with_its_number(desk: Desk):
    director = desk.browser(DIRECTOR)
    page = director.post(APPROVE, data=fields(director.get(APPROVE).text) | {"act": "Наказ № 7"})
    signed = desk.app.history(f"plan-{QUARTER}")[-2]
    assert [type(r.event) for r in (signed, last(desk))] == [StepApproved, PlanApproved]
    assert (signed.envelope.by, signed.envelope.capacity) == (DIRECTOR, "Директор центру")
    assert signed.envelope.channel == "web"
    assert page.url.path == f"{PLAN}/facts/{last(desk).version}"
    assert f"<dd>{last(desk).position}</dd>" in page.text
    assert "Крок «Затвердження директором» затверджено" in page.text


def test_both_see_it_at_once(desk: Desk):
    director, executor = desk.browser(DIRECTOR), desk.browser(EXECUTOR)
    assert "на погодженні" in executor.get("/plans").text
    director.post(APPROVE, data=fields(director.get(APPROVE).text))
    assert "Зараз на вас нічого не очікує" in director.get("/").text
    assert "чинний" in executor.get("/plans").text
    assert "Записати" in executor.get("/my").text


def test_a_double_tap_is_one_approval(desk: Desk):
    director = desk.browser(DIRECTOR)
    form = fields(director.get(APPROVE).text)
    first = director.post(APPROVE, data=form)
    stands = last(desk)
    second = director.post(APPROVE, data=form)
    assert last(desk) == stands
    assert second.url.path == first.url.path
    assert "Це вже записано о 03.08.2026 10:00. Другого запису не створено." in second.text


def test_a_second_tab_that_comes_later_finds_it_decided(desk: Desk):
    director = desk.browser(DIRECTOR)
    one, other = fields(director.get(APPROVE).text), fields(director.get(APPROVE).text)
    director.post(APPROVE, data=one)
    head = desk.app.store.head()
    late = director.post(APPROVE, data=other)
    assert late.status_code == 409
    assert "Ви вже вирішили о 03.08.2026 10:00. " in late.text
    assert "Вам нічого робити не потрібно. Другого запису не створено." in late.text
    assert "випередили" not in late.text
    assert [r for r in desk.app.store.log(head) if getattr(r, "stream", "") == f"plan-{QUARTER}"] == []


def test_who_approved_is_not_asked_first_of_all_whether_they_read_it(desk: Desk):
    director, executor = desk.browser(DIRECTOR), desk.browser(EXECUTOR)
    director.post(APPROVE, data=fields(director.get(APPROVE).text))
    acknowledge = f'href="{PLAN}/do/Acknowledge"'
    assert f'<a class="button" {acknowledge}' in director.get(PLAN).text
    assert f'<a class="button primary" {acknowledge}' in executor.get(PLAN).text


def test_a_plan_that_moved_while_it_was_read_is_not_approved_and_what_was_typed_stays(desk: Desk):
    director = desk.browser(DIRECTOR)
    form = fields(director.get(APPROVE).text) | {"act": "Наказ № 7"}
    gate = OverrideOwnerGate(plan=QUARTER, measure=desk.measure("1.1.1"), reason="тимчасово")
    desk.app.do(gate, by=PLANNER, organisation="ua-office")
    stale = director.post(APPROVE, data=form)
    assert stale.status_code == 409
    assert desk.plan.status is Status.IN_REVIEW
    assert "Вас випередили о 03.08.2026 10:00, Олена Гончар, Головний фахівець з планування" in stale.text
    assert 'value="Наказ № 7"' in stale.text
    assert director.post(APPROVE, data=fields(stale.text)).status_code == 200
    assert desk.plan.status is Status.IN_FORCE


def test_another_text_than_the_one_shown_is_not_approved(desk: Desk):
    director = desk.browser(DIRECTOR)
    form = fields(director.get(APPROVE).text) | {"text_hash": "0" * 64}
    answer = director.post(APPROVE, data=form)
    assert answer.status_code == 409
    assert "План змінився, поки ви читали" in answer.text
    assert desk.plan.status is Status.IN_REVIEW


def test_a_plan_goes_back_with_remarks_on_its_cells_and_the_author_finds_them(desk: Desk):
    director, planner = desk.browser(DIRECTOR), desk.browser(PLANNER)
    measure = desk.measure("1.1.2")
    form = fields(director.get(RETURN).text)
    form |= {"remarks-0-measure": measure, "remarks-0-field": "due", "remarks-0-text": "Лише до 20 вересня"}
    form |= {"remarks-1-measure": "", "remarks-1-field": "", "remarks-1-text": "Додати бюджет"}
    assert "План у автора на доопрацюванні: Олена Гончар." in director.post(RETURN, data=form).text
    returned = last(desk).event
    assert isinstance(returned, PlanReturned)
    assert [(r.measure, r.field, r.text) for r in returned.remarks] == [
        (measure, "due", "Лише до 20 вересня"),
        (None, "", "Додати бюджет"),
    ]
    assert "Виправити й подати знову. 2 зауваження" in planner.get("/").text
    assert "«1.1.2: Лише до 20 вересня»" in planner.get(PLAN).text


def test_a_plan_never_goes_back_without_a_word(desk: Desk):
    director = desk.browser(DIRECTOR)
    answer = director.post(RETURN, data=fields(director.get(RETURN).text))
    assert answer.status_code == 422
    assert 'href="#field-remarks"' in answer.text
    assert "<title>Помилка:" in answer.text
    assert desk.plan.status is Status.IN_REVIEW


def test_who_prepared_the_plan_is_offered_no_decision_on_it(desk: Desk):
    planner = desk.browser(PLANNER)
    assert "/approve" not in planner.get(PLAN).text
    assert planner.get(APPROVE).status_code == 409


def test_a_step_that_is_not_mine_cannot_be_decided_by_a_form_made_up(desk: Desk):
    deputy, director = desk.browser(DEPUTY), desk.browser(DIRECTOR)
    csrf = deputy.get("/").text.split('name="csrf" value="')[1][:64]
    answer = deputy.post(APPROVE, data=fields(director.get(APPROVE).text) | {"csrf": csrf})
    assert answer.status_code == 409
    assert desk.plan.status is Status.IN_REVIEW


def test_every_act_a_page_offers_has_a_form_that_opens(desk: Desk):
    import re
    from html import unescape

    for person in (DIRECTOR, PLANNER, EXECUTOR, DEPUTY):
        browser = desk.browser(person)
        page = browser.get(PLAN).text
        offered = {
            unescape(a) for a in re.findall(r'href="(/plans/[^"#]*(?:do/|approve|return|agree)[^"]*)"', page)
        }
        assert {a: browser.get(a).status_code for a in offered} == dict.fromkeys(offered, 200)


def test_history_is_told_in_sentences_and_each_has_an_address(desk: Desk):
    director = desk.browser(DIRECTOR)
    page = director.get(f"{PLAN}/history").text
    assert "Повернуто на доопрацювання на кроці «Віза відділу роботи з адвокатами»: Роман Косович" in page
    for recorded in desk.app.history(f"plan-{QUARTER}"):
        assert f"{PLAN}/facts/{recorded.version}" in page
    assert director.get(f"{PLAN}/facts/{desk.plan.version + 1}").status_code == 404


@pytest.mark.parametrize("version", [None, "", "²", "5" * 5000, "-1", "1.0"])
def test_an_approval_that_does_not_say_which_version_was_read_is_not_taken(desk: Desk, version: str | None):
    director = desk.browser(DIRECTOR)
    form = fields(director.get(APPROVE).text)
    del form["version"]
    head = desk.app.store.head()
    unread = director.post(APPROVE, data=form if version is None else form | {"version": version})
    assert unread.status_code == 428
    assert "Відкрийте план ще раз" in unread.text
    assert desk.app.store.head() == head


def test_an_approval_asks_for_no_remarks_and_takes_those_that_are_left_with_their_day(desk: Desk):
    director = desk.browser(DIRECTOR)
    page = director.get(APPROVE).text
    assert "Напишіть хоча б одне" not in page
    assert "<summary>Залишити зауваження, які закриють згодом</summary>" in page
    remark = {**fields(page), "remarks-0-text": "Уточніть показник"}
    refused = director.post(APPROVE, data=remark)
    assert "Зауваженням потрібен день" in refused.text
    assert "<details open>" in refused.text
    director.post(APPROVE, data={**remark, "close_by": "2026-08-28"})
    (owed,) = desk.plan.run.owed
    assert (owed.remark.text, str(owed.close_by)) == ("Уточніть показник", "2026-08-28")


def test_remarks_that_send_a_plan_back_are_asked_for_openly(desk: Desk):
    page = desk.browser(DIRECTOR).get(APPROVE.replace("approve", "return")).text
    assert "Напишіть хоча б одне" in page
    assert "Залишити зауваження" not in page
