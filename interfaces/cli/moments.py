"""Which moment is meant by what was typed?"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from interfaces.cli.session import Session


def moment_of(session: Session, written: str, zone: str) -> datetime:
    """An aware moment: a bare date is the end of that day, a time without an offset is the office's own."""
    from interfaces.cli.session import WrongUsage

    try:
        if len(written) == len("2021-02-05"):
            return datetime.combine(date.fromisoformat(written), time.max, ZoneInfo(zone))
        moment = datetime.fromisoformat(written)
    except ValueError as unread:
        raise WrongUsage("not-a-time", session.say("usage.not-a-time", given=written)) from unread
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
