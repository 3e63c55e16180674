"""``onrecord rebuild``: do the read models say what the record says, and make them say it?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from application.projections.rebuild import Difference
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("names", nargs="*", metavar="PROJECTION", help=words.say("argument-projections"))
    parser.add_argument("--check", action="store_true", help=words.say("option-check"))


def run(session: Session) -> int:
    names = session.options.names
    session.begin_again = not session.options.check
    if session.options.check:
        return checked(session, session.app.check(*names))
    done = session.app.rebuild(*names)
    return session.show(
        {"rebuilt": done},
        lambda: (
            session.say("show.rebuilt", projection=one.projection, position=one.position) for one in done
        ),
    )


def checked(session: Session, differences: Sequence[Difference]) -> int:
    """Exit 1 where a live row is not what the record says, and name it."""
    session.show({"equal": not differences, "differences": differences}, lambda: lines(session, differences))
    return 1 if differences else 0


def lines(session: Session, differences: Sequence[Difference]) -> Iterator[str]:
    for one in differences:
        yield session.say(
            "show.differs",
            table=one.table,
            key=[str(part) for part in one.key],
            live=str(one.live),
            rebuilt=str(one.rebuilt),
        )
    if not differences:
        yield session.say("show.equal")
