"""A house whose plan holds one measure of every kind of target; Friday 5 February 2021."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from starlette.testclient import TestClient

from application.app import App
from domain.plan.document import (
    Additivity,
    CellState,
    Deadline,
    Executor,
    Header,
    PlanDocument,
    SubItem,
    Target,
    TargetKind,
)
from domain.plan.events import PlanApproved, PlanDrafted
from domain.plan.schedule import schedule
from infrastructure.sessions import SessionTables
from interfaces.web.app import build_web
from tests.domain.small_office import (
    FEBRUARY,
    PEOPLE,
    WHOLE,
    by_month,
    in_month,
    in_words,
    measure,
    number,
    submitted,
)
from tests.workers.house import DAYS, OFFICE, house, stand, with_address

CLERK = "clerk-education"
ONE = Decimal(1)
TWO_PARTS = Target(raw="1/1", state=CellState.VALUE, kind=TargetKind.FRACTION, parts=(ONE, ONE))
SEVERAL = tuple(Executor(raw=unit, to=f"unit:{unit}") for unit in ("education", "bureau"))
ITEMS = (SubItem(title="виїзд до с. Лугове", unit="Бюро"), SubItem(title="виїзд до с. Яри"))
MEASURES = (
    measure("m1", due=by_month(m01=1, m02=1, m03=1), target=number(3)),
    measure("m2", due=in_month(2), target=TWO_PARTS, indicator="Кількість договорів/перевізників"),
    measure("m3", due=WHOLE, target=number(45), additivity=Additivity.STOCK),
    measure("m4", due=WHOLE, target=in_words("Постійно", TargetKind.CONTINUOUS)),
    measure("m5", due=WHOLE, target=in_words("За потребою", TargetKind.AS_NEEDED)),
    measure("m6", due=WHOLE, target=in_words("За окремим графіком", TargetKind.BY_SCHEDULE)),
    measure("m7", due=WHOLE, target=Target()),
    measure("m8", due=Deadline(raw="-", state=CellState.DASH), target=Target(raw="-", state=CellState.DASH)),
    measure("m9", due=in_month(2), target=TWO_PARTS, indicator="Укладення договорів"),
    measure("m10", due=WHOLE, target=number(2), executors=SEVERAL, sub_items=ITEMS),
)
DOCUMENT = PlanDocument(
    header=Header(title="План усіх видів"), period="2021Q1", language="uk", measures=MEASURES
)


def kinds_in_force(data: Path) -> App:
    app = house(data, FEBRUARY)
    stand(app, f"people-{OFFICE}", [with_address(fact) for fact in PEOPLE])
    day = date(2021, 1, 11)
    approved = PlanApproved(
        text_version=1,
        text_hash="",
        approved_on=day,
        effective_from=day,
        act="",
        schedule=schedule(DOCUMENT, DAYS, day),
    )
    stand(app, "plan-kinds", [PlanDrafted(document=DOCUMENT, prepared_by="planner"), submitted, approved])
    app.catch_up()
    return app


def browser_of(app: App, sessions: SessionTables, person: str = CLERK, language: str = "uk") -> TestClient:
    client = TestClient(build_web(app, sessions), base_url="http://desk.test", follow_redirects=True)
    client.cookies.set("onrecord_language", language)
    assert client.post(f"/sign-in/{sessions.invite(OFFICE, person)}", data={}).status_code == 200
    return client
