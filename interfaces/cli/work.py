"""``onrecord work``: how do worker processes of a scaled-out installation start?"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("--only", choices=("worker", "beat"), default="", help=words.say("option-only"))


def run(session: Session) -> int:
    from infrastructure.bootstrap import check_broker, environment, open_house
    from workers.main import work

    settings = environment()
    check_broker(settings)
    work(settings.broker_url, open_house, session.options.only)
    return 0
