"""``onrecord report``: how was a plan carried out in a period, as a document?"""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("id", metavar="ID", help=words.say("argument-plan"))
    parser.add_argument("--period", required=True, metavar="PERIOD", help=words.say("option-period"))
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--position", type=int, metavar="N", help=words.say("option-position"))
    when.add_argument("--known-at", metavar="TIME", help=words.say("option-known-at"))
    parser.add_argument("--format", default="docx", metavar="FORMAT", help=words.say("option-format"))
    parser.add_argument("-o", "--out", metavar="FILE", help=words.say("option-out"))


def run(session: Session) -> int:
    from application.reports.compile import compile_report
    from application.reports.deliver import record_of, render
    from domain.messages import SYSTEM

    asked, app = session.options, session.app
    report = compile_report(
        app, asked.id, asked.period, position=asked.position, known_at=known_at(session), language=asked.lang
    )
    content = render(app, report, asked.format)
    record = record_of(report, asked.format, content)
    session.asked, session.stream = type(record).__name__, record.stream
    app.do(record, by=SYSTEM, organisation=report.organisation, channel=session.channel)
    app.catch_up()
    if asked.format == "json" and not asked.out:
        sys.stdout.buffer.write(content)
        return 0
    path = Path(asked.out or f"{asked.id}-{asked.period}.{asked.format}").absolute()
    path.write_bytes(content)
    value = {
        "plan": asked.id,
        "period": asked.period,
        "position": report.as_of.position,
        "format": asked.format,
        "path": str(path),
        "sha256": record.sha256,
        "bytes": len(content),
    }
    return session.show(value, lambda: (session.say("show.report", **value),))


def known_at(session: Session) -> datetime | None:
    from interfaces.cli.moments import moment_of
    from interfaces.cli.plan import zone_of

    asked = session.options
    return moment_of(session, asked.known_at, zone_of(session, asked.id)) if asked.known_at else None
