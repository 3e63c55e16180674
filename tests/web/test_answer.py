"""The rule book of a link in a letter: one person, one measure, one term, once, until a day; nothing else."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email import message_from_string, policy
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from application.app import App
from application.clock import tick
from application.links import Answerable, answer, opened, token_of
from domain.messages import Refused
from domain.plan.decisions.by_link import LogByLink
from domain.plan.events import ExecutionLogged, LinkUsed, NilDeclared
from infrastructure.sessions import SessionTables, open_sessions
from interfaces.web import handing_in
from interfaces.web.app import build_web
from tests.workers.house import house, in_force, letters

MORNING = datetime(2021, 1, 26, 7, tzinfo=UTC)
LINK = Answerable("lipky", "head-education", "p1", "m1", "2021-01", date(2021, 2, 9), "n-1")
NIL = replace(LINK, measure="m3", key="")


@pytest.fixture
def app(tmp_path: Path) -> App:
    return in_force(house(tmp_path)).at(MORNING)


@pytest.fixture
def browser(app: App, tmp_path: Path) -> Iterator[TestClient]:
    sessions: SessionTables = open_sessions("memory:", tmp_path)
    yield TestClient(build_web(app, sessions), base_url="http://desk.test", headers={"accept-language": "en"})
    sessions.close()


def path(app: App, link: Answerable = LINK) -> str:
    return f"/answer/{token_of(app.seal, link)}"


def facts(app: App, *kinds: type) -> list[object]:
    return [r.event for r in app.history("plan-p1") if isinstance(r.event, kinds)]


def log(**fields: object) -> LogByLink:
    asked = {"plan": "p1", "measure": "m1", "done_on": date(2021, 1, 20), "quantity": Decimal(1)}
    return LogByLink(**{**asked, "link": LINK.id, **fields})


# what it lets in
def test_a_reminder_carries_a_link_and_the_link_is_the_same_in_every_copy(app: App, browser: TestClient):
    tick(app, app.clock.now())
    texts = [message_from_string(letter, policy=policy.default).get_content() for letter in letters(app)]
    found = [m for text in texts for m in re.findall(r"/answer/([\w.-]+)", text)]
    assert found
    link = opened(app.seal, found[0])
    assert (link.organisation, link.plan) == ("lipky", "p1")
    assert token_of(app.seal, link) == found[0]
    assert browser.get(f"/answer/{found[0]}").status_code == 200


def test_looking_uses_nothing_up_and_shows_the_one_measure(app: App, browser: TestClient):
    for _ in range(3):
        shown = browser.get(path(app))
        assert shown.status_code == 200
    assert "Захід 1.1" in shown.text
    assert "Захід 1.2" not in shown.text
    assert facts(app, LinkUsed) == []


def test_a_deed_is_logged_without_a_login_and_the_use_stands_beside_it(app: App, browser: TestClient):
    done = browser.post(path(app), data={"quantity": "1", "done_on": "2021-01-20"})
    assert done.status_code == 200
    used, logged = facts(app, LinkUsed, ExecutionLogged)
    assert used == LinkUsed(link=LINK.id, measure="m1", person="head-education")
    assert (logged.person, logged.quantity) == ("head-education", 1)
    assert app.history("plan-p1")[-1].envelope.channel == "link"


def test_that_no_need_arose_is_asked_of_the_months_that_are_over_and_never_of_the_whole_quarter_before(
    app: App, browser: TestClient
):
    assert 'name="nil"' not in browser.get(path(app, NIL)).text
    later = "Jan 2021: that no need arose can be said on 31 Jan 2021 (Sun) or later"
    assert later in browser.get(path(app, NIL)).text
    app.at(datetime(2021, 2, 5, 7, tzinfo=UTC))
    page = browser.get(path(app, NIL)).text
    assert re.findall(r'name="period" value="([^"]+)"( checked)?', page) == [("2021-01", " checked")]
    for wrong in ({}, {"period": "2021-04"}):
        assert browser.post(path(app, NIL), data={"nil": "true", **wrong}).status_code == 422
    early = browser.post(path(app, NIL), data={"nil": "true", "period": "2021Q1"})
    assert (early.status_code, facts(app, LinkUsed)) == (409, [])
    assert browser.post(path(app, NIL), data={"nil": "true", "period": "2021-01"}).status_code == 200
    assert facts(app, NilDeclared) == [
        NilDeclared(measure="m3", period="2021-01", person="head-education", late=False)
    ]


def test_a_quarter_that_is_over_is_declared_with_one_button(app: App, browser: TestClient):
    app.at(datetime(2021, 3, 31, 7, tzinfo=UTC))
    link = replace(NIL, until=date(2021, 4, 9))
    page = browser.get(path(app, link)).text
    assert '"2021Q1" checked' in page
    assert browser.post(path(app, link), data={"nil": "true", "period": "2021Q1"}).status_code == 200


def test_what_is_typed_wrongly_uses_nothing_up(app: App, browser: TestClient):
    assert browser.post(path(app), data={"quantity": "багато", "done_on": "2021-01-20"}).status_code == 422
    assert browser.post(path(app), data={"quantity": "1", "done_on": "2021-01-29"}).status_code == 409
    assert facts(app, LinkUsed) == []


# what it does not
def test_of_a_link_that_answers_nothing_any_more_the_body_is_not_read(
    app: App, browser: TestClient, monkeypatch: pytest.MonkeyPatch
):
    answer(app, LINK, log())
    read: list[object] = []

    async def noted(request: object) -> None:
        read.append(request)

    monkeypatch.setattr(handing_in, "read_upload", noted)
    files = {"evidence": ("photo.jpg", b"x" * 100_000)}
    assert browser.post(path(app), data={"quantity": "1"}, files=files).status_code == 410
    late = replace(LINK, until=date(2021, 1, 1))
    assert browser.post(path(app, late), data={"quantity": "1"}, files=files).status_code == 410
    assert read == []


def test_a_used_link_says_so_and_logs_nothing_more(app: App, browser: TestClient):
    typed = {"quantity": "1", "done_on": "2021-01-20"}
    browser.post(path(app), data=typed)
    for again in (browser.post(path(app), data=typed), browser.get(path(app))):
        assert again.status_code == 410
        assert "used already" in again.text
    assert len(facts(app, ExecutionLogged)) == 1


def test_an_expired_link_says_until_when_it_was_valid(app: App, browser: TestClient):
    app.at(datetime(2021, 2, 10, 9, tzinfo=UTC))
    shown = browser.get(path(app))
    assert shown.status_code == 410
    assert "9 Feb 2021" in shown.text


def test_on_its_last_day_a_link_still_works(app: App, browser: TestClient):
    app.at(datetime(2021, 2, 9, 9, tzinfo=UTC))
    assert browser.get(path(app)).status_code == 200


def test_every_single_letter_of_a_token_counts(app: App, browser: TestClient):
    token = token_of(app.seal, LINK)
    for n, letter in enumerate(token):
        altered = token[:n] + ("A" if letter != "A" else "B") + token[n + 1 :]
        with pytest.raises(Refused, match="link-unreadable"):
            opened(app.seal, altered)
    assert browser.get(f"/answer/{token[:-1]}").status_code == 404


@pytest.mark.parametrize(
    "changed",
    [
        {"person": "planner"},
        {"measure": "m2"},
        {"plan": "p2"},
        {"until": date(2031, 1, 1)},
        {"key": "2021-02"},
        {"organisation": "other"},
    ],
)
def test_a_statement_under_a_foreign_mark_opens_nothing(app: App, browser: TestClient, changed):
    mark = token_of(app.seal, LINK).partition(".")[2]
    statement = token_of(app.seal, replace(LINK, **changed)).partition(".")[0]
    assert browser.get(f"/answer/{statement}.{mark}").status_code == 404


@pytest.mark.parametrize("token", ["x", ".", "a.b", "%00.%00", "«».", "x" * 5000, "-" * 40 + "." + "_" * 43])
def test_rubbish_is_not_found(browser: TestClient, token: str):
    assert browser.get(f"/answer/{token}").status_code == 404


def test_a_link_of_another_house_opens_nothing(app: App, tmp_path: Path):
    other = house(tmp_path / "other")
    with pytest.raises(Refused, match="link-unreadable"):
        opened(app.seal, token_of(other.seal, LINK))


@pytest.mark.parametrize("fields", [{"measure": "m2"}, {"link": "0" * 64}, {"plan": "p2"}])
def test_a_link_answers_for_its_own_measure_alone(app: App, fields):
    with pytest.raises(Refused, match="link-unreadable"):
        answer(app, LINK, log(**fields))


def test_a_letter_about_january_is_not_answered_for_another_month(app: App, browser: TestClient):
    app.at(datetime(2021, 2, 5, 9, tzinfo=UTC))
    shown = browser.post(path(app), data={"quantity": "1", "done_on": "2021-02-02"})
    assert shown.status_code == 409
    assert "about Jan 2021 alone" in shown.text
    assert facts(app, LinkUsed) == []


def test_who_no_longer_carries_the_measure_out_answers_nothing(app: App):
    stranger = replace(LINK, person="head-bureau")
    with pytest.raises(Refused, match="not-your-measure"):
        answer(app, stranger, log(link=stranger.id))


def test_of_many_clicks_at_once_one_makes_a_fact(app: App):
    def click(n: int) -> str:
        try:
            answer(app, LINK, log(quantity=Decimal(n + 1)))
        except Refused as refused:
            return refused.code
        return "recorded"

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(click, range(8)))
    assert outcomes == ["link-used"] * 7 + ["recorded"]
    assert len(facts(app, ExecutionLogged)) == len(facts(app, LinkUsed)) == 1


def test_a_form_of_another_site_is_refused(app: App, browser: TestClient):
    typed = {"quantity": "1", "done_on": "2021-01-20"}
    foreign = browser.post(path(app), data=typed, headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403
    assert facts(app, LinkUsed) == []


# the key
def test_the_key_is_made_once_and_readable_by_its_owner_alone(app: App, tmp_path: Path):
    first = token_of(app.seal, LINK)
    assert stat.S_IMODE((tmp_path / "link.key").stat().st_mode) == 0o600
    app.close()
    again = house(tmp_path, MORNING + timedelta(days=1))
    assert token_of(again.seal, LINK) == first


def test_of_many_processes_that_make_the_key_at_once_one_wins(tmp_path: Path):
    from infrastructure.seal import FileSeal

    with ThreadPoolExecutor(8) as pool:
        marks = set(pool.map(lambda _: FileSeal(tmp_path / "link.key").mark(b"x"), range(16)))
    assert len(marks) == 1
