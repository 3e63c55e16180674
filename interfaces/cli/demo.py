"""``onrecord demo``: what does one plan's whole life look like?"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from interfaces.cli.doors import Door
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("--fast", action="store_true", help=words.say("option-fast"))


def run(session: Session) -> int:
    """Progress goes to stdout for people, to stderr beside ``--json``; exit 1 where the proof fails."""
    from application.demo import BEGINS, run_demo
    from infrastructure.bootstrap import open_door
    from interfaces.cli import doors, output

    session.starting = BEGINS
    asked, app = session.options, session.app
    progress = output.complain if asked.json else output.write
    result = run_demo(
        app, fast=asked.fast or not sys.stdout.isatty(), say=progress, language=session.language
    )
    address, office = app.settings.public_url, app.store.stream(f"plan-{result.carried_out}", up_to=1)
    ways_in = doors.doors(session, open_door(), [office[0].envelope.organisation], address)
    session.show({**result.as_json(), "sign_in": ways_in}, lambda: ending(session, address, ways_in))
    return 0 if result.verified else 1


def ending(session: Session, address: str, ways_in: Sequence[Door]) -> Iterator[str]:
    from interfaces.cli.doors import told

    yield session.say("show.open-it", folder=str(session.app.settings.data), address=address)
    yield from told(session, ways_in)
