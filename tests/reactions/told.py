"""given (facts of several streams) the last one asks for (commands): the grammar of a reaction's test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from application.ports import Envelope, Recorded
from application.reactions.base import Reaction
from application.reactions.look import Look
from domain.messages import Event
from domain.notice.decisions import RaiseNotice
from tests.domain.small_office import AROUND

NOON = datetime(2021, 1, 20, 12, tzinfo=UTC)
STREAMS = {"plan": "plan-p1", "people": "people-lipky", "calendar": "calendar-lipky"}


class Telling:
    """A record that only tells; enough of an `application.ports.EventStore` for a look back."""

    def __init__(self, facts: Sequence[Event], at: datetime) -> None:
        self.told: list[Recorded] = []
        versions: Counter[str] = Counter()
        for position, fact in enumerate(facts, 1):
            stream = STREAMS.get(fact.name.partition(".")[0], "workflow-lipky.quarterly")
            versions[stream] += 1
            self.told.append(
                Recorded(fact, stream, versions[stream], position, envelope(at, f"c-{position}"))
            )

    def stream(self, name: str, *, after: int = 0, up_to: int | None = None) -> list[Recorded]:
        return [r for r in self.told if r.stream == name and r.version > after]


def envelope(at: datetime, command_id: str) -> Envelope:
    return Envelope("lipky", "planner", "", "cli", at, at, command_id, "", command_id)


def asks(reaction: Reaction, *facts: Event, at: datetime = NOON) -> list[RaiseNotice]:
    """What the last of these facts leads to, in the small office."""
    record = Telling((*AROUND, *facts), at)
    last = record.told[-1]
    look = Look(record, last.position).at(last)  # type: ignore[arg-type]
    return [c for c in reaction(last, look) if isinstance(c, RaiseNotice)]
