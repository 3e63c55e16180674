"""The rule book of the page of logging: each kind of target asks its own question, and hears its own no."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from application.app import App
from application.links import Answerable, token_of
from domain.plan.events import ExecutionLogged, IndicatorReported, LinkUsed, NilDeclared, ShortfallExplained
from infrastructure.sessions import open_sessions
from tests.web.kinds import browser_of, kinds_in_force
from tests.web.office import fields


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    app, stop = kinds_in_force(tmp_path), threading.Event()
    following = threading.Thread(target=app.follow, args=(stop,))
    following.start()
    yield app
    stop.set()
    following.join()
    app.close()


@pytest.fixture
def clerk(app: App) -> Iterator[TestClient]:
    sessions = open_sessions(app.settings.database_url, app.settings.data)
    yield browser_of(app, sessions)
    sessions.close()


def log(measure: str, asked: str = "") -> str:
    return f"/plans/kinds/measures/{measure}/log{asked}"


def form_of(page: str) -> dict[str, str]:
    """What the form of logging would send: the first of the page."""
    main = page[page.index("<main") : page.index("</main>")]
    return fields(f"<main{main[: main.index('</form>')]}</form></main>")


def words(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def last(app: App) -> object:
    return app.history("plan-kinds")[-1].event


def head(app: App) -> int:
    return app.store.version("plan-kinds")


# a number
def test_a_number_asks_how_much_and_fills_in_what_the_month_still_owes(app: App, clerk: TestClient):
    page = clerk.get(log("m1", "?for=2021-02")).text
    assert "Скільки зроблено?" in words(page)
    assert form_of(page)["quantity"] == "1"
    assert 'name="answer"' not in page


# a pair
def test_a_pair_asks_each_part_by_the_name_that_the_document_gives_it(clerk: TestClient):
    shown = words(clerk.get(log("m2")).text)
    assert "Скільки зроблено з кожної складової?" in shown
    assert "договорів" in shown
    assert "перевізників" in shown
    assert "Складова 1" not in shown


def test_parts_without_names_are_told_apart_by_their_number(clerk: TestClient):
    shown = words(clerk.get(log("m9")).text)
    assert "Складова 1" in shown
    assert "Складова 2" in shown


def test_of_a_pair_what_remains_is_filled_in_part_by_part(app: App, clerk: TestClient):
    form = form_of(clerk.get(log("m2")).text)
    assert (form["parts-0"], form["parts-1"]) == ("1", "1")
    clerk.post(log("m2"), data=form | {"parts-1": "0"})
    assert last(app).parts == (Decimal(1), Decimal(0))
    form = form_of(clerk.get(log("m2")).text)
    assert (form["parts-0"], form["parts-1"]) == ("0", "1")


# a level
def test_a_level_asks_for_the_state_on_a_day_and_guesses_none(app: App, clerk: TestClient):
    page = clerk.get(log("m3")).text
    assert "Скільки всього зараз?" in words(page)
    assert "На яку дату?" in words(page)
    assert "Стан на дату, а не приріст" in words(page)
    assert form_of(page)["value"] == ""
    clerk.post(log("m3"), data=form_of(page) | {"value": "44"})
    assert isinstance(last(app), IndicatorReported)
    assert "Останнє відоме: 44 на 05.02.2021" in words(clerk.get(log("m3")).text)


def test_a_level_may_be_told_with_what_its_units_have_of_it(app: App, clerk: TestClient):
    page = clerk.get(log("m3")).text
    assert "З них за підрозділами" in words(page)
    form = form_of(page) | {"value": "44", "of-which-bureau": "40", "of-which-education": "4,5"}
    refused = clerk.post(log("m3"), data=form)
    assert refused.status_code == 409
    assert '<a href="#field-of_which">Захід 1.3: частини разом становлять 44,5' in unescape(refused.text)
    assert form_of(refused.text)["of-which-bureau"] == "40"
    clerk.post(log("m3"), data=form | {"of-which-education": "4"})
    told = {(part.unit, part.value) for part in last(app).of_which}
    assert told == {("education", Decimal(4)), ("bureau", Decimal(40))}


def test_what_is_no_number_beside_a_unit_is_said_to_be_none(app: App, clerk: TestClient):
    before = head(app)
    answer = clerk.post(
        log("m3"), data=form_of(clerk.get(log("m3")).text) | {"value": "4", "of-which-bureau": "x"}
    )
    assert (answer.status_code, head(app)) == (422, before)
    assert "З них за підрозділами: вкажіть число" in words(answer.text)


# a standing measure
def test_a_standing_measure_asks_whether_it_was_carried_out_in_this_month(app: App, clerk: TestClient):
    page = clerk.get(log("m4")).text
    assert "Чи виконувалося у лютому 2021 року? Так Ні" in words(page)
    assert "quantity" not in form_of(page) or form_of(page)["quantity"] == ""
    clerk.post(log("m4"), data=form_of(page))
    logged = last(app)
    assert isinstance(logged, ExecutionLogged)
    assert (logged.done_on, logged.quantity) == (date(2021, 2, 5), None)


def test_a_month_before_is_asked_about_by_its_own_name_and_counts_there(app: App, clerk: TestClient):
    page = clerk.get(log("m4", "?for=2021-01")).text
    assert "Чи виконувалося у січні 2021 року?" in words(page)
    clerk.post(log("m4"), data=form_of(page))
    assert last(app).done_on == date(2021, 1, 31)


def test_a_month_of_silence_is_seen_and_one_tap_away(app: App, clerk: TestClient):
    page = clerk.get(log("m4")).text
    assert "січень 2021 року: дані не надано" in words(page)
    assert "лютий 2021 року: ще нічого не записано" in words(page)
    assert "березень" not in words(page).partition("Що вже сказано")[2]
    assert f'{log("m4")}?for=2021-01"' in page
    clerk.post(log("m4"), data=form_of(clerk.get(log("m4", "?for=2021-01")).text))
    assert "січень 2021 року: 1 запис" in words(clerk.get(log("m4")).text)


def test_of_a_month_asked_about_only_its_own_lack_of_need_is_offered(clerk: TestClient):
    shown = words(clerk.get(log("m4", "?for=2021-01")).text)
    assert re.findall(r"Потреби не виникало \(([^)]+)\)", shown) == ["січень 2021 року"]
    assert "Потреби не виникало (" not in words(clerk.get(log("m4")).text), "February still runs"


def test_no_is_no_record_and_shows_what_may_be_said_instead(app: App, clerk: TestClient):
    before = head(app)
    january = log("m4", "?for=2021-01")
    page = clerk.post(log("m4"), data=form_of(clerk.get(january).text) | {"answer": "no"}).text
    assert head(app) == before
    assert "Нічого не записано. Саме «ні» у звіті не видно" in words(page)
    explain, nil = (unescape(a) for a in re.findall(r'class="button" href="(/plans/kinds/do/[^"]+)"', page))
    assert "ExplainShortfall" in explain
    assert "period=2021Q1" in explain
    clerk.post(explain, data=fields(clerk.get(explain).text) | {"reason": "карантин"})
    assert isinstance(last(app), ShortfallExplained)
    clerk.post(nil, data=fields(clerk.get(nil).text))
    assert last(app) == NilDeclared(measure="m4", period="2021-01", person="clerk-education")


def test_a_yes_is_never_taken_for_granted(app: App, clerk: TestClient):
    form, before = form_of(clerk.get(log("m4")).text), head(app)
    del form["answer"]
    answer = clerk.post(log("m4"), data=form)
    assert (answer.status_code, head(app)) == (422, before)
    assert "заповніть це поле" in answer.text


def test_a_month_outside_the_term_is_not_asked_about(clerk: TestClient):
    assert clerk.get(log("m4", "?for=2021-04")).status_code == 404


# as needed
def test_as_needed_offers_that_no_need_arose_beside_the_form(app: App, clerk: TestClient):
    page = clerk.get(log("m5")).text
    assert "Потреба виникала: скільки зроблено?" in words(page)
    assert "Або потреби не виникало. За який період? січень 2021 року лютий 2021 року: сказати" in words(page)
    form = fields(page)
    assert form["period"] == "2021-01"
    assert 'name="period" value="2021-02"' not in page
    refused = clerk.post("/plans/kinds/do/DeclareNil", data=form | {"period": "2021-02"})
    assert "лютий 2021 року ще триває" in words(refused.text)
    clerk.post("/plans/kinds/do/DeclareNil", data=form)
    assert last(app) == NilDeclared(measure="m5", period="2021-01", person="clerk-education")
    page = clerk.get(log("m5")).text
    assert "січень 2021 року: потреби не виникало" in words(page)
    assert 'value="2021-01"' not in page


def test_once_a_deed_is_on_record_its_month_can_no_more_be_without_need(app: App, clerk: TestClient):
    clerk.post(log("m5"), data=form_of(clerk.get(log("m5")).text))
    assert last(app).quantity == Decimal(1)
    app.at(datetime(2021, 4, 2, 9, tzinfo=UTC))
    page = clerk.get(log("m5")).text
    assert 'name="period" value="2021-02"' not in page
    assert 'name="period" value="2021Q1"' not in page
    assert 'name="period" value="2021-01"' in page
    assert 'name="period" value="2021-03"' in page


def test_a_quarter_of_which_all_is_silent_is_proposed_once_it_is_over(app: App, clerk: TestClient):
    app.at(datetime(2021, 3, 30, 9, tzinfo=UTC))
    assert fields(clerk.get(log("m5")).text)["period"] == "2021-01"
    app.at(datetime(2021, 3, 31, 9, tzinfo=UTC))
    assert fields(clerk.get(log("m5")).text)["period"] == "2021Q1"


# by a schedule of its own
def test_by_schedule_shows_its_dates_and_those_on_record(app: App, clerk: TestClient):
    page = clerk.get(log("m6")).text
    assert "Скільки проведено за графіком?" in words(page)
    assert "За планом до: 31.03.2021" in words(page)
    assert "Уже записано" not in words(page)
    clerk.post(log("m6"), data=form_of(page) | {"when": "other", "other": "2021-01-19"})
    assert last(app).done_on == date(2021, 1, 19)
    assert "Уже записано: 19.01.2021" in words(clerk.get(log("m6")).text)


# done or not
def test_what_is_not_counted_asks_done_or_not(app: App, clerk: TestClient):
    page = clerk.get(log("m7")).text
    assert "Чи зроблено? Зроблено Ні" in words(page)
    clerk.post(log("m7"), data=form_of(page))
    logged = last(app)
    assert isinstance(logged, ExecutionLogged)
    assert logged.quantity is None


def test_not_done_leads_to_why(app: App, clerk: TestClient):
    before = head(app)
    page = clerk.post(log("m7"), data=form_of(clerk.get(log("m7")).text) | {"answer": "no"}).text
    assert head(app) == before
    assert "Нічого не записано. Саме «ні» у звіті не видно" in words(page)
    assert 'class="button" href="/plans/kinds/do/ExplainShortfall?measure=m7&amp;period=2021Q1"' in page


# not planned
def test_what_is_not_planned_says_how_it_will_be_shown(clerk: TestClient):
    assert "буде показано у звіті як позапланове" in words(clerk.get(log("m8")).text)


# of which unit and sub-item
def selects(page: str) -> dict[str, list[str]]:
    """Each list to choose from, with its values; the chosen one stands first."""
    found = re.findall(r'<select[^>]* name="(\w+)">(.*?)</select>', page, re.DOTALL)
    return {
        name: sorted(re.findall(r'value="([^"]*)"', options), key=lambda v: f'"{v}" selected' not in options)
        for name, options in found
    }


def test_several_units_are_told_apart_and_the_own_one_is_proposed(app: App, clerk: TestClient):
    page = clerk.get(log("m10")).text
    before_details = page[: page.index("<details", page.index("<main"))]
    assert selects(before_details)["unit"][0] == "education"
    assert set(selects(before_details)["unit"]) == {"", "office", "education", "bureau"}
    assert set(selects(before_details)["item"]) == {"", "Бюро: виїзд до с. Лугове", "виїзд до с. Яри"}
    clerk.post(log("m10"), data=form_of(page) | {"unit": "bureau", "item": "виїзд до с. Яри"})
    assert (last(app).unit, last(app).item) == ("bureau", "виїзд до с. Яри")
    assert ": 2, Бюро, виїзд до с. Яри, Павло Мочар" in words(clerk.get(log("m10")).text)


def test_where_one_unit_carries_out_it_is_a_detail_and_no_sub_item_is_asked_for(clerk: TestClient):
    page = clerk.get(log("m1", "?for=2021-02")).text
    assert "unit" not in selects(page[: page.index("<details", page.index("<main"))])
    assert selects(page)["unit"][0] == ""
    assert "item" not in selects(page)


def test_a_unit_made_up_is_refused_and_named_in_the_summary(app: App, clerk: TestClient):
    before = head(app)
    answer = clerk.post(log("m10"), data=form_of(clerk.get(log("m10")).text) | {"unit": "nowhere"})
    assert (answer.status_code, head(app)) == (409, before)
    assert '<a href="#field-unit">«nowhere» не є підрозділом установи.' in unescape(answer.text)


def test_a_correction_starts_from_the_part_as_it_is_and_may_name_another(app: App, clerk: TestClient):
    clerk.post(log("m10"), data=form_of(clerk.get(log("m10")).text) | {"unit": "bureau", "item": "1"})
    record = last(app).execution
    address = f"/plans/kinds/do/CorrectExecution?measure=m10&execution={record}"
    page = clerk.get(address).text
    assert selects(page)["unit"][0] == "bureau"
    assert selects(page)["item"][0] == "Бюро: виїзд до с. Лугове"
    clerk.post(address, data=fields(page) | {"reason": "не бюро", "unit": "education"})
    assert (last(app).unit, last(app).item) == ("education", "Бюро: виїзд до с. Лугове")


def test_the_link_of_a_letter_asks_for_the_part_too(app: App, clerk: TestClient):
    address = through_link(app, "m10")
    page = clerk.get(address).text
    assert selects(page)["unit"][0] == "education"
    clerk.post(address, data=form_of(page) | {"quantity": "1", "unit": "education", "item": "2"})
    assert (last(app).unit, last(app).item) == ("education", "виїзд до с. Яри")


# the link of a letter asks the same
def through_link(app: App, measure: str, key: str = "") -> str:
    link = Answerable("lipky", "clerk-education", "kinds", measure, key, date(2021, 3, 31), "n-1")
    return f"/answer/{token_of(app.seal, link)}"


def test_the_link_of_a_letter_asks_the_question_of_the_kind(app: App, clerk: TestClient):
    assert "Чи виконувалося у лютому 2021 року? Так Ні" in words(clerk.get(through_link(app, "m4")).text)
    assert "перевізників" in words(clerk.get(through_link(app, "m2")).text)
    assert "Стан на дату" in words(clerk.get(through_link(app, "m3")).text)


def test_a_no_through_the_link_uses_nothing_up(app: App, clerk: TestClient):
    address, before = through_link(app, "m4"), head(app)
    said = clerk.post(address, data=form_of(clerk.get(address).text) | {"answer": "no"})
    assert head(app) == before
    assert "Посилання лишається чинним" in said.text
    clerk.post(address, data=form_of(clerk.get(address).text))
    kinds = [type(r.event) for r in app.history("plan-kinds")[before:]]
    assert kinds == [LinkUsed, ExecutionLogged]


@pytest.mark.parametrize("language", ["uk", "en", "vi"])
def test_every_kind_has_its_question_in_every_language(app: App, clerk: TestClient, language: str):
    clerk.cookies.set("onrecord_language", language)
    for n in range(1, 11):
        answer = clerk.get(log(f"m{n}"))
        assert answer.status_code == 200
        assert "<form" in words(answer.text) or form_of(answer.text)
