"""A notice as it stands: still to be sent, taken up, delivered or given up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, cast

from domain.messages import Event
from domain.notice.events import (
    NoticeClaimed,
    NoticeDelivered,
    NoticeDeliveryFailed,
    NoticeEvent,
    NoticeRaised,
)


@dataclass(frozen=True, slots=True)
class Notice:
    raised: NoticeRaised | None = None
    attempts: int = 0
    not_before: datetime | None = None
    """No other attempt starts before this: a lease that runs, or the time to try again."""
    delivered: bool = False
    given_up: bool = False


def evolve(notice: Notice, event: Event) -> Notice:
    match cast(NoticeEvent, event):
        case NoticeRaised() as e:
            return replace(notice, raised=e)
        case NoticeClaimed() as e:
            return replace(notice, attempts=e.attempt, not_before=e.lease_until)
        case NoticeDelivered():
            return replace(notice, delivered=True)
        case NoticeDeliveryFailed() as e:
            return replace(notice, not_before=e.retry_at, given_up=e.retry_at is None)
        case unknown:
            assert_never(unknown)
