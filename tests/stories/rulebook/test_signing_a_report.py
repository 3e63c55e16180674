"""The report of a closed period becomes an act of the office: who compiled it does not sign it, what is
signed is what the record gives, and it is void where the period is opened again."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from application.app import Done
from application.projections import notices, report_signing, waiting
from application.reports.compile import compile_report
from application.reports.deliver import render
from application.reports.printed import printed
from application.reports.signing import put_on_record, submission_of
from domain.messages import Command, Event
from domain.people.decisions import AppointPerson, CreatePosition, DelegateDuty, RegisterPerson
from domain.plan.decisions.approval import (
    AgreeStep,
    RejectSubmission,
    ReturnPlan,
    SignStep,
    WithdrawSubmission,
)
from domain.plan.decisions.closing import ClosePeriod, ReopenPeriod
from domain.plan.decisions.execution import LogExecution
from domain.plan.decisions.signing import SubmitReport
from domain.plan.events import ReportSigned, ReportSubmitted
from domain.plan.state import Plan
from domain.report.shapes import QuarterlyReport
from domain.run.events import Remark, RunVoided
from domain.run.state import Outcome
from domain.workflow.definition import Act, Step, Subject
from tests.stories.rulebook.offices import (
    CENTRE,
    HIRED,
    PLAN,
    REGION,
    another,
    centre,
    in_february,
    route,
    sentence_of,
    step,
    takes_force,
)
from tests.story import Story, story

PERIOD = "2021Q1"
REPORT = (
    step("deputy", Act.AGREE, 1, "position:deputy"),
    step("director", Act.SIGN, 2, "position:director"),
)


def another_planner() -> Iterator[Command]:
    yield CreatePosition(
        organisation=CENTRE, position="second", unit="office", title="Фахівець", role="planner"
    )
    yield RegisterPerson(organisation=CENTRE, person="second", full_name="Ніна Дрозд")
    yield AppointPerson(organisation=CENTRE, person="second", position="second", since=HIRED)


def may_sign(told: Story, taker: str) -> None:
    """The director lends the right to sign."""
    order = DelegateDuty(
        organisation=CENTRE,
        position="director",
        taker=taker,
        since=date(2021, 4, 6),
        until=date(2021, 4, 20),
        basis="наказ № 31-к",
    )
    told.as_person("director").does(order)


def in_april(day: int, hour: int = 9) -> datetime:
    return datetime(2021, 4, day, hour, tzinfo=UTC)


def quarter_is_closed(*steps: Step, by: str = "planner", above: Sequence[Command] = ()) -> Iterator[Story]:
    """A plan was carried out in part; its quarter is closed; reports have a route."""
    published = route(*steps, workflow="report", subject=Subject.REPORT)
    here = centre(above=REGION if above else None)
    with story(*above, *here, *another_planner(), published, at=in_february(2)) as told:
        takes_force(told)
        log = LogExecution(plan="1", measure="m1", done_on=date(2021, 2, 10), quantity=Decimal(2))
        told.time_comes(in_february(11))
        told.as_person("head-education").does(log)
        told.time_comes(in_april(6))
        told.as_person(by).does(ClosePeriod(plan="1", period=PERIOD))
        yield told


@pytest.fixture
def told() -> Iterator[Story]:
    yield from quarter_is_closed(*REPORT)


def compiled(told: Story, *, position: int | None = None) -> QuarterlyReport:
    report = compile_report(told.app, "1", PERIOD, position=position)
    put_on_record(told.app, report, channel="cli")
    return report


def is_sent(told: Story, report: QuarterlyReport | None = None, *, by: str = "planner") -> Done:
    return told.as_person(by).does(submission_of(report or compiled(told), "report"))


def run_of(told: Story) -> str:
    return next(e.run for e in reversed(told.facts(PLAN)) if isinstance(e, ReportSubmitted))


def agree(told: Story) -> AgreeStep:
    return AgreeStep(plan="1", run=run_of(told), step="deputy")


def sign(told: Story) -> SignStep:
    return SignStep(plan="1", run=run_of(told), step="director")


def outcome(told: Story, run: str) -> Outcome:
    plan: Plan = told.app.state(PLAN)
    return plan.run_of(run).outcome


def last_of(told: Story, kind: type[Event]) -> Event:
    return next(e for e in reversed(told.facts(PLAN)) if isinstance(e, kind))


def letters(told: Story, person: str) -> list[str]:
    told.app.catch_up()
    return [
        row["kind"] for row in told.app.ask(notices.notices_of, person) if row["kind"].startswith("report-")
    ]


def test_four_eyes_one_compiles_one_agrees_one_signs_and_the_fact_names_what_was_signed(told: Story) -> None:
    report = compiled(told)
    is_sent(told, report)
    told.as_person("director").is_refused(sign(told), "step-not-open")
    told.as_person("deputy").does(agree(told))
    done = told.as_person("director").does(sign(told))
    signed = done.recorded[-1]
    assert isinstance(signed.event, ReportSigned)
    assert (signed.event.fingerprint, signed.event.position) == (report.fingerprint, report.as_of.position)
    assert (signed.envelope.by, signed.envelope.capacity) == ("director", "Директор")
    assert signed.event.closing == report.closed_by
    told.shows(report_signing.signings_of, [{"period": PERIOD, "outcome": "granted"}], "1")


@pytest.mark.parametrize("id", ["nestor.holub", "clerk-education"])
def test_who_signed_in_the_office_above_is_named_in_the_report(id: str) -> None:
    """Also where the office below knows somebody else by that id."""
    last = step("region", Act.SIGN, 2, "above:regional-director")
    above = tuple(another(REGION, id, "regional-director", "Нестор Голуб"))
    for told in quarter_is_closed(REPORT[0], last, above=above):
        is_sent(told)
        told.as_person("deputy").does(agree(told))
        signature = SignStep(plan="1", run=run_of(told), step="region")
        told.as_person(id).does(signature, organisation=REGION)
        signed = compile_report(told.app, "1", PERIOD).signed
        assert signed is not None
        assert [(v.position, v.name) for v in signed.voices] == [
            ("Заступник директора", "Хтось"),
            ("Директор регіонального центру", "Нестор Голуб"),
        ]
        assert "Нестор Голуб" in printed(compile_report(told.app, "1", PERIOD)).stamp


def test_it_waits_for_those_who_decide_and_they_are_written_to(told: Story) -> None:
    is_sent(told)
    asked = [{"run": run_of(told), "step": "deputy"}]
    told.shows(waiting.steps_waiting_for, asked, CENTRE, ["position:deputy"])
    assert (letters(told, "deputy"), letters(told, "director")) == (["report-asked"], [])
    told.as_person("deputy").does(agree(told))
    assert letters(told, "director") == ["report-asked"]
    told.as_person("director").does(sign(told))
    assert letters(told, "planner") == ["report-signed"]


def test_compiled_again_it_says_who_signed_when_and_as_what(told: Story) -> None:
    is_sent(told)
    told.as_person("deputy").does(agree(told))
    told.time_comes(in_april(8, 7))
    told.as_person("director").does(sign(told))
    page = printed(compiled(told))
    name = told.app.state("people-lipky").persons["director"].full_name.text
    assert page.stamp[:3] == ("ЗАТВЕРДЖУЮ", "Директор", name)
    assert page.stamp[3].startswith("08.04.2021, запис № ")
    assert any(said.startswith("Погоджено: Заступник директора") for said in page.signed)
    assert any(
        said.startswith("Підписано: Директор") and said.endswith("08.04.2021 10:00") for said in page.signed
    )
    assert "Після підписання" not in " ".join(page.signed)


def test_as_of_its_own_place_in_the_record_it_stays_what_it_was_to_the_byte(told: Story) -> None:
    report = compiled(told)
    before = {format: render(told.app, report, format) for format in told.app.renderers}
    is_sent(told, report)
    told.as_person("deputy").does(agree(told))
    told.as_person("director").does(sign(told))
    again = compiled(told, position=report.as_of.position)
    assert {format: render(told.app, again, format) for format in told.app.renderers} == before
    assert (again.signed, compiled(told).fingerprint) == (None, report.fingerprint)


def test_a_signature_does_not_cover_what_was_recorded_after_it(told: Story) -> None:
    report = compiled(told)
    is_sent(told, report)
    told.as_person("deputy").does(agree(told))
    told.as_person("director").does(sign(told))
    late = LogExecution(plan="1", measure="m1", done_on=date(2021, 3, 10), quantity=Decimal(1))
    told.as_person("head-education").does(late)
    page = printed(compiled(told))
    assert page.signed[-1] == "Після підписання внесено нові записи: підпис їх не охоплює."
    assert page.fingerprint not in page.signed[-2]


def test_who_closed_or_submitted_does_not_sign_not_even_as_deputy_for_the_director(told: Story) -> None:
    may_sign(told, "planner")
    is_sent(told)
    told.as_person("deputy").does(agree(told))
    told.as_person("planner").is_refused(sign(told), "prepared-it-yourself")


def test_a_director_who_closed_the_period_does_not_sign_and_nobody_signs_for_them() -> None:
    for told in quarter_is_closed(*REPORT, by="director"):
        may_sign(told, "deputy")
        is_sent(told)
        told.as_person("deputy").does(agree(told))
        told.as_person("director").is_refused(sign(told), "prepared-it-yourself")
        told.as_person("deputy").is_refused(sign(told), "prepared-by-whom-you-stand-for")


def test_who_sent_it_before_does_not_sign_when_another_sends_it_again() -> None:
    """Both had a hand in it."""
    for told in quarter_is_closed(*REPORT, by="second"):
        may_sign(told, "planner")
        is_sent(told)
        first = run_of(told)
        told.as_person("planner").does(WithdrawSubmission(plan="1", run=first, reason="не той"))
        is_sent(told, by="second")
        assert (outcome(told, first), outcome(told, run_of(told))) == (Outcome.WITHDRAWN, Outcome.OPEN)
        told.as_person("deputy").does(agree(told))
        told.as_person("planner").is_refused(sign(told), "prepared-it-yourself")
        told.as_person("director").does(sign(told))


def test_returned_with_a_remark_on_a_row_it_comes_back_to_who_sent_it(told: Story) -> None:
    is_sent(told)
    run = run_of(told)
    remark = Remark(measure="m1", field="actual", text="Перевірте кількість")
    told.as_person("deputy").does(ReturnPlan(plan="1", run=run, step="deputy", remarks=(remark,)))
    plan: Plan = told.app.state(PLAN)
    assert plan.runs[run].remarks == (remark,)
    assert letters(told, "planner") == ["report-returned"]
    came_back = [{"run": run, "remarks": 1}]
    told.shows(report_signing.came_back_to, came_back, CENTRE, "planner")
    assert "«1.1: Перевірте кількість»" in sentence_of(told)
    assert "Повернуто на кроці «deputy»" in sentence_of(told)
    is_sent(told)
    told.shows(report_signing.came_back_to, [], CENTRE, "planner")


def test_a_remark_on_a_row_that_is_not_there_is_refused(told: Story) -> None:
    is_sent(told)
    remark = Remark(measure="m99", field="actual", text="?")
    back = ReturnPlan(plan="1", run=run_of(told), step="deputy", remarks=(remark,))
    told.as_person("deputy").is_refused(back, "unknown-measure")


def test_rejected_it_needs_another_closing(told: Story) -> None:
    is_sent(told)
    told.as_person("deputy").does(agree(told))
    reject = RejectSubmission(plan="1", run=run_of(told), step="director", reason="показники не перевірено")
    told.as_person("director").does(reject)
    assert letters(told, "planner") == ["report-rejected"]
    told.as_person("planner").is_refused(submission_of(compiled(told), "report"), "report-rejected")


def test_signed_once_it_is_not_submitted_again(told: Story) -> None:
    is_sent(told)
    told.as_person("planner").is_refused(submission_of(compiled(told), "report"), "report-on-its-route")
    told.as_person("deputy").does(agree(told))
    told.as_person("director").does(sign(told))
    told.as_person("planner").is_refused(submission_of(compiled(told), "report"), "report-signed")


def test_what_is_submitted_is_what_the_record_gives(told: Story) -> None:
    report = compiled(told)
    asked = submission_of(report, "report")
    for changed in ({"fingerprint": "0" * 64}, {"position": report.as_of.position - 1}):
        forged = SubmitReport(**{**dict(asked), **changed})
        told.as_person("planner").is_refused(forged, "report-not-on-record")


def test_a_report_from_before_the_closing_is_not_signed_nor_one_of_a_period_that_runs() -> None:
    published = route(*REPORT, workflow="report", subject=Subject.REPORT)
    with story(*centre(), published, at=in_february(2)) as told:
        takes_force(told)
        told.time_comes(in_april(6))
        early = compiled(told)
        told.as_person("planner").is_refused(submission_of(early, "report"), "report-of-open-period")
        told.as_person("planner").does(ClosePeriod(plan="1", period=PERIOD))
        told.as_person("planner").is_refused(submission_of(early, "report"), "report-before-closing")


def test_a_period_opened_again_voids_what_is_on_its_route_and_everybody_concerned_is_told(
    told: Story,
) -> None:
    is_sent(told)
    run = run_of(told)
    told.as_person("deputy").does(agree(told))
    told.as_person("head-education").is_refused(
        ReopenPeriod(plan="1", period=PERIOD, reason="пропущено захід"), "not-allowed"
    )
    told.as_person("second").does(ReopenPeriod(plan="1", period=PERIOD, reason="пропущено захід"))
    assert last_of(told, RunVoided).run == run
    assert outcome(told, run) is Outcome.VOIDED
    told.as_person("director").is_refused(SignStep(plan="1", run=run, step="director"), "run-voided")
    told.shows(waiting.open_steps, [], CENTRE)
    for person in ("planner", "deputy", "director"):
        assert "report-voided" in letters(told, person)
    assert told.app.check("waiting", "report_signing") == []


def test_closed_again_the_new_report_goes_its_own_way_and_the_signed_one_stays_signed(told: Story) -> None:
    first = compiled(told)
    is_sent(told, first)
    told.as_person("deputy").does(agree(told))
    told.as_person("director").does(sign(told))
    old = run_of(told)
    told.as_person("second").does(ReopenPeriod(plan="1", period=PERIOD, reason="пропущено захід"))
    assert outcome(told, old) is Outcome.GRANTED
    told.as_person("planner").does(ClosePeriod(plan="1", period=PERIOD))
    second = compiled(told)
    assert second.signed is None
    told.as_person("planner").is_refused(submission_of(first, "report"), "report-before-closing")
    is_sent(told, second)
    told.as_person("deputy").does(agree(told))
    told.as_person("director").does(sign(told))
    signed = [e.position for e in told.facts(PLAN) if isinstance(e, ReportSigned)]
    assert signed == [first.as_of.position, second.as_of.position]


def test_two_of_three_carry_a_report_and_no_person_counts_twice() -> None:
    council = (
        step(
            "council",
            Act.AGREE,
            1,
            "position:head-education",
            "position:head-bureau",
            "position:deputy",
            needs="2",
        ),
        step("director", Act.SIGN, 2, "position:director"),
    )
    for told in quarter_is_closed(*council):
        is_sent(told)
        said = AgreeStep(plan="1", run=run_of(told), step="council")
        told.as_person("head-education").does(said)
        told.as_person("head-education").is_refused(said, "counted-already")
        told.as_person("director").is_refused(sign(told), "step-not-open")
        told.as_person("head-bureau").does(said)
        told.as_person("director").does(sign(told))
        assert outcome(told, run_of(told)) is Outcome.GRANTED
