"""Is every number on the screen a link to the facts it is made of, for those who may read the plan?"""

from __future__ import annotations

import re
from html import unescape

import pytest

from application.demo import QUARTER
from tests.web.office import DIRECTOR, EXECUTOR, STRANGER, Desk, fields, in_force

REPORT = f"/plans/{QUARTER}/reports/2026Q3"


@pytest.fixture
def running(desk: Desk) -> Desk:
    in_force(desk)
    executor = desk.browser(EXECUTOR)
    log = f"/plans/{QUARTER}/measures/{desk.measure('1.2.3')}/log"
    page = executor.get(log).text
    sent = fields(page) | {"done_on": "2026-08-05", "quantity": "2"}
    assert executor.post(log, data=sent).status_code == 200
    return desk


def links(page: str) -> list[tuple[str, str]]:
    """Pages of explanations and the number that leads there."""
    main = page[page.index("<main") : page.index("</main>")]
    found = re.findall(r'<a[^>]*href="(/explain/[^"]*)"[^>]*>(.*?)</a>', main, re.DOTALL)
    return [(unescape(address), unescape(re.sub("<.*?>", "", text)).strip()) for address, text in found]


def test_a_number_of_the_report_page_opens_to_itself(running: Desk):
    browser = running.browser(DIRECTOR)
    page = browser.get(REPORT).text
    found = dict(links(page))
    assert len(found) > 200
    seen = set[str]()
    for address, shown in found.items():
        kind = address.rpartition("/")[2], address.count("/"), shown in ("–", "0")
        if kind in seen:
            continue
        seen.add(kind)
        opened = browser.get(address)
        assert opened.status_code == 200, address
        assert f'<p class="large">{shown}</p>' in unescape(opened.text), address
    assert len(seen) > 12


def test_no_number_of_the_report_stands_without_a_link(running: Desk):
    page = running.browser(DIRECTOR).get(REPORT).text
    table = page[page.index("<tbody") : page.index("</tbody>")]
    names = (
        r"<td class=\"c-measure\".*?</td>|<span class=\"(?:hint|label)\">.*?</span>|<summary>.*?</summary>"
    )
    outside = re.sub(rf"<a .*?</a>|{names}|<[^>]*>", "", table, flags=re.DOTALL)
    words = [word for word in outside.split() if word.strip("–,.%/").isdigit()]
    assert words == []


def test_an_explanation_leads_to_its_facts_and_says_how_to_check(running: Desk):
    browser = running.browser(EXECUTOR)
    page = browser.get(f"/explain/plan-{QUARTER}/2026Q3/1.2.3/actual").text
    assert '<p class="large">2</p>' in page
    assert "Сума записів, III квартал 2026 року: 2." in page
    facts = re.findall(rf'href="(/plans/{QUARTER}/facts/\d+)"', page)
    assert len(facts) == 1
    assert browser.get(facts[0]).status_code == 200
    assert f"onrecord report {QUARTER} --period 2026Q3 --explain" in page
    assert browser.get(f"/explain/plan-{QUARTER}/1.2.3/remaining").status_code == 200


def test_at_an_earlier_place_of_the_record_it_says_what_stood_then(running: Desk):
    browser = running.browser(EXECUTOR)
    address = f"/explain/plan-{QUARTER}/2026Q3/1.2.3/actual"
    before = running.app.history(f"plan-{QUARTER}")[-1].position - 1
    then = browser.get(f"{address}?position={before}").text
    assert '<p class="large">–</p>' in then
    assert f'href="{REPORT}?position={before}"' in then
    assert '<p class="large">2</p>' in browser.get(address).text


def test_what_is_done_on_the_plan_page_opens_too(running: Desk):
    browser = running.browser(DIRECTOR)
    found = dict(links(browser.get(f"/plans/{QUARTER}").text))
    (done,) = [address for address, shown in found.items() if shown.startswith("2")]
    assert "1.2.3" in browser.get(done).text
    assert "/reports/2026Q3" in browser.get(f"/plans/{QUARTER}").text


@pytest.mark.parametrize("language", ["uk", "vi", "en"])
def test_it_speaks_the_language_of_who_reads(running: Desk, language: str):
    said = {"uk": "Звідки це число", "vi": "Con số này từ đâu", "en": "Where this number comes from"}
    browser = running.browser(DIRECTOR, language)
    page = browser.get(f"/explain/plan-{QUARTER}/2026Q3/total/actual").text
    assert said[language] in page
    assert "{" not in page[page.index("<main") : page.index("</main>")]
    assert browser.get(REPORT).status_code == 200


@pytest.mark.parametrize(
    "address",
    [REPORT, f"/explain/plan-{QUARTER}/2026Q3/1.2.3/actual", f"/explain/plan-{QUARTER}/measures"],
)
def test_who_may_not_read_the_plan_finds_nothing(running: Desk, address: str):
    assert running.browser(DIRECTOR).get(address).status_code == 200
    assert running.browser(STRANGER, office="vn-office").get(address).status_code == 404
    assert running.guest().get(address).url.path == "/sign-in"


def test_a_roll_up_opens_for_the_office_and_not_for_another(running: Desk):
    address = "/explain/rollup/2026Q3/ua-office:outreach/measures"
    page = running.browser(EXECUTOR).get(address)
    assert page.status_code == 200
    assert "пораховано один раз" in page.text
    assert running.browser(STRANGER, office="vn-office").get(address).status_code == 404
    assert running.browser(EXECUTOR).get("/explain/rollup/2026Q3/no-such/done").status_code == 404


@pytest.mark.parametrize("figure", ["2026Q3/9.9.9/actual", "2026Q3/1.2.3/weather", "1.2.3/weather"])
def test_what_is_no_figure_is_told_in_words(running: Desk, figure: str):
    answer = running.browser(DIRECTOR).get(f"/explain/plan-{QUARTER}/{figure}")
    assert answer.status_code == 409
    assert "немає" in answer.text
