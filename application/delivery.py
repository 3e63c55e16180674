"""How does a notice that was raised reach its person, once, whatever crashes on the way?

Claimed (a lease), sent under a message id that never changes, recorded. A crash between leaves the lease:
when it has run out, the next sweep sends again under the same id, and a mailbox keeps one of the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import structlog

from application.app import App
from application.letters import Letter, letter_of
from application.ports import Conflict, NotSent
from application.projections.notices import to_deliver
from domain.messages import SYSTEM, Command, Refused
from domain.notice.decisions import ClaimNotice, RecordDelivery, RecordDeliveryFailure
from domain.notice.events import NoticeClaimed

DESK = "desk"
"""The channel of those without an address: the notice stands on their desk."""

log = structlog.get_logger()


def deliver_due(app: App, now: datetime) -> Counter[str]:
    """Attempt all that may start now; counts ``delivered`` and ``failed``."""
    outcomes: Counter[str] = Counter()
    while notices := app.ask(to_deliver, now):
        attempts = Counter(deliver(app, notice) for notice in notices)
        app.catch_up()
        outcomes += attempts
        if not attempts["delivered"] + attempts["failed"]:
            break
    del outcomes["left"]
    return outcomes


def shares(app: App, now: datetime, at_once: int) -> Iterator[list[str]]:
    """What may be attempted now, cut into pieces for several workers."""
    waiting = list(app.ask(to_deliver, now))
    return (waiting[start : start + at_once] for start in range(0, len(waiting), at_once))


def deliver(app: App, notice: str) -> str:
    """One attempt: ``delivered``, ``failed``, or ``left`` because it is done or another attempt has it."""
    attempt = claim(app, notice)
    if attempt is None:
        return "left"
    letter = letter_of(app, notice)
    try:
        channel = send(app, letter)
    except NotSent as problem:
        error, channel = str(problem), app.mailer.channel
        missed = RecordDeliveryFailure(notice=notice, attempt=attempt, channel=channel, error=error)
        record(app, missed, f"{notice}/{attempt}/failed")
        log.warning("notice.delivery_failed", notice=notice, attempt=attempt, error=error)
        return "failed"
    done = RecordDelivery(notice=notice, attempt=attempt, channel=channel, message_id=letter.message_id)
    record(app, done, f"{notice}/{attempt}/delivered")
    return "delivered"


def claim(app: App, notice: str) -> int | None:
    """The number of the attempt that is now ours, None where it is somebody else's or over."""
    try:
        done = app.do(ClaimNotice(notice=notice), by=SYSTEM, channel="clock")
    except (Refused, Conflict):
        return None
    return next(r.event.attempt for r in done.recorded if isinstance(r.event, NoticeClaimed))


def send(app: App, letter: Letter) -> str:
    if letter.to is None:
        return DESK
    app.mailer.send(to=letter.to, subject=letter.subject, text=letter.text, message_id=letter.message_id)
    return app.mailer.channel


def record(app: App, command: Command, command_id: str) -> None:
    app.do(command, by=SYSTEM, channel="clock", command_id=command_id)
