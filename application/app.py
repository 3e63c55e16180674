"""What can be asked, seen, and what follows: the one door for every edge."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from uuid import uuid4

from msgspec import Struct
from sqlalchemy import Connection

from application.execute import Asked, execute
from application.exports.fill_in import TableWriter
from application.exports.page import PlanRenderer
from application.folding import States, decider_of
from application.following import Follower
from application.ports import (
    Answer,
    Clock,
    Conflict,
    DocumentReader,
    EventStore,
    FileStore,
    Mailer,
    Phrasebook,
    Recorded,
    ReportRenderer,
    Scanner,
    Seal,
    StoryClock,
)
from application.projections import PROJECTIONS, persons, quarantine, rebuild, rollup_rows
from application.projections.base import Projection, ReadModels
from application.projections.quarantine import Released
from application.projections.rebuild import Difference, Rebuilt
from domain.messages import SYSTEM, Command, Refused

P = ParamSpec("P")
R = TypeVar("R")


class Settings(Protocol):
    """What an installation decides and an edge asks about."""

    @property
    def mode(self) -> str: ...
    @property
    def public_url(self) -> str: ...
    @property
    def report_formats(self) -> tuple[str, ...]: ...
    @property
    def data(self) -> Path: ...


class Done(Struct, frozen=True):
    """What became of a command: the answer kept for ever under its id, and the facts recorded just now."""

    answer: Answer
    recorded: Sequence[Recorded]


@dataclass(frozen=True)
class App:
    store: EventStore
    states: States
    read_models: ReadModels
    follower: Follower
    clock: Clock
    mailer: Mailer
    files: FileStore
    scanner: Scanner
    seal: Seal
    phrases: Phrasebook
    reader: DocumentReader
    renderers: Mapping[str, ReportRenderer]
    plan_renderers: Mapping[str, PlanRenderer]
    write_table: TableWriter
    settings: Settings
    _offices: dict[str, str] = field(default_factory=dict, repr=False)

    def do(
        self,
        command: Command,
        *,
        by: str,
        organisation: str | None = None,
        command_id: str | None = None,
        capacity: str = "",
        channel: str = "cli",
        expect: int | None = None,
        cause: str = "",
        correlation: str = "",
    ) -> Done:
        """Ask for a change. The same ``command_id`` and body again gives the first answer and no fact.

        ``by`` is a person, or SYSTEM for the house itself. ``expect`` is the stream's version that the person
        saw. Raises Refused (nothing stored), Conflict (see `explain`), KeyReused, StoreUnavailable.
        """
        asked = Asked(
            command=command,
            by=by,
            organisation=organisation or ("" if by == SYSTEM else self.office_of(by)),
            at=self.clock.now(),
            command_id=command_id or str(uuid4()),
            capacity=capacity,
            channel=channel,
            expect=expect,
            cause=cause,
            correlation=correlation,
            levels=self._levels_below(command),
        )
        return Done(*execute(self.states, asked))

    def _levels_below(self, command: Command) -> int:
        """An office that stands already takes those below it along. It does not know them; the read models
        do, and are brought up for this."""
        if not (command.under and self.store.version(command.stream)):
            return 0
        self.catch_up()
        return self.ask(rollup_rows.levels_below, command.stream.partition("-")[2])

    def ask(self, query: Callable[Concatenate[Connection, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Look at read models: ``query`` is a function of a projection's file."""
        with self.read_models.read() as db:
            return query(db, *args, **kwargs)

    def at(self, moment: datetime) -> App:
        """The same house later in the story: its simulated clock moves on for all who share it."""
        assert isinstance(self.clock, StoryClock), "a real clock cannot be set"
        self.clock.advance(moment)
        return self

    def catch_up(self, timeout: float = 60.0) -> int:
        """Until projections show, and reactions have answered, all there is; the position reached.

        Where another process leads, waits for it; raises CatchUpTimedOut.
        """
        return self.follower.catch_up(timeout)

    def wait_for(self, position: int, timeout: float = 2.0) -> bool:
        """Read your writes: True once the projections show the position, False after so many seconds."""
        return self.follower.wait_for(position, timeout)

    def follow(self, stop: threading.Event) -> None:
        """Keep projections and reactions up with the record until told to stop; for a thread of ``serve``."""
        self.follower.follow(stop)

    def state(self, stream: str, *, position: int | None = None, at: datetime | None = None) -> Any:
        """The folded state of a stream: now, as of a position of the record, or as known at a moment."""
        if position is None and at is None:
            return self.states.now(stream, refresh=True).state
        past = self.history(stream, position=position, at=at)
        return decider_of(stream).fold(recorded.event for recorded in past)

    def history(
        self,
        stream: str,
        *,
        after: int = 0,
        up_to: int | None = None,
        position: int | None = None,
        at: datetime | None = None,
    ) -> Sequence[Recorded]:
        """Facts in order: of the versions beyond ``after`` up to ``up_to``, and only those that stood at
        ``position`` or were recorded by ``at``."""
        facts: Iterable[Recorded] = self.store.stream(stream, after=after, up_to=up_to)
        if position is not None:
            facts = takewhile(lambda r: r.position <= position, facts)
        if at is not None:
            facts = takewhile(lambda r: r.envelope.recorded_at <= at, facts)
        return list(facts)

    def explain(self, conflict: Conflict) -> Sequence[Recorded]:
        """What was added since the version that the loser had seen: who was faster, when, with what."""
        return self.store.stream(conflict.stream, after=conflict.expected)

    def office_of(self, person: str) -> str:
        """The organisation that knows the person; Refused("unknown-person") or ("which-organisation")."""
        if found := self._offices.get(person):
            return found
        offices = self.ask(persons.offices_of, person)
        if not offices:
            self.catch_up()
            offices = self.ask(persons.offices_of, person)
        if not offices:
            raise Refused("unknown-person", person=person)
        if len(offices) > 1:
            raise Refused("which-organisation", person=person, organisations=", ".join(offices))
        return self._offices.setdefault(person, offices[0])

    def rebuild(self, *names: str) -> list[Rebuilt]:
        """Tell these projections (all where none is named) everything again, beside the live tables; swap."""
        return rebuild.rebuild(self.store, self.read_models, named(names), self.clock)

    def check(self, *names: str) -> list[Difference]:
        """Rows in which the live tables differ from rebuilt ones; none where they are true."""
        self.catch_up()
        return rebuild.check(self.store, self.read_models, named(names), self.clock)

    def parked(self) -> Sequence[Any]:
        """Streams that stand aside: rows of (projection, stream, position, error, since, waiting)."""
        return self.ask(quarantine.parked_streams)

    def retry_parked(self, projection: str, stream: str) -> Released:
        """Give a projection the facts of a stream that it missed."""
        (one,) = named([projection])
        return quarantine.retry(self.store, self.read_models, one, stream, self.clock)

    def skip_parked(self, projection: str, stream: str, reason: str) -> Released:
        """Leave the fact that parks a stream out for good, and give the projection what came after it."""
        if not reason.strip():
            raise Refused("reason-missing")
        (one,) = named([projection])
        return quarantine.skip(self.store, self.read_models, one, stream, reason, self.clock)

    def close(self) -> None:
        self.read_models.close()
        self.store.close()


def named(names: Sequence[str]) -> list[Projection]:
    """Projections by name, all of them where none is named; Refused("unknown-projection")."""
    known = {projection.name: projection for projection in PROJECTIONS}
    if unknown := [name for name in names if name not in known]:
        raise Refused("unknown-projection", projection=unknown[0], known=", ".join(known))
    return [known[name] for name in names or known]
