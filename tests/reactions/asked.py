"""What does the last of these facts ask for, in the small office?"""

from __future__ import annotations

from datetime import UTC, datetime

from application.ports import Recorded
from application.reactions.base import Reaction
from application.reactions.look import Look
from domain.messages import Event
from domain.notice.decisions import RaiseNotice
from tests.domain.small_office import AROUND
from tests.telling import record, told

NOON = datetime(2021, 1, 20, 12, tzinfo=UTC)


def asks(reaction: Reaction, *facts: Event, at: datetime = NOON) -> list[RaiseNotice]:
    """The notices that follow from the last fact, for a look at more than equality."""
    store = record(told(fact, organisation="lipky", at=at) for fact in (*AROUND, *facts))
    last = store.log(store.head() - 1)[0]
    assert isinstance(last, Recorded)
    asked = reaction(last, Look(store).at(last))
    return [command for command in asked if isinstance(command, RaiseNotice)]
