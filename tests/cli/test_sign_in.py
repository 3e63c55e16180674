"""Does everybody of an office get a way in, and nobody else?"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from infrastructure.bootstrap import build
from infrastructure.sessions import open_sessions
from infrastructure.settings import Settings
from interfaces.cli.doors import Door, told
from interfaces.web.app import build_web
from tests.cli.conftest import DEFENCE, EXECUTOR, onrecord


def test_a_link_is_printed_for_anybody_named_and_lets_that_person_in(drafted: Path) -> None:
    first, second = onrecord(drafted, "sign-in", EXECUTOR, DEFENCE, "--json").json
    assert (first["organisation"], first["person"], second["person"]) == ("ua-office", EXECUTOR, DEFENCE)
    settings = Settings(data=drafted)
    app, sessions = build(settings), open_sessions(settings.database_url, drafted)
    with TestClient(build_web(app, sessions, lambda: None), base_url="http://127.0.0.1:8000") as browser:
        inside = browser.post(first["link"], headers={"origin": "http://127.0.0.1:8000"})
        assert (inside.status_code, str(inside.url.path)) == (200, "/")
    assert not sessions.link(first["link"].rpartition("/")[2]).usable  # type: ignore[union-attr]
    sessions.close()
    app.close()


def test_the_link_is_told_with_the_name(drafted: Path) -> None:
    line = onrecord(drafted, "sign-in", EXECUTOR, "--lang", "uk").out
    assert f"Максим Зеленко ({EXECUTOR}): http://127.0.0.1:8000/sign-in/" in line


@pytest.mark.parametrize("options", [(), ("--org", "ua-office"), ("--org", "nowhere")])
def test_somebody_unknown_gets_none_and_neither_do_those_beside(
    drafted: Path, options: tuple[str, ...]
) -> None:
    answer = onrecord(drafted, "sign-in", EXECUTOR, "nobody", *options, "--json")
    assert (answer.code, answer.json["refused"]) == (1, "unknown-person")


def test_in_production_no_link_is_handed_out(drafted: Path) -> None:
    answer = onrecord(drafted, "sign-in", EXECUTOR, "--json", mode="production")
    assert (answer.code, answer.json["refused"]) == (1, "set-up-in-demo")


def said(*doors: Door) -> list[str]:
    """What is told of these links, by a session whose offices and people are called by their ids."""
    session: Any = SimpleNamespace(
        say=lambda key, **facts: " ".join((key, *facts.values())),
        office=lambda id: SimpleNamespace(title=id),
        sentences_of=lambda _: SimpleNamespace(person=str),
    )
    return [line for line in told(session, doors) if line.startswith("show.doors-of") or "/sign-in/" in line]


def test_where_there_are_several_offices_each_link_stands_under_its_own() -> None:
    ours = Door("lipky", "director", "vira", "/sign-in/1")
    theirs = Door("okht", "director", "marta", "/sign-in/2")
    first, second = ("show.door role.director vira /sign-in/1", "show.door role.director marta /sign-in/2")
    assert said(ours, theirs) == ["show.doors-of lipky", first, "show.doors-of okht", second]
    assert said(ours) == [first]
