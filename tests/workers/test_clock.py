"""What the clock does when it rings: told once, late once, and never after it is done."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from application.app import App
from application.clock import Ticked, mornings, sweep, tick, tick_through
from application.projections.notices import notices_of
from tests.domain.small_office import logged
from tests.workers.house import APPROVAL, house, in_force, stand

MORNING = datetime(2021, 1, 26, 7, tzinfo=UTC)
"""09:00 in Kyiv, three working days before Friday, 29.01."""


@pytest.fixture
def app(tmp_path: Path) -> App:
    return in_force(house(tmp_path))


def rung(app: App, measure: str = "m2") -> list[tuple[str, str, date, bool]]:
    """Rungs told about a measure, the oldest first: kind, recipient, day told, late."""
    told = [n for n in app.ask(notices_of) if n["measure"] == measure]
    return [(n["kind"], n["recipient"], n["raised_at"].date(), n["late"]) for n in reversed(told)]


def through(app: App, until: datetime) -> Ticked:
    ticks = list(tick_through(app, app.clock.now(), until))
    return Ticked(until, sum((t.raised for t in ticks), Counter()), sum(t.delivered for t in ticks))


def test_a_date_climbs_its_ladder_morning_by_morning(app: App):
    through(app, datetime(2021, 2, 10, 12, tzinfo=UTC))
    assert rung(app) == [
        ("reminder", "head-education", date(2021, 1, 26), False),
        ("due-today", "head-education", date(2021, 1, 29), False),
        ("overdue", "head-education", date(2021, 1, 30), False),
        ("escalation", "director", date(2021, 2, 2), False),
    ]


def test_nothing_is_told_before_the_morning_of_the_office(app: App):
    before = app.at(datetime(2021, 1, 26, 6, 59, tzinfo=UTC))
    assert not sweep(before, before.clock.now(), 500)
    assert sweep(app.at(MORNING), MORNING, 500)["reminder"] == 3


def test_a_second_sweep_and_a_second_clock_tell_nothing_new(app: App, tmp_path: Path):
    other = house(tmp_path, now=MORNING)
    assert sweep(app.at(MORNING), MORNING, 500).total() == 3
    assert sweep(other, MORNING, 500).total() == 0, "the read model is behind, the keys are not"
    assert tick(app, MORNING).raised.total() == 0
    assert len(app.ask(notices_of)) == len({n["notice"] for n in app.ask(notices_of)})


def test_it_stops_when_done(app: App):
    through(app, MORNING)
    stand(app, "plan-p1", [logged(measure="m2", done_on=date(2021, 1, 26))])
    through(app, datetime(2021, 2, 10, 12, tzinfo=UTC))
    assert [kind for kind, *_ in rung(app)] == ["reminder"]


def test_what_fell_due_while_nothing_ran_goes_once_late_and_the_newest_alone(app: App):
    back = datetime(2021, 2, 1, 10, tzinfo=UTC)
    tick(app.at(back), back)
    assert rung(app) == [("overdue", "head-education", date(2021, 2, 1), True)]
    through(app, datetime(2021, 2, 3, 10, tzinfo=UTC))
    assert rung(app)[1:] == [("escalation", "director", date(2021, 2, 2), False)]


def test_a_plan_approved_late_raises_no_storm(tmp_path: Path):
    late = datetime(2021, 2, 5, 14, tzinfo=UTC)
    app = in_force(house(tmp_path, now=late), on=late.date())
    through(app, datetime(2021, 2, 20, 12, tzinfo=UTC))
    letters = {n["kind"]: n["lines"] for n in app.ask(notices_of) if n["lines"]}
    assert letters == {"late-approval": 3, "plan-approved": 4}
    assert rung(app) == []


def test_letters_go_out_with_the_ring(app: App):
    ticked = through(app, MORNING)
    assert ticked.raised == {"reminder": 3}
    assert ticked.delivered == 6, "three reminders, the letter about the approval, two deciders asked"
    assert {n["state"] for n in app.ask(notices_of)} == {"delivered"}


def test_mornings_are_those_of_the_office_and_the_end_is_rung_too(app: App):
    until = datetime(2021, 1, 28, 15, tzinfo=UTC)
    rings = mornings(app, APPROVAL, until)
    assert [r.astimezone(UTC).isoformat() for r in rings[:1]] == ["2021-01-21T07:00:00+00:00"]
    assert len(rings) == 9
    assert rings[-1] == until
