"""How does each kind of stream decide and change, and how does one stand now? Folded once, then kept."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct

from application.ports import EventStore, Recorded
from application.snapshots import Shelf
from domain.calendar import decisions as calendar
from domain.messages import Decider, Event
from domain.notice import decisions as notice
from domain.people import decisions as people
from domain.people import rules  # noqa: F401  it fills the table
from domain.plan.decider import plan
from domain.plan.decisions import (  # noqa: F401  they fill the table
    amending,
    approval,
    by_link,
    closing,
    consenting,
    correcting,
    drafting,
    evidence,
    execution,
    handing_over,
    moving,
    nil_and_levels,
    postponing,
    reminding,
    signing,
)
from domain.report import decisions as report
from domain.workflow import decisions as workflow

DECIDERS: dict[str, Decider[Any]] = {
    d.category: d
    for d in (plan, workflow.decider, people.decider, calendar.decider, notice.decider, report.decider)
}


def decider_of(stream: str) -> Decider[Any]:
    return DECIDERS[stream.partition("-")[0]]


class Loaded(Struct, frozen=True):
    """A folded stream: its state as of ``version``, and the office it belongs to ("" while empty)."""

    state: Any
    version: int
    organisation: str


@dataclass(slots=True)
class Ahead:
    """The state that facts lead to, folded once: while they are being written, or when it is asked for."""

    decider: Decider[Any]
    start: Any
    events: Sequence[Event]
    around: Mapping[type, Any] = field(default_factory=dict)
    reached: Any = None
    failed: Exception | None = None
    done: bool = False

    def __call__(self) -> None:
        if self.done:
            return
        try:
            self.reached = self.decider.fold(self.events, self.start)
        except Exception as error:  # told to who asks for the state, once the facts are on record
            self.failed = error
        else:
            with suppress(Exception):  # who asks in earnest meets it again, and says so
                self.decider.foresee(self.reached, self.around)
        self.done = True

    def state(self) -> Any:
        self()
        if self.failed:
            raise self.failed
        return self.reached


@dataclass(slots=True)
class States:
    """Folded states by stream, kept between commands; the append proves that a kept one is still true."""

    store: EventStore
    shelf: Shelf | None = None
    limit: int = 2048
    kept: dict[str, Loaded] = field(default_factory=dict)
    locks: dict[str, threading.Lock] = field(default_factory=dict)

    def now(self, stream: str, *, refresh: bool) -> Loaded:
        """The state of a stream; ``refresh`` reads what was added since it was last folded."""
        loaded = self.kept.get(stream)
        if loaded is None or refresh:
            loaded = self.extended(stream, loaded)
        return loaded

    def extended(self, stream: str, loaded: Loaded | None) -> Loaded:
        start = loaded or self.begin(stream)
        return self.keep(stream, start, self.store.stream(stream, after=start.version))

    def begin(self, stream: str) -> Loaded:
        """What was put away of a stream, or that nothing is known of it yet."""
        initial = decider_of(stream).initial
        if self.shelf and (found := self.shelf.find(stream, type(initial))):
            return Loaded(found.state, found.version, found.organisation)
        return Loaded(initial, 0, "")

    def keep(
        self, stream: str, start: Loaded, added: Sequence[Recorded], ahead: Ahead | None = None
    ) -> Loaded:
        """Also that there is nothing, or an office without a calendar would be looked for at every step.

        ``ahead`` is what ``added`` leads to, where that was asked for before.
        """
        loaded = start
        if not added and stream in self.kept:
            return start
        if added:
            ahead = ahead or Ahead(decider_of(stream), start.state, [r.event for r in added])
            state = ahead.state()
            loaded = Loaded(state, added[-1].version, start.organisation or added[0].envelope.organisation)
            if self.shelf:
                self.shelf.offer(stream, state, loaded.organisation, added[-1])
        if len(self.kept) >= self.limit:
            self.kept.clear()
        self.kept[stream] = loaded
        return loaded

    def lock(self, stream: str) -> threading.Lock:
        return self.locks.setdefault(stream, threading.Lock())
