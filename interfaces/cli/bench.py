"""``onrecord bench``: how fast is it here, beside a floor and beside the eventsourcing library?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from bench.figure import Figure
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("names", nargs="*", metavar="NAME", help=words.say("argument-jobs"))
    parser.add_argument("--seconds", type=float, default=30.0, help=words.say("option-seconds"))
    parser.add_argument("--with-peers", action="store_true", help=words.say("option-with-peers"))


def run(session: Session) -> int:
    from bench.ground import NoServer
    from bench.jobs import JOBS, NOT_BUILT, measured
    from interfaces.cli.session import WrongUsage, keep_the_log_off_stdout

    asked, say = session.options, session.help.say
    built = ", ".join(JOBS)
    if asked.with_peers:
        return session.refuse("peers-not-built", say("bench-peers-not-built"))
    for name in asked.names:
        if name in NOT_BUILT:
            return session.refuse(
                "job-not-built", say("bench-job-not-built", name=name, built=built), name=name
            )
        if name not in JOBS:
            raise WrongUsage("unknown-job", say("bench-unknown-job", name=name, built=built), name=name)
    keep_the_log_off_stdout()
    figures: dict[str, Figure] = {}
    try:
        for name, figure in measured(asked.names, asked.seconds):
            figures[name] = figure
            if not asked.json:
                session.show(figure, lambda: lines(session, {name: figure}))  # noqa: B023  said at once
    except NoServer as missing:
        return session.refuse("no-server", say("bench-no-server", why=str(missing)))
    if asked.json:
        session.show(figures, lambda: ())
    return 0


def lines(session: Session, figures: Mapping[str, Figure]) -> Iterator[str]:
    """One line for a job, or one for each of its sizes."""
    for name, figure in figures.items():
        sizes = {f"{name}, {size}": one for size, one in figure.of.items()} or {name: figure}
        for said, one in sizes.items():
            yield session.help.say("bench-figure", name=said, value=one.value, unit=one.unit) + "".join(
                session.help.say(f"bench-beside-{what}", figure=its, ratio=ratio)
                for what, its, ratio in (
                    ("floor", one.floor, one.ratio_to_floor),
                    ("peer", one.peer, one.ratio_to_peer),
                )
                if its is not None
            )
