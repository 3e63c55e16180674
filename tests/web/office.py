"""A house with a plan before its director: the shipped Ukrainian office, up to the last step of the route."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from pathlib import Path

from starlette.testclient import TestClient

from application.app import App
from application.demo import BEGINS, QUARTER
from application.samples.offices import shipped_office
from application.samples.opening import set_up_office
from application.story.approval import agrees, goes_round_once, is_mended, submitted, takes_force
from application.story.coming_in import comes_in, is_settled
from application.story.left_open import ANNUAL
from application.story.stage import Stage, Voice
from domain.plan.state import Plan
from infrastructure.bootstrap import build
from infrastructure.clock import SimulatedClock
from infrastructure.sessions import SessionTables, open_sessions
from infrastructure.settings import Settings
from interfaces.web.app import build_web

FILE = "plan-kvartal-2026-3.docx"
DIRECTOR, DEPUTY, PLANNER = "solomiia.yavornytska", "ostap.vilkhovyi", "olena.honchar"
EXECUTOR, STRANGER = "maksym.zelenko", "to.van.phuc"


@dataclass
class Desk:
    """One served house: its story's stage, its door, and a browser for whoever signs in."""

    stage: Stage
    sessions: SessionTables

    @property
    def app(self) -> App:
        return self.stage.app

    @property
    def plan(self) -> Plan:
        return self.stage.plan(QUARTER)

    def measure(self, number: str) -> str:
        return next(m.id for m in self.plan.text.measures if m.number == number)

    def link(self, person: str, office: str = "ua-office") -> str:
        return f"/sign-in/{self.sessions.invite(office, person)}"

    def guest(self, language: str = "uk") -> TestClient:
        web = build_web(self.app, self.sessions)
        headers = {"accept-language": language}
        return TestClient(web, base_url="http://desk.test", headers=headers, follow_redirects=True)

    def browser(self, person: str, language: str = "uk", office: str = "ua-office") -> TestClient:
        client = self.guest(language)
        client.cookies.set("onrecord_language", language)
        assert client.post(self.link(person, office), data={}).status_code == 200
        return client


def furnish(folder: Path) -> datetime:
    """Both shipped offices, and the Ukrainian one's plan before its director; the moment it stands at."""
    with opened(folder, BEGINS, follow=False) as desk:
        set_up_office(desk.app, desk.stage.office)
        set_up_office(desk.app, shipped_office("vn-office"))
        desk.app.catch_up()
        waits_for_its_director(desk.stage)
        return desk.app.clock.now()


@contextmanager
def opened(folder: Path, at: datetime, *, follow: bool = True) -> Iterator[Desk]:
    settings = Settings(data=folder, unsafe_store=True)
    app = build(settings, clock=SimulatedClock(at))
    stage = Stage(app, shipped_office("ua-office"), Voice(lambda line: None, "uk", 0.0))
    sessions, stop = open_sessions(settings.database_url, folder), threading.Event()
    following = threading.Thread(target=app.follow, args=(stop,))
    if follow:
        following.start()
    try:
        yield Desk(stage, sessions)
    finally:
        stop.set()
        if follow:
            following.join()
        sessions.close()
        app.close()


def waits_for_its_director(stage: Stage) -> None:
    """Returned once, mended, agreed by both departments and the deputy; Monday 3 August 2026, 10:00."""
    comes_in(stage, QUARTER, FILE)
    is_settled(stage, QUARTER)
    goes_round_once(stage, QUARTER)
    is_mended(stage, QUARTER)
    stage.on(date(2026, 7, 27))
    agrees(stage, QUARTER, "head-outreach", "visa-outreach")
    agrees(stage, QUARTER, "head-defence", "visa-defence")
    stage.on(date(2026, 7, 30))
    agrees(stage, QUARTER, "deputy", "deputy")
    stage.on(date(2026, 8, 3))
    stage.app.catch_up()


def in_force(desk: Desk) -> Desk:
    """Thursday 6 August 2026, 15:00: the director has approved."""
    desk.stage.on(date(2026, 8, 6), 15)
    takes_force(desk.stage, QUARTER)
    desk.app.wait_for(desk.app.store.head(), 10)
    return desk


def year_in_force(desk: Desk) -> Desk:
    """Monday 19 October 2026, 10:00: the director has approved the annual plan; its targets are quarterly."""
    stage = desk.stage
    stage.on(date(2026, 10, 12))
    comes_in(stage, ANNUAL, "plan-rik-2026.xlsx")
    submitted(stage, ANNUAL, "annual")
    agrees(stage, ANNUAL, "head-finance", "visa-finance")
    agrees(stage, ANNUAL, "deputy", "deputy")
    stage.on(date(2026, 10, 19))
    takes_force(stage, ANNUAL)
    desk.app.wait_for(desk.app.store.head(), 10)
    return desk


def fields(page: str) -> dict[str, str]:
    """What the page's main form would send if nothing was touched: the last form before the footer."""
    main = page[page.index("<main") : page.index("</main>")]
    form = re.findall(r"<form.*?</form>", main, re.DOTALL)[-1]
    found = re.findall(r"<input([^>]*)>", form)
    named = [
        dict(re.findall(r'([a-z_]+)="([^"]*)"', attributes)) | {"all": attributes} for attributes in found
    ]
    sent = [i for i in named if i.get("type") not in ("radio", "checkbox") or " checked" in i["all"]]
    return {i["name"]: unescape(i.get("value", "")) for i in sent if "name" in i}
