"""Does a record made from the card of a quarter count towards it, and is it said where it does not?"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest

from application.demo import QUARTER
from application.projections import due_ledger
from application.story.left_open import ANNUAL
from tests.web.office import EXECUTOR, PLANNER, Desk, fields, in_force, year_in_force

NUMBER = "1.1.1.1"
"""Six in the first quarter, nine in the second and the third, six in the fourth."""


@pytest.fixture
def year(desk: Desk) -> Desk:
    return year_in_force(desk)


@pytest.fixture
def address(year: Desk) -> str:
    measures = year.stage.plan(ANNUAL).text.measures
    return f"/plans/{ANNUAL}/measures/{next(m.id for m in measures if m.number == NUMBER)}/log"


def deeds(desk: Desk, address: str) -> list[tuple[date, Decimal | None]]:
    carried = desk.stage.plan(ANNUAL).of(address.split("/")[4])
    return [(e.logged.done_on, e.logged.quantity) for e in carried.executions.values()]


def owed(desk: Desk, address: str) -> dict[str, Decimal]:
    rows = desk.app.ask(due_ledger.dues_of, ANNUAL)
    return {row["key"]: row["done"] for row in rows if row["measure"] == address.split("/")[4]}


def test_every_card_leads_to_its_own_period(year: Desk):
    own = next(m for m in year.stage.plan(ANNUAL).text.measures if m.number == "1.1.2.1")
    page = year.browser(EXECUTOR).get("/my").text
    led = re.findall(rf'href="/plans/{ANNUAL}/measures/{own.id}/log([^"]*)"', page)
    assert sorted(led) == ["?for=2026Q1", "?for=2026Q2", "?for=2026Q4"]


@pytest.mark.parametrize(
    ("key", "words", "quantity", "day"),
    [
        ("2026Q1", "I квартал 2026 року", 6, date(2026, 3, 31)),
        ("2026Q2", "II квартал 2026 року", 9, date(2026, 6, 30)),
        ("2026Q4", "IV квартал 2026 року", 6, date(2026, 10, 19)),
    ],
)
def test_a_record_from_a_card_counts_towards_its_period(
    year: Desk, address: str, key: str, words: str, quantity: int, day: date
):
    planner = year.browser(PLANNER)
    page = planner.get(f"{address}?for={key}").text
    assert f"Записуєте за період: {words}" in page
    after = planner.post(address, data=fields(page))
    assert deeds(year, address) == [(day, quantity)]
    assert owed(year, address) == {**dict.fromkeys(owed(year, address), Decimal(0)), key: quantity}
    assert f"зроблено {quantity} з {quantity}" in after.text


def test_without_a_card_the_quarter_that_runs_is_meant(year: Desk, address: str):
    planner = year.browser(PLANNER)
    planner.post(address, data=fields(planner.get(address).text))
    assert deeds(year, address) == [(date(2026, 10, 19), 6)]


def test_a_day_of_another_period_is_asked_about_once_and_the_second_press_records_it(
    year: Desk, address: str
):
    planner = year.browser(PLANNER)
    page = planner.get(f"{address}?for=2026Q1").text
    asked = planner.post(address, data=fields(page) | {"when": "today", "quantity": "2", "place": "Рада"})
    assert (asked.status_code, deeds(year, address)) == (409, [])
    words = unescape(asked.text)
    assert "належить до іншого періоду (IV квартал 2026 року)" in words
    assert "(I квартал 2026 року)" in words
    assert (fields(asked.text)["quantity"], fields(asked.text)["place"]) == ("2", "Рада")
    again = planner.post(address, data=fields(asked.text) | {"when": "other", "other": "2026-07-01"})
    assert "(III квартал 2026 року)" in unescape(again.text)
    assert deeds(year, address) == []
    planner.post(address, data=fields(again.text))
    assert deeds(year, address) == [(date(2026, 7, 1), 2)]


def test_a_period_in_which_nothing_is_owed_has_no_page(year: Desk, address: str):
    planner = year.browser(PLANNER)
    assert planner.get(f"{address}?for=2027Q1").status_code == 404
    assert planner.get(f"{address}?for=nonsense").status_code == 404


def test_the_quarters_of_a_target_are_named(year: Desk, address: str):
    page = year.browser(PLANNER).get(address).text
    assert "I:\u00a06 · II:\u00a09 · III:\u00a09 · IV:\u00a06 · разом:\u00a030" in page


def test_a_month_is_a_period_too(desk: Desk):
    running = in_force(desk)
    monthly = next(m for m in running.plan.text.measures if m.due.monthly)
    planner = running.browser(PLANNER)
    form = fields(planner.get(f"/plans/{QUARTER}/measures/{monthly.id}/log?for=2026-07").text)
    assert (form["other"], form["quantity"]) == ("2026-07-31", f"{monthly.due.monthly['2026-07']:f}")
    assert (
        "Цей період ще не почався"
        in planner.get(f"/plans/{QUARTER}/measures/{monthly.id}/log?for=2026-09").text
    )
