"""Does an outside body that was asked answer itself through its link: once, by name, to what it read?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from playwright.sync_api import Browser

from application import consent_links, links
from application.links import Answerable
from domain.messages import Refused
from domain.plan.decisions.drafting import ReviseMeasure
from domain.plan.document import Funding, SubItem
from domain.plan.events import ConsentDeclined, ConsentGiven, LinkUsed
from domain.plan.state import Consent
from tests.web.browsing import Person, walk
from tests.web.office import DIRECTOR, EXECUTOR, PLANNER, Desk, fields
from tests.web.test_consent import BODY, PLAN, link, named, stands

__all__ = ["named"]
WHO = {"signed_by": "Ганна Рибак, секретар ради"}
GIVE, REFUSE = {**WHO, "answer": "give"}, {**WHO, "answer": "refuse", "reason": "немає приміщення"}


def asked(desk: Desk, until: str = "") -> str:
    """The address that the planner hands on, after asking on the page."""
    planner = desk.browser(PLANNER)
    ask = link(planner.get(f"{PLAN}/consent").text, "ask")
    form = fields(planner.get(ask).text)
    page = planner.post(ask.partition("?")[0], data=form | ({"until": until} if until else {})).text
    return unescape(re.search(r'href="[^"]*(/consent/[^"]+)"', page[page.index(BODY) :])[1])


def facts(desk: Desk) -> list[type]:
    return [type(r.event) for r in desk.app.history("plan-again")]


def test_looking_shows_the_measure_and_uses_nothing_up(named: Desk):
    address, guest = asked(named), named.guest()
    for _ in range(2):
        page = guest.get(address)
        assert page.status_code == 200
        assert BODY in page.text
        assert named.stage.plan("again").text.measures[0].title in page.text
    assert stands(named) is Consent.ASKED
    assert LinkUsed not in facts(named)


def test_it_agrees_once_and_a_second_use_says_what_was_answered(named: Desk):
    address, guest = asked(named), named.guest()
    told = guest.post(address, data=GIVE)
    assert told.status_code == 200
    assert "Ганна Рибак" in told.text
    assert stands(named) is Consent.GIVEN
    for again in (guest.post(address, data=REFUSE), guest.get(address)):
        assert again.status_code == 410
        assert "Цим посиланням уже відповіли" in again.text
        assert "Ганна Рибак, секретар ради" in again.text
    assert (facts(named).count(ConsentGiven), facts(named).count(ConsentDeclined)) == (1, 0)
    last = named.app.history("plan-again")[-1]
    assert (last.envelope.channel, last.envelope.by) == ("link", "system")
    assert "Ганна Рибак" in named.browser(PLANNER).get(f"{PLAN}/consent").text


def test_it_refuses_with_a_reason_and_may_be_asked_again_by_a_new_link(named: Desk):
    address, guest = asked(named), named.guest()
    silent = guest.post(address, data=REFUSE | {"reason": " "})
    assert silent.status_code == 422
    assert "Ганна Рибак" in silent.text
    guest.post(address, data=REFUSE)
    assert stands(named) is Consent.REFUSED
    newer = asked(named, "2026-12-01")
    assert newer != address
    assert "немає приміщення" in guest.get(address).text
    guest.post(newer, data=GIVE)
    assert stands(named) is Consent.GIVEN


def test_nameless_foreign_old_and_changed_links_answer_nothing(named: Desk):
    address, guest = asked(named), named.guest()
    assert guest.post(address, data={"answer": "give"}).status_code == 422
    assert guest.get(address[:-1] + ("A" if address[-1] != "A" else "B")).status_code == 404
    assert guest.post("/consent/x.y", data=GIVE).status_code == 404
    newer = asked(named, "2026-12-01")
    assert guest.post(address, data=GIVE).status_code == 410
    measure = named.stage.plan("again").text.measures[0]
    other = measure.model_copy(update={"title": "Зовсім інше"})
    named.stage.do(ReviseMeasure(plan="again", measure=other), by=PLANNER)
    changed = guest.post(newer, data=GIVE)
    assert changed.status_code == 409
    assert "Попросіть установу запитати ще раз" in changed.text
    assert stands(named) is Consent.ASKED


def test_an_answer_link_of_a_letter_is_no_consent_and_only_who_may_record_sees_the_link(named: Desk):
    address = asked(named)
    token = address.rpartition("/")[2]
    assert named.guest().get(f"/answer/{token}").status_code == 404
    letter = Answerable("ua-office", PLANNER, "again", "m001", "", date(2026, 12, 1), "5")
    other = links.token_of(named.app.seal, letter)
    with pytest.raises(Refused) as refusal:
        consent_links.opened(named.app.seal, other)
    assert refusal.value.code == "link-unreadable"
    assert named.guest().get(f"/consent/{other}").status_code == 404
    assert address not in named.browser(EXECUTOR).get(f"{PLAN}/consent").text
    assert address in named.browser(PLANNER).get(f"{PLAN}/consent").text


def test_only_who_asked_is_shown_the_link_and_the_answer_names_them(named: Desk):
    """Signed out, a planner could answer in the body's place: then it is on record who had the link."""
    address = asked(named)
    page = named.browser(DIRECTOR).get(f"{PLAN}/consent").text
    assert "/consent/ask?" in page, "the director may record the answer too"
    assert address not in page
    assert "Посилання, дійсне до" in page
    assert "Олена Гончар" in page[page.index("Посилання, дійсне до") :]
    told = named.guest().post(address, data=GIVE)
    given = named.app.history("plan-again")[-1].event
    assert isinstance(given, ConsentGiven)
    assert given.drawn_by == PLANNER
    assert "посилання передає Олена Гончар" in told.text


def test_a_consent_lapses_on_the_page_with_the_words_and_is_asked_for_again(named: Desk):
    named.guest().post(asked(named), data=GIVE)
    measure = named.stage.plan("again").text.measures[0]
    other = measure.model_copy(update={"title": "Віддати громаді всі приміщення"})
    named.stage.do(ReviseMeasure(plan="again", measure=other), by=PLANNER)
    page = named.browser(PLANNER).get(f"{PLAN}/consent").text
    assert "згоду надано до змін у заході" in page
    assert "Згоду надали: 0" in page
    assert "За згодою (запитати ще раз: 1)" in named.browser(PLANNER).get(PLAN).text
    named.guest().post(asked(named), data=GIVE)
    assert "згоду надано до змін" not in named.browser(PLANNER).get(f"{PLAN}/consent").text
    assert "запитати ще раз: " not in named.browser(PLANNER).get(PLAN).text
    assert stands(named) is Consent.GIVEN


def test_who_works_in_the_office_that_asks_does_not_answer_for_the_body(named: Desk):
    address, planner = asked(named), named.browser(PLANNER)
    looked = planner.get(address).text
    assert "Ви увійшли як працівник установи" in looked
    assert 'name="signed_by"' not in looked
    assert f'href="{PLAN}/consent"' in looked
    for answer in (GIVE, REFUSE):
        told = planner.post(address, data=answer)
        assert told.status_code == 403
        assert "відповідає лише сам орган" in told.text
    assert stands(named) is Consent.ASKED
    assert LinkUsed not in facts(named)
    assert named.browser("to.van.phuc", office="vn-office").post(address, data=GIVE).status_code == 200
    assert stands(named) is Consent.GIVEN


def test_words_that_cannot_be_kept_are_said_beside_their_field(named: Desk):
    address, guest = asked(named), named.guest()
    for name in ("signed_by", "reason"):
        for bad in ("a\x00b", "x" * 20_001):
            told = guest.post(address, data=REFUSE | {name: bad})
            assert told.status_code == 422
            assert f'href="#field-{name}"' in told.text
            assert "задовгий текст або недозволений знак" in told.text
    assert stands(named) is Consent.ASKED


def test_a_link_of_the_former_kind_says_that_a_new_one_is_needed(named: Desk):
    token = asked(named).rpartition("/")[2]
    now = consent_links.opened(named.app.seal, token)
    former = replace(now, tag=consent_links.OUTDATED, terms="f" * 64)
    address = f"/consent/{consent_links.token_of(named.app.seal, former)}"
    for told in (named.guest().get(address), named.guest().post(address, data=GIVE)):
        assert told.status_code == 410
        assert "Попросіть установу надіслати нове посилання" in told.text
    assert stands(named) is Consent.ASKED


def test_the_page_shows_all_that_the_body_would_be_bound_by(named: Desk):
    measure = named.stage.plan("again").text.measures[0]
    more = {
        "sub_items": (SubItem(title="дати стільці"),),
        "expected_result": "двадцять людей",
        "funding": (Funding(raw="5 млн", source="бюджет району"),),
    }
    wide = measure.model_copy(update=more)
    named.stage.do(ReviseMeasure(plan="again", measure=wide), by=PLANNER)
    page = named.guest().get(asked(named)).text
    for words in ("дати стільці", "двадцять людей", "бюджет району 5 млн", "Очікуваний результат"):
        assert words in page


@pytest.mark.browser
@pytest.mark.parametrize("language", ["uk", "vi", "en"])
def test_it_is_done_on_a_phone_and_a_desktop(named: Desk, house, browser: Browser, width: int, language: str):
    _, base = house
    address = asked(named)
    body = Person(browser, base, width, language=language, script=False)
    assert walk(body, {"consent-answer": address}, f"{language}-{width}") == []
    body.page.locator("#input-signed_by").fill("Ганна Рибак, секретар ради")
    body.page.locator("main button.primary").dblclick()
    body.page.wait_for_selector("section[role=status]")
    assert {*walk(body, {"consent-used": address}, f"{language}-{width}")} <= {*USED}
    assert stands(named) is Consent.GIVEN
    planner = Person(browser, base, width, language=language, script=False)
    planner.comes_in(named.link(PLANNER))
    assert walk(planner, {"consent": f"{PLAN}/consent"}, f"{language}-{width}") == []
    body.context.close()
    planner.context.close()


USED = ["Failed to load resource: the server responded with a status of 410 (Gone)"]
