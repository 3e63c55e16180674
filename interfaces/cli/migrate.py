"""``onrecord migrate``: how does the database come to this version?"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    """No arguments of its own."""


def run(session: Session) -> int:
    from infrastructure.bootstrap import migrate_database

    revision = migrate_database()
    return session.show({"revision": revision}, lambda: (session.say("show.migrated", revision=revision),))
