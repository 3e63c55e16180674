"""``onrecord reports``: which quarterly reports are due, which are compiled, and why are others not?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from application.reports.how_far import HowFar
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("--period", metavar="PERIOD", help=words.say("option-period"))
    parser.add_argument("--progress", action="store_true", help=words.say("option-progress"))


def run(session: Session) -> int:
    from application.reports.how_far import how_far
    from interfaces.cli.typed_period import typed_period

    asked = session.options
    period = typed_period(session, asked.period) if asked.period else None
    session.app.catch_up()
    offices = how_far(session.app, session.app.clock.now(), period)
    value = {
        "period": period,
        "due": sum(o.due for o in offices),
        "compiled": sum(o.compiled for o in offices),
        "offices": [plain(o, whole=not asked.progress) for o in offices],
    }
    return session.show(value, lambda: lines(session, offices))


def plain(office: HowFar, *, whole: bool) -> dict[str, object]:
    """``--progress`` leaves out what is compiled."""
    rows = [row for row in office.rows if whole or row.why]
    return {
        "organisation": office.organisation,
        "title": office.title,
        "due": office.due,
        "compiled": office.compiled,
        "reports" if whole else "missing": [
            {
                "plan": row.plan,
                "title": row.title,
                "period": row.period,
                "format": row.format,
                "closing": row.closing or None,
                "why": row.why or None,
                "from": row.due_from,
            }
            for row in rows
        ],
    }


def lines(session: Session, offices: Sequence[HowFar]) -> Iterator[str]:
    from interfaces.cli.output import table

    if not offices:
        yield session.say("reports.none")
        return
    due, compiled = sum(o.due for o in offices), sum(o.compiled for o in offices)
    yield session.say("reports.progress", due=due, compiled=compiled)
    only_missing = session.options.progress
    rows = [(o, row) for o in offices for row in o.rows if row.why or not only_missing]
    if rows:
        headings = [session.say(f"reports.{h}") for h in ("office", "plan", "period", "format", "state")]
        yield from table(
            headings,
            (
                (
                    o.title,
                    r.plan,
                    r.period,
                    r.format,
                    session.say(f"reports.{r.why or 'compiled'}", day=r.due_from),
                )
                for o, r in rows
            ),
        )
