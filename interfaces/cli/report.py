"""``onrecord report``: how was a plan carried out in a period, as a document?"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from interfaces.cli import explaining, report_signing
from interfaces.cli.words import Help

if TYPE_CHECKING:
    from domain.report.shapes import QuarterlyReport
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("id", metavar="ID", help=words.say("argument-plan"))
    parser.add_argument("--period", required=True, metavar="PERIOD", help=words.say("option-period"))
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--position", type=int, metavar="N", help=words.say("option-position"))
    when.add_argument("--known-at", metavar="TIME", help=words.say("option-known-at"))
    parser.add_argument("--format", metavar="FORMAT", help=words.say("option-format"))
    parser.add_argument("-o", "--out", metavar="FILE", help=words.say("option-out"))
    parser.add_argument("--corrective", action="store_true", help=words.say("option-corrective"))
    report_signing.options(parser, words)
    explaining.option(parser, words, "1.1.1/actual")


def run(session: Session) -> int:
    from application.reports.compile import compile_report
    from application.reports.deliver import record_of, render
    from domain.messages import SYSTEM
    from interfaces.cli.typed_period import typed_period

    asked = session.options
    report_signing.refuse_without_a_person(session)
    period = typed_period(session, asked.period)
    if asked.explain is not None:
        return explain(session, period)
    app = session.app
    report = compile_report(
        app,
        asked.id,
        period,
        position=asked.position,
        known_at=known_at(session),
        language=asked.lang,
        corrective=asked.corrective,
    )
    if asked.submit and not (asked.out or asked.format):
        return report_signing.submit_kept(session, report)
    format = format_of(session)
    path = Path(asked.out or f"{asked.id}-{period}{numbered(report)}.{format}").absolute()
    to_stdout = format == "json" and not asked.out and not asked.submit
    content = render(app, report, format)
    if not to_stdout:
        refuse_unless_writable(path)
    record = record_of(report, format, content)
    session.asked, session.stream = type(record).__name__, record.stream
    app.do(record, by=SYSTEM, organisation=report.organisation, channel=session.channel)
    app.catch_up()
    if to_stdout:
        sys.stdout.buffer.write(content)
        return 0
    written(path, content)
    value = {
        "plan": asked.id,
        "period": period,
        "position": report.as_of.position,
        "format": format,
        "path": str(path),
        "sha256": record.sha256,
        "fingerprint": report.fingerprint,
        "corrective": report.corrective.number if report.corrective else None,
        "bytes": len(content),
    }
    if asked.submit:
        return report_signing.submit(session, report, value, session.say("show.report", **value))
    return session.show(value, lambda: (session.say("show.report", **value),))


def explain(session: Session, period: str) -> int:
    """One figure, or all of them; nothing goes on record. A language of its own is the explanation's."""
    from application.explain.addresses import of_report, parsed
    from application.explain.case import case_of
    from application.explain.opening import of_report as told_of
    from application.explain.report_figures import addresses_of
    from interfaces.cli.session import WrongUsage

    asked = session.options
    if asked.format or asked.out or asked.submit or asked.corrective:
        raise WrongUsage("explain-alone", session.say("usage.explain-alone"))
    session.stream = f"plan-{asked.id}"
    one = explaining.meant(asked.explain, of_report(asked.id, period)) if asked.explain else None
    case = case_of(
        session.app,
        asked.id,
        period,
        position=asked.position,
        known_at=known_at(session),
        language=asked.lang,
    )
    figures = [one.figure] if one else [parsed(address).figure for address in addresses_of(case)]
    told = told_of(case, session.app, session.language, figures)
    return explaining.show_one(session, next(told)) if one else explaining.show_all(session, told)


def numbered(report: QuarterlyReport) -> str:
    """A corrective report does not overwrite the one it corrects."""
    return f"-corrective-{report.corrective.number}" if report.corrective else ""


def format_of(session: Session) -> str:
    """The one asked for, else the one that the file's ending names; docx where neither says."""
    from domain.messages import Refused

    asked = session.options
    ending = Path(asked.out or "").suffix.lower().removeprefix(".")
    if asked.format and ending in session.app.renderers and ending != asked.format:
        raise Refused("format-contradicts", path=asked.out, format=asked.format)
    return str(asked.format or ending or "docx")


def refuse_unless_writable(path: Path) -> None:
    """Asked before the report goes on record."""
    from domain.messages import Refused

    taken = path if path.exists() else path.parent
    if path.is_dir() or not path.parent.is_dir() or not os.access(taken, os.W_OK):
        raise Refused("cannot-write", path=str(path))


def written(path: Path, content: bytes) -> None:
    from domain.messages import Refused

    try:
        path.write_bytes(content)
    except OSError as unwritten:
        raise Refused("cannot-write", path=str(path)) from unwritten


def known_at(session: Session) -> datetime | None:
    from interfaces.cli.moments import moment_of
    from interfaces.cli.plan import zone_of

    asked = session.options
    return moment_of(session, asked.known_at, zone_of(session, asked.id)) if asked.known_at else None
