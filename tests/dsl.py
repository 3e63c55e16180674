"""How do the tests speak? given (facts) when (a command) then (facts, a refusal, nothing).

``given(facts).shows(query, rows)`` for read models, ``given(facts).asks(reaction, commands)`` for what
follows; whole stories are told with `tests.story`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from application.folding import DECIDERS
from application.ports import Recorded
from application.projections.base import Projection
from application.projections.opening import make
from application.projections.quarantine import parked_streams
from application.projections.runner import Runner
from application.reactions.base import Reaction
from application.reactions.look import Look
from domain.calendar.state import OfficeCalendar
from domain.messages import SYSTEM, Command, Decider, Event, Moment, Refused
from domain.people.events import OrganisationRegistered
from domain.people.line import Line
from domain.people.may import refuse_unless_may
from domain.people.standing import NOBODY, Capacity, Standing
from domain.people.state import Organisation
from domain.workflow.state import Definition
from infrastructure.clock import SimulatedClock
from infrastructure.readmodels import SQLiteReadModels
from tests.telling import NOON, OFFICE, Told, record, told

Holding = str | Capacity | Sequence[str | Capacity]


def given(*facts: Event | Told) -> Given:
    """The facts that stand, of any stream: those of the command's kind are its own, the rest stand around.

    `told` puts an envelope around a fact where it matters who said it, when, or in which stream. The office
    is the one that is registered, if any.
    """
    offices = [fact.organisation for fact in facts if isinstance(fact, OrganisationRegistered)]
    office = offices[0] if offices else OFFICE
    return Given(tuple(fact if isinstance(fact, Told) else told(fact, organisation=office) for fact in facts))


def post(
    position: str, role: str = "", *, unit: str = "bureau", acting: bool = False, basis: str = ""
) -> Capacity:
    """A position for ``holding=``; the role is called like the position unless said otherwise."""
    return Capacity(position, unit, role or position, position.capitalize(), acting, basis)


def new_id(thing: str, *, command_id: str = "c-1") -> str:
    """The id that the command ``c-1`` (or another) gives to what it creates, such as an execution."""
    return Moment(by="", at=NOON, today=NOON.date(), command_id=command_id).id_of_new(thing)


@dataclass(frozen=True, slots=True)
class Given:
    facts: tuple[Told, ...]

    def shows(
        self, query: Callable[..., Any], rows: object, *args: Any, projection: Projection | None = None
    ) -> None:
        """The query of a projection's file answers these rows; of each only the named columns are compared.

        ``rows`` is a list of mappings, one mapping, or a plain value; ``args`` go to the query.
        """
        asked = projection or sys.modules[query.__module__].projection
        with read_model_of(asked, self.facts) as db:
            answer = query(db, *args)
        assert only_what_is_named(answer, rows) == rows

    def asks(self, reaction: Reaction, *commands: Command) -> None:
        """These commands follow from the facts, in this order."""
        store = record(self.facts)
        look = Look(store)
        asked: list[Command] = []
        for fact in store.log(0, len(self.facts) + 1):
            assert isinstance(fact, Recorded)
            asked += reaction(fact, look.at(fact))
        assert asked == list(commands)

    def when(
        self,
        command: Command,
        *,
        by: str = SYSTEM,
        at: datetime = NOON,
        holding: Holding | None = None,
        around: Iterable[Event] = (),
        command_id: str = "c-1",
        organisation: str = OFFICE,
    ) -> When:
        """Ask. ``holding`` names the positions of the person: a role, `post(…)`, or several of them.

        Without ``holding`` the person stands as the given facts about people say. Where nothing says what
        the person holds, who may ask is not looked at, only the rule. ``around`` are more facts of other
        streams.
        """
        decider = decider_of(command)
        facts = [fact.event for fact in self.facts]
        own = [e for e in facts if is_of(decider.category, e)]
        others = [e for e in (*facts, *around) if not is_of(decider.category, e)]
        surroundings = folded([*others, *own] if decider.category == "people" else others)
        surroundings[Line] = Line(tuple(filter(None, [getattr(command, "above", None)])), opened=True)
        office = surroundings[Organisation]
        today = at.astimezone(ZoneInfo(office.zone)).date()
        standing = stands(holding, by) if holding is not None else office.standing(by, today)
        moment = Moment(
            by=by,
            at=at,
            today=today,
            command_id=command_id,
            organisation=office.id or organisation,
            standing=standing,
            around=surroundings,
        )
        return When(self, decider, tuple(own), command, moment)


@dataclass(frozen=True, slots=True)
class When:
    before: Given
    decider: Decider[Any]
    own: tuple[Event, ...]
    command: Command
    moment: Moment

    def then(self, *facts: Event) -> None:
        """Exactly these facts follow, in this order."""
        assert self.facts() == list(facts)

    def then_nothing(self) -> None:
        """It was so already: no fact follows and nobody is refused."""
        assert self.facts() == []

    def then_refused(self, code: str, **facts: object) -> None:
        """Refused with this code and, where named, these facts in the explanation."""
        with pytest.raises(Refused) as refusal:
            self.facts()
        assert refusal.value.code == code
        told = {name: refusal.value.facts.get(name) for name in facts}
        assert told == facts

    def facts(self) -> list[Event]:
        """What is decided, for a look at more than equality."""
        if self.moment.standing is not NOBODY or self.moment.by == SYSTEM:
            refuse_unless_may(self.moment.standing, self.moment.by, type(self.command))
        return self.decider.decide(self.decider.fold(self.own), self.command, self.moment)

    def when(self, command: Command, **asked: Any) -> When:
        """And then, on top of what was just decided, another command (``c-2`` unless named otherwise)."""
        office = self.moment.organisation
        after = Given((*self.before.facts, *(told(fact, organisation=office) for fact in self.facts())))
        return after.when(command, **{"command_id": "c-2", **asked})


def decider_of(command: Command) -> Decider[Any]:
    return next(d for d in DECIDERS.values() if type(command) in d.decisions)


def category_of(fact: Event) -> str:
    return fact.name.partition(".")[0]


def is_of(category: str, fact: Event) -> bool:
    """Facts of the engine belong to whatever goes through it."""
    return category_of(fact) in {category, "run" if category in ("plan", "report") else ""}


def folded(facts: Iterable[Event]) -> dict[type, Any]:
    """The states that decisions look at around them, empty where no fact was given."""
    by_category: dict[str, list[Event]] = {}
    for fact in facts:
        by_category.setdefault(category_of(fact), []).append(fact)
    states = [DECIDERS[category].fold(told) for category, told in by_category.items()]
    empty: dict[type, Any] = {kind: kind() for kind in (Organisation, OfficeCalendar, Definition)}
    return empty | {type(state): state for state in states}


def stands(holding: Holding, person: str) -> Standing:
    held = [holding] if isinstance(holding, str | Capacity) else holding
    return Standing(person, tuple(post(h) if isinstance(h, str) else h for h in held))


@contextmanager
def read_model_of(projection: Projection, facts: Iterable[Told]) -> Iterator[Connection]:
    """The tables of one projection in memory, told these facts."""
    store, read_models = record(facts), SQLiteReadModels(None)
    make(store, read_models, [projection], again=True)
    runner = Runner(store, read_models, [projection], SimulatedClock(NOON))
    while runner.advance():
        pass
    with read_models.read() as db:
        parked = parked_streams(db)
        assert not parked, f"the projection could not take a fact: {parked}"
        yield db


def only_what_is_named(answer: Any, named: object) -> object:
    """Of each row the columns that the expected row names."""
    if isinstance(named, Mapping):
        return {column: answer[column] for column in named} if answer is not None else None
    if isinstance(named, Sequence) and not isinstance(named, str):
        rows = list(answer)
        if len(rows) != len(named):
            return [dict(row) if isinstance(row, Mapping) else row for row in rows]
        return type(named)(only_what_is_named(row, one) for row, one in zip(rows, named, strict=True))  # type: ignore[call-arg]
    return answer
