"""Is the report that a browser gets the one on record, for persons of the office alone, by a safe name?"""

from __future__ import annotations

import hashlib
from urllib.parse import unquote

import pytest

from application.demo import QUARTER
from application.ports import Recorded
from domain.report.events import ReportCompiled
from interfaces.web.reports import attachment
from tests.web.office import DIRECTOR, EXECUTOR, STRANGER, Desk, in_force

REPORT = f"/plans/{QUARTER}/reports/2026Q3"
BEGINS = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF"}


@pytest.fixture
def running(desk: Desk) -> Desk:
    return in_force(desk)


def compiled(desk: Desk) -> list[Recorded]:
    rows = desk.app.store.log(0, 10_000)
    return [r for r in rows if isinstance(r, Recorded) and isinstance(r.event, ReportCompiled)]


@pytest.mark.parametrize("format", ["docx", "xlsx", "pdf"])
def test_what_is_handed_over_has_its_hash_on_record_and_twice_the_same_adds_nothing(
    running: Desk, format: str
):
    executor, director = running.browser(EXECUTOR), running.browser(DIRECTOR)
    first = executor.get(f"{REPORT}.{format}")
    assert (first.status_code, first.content[: len(BEGINS[format])]) == (200, BEGINS[format])
    again = director.get(f"{REPORT}.{format}")
    assert again.content == first.content
    (recorded,) = compiled(running)
    assert recorded.event.sha256 == hashlib.sha256(first.content).hexdigest()
    assert (recorded.envelope.by, recorded.envelope.channel) == ("system", "web")


def test_it_comes_as_a_file_with_a_name_and_is_not_guessed_at(running: Desk):
    headers = running.browser(EXECUTOR).get(f"{REPORT}.docx").headers
    plain, full = headers["content-disposition"].removeprefix("attachment; ").split("; ")
    assert plain == f'filename="report-{QUARTER}-2026Q3.docx"'
    assert unquote(full.removeprefix("filename*=UTF-8''")) == "Звіт за III квартал 2026 року.docx"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_no_name_breaks_out_of_its_header():
    assert attachment("a.docx", 'план"; x=\r\n/й.docx').count('"') == 2
    assert "\r" not in attachment("a.docx", 'план"; x=\r\n/й.docx')


def test_the_plan_page_leads_to_it_once_the_plan_is_in_force(desk: Desk):
    director = desk.browser(DIRECTOR)
    assert "/reports/" not in director.get(f"/plans/{QUARTER}").text
    page = in_force(desk).browser(DIRECTOR).get(f"/plans/{QUARTER}").text
    assert f'<a href="{REPORT}">Звіт за III квартал 2026 року</a>:' in page
    assert [f for f in BEGINS if f'href="{REPORT}.{f}"' in page] == list(BEGINS)


def test_before_the_plan_is_in_force_there_is_none_and_the_page_says_why(desk: Desk):
    answer = desk.browser(DIRECTOR).get(f"{REPORT}.docx")
    assert answer.status_code == 409
    assert "<h1>" in answer.text
    assert compiled(desk) == []


@pytest.mark.parametrize(
    ("path", "status"), [("2026Q4.docx", 409), ("nonsense.docx", 409), ("2026Q3.exe", 409), ("2026Q9", 409)]
)
def test_what_is_no_report_of_this_plan_is_refused_in_words(running: Desk, path: str, status: int):
    answer = running.browser(EXECUTOR).get(f"/plans/{QUARTER}/reports/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert compiled(running) == []


def test_others_get_nothing(running: Desk):
    assert running.browser(STRANGER, office="vn-office").get(f"{REPORT}.docx").status_code == 404
    assert running.guest().get(f"{REPORT}.docx").url.path == "/sign-in"
    assert compiled(running) == []
