"""How does a compiled report go to be signed?"""

from __future__ import annotations

from application.app import App
from application.projections import workflows
from application.reports.deliver import record_of, render
from domain.messages import SYSTEM, Refused
from domain.plan.decisions.signing import SubmitReport
from domain.report.shapes import QuarterlyReport

FORMAT = "docx"


def put_on_record(app: App, report: QuarterlyReport, *, channel: str) -> None:
    """Its bytes and their hash, before anybody is asked to sign: the same report twice is recorded once."""
    content = render(app, report, FORMAT)
    app.files.put(content)
    record = record_of(report, FORMAT, content)
    app.do(record, by=SYSTEM, organisation=report.organisation, channel=channel)


def submission_of(report: QuarterlyReport, workflow: str) -> SubmitReport:
    """What is asked for: the report as it was compiled, by its fingerprint and its place in the record."""
    return SubmitReport(
        plan=report.plan,
        period=report.period,
        fingerprint=report.fingerprint,
        position=report.as_of.position,
        workflow=workflow,
        corrective=report.corrective.number if report.corrective else 0,
    )


def route_for(app: App, organisation: str, asked: str | None) -> str:
    """The route that is asked for, else the only one that the office has for reports."""
    if asked:
        return asked
    known = [row["workflow"] for row in app.ask(workflows.routes_of, organisation, "report")]
    if len(known) != 1:
        raise Refused("which-report-route", known=", ".join(known))
    return str(known[0])
