"""As whom one signs a report for the head, in the words of Vietnamese paperwork: KT., TUQ., TL., Q."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from application.reports.compile import compile_report
from application.reports.printed import printed
from domain.messages import Command
from domain.people.decisions import DelegateDuty, RegisterOrganisation
from domain.plan.decisions.approval import AgreeStep, SignStep
from domain.plan.decisions.closing import ClosePeriod
from domain.workflow.definition import Act, Subject
from tests.stories.rulebook.offices import (
    CENTRE,
    appointed,
    centre,
    in_february,
    route,
    step,
    takes_force,
)
from tests.stories.rulebook.test_signing_a_report import PERIOD, in_april, is_sent, run_of
from tests.story import Story, story

FROM, UNTIL = date(2021, 4, 1), date(2021, 4, 20)
REPORT = (
    step("head", Act.AGREE, 1, "position:head-education"),
    step("director", Act.SIGN, 2, "position:director"),
)


def in_vietnam() -> Iterator[Command]:
    for command in centre():
        if isinstance(command, RegisterOrganisation):
            yield command.model_copy(update={"language": "vi", "zone": "Asia/Ho_Chi_Minh"})
        else:
            yield command
    yield route(*REPORT, workflow="report", subject=Subject.REPORT)


@pytest.fixture
def told() -> Iterator[Story]:
    """In a Vietnamese office the report of the first quarter waits for whoever signs for the director."""
    with story(*in_vietnam(), at=in_february(2)) as told:
        takes_force(told)
        told.time_comes(in_april(6))
        told.as_person("planner").does(ClosePeriod(plan="1", period=PERIOD))
        yield told


def signs(told: Story) -> str:
    """The deputy signs; the capacity that stands in the record."""
    is_sent(told)
    told.as_person("head-education").does(AgreeStep(plan="1", run=run_of(told), step="head"))
    done = told.as_person("deputy").does(SignStep(plan="1", run=run_of(told), step="director"))
    return done.recorded[-1].envelope.capacity


def order(form: str) -> DelegateDuty:
    return DelegateDuty(
        organisation=CENTRE,
        position="director",
        taker="deputy",
        since=FROM,
        until=UNTIL,
        basis="quyết định số 15",
        form=form,
    )


@pytest.mark.parametrize(("form", "words"), [("deputy", "KT."), ("delegated", "TUQ."), ("ordered", "TL.")])
def test_whoever_signs_for_the_head_says_by_what_right_before_the_post(
    told: Story, form: str, words: str
) -> None:
    told.as_person("director").does(order(form))
    assert signs(told) == f"{words} Директор (quyết định số 15)"


def test_the_report_prints_it_in_the_stamp_and_among_the_signatures(told: Story) -> None:
    told.as_person("director").does(order("deputy"))
    signs(told)
    page = printed(compile_report(told.app, "1", PERIOD, language="vi"))
    assert page.stamp[1] == "KT. Директор (quyết định số 15)"
    assert any(said.startswith("Đã ký: KT. Директор (quyết định số 15), ") for said in page.signed)


def test_an_acting_director_signs_as_such(told: Story) -> None:
    acting = appointed("deputy", "director", FROM, UNTIL, basis="quyết định số 14")
    told.app.do(acting, by="system", organisation=CENTRE)
    assert signs(told) == "Q. Директор (quyết định số 14)"


def test_after_the_last_day_of_the_order_nobody_signs_for_the_head(told: Story) -> None:
    told.as_person("director").does(order("deputy"))
    is_sent(told)
    told.as_person("head-education").does(AgreeStep(plan="1", run=run_of(told), step="head"))
    told.time_comes(in_april(21))
    told.as_person("deputy").is_refused(
        SignStep(plan="1", run=run_of(told), step="director"), "delegation-not-today"
    )
