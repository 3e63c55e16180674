"""What comes too late changes no closed report: it makes a corrective one, or is told in the next, as the
office has said."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from application.reports.compile import compile_report
from application.reports.deliver import record_of, render
from domain.messages import SYSTEM, Refused
from domain.people.rules import SetReportingRules
from domain.plan.decisions.approval import AgreeStep, ApproveStep, SignStep, SubmitPlan
from domain.plan.decisions.closing import ClosePeriod
from domain.plan.decisions.correcting import ConfirmCorrection, CorrectExecution
from domain.plan.decisions.drafting import DraftPlan
from domain.plan.decisions.execution import LogExecution
from domain.plan.events import CorrectionRequested, ExecutionLogged
from domain.report.shapes import Cell, QuarterlyReport, Verdict
from domain.workflow.definition import Subject
from tests.stories.rulebook.offices import CENTRE, PLAN, SHORT, centre, in_february, route, takes_force
from tests.stories.rulebook.test_changing_what_is_in_force import ANNUAL
from tests.stories.rulebook.test_signing_a_report import (
    PERIOD,
    REPORT,
    compiled,
    in_april,
    is_sent,
    quarter_is_closed,
    run_of,
)
from tests.story import Story, story

LATE = LogExecution(plan="1", measure="m1", done_on=date(2021, 3, 10), quantity=Decimal(1))


@pytest.fixture
def told() -> Iterator[Story]:
    yield from quarter_is_closed(*REPORT)


def corrective(told: Story, *, record: bool = True, position: int | None = None) -> QuarterlyReport:
    """Kept in two formats: it is one report."""
    report = compile_report(told.app, "1", PERIOD, corrective=True, position=position)
    for format in ("json", "csv") if record else ():
        content = render(told.app, report, format)
        told.app.do(record_of(report, format, content), by=SYSTEM, organisation=CENTRE)
    return report


def is_refused(told: Story, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        corrective(told)
    assert refusal.value.code == code


def late_record(told: Story) -> None:
    told.as_person("head-education").does(LATE)


def changed(report: QuarterlyReport) -> list[tuple[str, Cell, object, object]]:
    assert report.corrective is not None
    return [
        (c.measure, c.cell, c.was.verdict or c.was.amounts, c.now.verdict or c.now.amounts)
        for c in report.corrective.changes
    ]


def test_each_changed_figure_stands_beside_the_closed_one_with_the_fact_that_changed_it(told: Story) -> None:
    late_record(told)
    report = corrective(told)
    tenths = Decimal("66.7")
    assert changed(report) == [
        ("m1", Cell.ACTUAL, (Decimal(2),), (Decimal(3),)),
        ("m1", Cell.PERCENT, (tenths,), (Decimal(100),)),
        ("m1", Cell.STATE, Verdict.PARTLY, Verdict.DONE),
        ("", Cell.TOTAL, (Decimal(2),), (Decimal(3),)),
        ("", Cell.TOTAL_PERCENT, (Decimal(50),), (Decimal(75),)),
    ]
    assert report.corrective is not None
    late = f"{PLAN}@{told.app.history(PLAN)[-1].version}"
    assert {fact.fact for c in report.corrective.changes for fact in c.why} == {late}


def test_the_closed_report_itself_does_not_change(told: Story) -> None:
    before = compiled(told)
    files = {f: render(told.app, before, f) for f in told.app.renderers}
    late_record(told)
    corrective(told)
    again = compile_report(told.app, "1", PERIOD, position=before.as_of.position)
    assert {f: render(told.app, again, f) for f in told.app.renderers} == files
    now = compile_report(told.app, "1", PERIOD)
    assert (now.rows, now.total) == (before.rows, before.total)


def test_it_names_the_report_that_it_corrects_by_its_fingerprint(told: Story) -> None:
    closed = compiled(told)
    late_record(told)
    made = corrective(told).corrective
    assert made is not None
    assert (made.number, made.corrects, made.previous) == (1, closed.fingerprint, "")


def test_where_a_signed_one_is_corrected_it_names_that(told: Story) -> None:
    signed = compiled(told)
    is_sent(told, signed)
    told.as_person("deputy").does(AgreeStep(plan="1", run=run_of(told), step="deputy"))
    told.as_person("director").does(SignStep(plan="1", run=run_of(told), step="director"))
    late_record(told)
    made = corrective(told)
    assert made.corrective is not None
    assert (made.corrective.corrects, made.corrective.corrects_position) == (
        signed.fingerprint,
        signed.as_of.position,
    )
    assert made.signed is None


def test_they_are_numbered_and_the_same_one_keeps_its_number(told: Story) -> None:
    late_record(told)
    first, again = corrective(told), corrective(told)
    told.as_person("head-education").does(
        LogExecution(plan="1", measure="m2", done_on=date(2021, 1, 20), quantity=Decimal(1))
    )
    second = corrective(told)
    assert second.corrective is not None
    assert [r.corrective.number for r in (first, again, second) if r.corrective] == [1, 1, 2]
    assert second.corrective.previous == first.fingerprint
    assert first.corrective is not None
    assert second.corrective.corrects == first.corrective.corrects
    old = corrective(told, record=False, position=first.as_of.position)
    assert render(told.app, old, "docx") == render(told.app, first, "docx")


def test_no_two_carry_one_number_from_whichever_place_in_the_record_they_are_asked_for(told: Story) -> None:
    late_record(told)
    before = told.app.store.head()
    told.as_person("head-education").does(
        LogExecution(plan="1", measure="m2", done_on=date(2021, 1, 20), quantity=Decimal(1))
    )
    whole, earlier = corrective(told), corrective(told, position=before)
    assert whole.fingerprint != earlier.fingerprint
    assert [r.corrective.number for r in (whole, earlier) if r.corrective] == [1, 2]
    again = corrective(told, record=False, position=whole.as_of.position)
    assert render(told.app, again, "docx") == render(told.app, whole, "docx")


def test_a_correction_that_two_confirmed_counts_and_one_that_waits_does_not(told: Story) -> None:
    record = next(e.execution for e in told.facts(PLAN) if isinstance(e, ExecutionLogged))
    figures = {"done_on": date(2021, 2, 10), "quantity": Decimal(1), "reason": "пораховано двічі"}
    told.as_person("head-education").does(
        CorrectExecution(plan="1", measure="m1", execution=record, **figures)
    )
    is_refused(told, "nothing-late")
    request = next(e.request for e in told.facts(PLAN) if isinstance(e, CorrectionRequested))
    told.as_person("planner").does(ConfirmCorrection(plan="1", request=request))
    assert changed(corrective(told))[0] == ("m1", Cell.ACTUAL, (Decimal(2),), (Decimal(1),))


def test_a_corrective_report_goes_to_be_signed_on_its_own(told: Story) -> None:
    is_sent(told)
    late_record(told)
    report = corrective(told)
    is_sent(told, report)
    run = run_of(told)
    told.as_person("deputy").does(AgreeStep(plan="1", run=run, step="deputy"))
    told.as_person("director").does(SignStep(plan="1", run=run, step="director"))
    signed = compile_report(told.app, "1", PERIOD, corrective=True)
    assert signed.signed is not None
    assert signed.signed.fingerprint == report.fingerprint == signed.fingerprint
    assert compile_report(told.app, "1", PERIOD).signed is None


def test_without_a_late_fact_or_a_closing_there_is_none(told: Story) -> None:
    is_refused(told, "nothing-late")
    with story(*centre(), at=in_february(2)) as running:
        takes_force(running)
        is_refused(running, "report-of-open-period")


def test_every_format_has_the_table_of_changes(told: Story) -> None:
    late_record(told)
    report = corrective(told)
    value = json.loads(render(told.app, report, "json"))
    assert [c["cell"] for c in value["corrective"]["changes"]][:2] == ["actual", "percent"]
    rows = list(csv.reader(io.StringIO(render(told.app, report, "csv").decode("utf-8-sig")), delimiter=";"))
    assert any(row[2:5] == ["виконано", "2", "3"] and "plan-1@" in row[5] for row in rows if len(row) == 6)
    for format, start in (("docx", b"PK"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        assert render(told.app, report, format).startswith(start)


@pytest.fixture
def annual() -> Iterator[Story]:
    """A plan of a year; the office has late facts told in the next report; two quarters are closed."""
    published = route(*REPORT, workflow="report", subject=Subject.REPORT)
    rules = SetReportingRules(organisation=CENTRE, cut_off=1, late="next")
    with story(*centre(*SHORT), published, rules, at=in_february(1)) as told:
        told.as_person("planner").does(
            DraftPlan(plan="1", document=ANNUAL), SubmitPlan(plan="1", workflow="quarterly")
        )
        told.as_person("head-education").does(AgreeStep(plan="1", step="education"))
        told.as_person("director").does(ApproveStep(plan="1", step="director"))
        told.time_comes(in_april(6))
        told.as_person("planner").does(ClosePeriod(plan="1", period="2021Q1"))
        yield told


def before(told: Story, period: str) -> list[tuple[str, date | None]]:
    return [(late.measure, late.on) for late in compile_report(told.app, "1", period).before]


def test_by_the_other_rule_a_late_fact_is_told_once_in_the_next_report_in_a_table_of_its_own(
    annual: Story,
) -> None:
    log = LogExecution(plan="1", measure="m1", done_on=date(2021, 3, 10), quantity=Decimal(1))
    annual.as_person("head-bureau").does(log)
    first = ("m1", date(2021, 3, 10))
    assert before(annual, "2021Q2") == [first]
    is_refused(annual, "late-told-next")
    annual.time_comes(in_april(6).replace(month=7))
    annual.as_person("planner").does(ClosePeriod(plan="1", period="2021Q2"))
    later = log.model_copy(update={"done_on": date(2021, 3, 12)})
    annual.as_person("head-bureau").does(later)
    assert before(annual, "2021Q2") == [first]
    assert before(annual, "2021Q3") == [("m1", date(2021, 3, 12))]
    figures = {r.measure: r.actual.amounts for r in compile_report(annual.app, "1", "2021Q2").rows}
    assert figures["m1"] == ()
