"""Is what ships whole: documents made from their words, offices that can run, calendars that count right?"""

import io
import re
import runpy
import zipfile
from datetime import date
from pathlib import Path

import pytest

from application.samples.offices import (
    OFFICES,
    SHIPPED,
    Office,
    set_up_commands,
    shipped_definition,
    shipped_file,
    shipped_office,
)
from domain.calendar.decisions import AcceptCalendar
from domain.calendar.decisions import decider as calendar
from domain.calendar.state import OfficeCalendar
from domain.people.decisions import decider as people
from domain.people.may import ROLES
from domain.people.state import Organisation
from domain.workflow.decisions import PublishDefinition
from tests.dsl import given

TOOL = Path(__file__).parents[2] / "tools" / "samples" / "make.py"
PLANS = ("quarter", "annual", "province")


@pytest.fixture(params=OFFICES)
def office(request: pytest.FixtureRequest) -> Office:
    return shipped_office(request.param)


def opened(office: Office) -> tuple[Organisation, OfficeCalendar]:
    """The office and its calendar, after every set-up command was decided by the real rules."""
    facts = []
    for command in set_up_commands(office):
        facts += given(*facts).when(command, organisation=office.id).facts()
    own = [f for f in facts if f.name.startswith("people.")]
    days = [f for f in facts if f.name.startswith("calendar.")]
    return people.fold(own), calendar.fold(days)


@pytest.mark.parametrize("name", PLANS)
def test_each_document_is_what_its_words_make(name: str) -> None:
    file, made = runpy.run_path(str(TOOL))["make"](name)
    assert members(made) == members(shipped_file(file))


def test_the_words_repeat_no_name_twice_for_two_measures() -> None:
    tool = runpy.run_path(str(TOOL))
    rows = list(tool["written"](tool["content"]("quarter")))
    numbers = [re.match(r"Захід (\S+)", row.cells[1]) for row in rows]
    assert len(rows) == len({n[1] for n in numbers if n}) == 60


def test_an_office_opens_under_the_rules_and_every_role_has_a_person(office: Office) -> None:
    org, _ = opened(office)
    held = {role for person in office.persons for role in org.standing(person, date(2026, 7, 1)).roles}
    assert len(org.persons) == len(office.persons)
    assert set(ROLES) - held <= {"supervisor"}


def test_every_unit_leads_to_a_person(office: Office) -> None:
    org, _ = opened(office)
    assert [u for u in org.units if org.head_of(u, date(2026, 7, 1)) is None] == []


def test_nobody_decides_twice_on_one_route(office: Office) -> None:
    for command in set_up_commands(office):
        if isinstance(command, PublishDefinition):
            posts = [v.removeprefix("position:") for s in command.steps for v in s.voices if v != "executors"]
            holders = [office.holder(post) for post in posts]
            assert len(set(holders)) == len(holders)


def test_the_quarterly_route_has_four_steps_in_three_stages() -> None:
    steps = shipped_definition("uk", "quarterly-plan").steps
    assert [step.stage for step in steps] == [1, 1, 2, 3]


@pytest.mark.parametrize(
    ("day", "shift", "expected"),
    [
        (date(2022, 1, 10), -3, date(2022, 1, 4)),
        (date(2021, 1, 18), -1, date(2021, 1, 16)),
        (date(2021, 3, 9), -1, date(2021, 3, 5)),
    ],
)
def test_the_ukrainian_calendar_counts_as_checked_by_hand(day: date, shift: int, expected: date) -> None:
    _, accepted = opened(shipped_office("ua-office"))
    assert accepted.days.shift(day, shift) == expected


def test_three_working_days_were_moved_in_2021() -> None:
    _, accepted = opened(shipped_office("ua-office"))
    moved = [day for day in accepted.days.working if day.year == 2021]
    assert moved == [date(2021, 1, 16), date(2021, 8, 28), date(2021, 10, 23)]


def test_a_calendar_of_2026_knows_the_moved_day_of_viet_nam() -> None:
    _, accepted = opened(shipped_office("vn-office"))
    assert accepted.days.is_working(date(2026, 8, 22))
    assert not accepted.days.is_working(date(2026, 8, 31))


def test_calendars_of_four_years_are_shipped(office: Office) -> None:
    years = [c.year for c in set_up_commands(office) if isinstance(c, AcceptCalendar)]
    assert years == [2021, 2022, 2026, 2027]


def test_everything_shipped_is_used() -> None:
    used = {f"{id}.toml" for id in OFFICES} | {"days-ua.toml", "days-vn.toml"}
    tool = runpy.run_path(str(TOOL))
    used |= {tool["content"](name)["file"] for name in PLANS}
    assert {entry.name for entry in SHIPPED.iterdir()} == used


def members(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
