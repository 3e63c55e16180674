"""``onrecord report … --submit``: how does the report that was just compiled go to be signed?"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from domain.report.shapes import QuarterlyReport
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("--submit", action="store_true", help=words.say("option-submit-report"))
    parser.add_argument("--as", dest="person", metavar="PERSON", help=words.say("option-as"))
    parser.add_argument("--workflow", metavar="KEY", help=words.say("option-report-workflow"))


def refuse_without_a_person(session: Session) -> None:
    """Asked before anything goes on record: it is a person who submits, never the house."""
    from interfaces.cli.session import WrongUsage

    if session.options.submit and not session.options.person:
        raise WrongUsage("person-missing", session.say("usage.person-missing"))


def submit_kept(session: Session, report: QuarterlyReport) -> int:
    """The house keeps what is to be signed, as it does for the browser; no file is left where nobody asked
    for one."""
    from application.reports.signing import put_on_record

    put_on_record(session.app, report, channel=session.channel)
    value: dict[str, object] = {
        "plan": report.plan,
        "period": report.period,
        "position": report.as_of.position,
        "fingerprint": report.fingerprint,
        "corrective": report.corrective.number if report.corrective else None,
    }
    return submit(session, report, value)


def submit(session: Session, report: QuarterlyReport, value: dict[str, object], file: str = "") -> int:
    """``file`` tells of one that was written by now; what became of the submission is told with it."""
    from application.reports.signing import route_for, submission_of
    from interfaces.cli.acting import act, outcome, told

    asked = session.options
    command = submission_of(report, route_for(session.app, report.organisation, asked.workflow))
    done = act(session, command, by=asked.person)
    answer = value | {"submitted": outcome(session, done)}
    return session.show(answer, lambda: (*filter(None, (file,)), *told(session, done)))
