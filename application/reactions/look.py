"""What stood when a fact was recorded? States of any stream, as of that fact and never later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from application.folding import decider_of
from application.ports import EventStore, Recorded
from domain.calendar.state import OfficeCalendar
from domain.notice.state import Notice
from domain.people.state import Organisation
from domain.plan.state import Plan
from domain.workflow.state import Definition

KEPT = 512
T = TypeVar("T")


@dataclass(slots=True)
class Look:
    """Walks along the record: `at` moves it to the next fact, and what was folded is carried along."""

    store: EventStore
    position: int = 0
    kept: dict[str, Any] = field(default_factory=dict)

    def at(self, recorded: Recorded) -> Look:
        """Stand at this fact, its effect included; facts come in the order of the record, none left out."""
        if recorded.stream in self.kept and recorded.position > self.position:
            state = self.kept[recorded.stream]
            self.kept[recorded.stream] = decider_of(recorded.stream).evolve(state, recorded.event)
        if len(self.kept) > KEPT:
            self.kept.clear()
        self.position = recorded.position
        return self

    def state(self, stream: str) -> Any:
        if stream not in self.kept:
            facts = (r.event for r in self.store.stream(stream) if r.position <= self.position)
            self.kept[stream] = decider_of(stream).fold(facts)
        return self.kept[stream]

    def plan(self, stream: str) -> Plan:
        """The plan of a stream ``plan-ID``."""
        return _of(Plan, self.state(stream))

    def office(self, organisation: str) -> Organisation:
        return _of(Organisation, self.state(f"people-{organisation}"))

    def calendar(self, organisation: str) -> OfficeCalendar:
        return _of(OfficeCalendar, self.state(f"calendar-{organisation}"))

    def definition(self, organisation: str, workflow: str) -> Definition:
        return _of(Definition, self.state(f"workflow-{organisation}.{workflow}"))

    def notice(self, stream: str) -> Notice:
        """The notice of a stream ``notice-UUID``."""
        return _of(Notice, self.state(stream))


def _of(kind: type[T], state: Any) -> T:
    assert isinstance(state, kind)
    return state
