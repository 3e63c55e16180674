"""How is a long stream's state known without folding it all anew? From one put away, if it is still true.

A state that was put away is never believed on its word: the record must hold, at its version, the very fact
with which it ended. What was added since is folded onto it as ever, and the append proves its version.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from application.ports import EventStore, Recorded, Snapshot, Snapshots, StoreUnavailable
from domain.canonical import fingerprint

LONG = frozenset({"plan", "people"})
"""Kinds of streams that grow for as long as an office works; all others end after a few facts."""
EVERY = 500
"""Facts after which a state is put away again, unless the settings say otherwise; 0 for never."""


@dataclass(slots=True)
class Shelf:
    """``at`` is the version at which this process last saw a stream put away."""

    store: EventStore
    snapshots: Snapshots
    every: int = EVERY
    at: dict[str, int] = field(default_factory=dict)

    def find(self, stream: str, kind: type[Any]) -> Snapshot[Any] | None:
        """The state put away of a stream, if the record still says so."""
        if not self.holds(stream):
            return None
        found = self.snapshots.find(stream, kind)
        if found is None:
            return None
        ends = self.store.stream(stream, after=found.version - 1, up_to=found.version)
        if [tip_of(fact) for fact in ends] != [found.tip]:
            return None
        self.at[stream] = found.version
        return found

    def offer(self, stream: str, state: Any, organisation: str, last: Recorded) -> None:
        """Put a state away that ends with this fact, if so many came since the last time."""
        if not self.holds(stream) or last.version - self.at.get(stream, 0) < self.gap(last.version):
            return
        self.at[stream] = last.version
        try:
            self.snapshots.put(stream, Snapshot(state, last.version, organisation, tip_of(last)))
        except StoreUnavailable:
            # What was asked is on record by now: its answer must not be lost over a cache.
            return

    def gap(self, version: int) -> int:
        """What is written grows with the stream: so do the gaps, and a fact costs the same on any plan."""
        return max(self.every, version // 10)

    def holds(self, stream: str) -> bool:
        return self.every > 0 and stream.partition("-")[0] in LONG


def tip_of(fact: Recorded) -> str:
    """Tells a fact from any other that might stand in its place in another record."""
    envelope = fact.envelope
    said = [fact.stream, fact.version, fact.position, fact.event.name, envelope.command_id, envelope.by]
    return fingerprint([*said, envelope.recorded_at.isoformat()])
