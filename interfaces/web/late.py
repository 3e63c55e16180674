"""What follows from a period that was closed already, for a record about to be made in it?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from application.offers import PlanSeen
from domain.plan.events import PeriodClosed
from interfaces.web.visitor import Visitor


def said_of_the_closed(visitor: Visitor, seen: PlanSeen) -> list[str]:
    """Before a day is chosen: which periods are closed, and where a record of their days goes."""
    return [said(visitor, seen, "web.closed-before", period) for period in seen.plan.closed]


def said_of_days(visitor: Visitor, seen: PlanSeen, days: Sequence[date]) -> list[str]:
    """Of these days: when their periods were closed, and where the record goes."""
    closed = [period for day in days if (period := seen.plan.closed_period_of(day))]
    return [said(visitor, seen, "web.closed-record", period) for period in dict.fromkeys(closed)]


def said(visitor: Visitor, seen: PlanSeen, key: str, period: str) -> str:
    sentences = visitor.sentences_about(seen)
    facts = (r for r in seen.history if isinstance(r.event, PeriodClosed) and r.event.period == period)
    closed_on = sentences.when(next(facts)).date()
    return visitor.say(key, period=sentences.period(period), day=closed_on)
