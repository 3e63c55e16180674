"""``onrecord notices``: who was told what, and did it arrive?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("--person", metavar="PERSON", help=words.say("option-person"))


def run(session: Session) -> int:
    from application.projections.notices import notices_of

    ledger = session.app.ask(notices_of, session.options.person)
    return session.show([dict(row) for row in ledger], lambda: lines(session, ledger))


def lines(session: Session, ledger: Sequence[RowMapping]) -> Iterator[str]:
    from application.sentences import speaking
    from interfaces.cli.output import table

    if not ledger:
        yield session.say("show.no-notices")
        return
    offices = {org: session.office(org) for org in {row["organisation"] for row in ledger}}
    speak = {org: speaking(session.phrases, session.language, offices[org], None) for org in offices}
    headings = ("time", "recipient", "kind", "about", "until", "delivery")
    yield from table(
        [session.say(f"show.{h}") for h in headings],
        (
            (
                f"{speak[row['organisation']].local(row['raised_at']):%d.%m.%Y %H:%M}",
                speak[row["organisation"]].person(row["recipient"]),
                session.say(f"notice.{row['kind']}"),
                row["subject"],
                f"{row['due']:%d.%m.%Y}" if row["due"] else "",
                delivery(session, row),
            )
            for row in ledger
        ),
    )


def delivery(session: Session, row: RowMapping) -> str:
    late = session.say("show.sent-late") if row["late"] else ""
    return session.say(
        f"delivery.{row['state']}", channel=row["channel"] or "", attempts=row["attempts"], late=late
    )
