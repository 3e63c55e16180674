"""Which reports does a round compile, once each, when periods are closed, opened and closed again?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from application.reports import round as reporting
from application.reports.how_far import how_far
from domain.plan.decisions.closing import ClosePeriod, ReopenPeriod
from domain.report.events import ReportCompiled
from infrastructure.settings import Settings, SettingsRefused
from tests.stories.rulebook.offices import CENTRE, centre, in_february, takes_force
from tests.stories.rulebook.test_signing_a_report import PERIOD, REPORT, in_april, quarter_is_closed
from tests.story import Story, story

STREAM = "report-1.2021q1"


@pytest.fixture
def told() -> Iterator[Story]:
    """The quarter is closed on 6 April."""
    yield from quarter_is_closed(*REPORT)


def a_round(told: Story) -> int:
    told.app.catch_up()
    compiled = reporting.compile_some(told.app, told.app.clock.now(), lambda: False)
    told.app.catch_up()
    return compiled


def closings(told: Story) -> list[str]:
    return [e.closing for e in told.facts(STREAM) if isinstance(e, ReportCompiled)]


def whys(told: Story) -> list[str]:
    told.app.catch_up()
    return [row.why for o in how_far(told.app, told.app.clock.now()) for row in o.rows]


def opens_again(told: Story) -> None:
    told.as_person("second").does(ReopenPeriod(plan="1", period=PERIOD, reason="пропущено захід"))


def closes(told: Story) -> int:
    done = told.as_person("planner").does(ClosePeriod(plan="1", period=PERIOD))
    return done.answer.version


def test_a_closed_period_gets_its_report_once(told: Story) -> None:
    assert (a_round(told), a_round(told)) == (1, 0)
    assert len(closings(told)) == 1
    assert reporting.progress(told.app, told.app.clock.now()) == reporting.Progress(1, 1)


def test_closed_again_it_gets_a_second_report_and_while_it_is_open_none(told: Story) -> None:
    a_round(told)
    opens_again(told)
    assert (a_round(told), whys(told)) == (0, ["reopened"])
    assert reporting.progress(told.app, told.app.clock.now()) == reporting.Progress(0, 0)
    version = closes(told)
    assert whys(told) == ["waits"]
    assert a_round(told) == 1
    assert closings(told)[-1] == f"plan-1@{version}"
    assert len({*closings(told)}) == 2
    assert whys(told) == [""]
    assert told.app.check("compiled_reports") == []


def test_a_report_asked_for_before_a_closing_is_left_to_the_next_round(told: Story) -> None:
    """A worker that looked at the list before the period was opened does nothing."""
    told.app.catch_up()
    (due,) = reporting.left(told.app, told.app.clock.now())
    opens_again(told)
    assert not reporting.compile_once(told.app, due, told.app.store.head())
    assert closings(told) == []


def test_each_format_that_the_house_compiles_is_a_report_of_its_own(told: Story) -> None:
    both = Settings(data=Path(), report_formats=("docx", "pdf"))
    object.__setattr__(told.app, "settings", both)
    assert a_round(told) == 2
    assert {e.format for e in told.facts(STREAM) if isinstance(e, ReportCompiled)} == {"docx", "pdf"}
    assert reporting.progress(told.app, told.app.clock.now()) == reporting.Progress(2, 2)


def test_formats_are_named_and_an_unknown_one_is_refused() -> None:
    read = Settings.from_env({"ONRECORD_REPORT_FORMATS": "PDF, docx"}, Path("no-such-file"))
    assert read.report_formats == ("pdf", "docx")
    with pytest.raises(SettingsRefused, match="unreadable-formats"):
        Settings.from_env({"ONRECORD_REPORT_FORMATS": "odt"}, Path("no-such-file"))


def test_how_far_it_is_is_told_office_by_office_with_the_reason(told: Story) -> None:
    told.app.catch_up()
    (office,) = how_far(told.app, told.app.clock.now())
    (row,) = office.rows
    assert (office.organisation, office.due, office.compiled) == (CENTRE, 1, 0)
    assert (row.plan, row.period, row.format, row.why, row.due_from) == (
        "1", PERIOD, "docx", "waits", date(2021, 4, 1),
    )  # fmt: skip
    assert how_far(told.app, told.app.clock.now(), "2021Q2") == []


def test_nothing_is_due_before_the_cut_off_day_then_a_running_period_and_again_once_it_is_closed() -> None:
    with story(*centre(), at=in_february(2)) as running:
        takes_force(running)
        assert (a_round(running), whys(running)) == (0, ["not-due"])
        running.time_comes(in_april(1))
        assert a_round(running) == 1
        assert closings(running) == [""]
        running.time_comes(in_april(6))
        closes(running)
        assert a_round(running) == 1
        assert closings(running)[0] == ""
        assert closings(running)[1].startswith("plan-1@")
