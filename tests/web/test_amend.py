"""Can a planner change cells of a plan in force, see was and becomes, ask only those concerned, and wait?"""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape

import pytest

from application.demo import QUARTER
from domain.plan.decisions.execution import LogExecution
from domain.plan.events import AmendmentProposed, PlanAmended
from tests.web.office import DIRECTOR, EXECUTOR, PLANNER, Desk, fields, in_force

PLAN = f"/plans/{QUARTER}"
AMEND, SUBMIT = f"{PLAN}/amend", f"{PLAN}/amend-submit"
NUMBER = "1.2.3"


@pytest.fixture
def running(desk: Desk) -> Desk:
    return in_force(desk)


def sent(page: str) -> dict[str, str]:
    """All that the page's form would send, the words in its text areas too."""
    areas = re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return fields(page) | {name: unescape(words) for name, words in areas}


def measure_address(desk: Desk, number: str = NUMBER) -> str:
    return f"{AMEND}/{desk.measure(number)}"


def proposed(desk: Desk, **cells: str):
    planner = desk.browser(PLANNER)
    form = sent(planner.get(measure_address(desk)).text) | {"reason": "лектор захворів"} | cells
    return planner, planner.post(measure_address(desk), data=form)


def only(desk: Desk) -> AmendmentProposed:
    (found,) = desk.plan.amendments.values()
    return found


def test_the_plan_leads_there_for_who_may_propose_and_for_nobody_else(running: Desk):
    assert f'href="{AMEND}"' in running.browser(PLANNER).get(PLAN).text
    assert f'href="{AMEND}"' not in running.browser(EXECUTOR).get(PLAN).text
    refused = running.browser(EXECUTOR).get(AMEND)
    assert refused.status_code == 409
    assert "Може: планувальник" in refused.text


def test_cells_are_read_anew_and_shown_as_was_becomes_and_why(running: Desk):
    before = running.plan.measures[running.measure(NUMBER)]
    _, page = proposed(running, due="до 15.10.2026", target="7")
    assert "Чинний текст діє, доки зміни не затверджено." in page.text
    assert {(c.field, c.old, c.new) for c in only(running).cells} == {
        ("due", before.due.raw, "до 15.10.2026"),
        ("target", before.target.raw, "7"),
    }
    assert "лектор захворів" in page.text
    assert f"{before.target.value} → 7" in page.text
    assert running.plan.measures[running.measure(NUMBER)] == before
    new = only(running).measures[0]
    assert (str(new.due.end), new.target.value, new.executors) == ("2026-10-15", 7, before.executors)


def test_words_that_nobody_understands_as_a_date_are_said_to_be_so(running: Desk):
    _, unread = proposed(running, due="коли зможемо")
    assert unread.text.count("не прочитано") == 1
    assert "коли зможемо" in unread.text
    planner, form = running.browser(PLANNER), {"due": "до 15.10.2026"}
    address = f"{measure_address(running)}?amendment={only(running).amendment}"
    read = planner.post(address.partition("?")[0], data=sent(planner.get(address).text) | form)
    assert "не прочитано" not in read.text


def test_a_second_measure_joins_the_same_proposal_and_a_cell_put_back_leaves_it(running: Desk):
    planner, _ = proposed(running, due="до 15.10.2026")
    amendment = only(running).amendment
    other = f"{measure_address(running, '1.3.3')}?amendment={amendment}"
    form = sent(planner.get(other).text) | {"indicator": "кількість зустрічей"}
    planner.post(other.partition("?")[0], data=form)
    assert {m.number for m in only(running).measures} == {NUMBER, "1.3.3"}
    back = f"{measure_address(running)}?amendment={amendment}"
    page = planner.get(back).text
    assert sent(page)["due"] == "до 15.10.2026"
    planner.post(
        back.partition("?")[0],
        data=sent(page) | {"due": running.plan.measures[running.measure(NUMBER)].due.raw},
    )
    assert {m.number for m in only(running).measures} == {"1.3.3"}


def test_nothing_changed_or_no_reason_is_refused_with_what_was_typed(running: Desk):
    _, same = proposed(running)
    assert same.status_code == 409
    assert "Жодна комірка не зміниться" in same.text
    _, silent = proposed(running, due="до 15.10.2026", reason=" ")
    assert silent.status_code == 422
    assert "до 15.10.2026</textarea>" in silent.text
    assert running.plan.amendments == {}


@pytest.mark.parametrize(
    ("language", "month"), [("uk", "вересень 2026"), ("vi", "tháng 9"), ("en", "Sep 2026")]
)
def test_a_share_of_a_month_is_told_by_its_name(running: Desk, language: str, month: str):
    proposed(running, due="до 15.10.2026")
    page = running.browser(PLANNER, language).get(f"{SUBMIT}?amendment={only(running).amendment}").text
    assert "2026-09: " not in page
    assert month in page[page.index('<table class="diff">') :].split("</table>")[0]


def test_the_check_page_names_only_those_concerned_and_the_director_decides_on_the_diff(running: Desk):
    planner, _ = proposed(running, due="до 15.10.2026")
    address = f"{SUBMIT}?amendment={only(running).amendment}"
    check = planner.get(address).text
    assert "Кого запитаємо: 2 (лише ті, кого це стосується)" in check
    page = planner.post(SUBMIT, data=fields(check))
    again = planner.post(SUBMIT, data=fields(check))
    assert page.url.path == f"{PLAN}/runs/{only(running).amendment}"
    assert "Другого запису не створено" in again.text
    running.app.wait_for(running.app.store.head(), 10)
    run = running.plan.runs[only(running).amendment]
    assert [s.key for s in run.route] == ["executors", "director"]
    visa = next(
        iter(running.stage.people.person_behind(who, running.stage.today) for who in run.route[0].who)
    )
    assert visa is not None
    head = running.browser(visa)
    assert "Погодити: зміни до плану" in head.get("/").text
    decided(head, f"{PLAN}/runs/{run.id}", "agree")
    running.app.wait_for(running.app.store.head(), 10)
    director = running.browser(DIRECTOR)
    seen = director.get(f"{PLAN}/runs/{run.id}").text
    assert "до 15.10.2026" in seen
    assert seen.count('class="changed"') == len(only(running).cells) < len(running.plan.measures)
    decided(director, f"{PLAN}/runs/{run.id}", "approve")
    assert isinstance(running.app.history(f"plan-{QUARTER}")[-1].event, PlanAmended)
    assert running.plan.measures[running.measure(NUMBER)].due.raw == "до 15.10.2026"


def decided(browser, page: str, act: str) -> None:
    address = unescape(re.search(rf'href="([^"]*/{act}\?[^"]*)"', browser.get(page).text)[1])
    check = browser.get(address).text
    assert "Було" in check
    assert browser.post(address.partition("?")[0], data=fields(check)).status_code == 200


def test_records_that_come_in_meanwhile_do_not_stop_a_proposal_but_another_proposal_does(running: Desk):
    planner = running.browser(PLANNER)
    form = sent(planner.get(measure_address(running)).text) | {"reason": "так треба", "due": "до 15.10.2026"}
    logged = LogExecution(
        plan=QUARTER, measure=running.measure("1.3.3"), done_on=running.stage.today, quantity=Decimal(1)
    )
    running.stage.do(logged, by=EXECUTOR)
    assert planner.post(measure_address(running), data=form).status_code == 200
    assert len(running.plan.amendments) == 1
    stale = sent(planner.get(measure_address(running)).text) | {"reason": "інше", "due": "до 20.10.2026"}
    proposed(running, due="до 16.10.2026")
    late = planner.post(measure_address(running), data=stale)
    assert late.status_code == 409
    assert "до 20.10.2026</textarea>" in late.text
