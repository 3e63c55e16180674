"""How does the report of a closed period become an act of the office, signed on its route?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.calendar import periods
from domain.calendar.periods import Period
from domain.messages import Event, Hash, Id, Moment, Refused
from domain.plan.decider import PlanCommand, plan, refuse_unless_carried_out
from domain.plan.decisions.amending import started
from domain.plan.decisions.approval import granted
from domain.plan.events import ReportSigned, ReportSubmitted
from domain.plan.state import Plan
from domain.plan.wording import circumstances_of
from domain.report.events import ReportCompiled
from domain.report.state import Report
from domain.run.route import Circumstances
from domain.run.state import Outcome, Run
from domain.workflow.definition import Subject


class SubmitReport(PlanCommand):
    """Send the report of a closed period to be signed, as it was compiled at a position of the log.

    ``fingerprint`` and ``position`` are those of a compiled report on record; reading it put it there.
    """

    period: Period
    fingerprint: Hash
    position: int
    workflow: Id
    corrective: int = 0

    def reads(self, organisation: str) -> tuple[str, ...]:
        return (
            f"workflow-{organisation}.{self.workflow}",
            f"calendar-{organisation}",
            f"report-{self.plan}.{self.period.lower()}",
        )


@plan.decides(SubmitReport)
def submit_report(plan: Plan, asked: SubmitReport, moment: Moment) -> Iterator[Event]:
    closing = closing_to_report(plan, asked.plan, asked.period)
    refuse_while_settled(plan, asked.period, closing, asked.corrective)
    refuse_unless_compiled(moment.seen(Report), asked, closing)
    run = moment.id_of_new(f"report-{asked.period.lower()}")
    yield ReportSubmitted(
        run=run,
        period=asked.period,
        fingerprint=asked.fingerprint,
        position=asked.position,
        closing=closing,
        person=moment.by,
        corrective=asked.corrective,
    )
    yield started(
        plan,
        moment,
        run=run,
        subject=Subject.REPORT,
        workflow=asked.workflow,
        of=circumstances_of_report(plan, asked.period),
        text_hash=asked.fingerprint,
    )


@granted(Subject.REPORT)
def signed(plan: Plan, run: Run, moment: Moment, act: str, effective_from: date) -> Iterator[Event]:
    sent = plan.reports[run.id]
    yield ReportSigned(
        run=run.id,
        period=sent.period,
        fingerprint=sent.fingerprint,
        position=sent.position,
        closing=sent.closing,
        signed_on=moment.today,
        act=act,
        corrective=sent.corrective,
    )


def closing_to_report(plan: Plan, plan_id: str, period: str) -> str:
    """The fact that closed the period: the last of its quarters, where it is a year."""
    refuse_unless_carried_out(plan)
    quarters, known = periods.quarters(period), periods.quarters(plan.text.period)
    if not set(quarters) <= set(known):
        raise Refused("not-a-period-of-the-plan", period=period, known=", ".join(known))
    if still_open := [q for q in quarters if q not in plan.closed]:
        raise Refused("report-of-open-period", period=still_open[0])
    return f"plan-{plan_id}@{max(plan.closings[q] for q in quarters)}"


def refuse_while_settled(plan: Plan, period: str, closing: str, corrective: int = 0) -> None:
    """The report of one closing is signed or rejected once; what came back or was withdrawn goes anew."""
    for run in runs_of_report(plan, period, closing, corrective):
        if run.outcome is Outcome.OPEN:
            raise Refused("report-on-its-route", period=period, step=run.open_steps[0].key)
        if run.outcome in (Outcome.GRANTED, Outcome.REJECTED):
            code = "report-signed" if run.outcome is Outcome.GRANTED else "report-rejected"
            raise Refused(code, period=period)


def refuse_unless_compiled(report: Report, asked: SubmitReport, closing: str) -> None:
    """What is signed was compiled by the house from the record, at that position, after that closing."""
    compiled = [c for c in report.compiled if is_asked(c, asked)]
    if not compiled:
        raise Refused("report-not-on-record", period=asked.period, position=asked.position)
    if all(c.closing != closing for c in compiled):
        raise Refused("report-before-closing", period=asked.period, position=asked.position)


def is_asked(compiled: ReportCompiled, asked: SubmitReport) -> bool:
    """In whichever language and format: the fingerprint is the same in all of them."""
    said = (compiled.period, compiled.position, compiled.fingerprint, compiled.corrective)
    return said == (asked.period, asked.position, asked.fingerprint, asked.corrective)


def runs_of_report(plan: Plan, period: str, closing: str, corrective: int) -> Iterator[Run]:
    """Every time the report of this closing was submitted, in that order."""
    for run, sent in plan.reports.items():
        if (sent.period, sent.closing, sent.corrective) == (period, closing, corrective):
            yield plan.run_of(run)


def circumstances_of_report(plan: Plan, period: str) -> Circumstances:
    """A report concerns those whom its plan concerns."""
    of = circumstances_of(plan.text)
    return Circumstances(
        period="quarter" if "Q" in period else "year", units=of.units, sum=of.sum, executors=of.executors
    )
