"""The regional director at the desk: what waits from offices below, the plan, the act; never a draft."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from domain.plan.decisions.approval import AgreeStep, SubmitPlan
from domain.plan.decisions.drafting import DraftPlan
from infrastructure.sessions import open_sessions
from interfaces.web.app import build_web
from tests.domain.small_office import DOCUMENT
from tests.stories.rulebook.offices import FOREIGN, REGION, UNDER_THE_REGION, centre, foreign, region
from tests.story import Story, story

RECORD = "sqlite:///record.db"


@pytest.fixture
def told() -> Iterator[Story]:
    offices = (*region(), *foreign(), *centre(*UNDER_THE_REGION, above=REGION))
    with story(*offices, database_url=RECORD) as told:
        told.as_person("planner").does(DraftPlan(plan="1", document=DOCUMENT))
        told.app.catch_up()
        yield told


def submitted(told: Story) -> None:
    told.as_person("planner").does(SubmitPlan(plan="1", workflow="quarterly"))
    told.as_person("director").does(AgreeStep(plan="1", step="director"))
    told.app.catch_up()


def browser(told: Story, office: str, person: str) -> TestClient:
    sessions = open_sessions(RECORD, told.app.settings.data, told.clock.now)
    client = TestClient(build_web(told.app, sessions), base_url="http://desk.test", follow_redirects=True)
    client.cookies.set("onrecord_language", "uk")
    assert client.post(f"/sign-in/{sessions.invite(office, person)}", data={}).status_code == 200
    return client


def test_a_plan_of_an_office_below_waits_in_the_inbox_of_the_region(told: Story) -> None:
    director = browser(told, REGION, "nestor.holub")
    assert "План діяльності" not in director.get("/").text
    submitted(told)
    page = director.get("/").text
    assert "План діяльності на I квартал 2021 року" in page
    assert "Затвердити. Крок 2 з 2" in page


def test_the_region_opens_the_plan_and_is_offered_its_act(told: Story) -> None:
    director = browser(told, REGION, "nestor.holub")
    assert director.get("/plans/1").status_code == 404
    submitted(told)
    page = director.get("/plans/1")
    assert page.status_code == 200
    assert "/plans/1/approve?step=region" in page.text
    check = director.get("/plans/1/approve?step=region")
    assert (check.status_code, "Директор регіонального центру" in check.text) == (200, True)


def test_a_foreign_office_finds_no_such_plan(told: Story) -> None:
    submitted(told)
    director = browser(told, FOREIGN, "yaryna.dub")
    assert director.get("/plans/1").status_code == 404
    assert "План діяльності" not in director.get("/").text
