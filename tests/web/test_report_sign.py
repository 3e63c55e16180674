"""Can a report be sent, read, returned, signed from its page, by those who may and by nobody else?"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest

from application.demo import QUARTER
from domain.plan.decisions.closing import ClosePeriod, ReopenPeriod
from domain.plan.decisions.execution import LogExecution
from domain.plan.document import TargetKind
from domain.run.state import Outcome
from tests.web.office import DEPUTY, DIRECTOR, EXECUTOR, PLANNER, STRANGER, Desk, fields, in_force

PERIOD = "2026Q3"
PAGE = f"/plans/{QUARTER}/sign/{PERIOD}"


@pytest.fixture
def closed(desk: Desk) -> Desk:
    """Monday 12 October 2026, 10:00: the planner has closed the quarter."""
    in_force(desk)
    desk.stage.on(date(2026, 10, 12))
    desk.app.do(ClosePeriod(plan=QUARTER, period=PERIOD), by=PLANNER, organisation="ua-office")
    desk.app.wait_for(desk.app.store.head(), 10)
    return desk


def done(desk: Desk, person: str, what: str, **typed: str) -> str:
    """The check page's own form, sent; the page that follows."""
    browser = desk.browser(person)
    offered = browser.get(PAGE)
    link = next(a for a in addresses(offered.text) if a.startswith(f"{PAGE}/{what}"))
    form = fields(browser.get(link).text)
    answer = browser.post(link.partition("?")[0], data={**form, **typed})
    assert answer.status_code == 200, answer.text
    desk.app.wait_for(desk.app.store.head(), 10)
    return answer.text


def addresses(page: str) -> list[str]:
    return [unescape(part.partition('"')[0]) for part in page.split('href="')[1:]]


def outcome(desk: Desk) -> Outcome:
    run = list(desk.plan.reports)[-1]
    return desk.plan.run_of(run).outcome


def test_it_is_sent_agreed_and_signed_from_its_page(closed: Desk) -> None:
    assert "Ще не подано" in closed.browser(PLANNER).get(PAGE).text
    assert "На підписанні" in done(closed, PLANNER, "SubmitReport")
    shown = closed.browser(DEPUTY).get("/").text
    assert f'href="{PAGE}"' in shown
    done(closed, DEPUTY, "AgreeStep")
    last = done(closed, DIRECTOR, "SignStep", act="вих. № 31")
    assert outcome(closed) is Outcome.GRANTED
    assert ("Підписано:" in last, "вих. № 31" in last) == (True, True)
    assert f'href="{PAGE}"' not in closed.browser(DIRECTOR).get("/").text


def test_what_is_signed_is_the_fingerprint_and_the_place_that_were_shown(closed: Desk) -> None:
    done(closed, PLANNER, "SubmitReport")
    sent = list(closed.plan.reports.values())[-1]
    page = closed.browser(DEPUTY).get(PAGE).text
    link = next(a for a in addresses(page) if "AgreeStep" in a)
    check = closed.browser(DEPUTY).get(link).text
    assert sent.fingerprint in check
    assert f"?position={sent.position}" in check
    assert "не кваліфікований електронний підпис" in check


def test_the_page_of_signing_counts_as_the_first_page_of_the_report_does(closed: Desk) -> None:
    page = closed.browser(DIRECTOR).get(PAGE).text.replace("\u00a0", " ")
    counts = page.partition('id="counts-title"')[2].partition("</section>")[0]
    for words in ("Усього заходів: <strong>", "За станом виконання: ", "За строком: ", "обов’язкових — "):
        assert words in counts


def test_a_form_with_another_fingerprint_is_refused_and_nothing_is_stored(closed: Desk) -> None:
    browser = closed.browser(PLANNER)
    form = fields(browser.get(f"{PAGE}/SubmitReport").text) | {"fingerprint": "0" * 64}
    answer = browser.post(f"{PAGE}/SubmitReport", data=form)
    assert (answer.status_code, "Такого звіту в записі немає" in answer.text) == (409, True)
    assert not closed.plan.reports


def test_returned_with_a_remark_on_a_row_it_waits_for_who_sent_it(closed: Desk) -> None:
    done(closed, PLANNER, "SubmitReport")
    remark = {
        "remarks-0-text": "Перевірте кількість",
        "remarks-0-measure": closed.plan.text.measures[0].id,
        "remarks-0-field": "actual",
    }
    done(closed, DEPUTY, "ReturnPlan", **remark)
    assert outcome(closed) is Outcome.RETURNED
    planner = closed.browser(PLANNER)
    assert f'href="{PAGE}"' in planner.get("/").text
    assert "Перевірте кількість" in planner.get(PAGE).text
    assert "На підписанні" in done(closed, PLANNER, "SubmitReport")


def test_a_return_without_a_remark_keeps_the_form(closed: Desk) -> None:
    done(closed, PLANNER, "SubmitReport")
    browser = closed.browser(DEPUTY)
    link = next(a for a in addresses(browser.get(PAGE).text) if "ReturnPlan" in a)
    answer = browser.post(link.partition("?")[0], data=fields(browser.get(link).text))
    assert answer.status_code == 422
    assert outcome(closed) is Outcome.OPEN


def test_a_form_left_open_while_the_period_was_opened_again_signs_nothing(closed: Desk) -> None:
    done(closed, PLANNER, "SubmitReport")
    done(closed, DEPUTY, "AgreeStep")
    browser = closed.browser(DIRECTOR)
    link = next(a for a in addresses(browser.get(PAGE).text) if "SignStep" in a)
    form = fields(browser.get(link).text)
    reopen = ReopenPeriod(plan=QUARTER, period=PERIOD, reason="пропущено захід")
    closed.app.do(reopen, by=DIRECTOR, organisation="ua-office")
    answer = browser.post(link.partition("?")[0], data=form)
    assert answer.status_code == 409
    assert outcome(closed) is Outcome.VOIDED
    assert "Втратило силу" in browser.get(PAGE).text


def test_who_may_not_send_or_sign_is_offered_nothing(closed: Desk) -> None:
    assert "SubmitReport" not in closed.browser(EXECUTOR).get(PAGE).text
    done(closed, PLANNER, "SubmitReport")
    for person in (EXECUTOR, DIRECTOR):
        page = closed.browser(person).get(PAGE).text
        assert not [a for a in addresses(page) if a.startswith(f"{PAGE}/")]
    assert closed.browser(STRANGER, office="vn-office").get(PAGE).status_code == 404


def test_who_may_not_send_it_puts_nothing_on_record_by_trying(closed: Desk) -> None:
    form = fields(closed.browser(PLANNER).get(f"{PAGE}/SubmitReport").text)
    browser = closed.browser(EXECUTOR)
    csrf = re.findall(r'name="csrf" value="([^"]+)"', browser.get("/").text)[0]
    before = closed.app.store.head()
    assert browser.post(f"{PAGE}/SubmitReport", data=form | {"csrf": csrf}).status_code == 409
    assert closed.app.store.head() == before


@pytest.mark.parametrize("period", ["2026Q1", "2025Q3", "nonsense"])
def test_a_period_that_the_plan_does_not_have_is_not_found(closed: Desk, period: str) -> None:
    assert closed.browser(PLANNER).get(f"/plans/{QUARTER}/sign/{period}").status_code == 404


def test_a_period_that_runs_says_why_it_cannot_be_sent_yet(desk: Desk) -> None:
    in_force(desk)
    page = desk.browser(PLANNER).get(PAGE).text
    assert "Період ще не закрито" in page
    assert not [a for a in addresses(page) if a.startswith(f"{PAGE}/")]


@pytest.mark.parametrize("language", ["uk", "vi", "en"])
def test_it_speaks_every_language(closed: Desk, language: str) -> None:
    done(closed, PLANNER, "SubmitReport")
    assert closed.browser(DEPUTY, language).get(PAGE).status_code == 200


def test_the_page_of_the_plan_leads_to_it(closed: Desk) -> None:
    done(closed, PLANNER, "SubmitReport")
    browser = closed.browser(DEPUTY)
    plan = browser.get(f"/plans/{QUARTER}").text
    assert f'href="{PAGE}"' in plan
    act = next(a for a in addresses(plan) if "/agree?" in a or "/do/AgreeStep" in a)
    assert str(browser.get(act).url).startswith(f"http://desk.test{PAGE}/AgreeStep")


def test_late_entries_lead_to_the_corrective_report_and_without_any_there_is_none(closed: Desk) -> None:
    browser = closed.browser(PLANNER)
    assert "corrective=1" not in browser.get(PAGE).text
    measure = next(m for m in closed.plan.text.measures if m.target.kind is TargetKind.NUMBER)
    late = LogExecution(
        plan=QUARTER, measure=measure.id, done_on=date(2026, 9, 10), quantity=Decimal(1), again=True
    )
    lead = next(e.to for e in measure.executors if e.to)
    person = closed.app.state("people-ua-office").person_behind(lead, date(2026, 10, 12))
    closed.app.do(late, by=person, organisation="ua-office")
    page = browser.get(PAGE).text
    link = next(a for a in addresses(page) if a.endswith(".docx?corrective=1"))
    assert browser.get(link).content.startswith(b"PK")
    assert "-1.docx" in browser.get(link).headers["content-disposition"]
