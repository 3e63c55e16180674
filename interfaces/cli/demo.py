"""``onrecord demo``: what does one plan's whole life look like?"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("--fast", action="store_true", help=words.say("option-fast"))


def run(session: Session) -> int:
    """Progress goes to stdout for people, to stderr beside ``--json``; exit 1 where the proof fails."""
    from application.demo import BEGINS, run_demo
    from interfaces.cli import output

    session.starting = BEGINS
    asked, app = session.options, session.app
    progress = output.complain if asked.json else output.write
    result = run_demo(
        app, fast=asked.fast or not sys.stdout.isatty(), say=progress, language=session.language
    )
    session.show(result.as_json(), lambda: ())
    return 0 if result.verified else 1
