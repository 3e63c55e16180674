"""A step that nobody decided in time is told once to those it waits for, and once to whoever stands above."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from application.clock import tick_through
from application.letters import letter_of
from application.projections.notices import notices_of
from domain.plan.decisions.approval import AgreeStep
from tests.stories.rulebook.offices import SHORT, centre, in_february, is_submitted
from tests.stories.rulebook.test_signing_a_report import REPORT, in_april, is_sent, quarter_is_closed
from tests.story import Story, story

KINDS = ("step-overdue", "step-escalation")


@pytest.fixture
def told() -> Iterator[Story]:
    """Submitted on Monday 1 February; the first visa is due on Thursday, the 4th."""
    with story(*centre(*SHORT), at=in_february(1)) as told:
        is_submitted(told)
        told.app.catch_up()
        yield told


def the_clock_rings_until(told: Story, moment: datetime) -> None:
    for _ in tick_through(told.app, told.app.clock.now(), moment):
        pass


def heard(told: Story) -> list[tuple[str, str]]:
    told.app.catch_up()
    rows = sorted(told.app.ask(notices_of), key=lambda row: row["raised_at"])
    return [(row["kind"], row["recipient"]) for row in rows if row["kind"] in KINDS]


def test_on_its_last_day_nobody_is_told_and_the_day_after_who_is_asked_is(told: Story) -> None:
    the_clock_rings_until(told, in_february(4, 15))
    assert heard(told) == []
    the_clock_rings_until(told, in_february(5, 6))
    assert heard(told) == []
    the_clock_rings_until(told, in_february(5, 8))
    assert ("step-overdue", "head-education") in heard(told)


def test_it_goes_up_after_as_many_working_days_as_the_definition_says_once(told: Story) -> None:
    """One working day after its term, on Friday, the 5th, to the director who stands above."""
    the_clock_rings_until(told, in_february(20))
    assert sorted(heard(told)) == [("step-escalation", "director"), ("step-overdue", "head-education")]


def test_two_days_later_where_the_definition_says_two() -> None:
    patient = (SHORT[0].model_copy(update={"escalate": 2}), SHORT[1])
    with story(*centre(*patient), at=in_february(1)) as told:
        is_submitted(told)
        the_clock_rings_until(told, in_february(7, 15))
        assert heard(told) == [("step-overdue", "head-education")]
        the_clock_rings_until(told, in_february(8, 15))
        assert heard(told)[1:] == [("step-escalation", "director")]


def test_what_is_decided_is_told_to_nobody(told: Story) -> None:
    told.as_person("head-education").does(AgreeStep(plan="1", step="education"))
    the_clock_rings_until(told, in_february(5, 15))
    assert heard(told) == []


def test_a_report_that_waits_to_be_signed_goes_up_too_and_the_letter_leads_to_it() -> None:
    for told in quarter_is_closed(*REPORT):
        is_sent(told)
        the_clock_rings_until(told, in_april(20))
        assert sorted(heard(told)) == [("step-escalation", "director"), ("step-overdue", "deputy")]
        [row] = [r for r in told.app.ask(notices_of) if r["kind"] == "step-escalation"]
        letter = letter_of(told.app, row["notice"])
        assert "«deputy» звіту за I квартал 2021 року" in letter.text
        assert "/plans/1/sign/2021Q1" in letter.text
