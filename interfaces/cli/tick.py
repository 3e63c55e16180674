"""``onrecord tick``: what would the clock have rung for by then?"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from application.clock import Ticked
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("--now", required=True, metavar="TIME", help=words.say("option-now"))


def run(session: Session) -> int:
    from interfaces.cli.moments import moment_of

    until = moment_of(session, session.options.now, "UTC")
    production = session.app.settings.mode == "production"
    rings = rung_really(session, until) if production else rung_in_the_story(session, until)
    raised = sum((ring.raised for ring in rings), Counter[str]())
    value = {
        "now": until,
        "rings": len(rings),
        "raised": dict(raised),
        "delivered": sum(r.delivered for r in rings),
        "failed": sum(r.failed for r in rings),
        "escalations": sum(r.escalations for r in rings),
    }
    return session.show(value, lambda: lines(session, rings, until))


def rung_really(session: Session, until: datetime) -> list[Ticked]:
    """In production the clock is the real one: it rings for now, never ahead."""
    from application.clock import tick
    from domain.messages import Refused

    now = session.app.clock.now()
    if until > now:
        raise Refused("clock-ahead", at=until)
    return [tick(session.app, now)]


def rung_in_the_story(session: Session, until: datetime) -> list[Ticked]:
    """Morning after morning since the last fact, on a clock that begins there."""
    from application.clock import tick_through

    last = last_recorded(session)
    start = min(last or until, until)
    session.leave()
    session.starting = start
    return list(tick_through(session.app, start, until))


def last_recorded(session: Session) -> datetime | None:
    """When the last fact was recorded: the clock rang for all before it."""
    store = session.app.store
    if not (head := store.head()):
        return None
    envelope = getattr(store.log(head - 1, 1)[0], "envelope", None)
    return envelope.recorded_at if envelope else None


def lines(session: Session, rings: Sequence[Ticked], until: datetime) -> Iterator[str]:
    for ring in rings:
        if ring.raised or ring.delivered or ring.failed:
            yield session.say(
                "show.ring",
                time=ring.at,
                kinds=[f"{session.say(f'notice.{k}')}: {n}" for k, n in sorted(ring.raised.items())],
                delivered=ring.delivered,
                failed=ring.failed,
            )
    yield session.say("show.rang", time=until, rings=len(rings), delivered=sum(r.delivered for r in rings))
