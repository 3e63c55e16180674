"""What can somebody else make a signed-in person do, or see? Nothing."""

from __future__ import annotations

import pytest

from application.demo import QUARTER
from tests.web.office import DIRECTOR, STRANGER, Desk, fields

APPROVE = f"/plans/{QUARTER}/approve"
PAGES = ["/", "/my", "/plans", f"/plans/{QUARTER}", f"/plans/{QUARTER}/history", APPROVE, "/nothing-here"]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
    ],
)
def test_a_form_of_another_site_changes_nothing(desk: Desk, headers: dict[str, str]):
    director = desk.browser(DIRECTOR)
    form, before = fields(director.get(APPROVE).text), desk.app.store.head()
    assert director.post(APPROVE, data=form, headers=headers).status_code == 403
    assert desk.app.store.head() == before


def test_a_form_without_this_sessions_token_changes_nothing(desk: Desk):
    director, other = desk.browser(DIRECTOR), desk.browser(DIRECTOR)
    form, before = fields(director.get(APPROVE).text), desk.app.store.head()
    stolen = {**form, "csrf": fields(other.get(APPROVE).text)["csrf"]}
    for bad in (stolen, {**form, "csrf": ""}, {k: v for k, v in form.items() if k != "csrf"}):
        assert director.post(APPROVE, data=bad).status_code == 403
    assert desk.app.store.head() == before
    assert director.post(APPROVE, data=form).status_code == 200
    assert desk.app.store.head() > before


@pytest.mark.parametrize("path", PAGES)
def test_every_page_allows_only_its_own_files_and_no_frame(desk: Desk, path: str):
    answer = desk.browser(DIRECTOR).get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert " style=" not in answer.text
    assert "<script" not in answer.text
    assert "http://" not in answer.text.replace("http://www.w3.org", "")


def test_a_form_beyond_measure_is_not_read(desk: Desk):
    director = desk.browser(DIRECTOR)
    assert director.post(APPROVE, data={"act": "я" * 600_000}).status_code == 413


def test_what_a_person_writes_is_shown_and_never_becomes_markup(desk: Desk):
    director = desk.browser(DIRECTOR)
    form = fields(director.get(APPROVE).text) | {"act": "<script>alert(1)</script>"}
    director.post(APPROVE, data=form)
    for path in (f"/plans/{QUARTER}", f"/plans/{QUARTER}/history"):
        page = director.get(path).text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script" not in page


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/history",
        "/approve",
        "/return",
        "/facts/1",
        "/do/SubmitPlan",
        "/measures/m1/log",
        "/do/NoSuchThing",
    ],
)
def test_another_office_finds_no_such_plan(desk: Desk, path: str):
    stranger = desk.browser(STRANGER, language="en", office="vn-office")
    answer = stranger.get(f"/plans/{QUARTER}{path}")
    assert answer.status_code == 404
    assert "Page not found" in answer.text


def test_another_offices_person_decides_nothing_with_a_form_of_their_own(desk: Desk):
    director = desk.browser(DIRECTOR)
    stranger = desk.browser(STRANGER, language="en", office="vn-office")
    before = desk.app.store.head()
    csrf = stranger.get("/").text.split('name="csrf" value="')[1][:64]
    form = fields(director.get(APPROVE).text) | {"csrf": csrf}
    assert stranger.post(APPROVE, data=form).status_code == 404
    assert desk.app.store.head() == before


def test_a_person_without_a_post_today_sees_nothing(desk: Desk):
    from domain.messages import SYSTEM
    from domain.people.decisions import EndAppointment

    director = desk.browser(DIRECTOR)
    ended = EndAppointment(
        organisation="ua-office", person=DIRECTOR, position="director", until=desk.stage.today.replace(day=2)
    )
    desk.app.do(ended, by=SYSTEM, organisation="ua-office")
    answer = director.get("/")
    assert answer.status_code == 409
    assert "не обіймаєте жодної посади" in answer.text


def test_switching_the_language_leads_nowhere_else(desk: Desk):
    guest = desk.guest()
    for away in ("https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"):
        answer = guest.post("/language", data={"language": "en", "back": away}, follow_redirects=False)
        assert answer.headers["location"] == "/"
    back = guest.post("/language", data={"language": "vi", "back": "/sign-in"})
    assert 'lang="vi"' in back.text
    assert "Đăng nhập" in back.text
