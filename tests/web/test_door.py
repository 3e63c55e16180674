"""Who comes in by which link, and how long does a session last?"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from infrastructure.migrations import migrate
from infrastructure.sessions import LINK_LASTS, SESSION_LASTS, SessionTables, open_sessions, real_time
from tests.web.office import DIRECTOR, EXECUTOR, Desk


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self):
        return real_time() + self.ahead


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def door(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[SessionTables, Watch]]:
    """The same promises on every database that a record may lie in."""
    watch, url = Watch(), {"memory": "memory:", "sqlite": "sqlite:///record.db"}.get(request.param)
    url = url or request.getfixturevalue("postgres_url")
    if url != "memory:":
        migrate(f"sqlite:///{tmp_path}/record.db" if url.startswith("sqlite") else url)
    sessions = open_sessions(url, tmp_path, watch)
    yield sessions, watch
    sessions.close()


def test_a_link_lets_its_person_in_once(door):
    sessions, _ = door
    token = sessions.invite("office", "maria")
    session = sessions.sign_in(token)
    assert (sessions.signed_in(session).organisation, sessions.signed_in(session).person) == (
        "office",
        "maria",
    )
    assert sessions.sign_in(token) is None
    assert not sessions.link(token).usable


def test_looking_at_a_link_uses_nothing_up(door):
    sessions, _ = door
    token = sessions.invite("office", "maria")
    assert [sessions.link(token).usable for _ in range(3)] == [True] * 3
    assert sessions.sign_in(token)


def test_of_many_who_try_a_link_at_once_one_gets_in(door):
    sessions, _ = door
    token = sessions.invite("office", "maria")
    if sessions.engine.url.database is None:
        assert [bool(sessions.sign_in(token)) for _ in range(8)].count(True) == 1
        return
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: sessions.sign_in(token), range(8)))
    assert sum(session is not None for session in got) == 1


def test_a_link_ends_after_its_time(door):
    sessions, watch = door
    token = sessions.invite("office", "maria")
    watch.ahead = LINK_LASTS
    assert (sessions.sign_in(token), sessions.link(token).usable) == (None, False)


def test_a_session_ends_after_its_time(door):
    sessions, watch = door
    session = sessions.sign_in(sessions.invite("office", "maria"))
    watch.ahead = SESSION_LASTS - timedelta(minutes=1)
    assert sessions.signed_in(session)
    watch.ahead = SESSION_LASTS
    assert sessions.signed_in(session) is None


def test_an_unknown_token_opens_nothing(door):
    sessions, _ = door
    assert (sessions.link("guess"), sessions.sign_in("guess"), sessions.signed_in("guess")) == (
        None,
        None,
        None,
    )


def test_signing_in_again_ends_the_session_before(door):
    sessions, _ = door
    first = sessions.sign_in(sessions.invite("office", "maria"))
    second = sessions.sign_in(sessions.invite("office", "maria"), instead_of=first)
    assert (sessions.signed_in(first), bool(sessions.signed_in(second))) == (None, True)


def test_revoking_ends_all_sessions_of_a_person_and_of_nobody_else(door):
    sessions, _ = door
    mine = [sessions.sign_in(sessions.invite("office", "maria")) for _ in range(2)]
    other = sessions.sign_in(sessions.invite("office", "pavlo"))
    assert sessions.revoke("office", "maria") == 2
    assert [sessions.signed_in(s) for s in mine] == [None, None]
    assert sessions.signed_in(other)


def test_tokens_are_not_in_the_database(desk: Desk):
    token = desk.link(DIRECTOR).rpartition("/")[2]
    session = desk.sessions.sign_in(token)
    stored = b"".join(f.read_bytes() for f in desk.app.settings.data.glob("record.db*"))
    assert b"solomiia.yavornytska" in stored
    assert token.encode() not in stored
    assert session.encode() not in stored


def test_a_mail_scanner_that_opens_the_link_uses_nothing_up(desk: Desk):
    link = desk.link(DIRECTOR)
    scanner, director = desk.guest(), desk.guest()
    assert "Соломія Яворницька" in scanner.get(link).text
    assert "Очікує на вас: 1" in director.post(link, data={}).text
    assert not scanner.cookies.get("onrecord")


def test_a_used_link_says_so_and_gives_no_session(desk: Desk):
    link = desk.link(DIRECTOR)
    desk.guest().post(link, data={})
    late = desk.guest().post(link, data={})
    assert late.status_code == 410
    assert "Цим посиланням уже скористалися" in late.text
    assert "set-cookie" not in late.headers


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(desk: Desk):
    guest = desk.guest()
    set_cookie = guest.post(desk.link(DIRECTOR), data={}, follow_redirects=False).headers["set-cookie"]
    assert set_cookie.startswith("onrecord=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(set_cookie.split("; "))


def test_over_tls_the_cookie_belongs_to_this_host_alone(desk: Desk):
    guest = desk.guest()
    guest.base_url = "https://desk.test"
    set_cookie = guest.post(desk.link(DIRECTOR), data={}, follow_redirects=False).headers["set-cookie"]
    assert set_cookie.startswith("__Host-onrecord=")
    assert {"HttpOnly", "Secure", "Path=/"} <= set(set_cookie.split("; "))
    assert "Domain" not in set_cookie


def test_signing_out_ends_the_session_and_not_only_the_cookie(desk: Desk):
    director = desk.browser(DIRECTOR)
    kept = director.cookies["onrecord"]
    page = director.get("/").text
    csrf = page.split('name="csrf" value="')[1][:64]
    assert "Увійти можна за одноразовим посиланням" in director.post("/sign-out", data={"csrf": csrf}).text
    director.cookies.set("onrecord", kept)
    assert director.get("/", follow_redirects=False).headers["location"] == "/sign-in"


def test_a_rebuild_of_read_models_signs_nobody_out_and_makes_no_used_link_new(desk: Desk):
    used, director = desk.link(EXECUTOR), desk.browser(DIRECTOR)
    desk.guest().post(used, data={})
    desk.app.rebuild()
    assert director.get("/").status_code == 200
    assert desk.guest().post(used, data={}).status_code == 410


@pytest.mark.parametrize("path", ["/", "/my", "/plans", "/plans/ua-2026q3", "/plans/ua-2026q3/approve"])
def test_without_a_session_every_page_leads_to_the_door(desk: Desk, path: str):
    answer = desk.guest().get(path, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize("path", ["/nothing-here", "/plans/nothing-here", "/plans"])
def test_what_went_wrong_is_said_in_the_persons_language_whatever_the_browsers(desk: Desk, path: str):
    visitor = desk.guest("en")
    visitor.post(desk.link(EXECUTOR), data={})
    page = visitor.get(path).text
    assert '<html lang="uk">' in page
    assert "Максим Зеленко" in page
    assert '<html lang="en">' in desk.guest("en").get("/nothing-here").text
