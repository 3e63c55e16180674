"""``onrecord tick``: what would the clock have rung for by then?"""

from __future__ import annotations

import argparse
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
    from application.clock import tick_through
    from domain.messages import Refused
    from interfaces.cli.moments import moment_of

    app = session.app
    until = moment_of(session, session.options.now, "UTC")
    if app.settings.mode == "production" and until > app.clock.now():
        raise Refused("clock-ahead", at=until)
    rings = list(tick_through(app, since(session), until))
    raised = sum((r.raised for r in rings), rings[-1].raised.__class__())
    value = {
        "now": until,
        "rings": len(rings),
        "raised": dict(raised),
        "delivered": sum(r.delivered for r in rings),
        "failed": sum(r.failed for r in rings),
        "escalations": sum(r.escalations for r in rings),
    }
    return session.show(value, lambda: lines(session, rings, until))


def since(session: Session) -> datetime:
    """The moment of the last fact: the clock rang for all before it when it was recorded."""
    store = session.app.store
    last = store.log(store.head() - 1, 1) if store.head() else ()
    stood = getattr(last[0], "envelope", None) if last else None
    return stood.recorded_at if stood else session.app.clock.now()


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
