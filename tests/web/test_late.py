"""Is it said before the act that a period was closed, and that the record goes to the late list?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from application.demo import QUARTER
from domain.plan.decisions.closing import ClosePeriod
from domain.plan.decisions.execution import LogExecution
from domain.plan.events import CorrectionRequested, ExecutionLogged
from tests.web.office import DIRECTOR, EXECUTOR, Desk, fields, in_force

PLAN = f"/plans/{QUARTER}"
CLOSED = "Період закрито 06.10.2026 (вт) (III квартал 2026 року)"


@pytest.fixture
def recorded(desk: Desk) -> Desk:
    """Five on record for 6 August; the quarter still runs."""
    running = in_force(desk)
    deed = LogExecution(
        plan=QUARTER, measure=running.measure("1.2.3"), done_on=date(2026, 8, 6), quantity=Decimal(5)
    )
    running.stage.do(deed, by=EXECUTOR)
    running.app.wait_for(running.app.store.head(), 10)
    return running


def close(desk: Desk) -> None:
    desk.stage.on(date(2026, 10, 6))
    desk.stage.do(ClosePeriod(plan=QUARTER, period="2026Q3"), by=DIRECTOR)
    desk.app.wait_for(desk.app.store.head(), 10)


def pages(desk: Desk) -> dict[str, str]:
    measure = desk.measure("1.2.3")
    record = next(iter(desk.plan.of(measure).executions))
    return {
        "log": f"{PLAN}/measures/{measure}/log",
        "correct": f"{PLAN}/do/CorrectExecution?measure={measure}&execution={record}",
        "retract": f"{PLAN}/do/RetractExecution?measure={measure}&execution={record}",
    }


def test_before_the_closing_nothing_is_said_of_it(recorded: Desk):
    executor = recorded.browser(EXECUTOR)
    for address in pages(recorded).values():
        assert "переліку пізніх" not in executor.get(address).text


@pytest.mark.parametrize(
    ("name", "typed", "event"),
    [
        ("log", {"when": "other", "other": "2026-09-30"}, ExecutionLogged),
        ("correct", {"quantity": "4", "reason": "описка"}, CorrectionRequested),
        ("retract", {"reason": "не та подія"}, CorrectionRequested),
    ],
)
def test_after_it_the_page_says_when_and_where_the_record_goes_and_there_it_goes(
    recorded: Desk, name: str, typed: dict[str, str], event: type
):
    """A correction waits for a second person first."""
    close(recorded)
    executor, address = recorded.browser(EXECUTOR), pages(recorded)[name]
    page = executor.get(address).text
    assert CLOSED in page
    assert "переліку пізніх" in page
    executor.post(address, data=fields(page) | typed)
    last = recorded.app.history(f"plan-{QUARTER}")[-1].event
    assert isinstance(last, event)
    assert getattr(last, "late", True)
