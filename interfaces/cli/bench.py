"""``onrecord bench``: how fast is it here, beside a floor, the eventsourcing library and other engines?"""

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
    from bench.peers.place import NoPeers
    from interfaces.cli.session import WrongUsage, keep_the_log_off_stdout

    asked, say = session.options, session.help.say
    built = ", ".join(JOBS)
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
        for name, figure in measured(asked.names, asked.seconds, peers=asked.with_peers):
            figures[name] = figure
            if not asked.json:
                session.show(figure, lambda: lines(session, {name: figure}))  # noqa: B023  said at once
    except NoServer as missing:
        return session.refuse("no-server", say("bench-no-server", why=str(missing)))
    except NoPeers as missing:
        return session.refuse("no-peers", say("bench-no-peers", why=str(missing)))
    if asked.json:
        session.show(figures, lambda: ())
    return 0


def lines(session: Session, figures: Mapping[str, Figure]) -> Iterator[str]:
    """One line for a job, or one for each of its sizes; one more where other engines do not do it."""
    say = session.help.say
    for name, figure in figures.items():
        sizes = {f"{name}, {size}": one for size, one in figure.of.items()} or {name: figure}
        for said, one in sizes.items():
            yield (
                say("bench-figure", name=said, value=one.value, unit=one.unit)
                + "".join(
                    say(f"bench-beside-{what}", figure=its, ratio=ratio)
                    for what, its, ratio in (
                        ("floor", one.floor, one.ratio_to_floor),
                        ("peer", one.peer, one.ratio_to_peer),
                    )
                    if its is not None
                )
                + "".join(
                    say("bench-beside-other", name=other, figure=its.value, ratio=its.ratio)
                    for other, its in one.others.items()
                )
            )
        if session.options.with_peers and not any(one.others for one in sizes.values()):
            yield say("bench-without-peers", name=name)
