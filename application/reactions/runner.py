"""How do consequences follow the record? Each command once, under an id that comes from its cause."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid5

import structlog

from application.execute import Asked, execute
from application.folding import States
from application.ports import Clock, Conflict, KeyReused, Recorded, StoreUnavailable, Unreadable
from application.projections import tracking
from application.projections.base import ReadModels
from application.projections.runner import described
from application.projections.tracking import REACTIONS, Overtaken, Tracked
from application.reactions.base import Reaction
from application.reactions.look import Look
from domain.messages import SYSTEM, Command, Refused

BATCH = 200
TRIES = 20
_CAUSES = UUID("5c1f3f6e-6a3e-4e0b-8f57-0f4d9e2b7c33")
log = structlog.get_logger()


def id_of_effect(recorded: Recorded, reaction: str, index: int) -> str:
    """The same cause gives the same id, so that a command delivered twice is recorded once."""
    return str(uuid5(_CAUSES, f"{recorded.stream}@{recorded.version}/{reaction}/{index}"))


@dataclass(slots=True)
class ReactionRunner:
    """At least once through the record, exactly once in effect. A restored record is walked again from its
    first fact: what was done answers that it was."""

    states: States
    read_models: ReadModels
    reactions: Sequence[Reaction]
    clock: Clock
    at: Tracked | None = None
    look: Look | None = None
    parked: set[str] = field(default_factory=set)
    skips: set[int] = field(default_factory=set)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def position(self) -> int:
        return self.at.position if self.at else 0

    def advance(self) -> int:
        """React to the next batch of facts; the number of facts it held, 0 when nothing is left."""
        with self._one_at_a_time:
            at = self.at or self.begin()
            facts = self.states.store.log(at.position, BATCH)
            if facts:
                try:
                    self._take(at, facts)
                except Overtaken:
                    self.at = None
            return len(facts)

    def begin(self) -> Tracked:
        """Read where the reactions stand."""
        with self.read_models.read() as db:
            at = tracking.tracked(db)[REACTIONS]
            self.parked = tracking.parked(db, REACTIONS)
            self.skips = tracking.skips(db, REACTIONS)
        self.at, self.look = at, Look(self.states.store, at.position)
        return at

    def _take(self, at: Tracked, facts: Sequence[Recorded | Unreadable]) -> None:
        waiting: Counter[str] = Counter()
        newly: list[tuple[str, int, str]] = []
        for fact in facts:
            if fact.stream in self.parked:
                waiting[fact.stream] += 1
            elif fact.position not in self.skips and (error := self._react_or_say_why_not(fact)):
                self.parked.add(fact.stream)
                newly.append((fact.stream, fact.position, error))
        last = facts[-1].position
        if newly or waiting:
            with self.read_models.write() as db:
                tracking.advance(db, [at], last)
                for stream, position, error in newly:
                    tracking.park(db, REACTIONS, stream, position, error, self.clock.now())
                tracking.count_waiting(db, REACTIONS, waiting)
        else:
            self.read_models.keep([at], last, ())
        self.at = Tracked(at.projection, at.version, at.epoch, last, at.generation)

    def _react_or_say_why_not(self, fact: Recorded | Unreadable) -> str:
        """The error that parks the stream, "" where there is none."""
        if isinstance(fact, Unreadable):
            return fact.error
        try:
            self.react(fact)
        except (StoreUnavailable, Conflict):
            self.at = None
            raise
        except Exception as poison:  # the edge of every reaction: what it throws parks one stream
            log.error("reaction.stream_parked", position=fact.position)
            return described(poison)
        return ""

    def react(self, recorded: Recorded) -> None:
        """What follows from one fact."""
        assert self.look is not None
        look = self.look.at(recorded)
        for reaction in self.reactions:
            for index, command in enumerate(reaction(recorded, look)):
                self._ask(recorded, reaction.name, index, command)

    def _ask(self, recorded: Recorded, reaction: str, index: int, command: Command) -> None:
        asked = Asked(
            command=command,
            by=SYSTEM,
            organisation=recorded.envelope.organisation,
            at=self.clock.now(),
            command_id=id_of_effect(recorded, reaction, index),
            channel="reaction",
            cause=f"{recorded.stream}@{recorded.version}",
            correlation=recorded.envelope.correlation,
        )
        try:
            self._until_it_fits(asked)
        except Refused as refused:
            log.info("reaction.refused", reaction=reaction, code=refused.code, cause=asked.cause)
        except KeyReused:
            log.info("reaction.done_before", reaction=reaction, cause=asked.cause)

    def _until_it_fits(self, asked: Asked) -> None:
        for left in reversed(range(TRIES)):
            try:
                execute(self.states, asked)
            except Conflict:
                if not left:
                    raise
            else:
                return
