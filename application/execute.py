"""The only path of change: may they ask? load, decide, append; a conflict is retried where it may be."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from application.folding import Ahead, Loaded, States, decider_of
from application.moving_office import line_under
from application.ports import Answer, Conflict, Entry, Envelope, Recorded
from domain.canonical import fingerprint_of, plain
from domain.messages import SYSTEM, Command, Moment, Refused
from domain.people.line import Line
from domain.people.may import Scope, may, refuse_unless_may
from domain.people.standing import NOBODY, Capacity, Standing
from domain.people.state import Organisation

TRIES = 50
NOWHERE = Line()


class Asked(Struct, frozen=True):
    """A command and all that comes with it. ``capacity`` names a position, ``""`` for whichever fits.

    ``expect`` is the stream's version that the person saw; ``cause`` is ``stream@version`` of the fact that
    led to a command of the house. ``levels`` stand below an office that is to be moved.
    """

    command: Command
    by: str
    organisation: str
    at: datetime
    command_id: str
    capacity: str = ""
    channel: str = "cli"
    expect: int | None = None
    cause: str = ""
    correlation: str = ""
    levels: int = 0

    @property
    def insists(self) -> bool:
        """The stream must stand as it was read: for all that does not commute, and wherever it was said."""
        return not self.command.commutes or self.expect is not None


def execute(states: States, asked: Asked) -> tuple[Answer, Sequence[Recorded]]:
    """Answers of one command; see `application.ports.EventStore.append` for the four.

    Raises Refused (nothing stored), Conflict (a legal act met a changed stream), KeyReused.
    """
    command = asked.command
    who = [asked.by, asked.organisation, asked.capacity]
    body = fingerprint_of([type(command).__name__, *who, plain(command)])
    with states.lock(command.stream) if command.commutes else nullcontext():
        return _attempt_until_true(states, asked, body)


def _attempt_until_true(states: States, asked: Asked, body: str) -> tuple[Answer, Sequence[Recorded]]:
    """The append knows a command that was recorded before; a refusal must ask, and must not rest on a state
    that another process has left behind."""
    try:
        return _attempt_until_settled(states, asked, body)
    except (Refused, Conflict) as no:
        if known := states.store.answer_to(asked.command_id, body):
            return known, ()
        if isinstance(no, Conflict):
            raise
    return _attempt_until_settled(states, asked, body, refresh=True)


def _attempt_until_settled(
    states: States, asked: Asked, body: str, *, refresh: bool = False
) -> tuple[Answer, Sequence[Recorded]]:
    """Decide again on what is true now while the order does not matter, or only the surroundings moved, or
    what came between stands beside the act."""
    stream = asked.command.stream
    for left in reversed(range(TRIES)):
        try:
            return _attempt(states, asked, body, refresh)
        except Conflict as conflict:
            own = conflict.stream == stream
            if not left or (own and asked.insists and not beside(states, asked, conflict)):
                raise
            states.now(conflict.stream, refresh=True)
            if own and asked.expect is not None:
                asked = structs.replace(asked, expect=conflict.actual)
    raise AssertionError("unreachable")


def beside(states: States, asked: Asked, conflict: Conflict) -> bool:
    """Did nothing come between but what stands beside this act, such as another's visa on the same text?"""
    between = states.store.stream(conflict.stream, after=conflict.expected, up_to=conflict.actual)
    return bool(between) and all(isinstance(r.event, asked.command.beside) for r in between)


def _attempt(states: States, asked: Asked, body: str, refresh: bool) -> tuple[Answer, Sequence[Recorded]]:
    command = asked.command
    own = states.now(command.stream, refresh=refresh or _must_read_anew(states, asked))
    if asked.expect is not None and asked.expect != own.version:
        raise Conflict(command.stream, asked.expect, own.version)
    organisation = place_of(own, asked)
    around = _around(states, command, organisation, refresh)
    office: Organisation = around[f"people-{organisation}"].state
    line, above = _line(states, asked, refresh)
    home, scope = _home_of(states, asked, organisation, office, refresh)
    moment = _moment(asked, organisation, office, home.state, around, line)
    try:
        refuse_unless_may(moment.standing, asked.by, type(command), scope)
    except Refused as refused:
        raise _on_what_day(home.state, asked, moment.today, refused) from refused
    decider = decider_of(command.stream)
    events = decider.decide(own.state, command, moment)
    acted_as = decider.acts_as(own.state, command, moment, events) or _capacity(
        moment.standing, type(command), scope
    )
    envelope = _envelope(asked, moment, office, acted_as)
    around |= above
    if scope is Scope.REGIONAL:
        around[f"people-{asked.organisation}"] = home
    stream = command.stream
    unchanged = {name: loaded.version for name, loaded in around.items() if name != stream}
    entry = Entry(stream, own.version, events, envelope, body, unchanged)
    ahead = Ahead(decider, own.state, events, moment.around)
    answer, recorded = states.store.append(entry, ahead)
    states.keep(stream, own, recorded, ahead)
    return answer, recorded


def _must_read_anew(states: States, asked: Asked) -> bool:
    """What does not commute is decided on what is on record now. Where the state at hand is at the version
    that the person saw, the append itself proves that it is."""
    known = states.kept.get(asked.command.stream)
    return asked.insists and not (known and asked.expect == known.version)


def place_of(own: Loaded, asked: Asked) -> str:
    """The office whose stream it is; a new stream belongs to the office that the command names, or to that of
    the person."""
    return own.organisation or asked.command.__dict__.get("organisation") or asked.organisation


def _home_of(
    states: States, asked: Asked, organisation: str, office: Organisation, refresh: bool
) -> tuple[Loaded, Scope]:
    """The office that the person acts from, and how it stands to the one acted upon.

    Offices do not see each other, but for the one above: anything foreign is not found.
    """
    if asked.by == SYSTEM or asked.organisation in ("", organisation):
        return Loaded(office, 0, organisation), Scope.OWN
    if office.above != asked.organisation:
        raise Refused("not-found")
    return states.now(f"people-{asked.organisation}", refresh=refresh), Scope.REGIONAL


def _around(states: States, command: Command, organisation: str, refresh: bool) -> dict[str, Loaded]:
    around: dict[str, Loaded] = {}
    for name in (f"people-{organisation}", *command.reads(organisation)):
        if name not in around:
            around[name] = loaded = states.now(name, refresh=refresh)
            if loaded.organisation not in ("", organisation):
                raise Refused("not-found")
    return around


def _line(states: States, asked: Asked, refresh: bool) -> tuple[Line, dict[str, Loaded]]:
    """The offices above the one that the command names, and their streams as they were looked at: none of
    them may be moved meanwhile, or two moves that cross would make a ring."""
    looked: dict[str, Loaded] = {}
    if not asked.command.under:
        return NOWHERE, looked

    def look(stream: str) -> Organisation:
        looked[stream] = states.now(stream, refresh=refresh)
        office: Organisation = looked[stream].state
        return office

    return line_under(look, asked.command.under, asked.levels), looked


def _moment(
    asked: Asked,
    organisation: str,
    office: Organisation,
    home: Organisation,
    around: dict[str, Loaded],
    line: Line,
) -> Moment:
    today = asked.at.astimezone(ZoneInfo(office.zone)).date()
    return Moment(
        by=asked.by,
        at=asked.at,
        today=today,
        command_id=asked.command_id,
        organisation=organisation,
        standing=_standing(asked, home, today, home.id if home.id != office.id else ""),
        channel=asked.channel,
        around={**{type(loaded.state): loaded.state for loaded in around.values()}, Line: line},
    )


def _standing(asked: Asked, home: Organisation, today: date, elsewhere: str) -> Standing:
    """What the person holds today; with a capacity named, that one alone counts."""
    if asked.by == SYSTEM:
        return NOBODY
    standing = home.standing(asked.by, today)
    if not standing.person:
        raise Refused("unknown-person", person=asked.by)
    if elsewhere:
        standing = replace(standing, office=elsewhere)
    if not asked.capacity:
        return standing
    named = tuple(c for c in standing.capacities if c.position == asked.capacity)
    if named:
        return replace(standing, capacities=named)
    refused = Refused("not-your-capacity", position=asked.capacity, person=asked.by)
    raise _on_what_day(home, asked, today, refused)


def _on_what_day(home: Organisation, asked: Asked, today: date, refused: Refused) -> Refused:
    """Whose delegation for this act begins later or is over is told so, and not merely that they may not."""
    if refused.code not in ("not-allowed", "not-your-capacity"):
        return refused
    for lent in home.lent_on_other_days(asked.by, today):
        if asked.capacity in ("", lent.position) and type(asked.command).__name__ in lent.acts:
            facts = {"position": lent.position, "giver": lent.giver, "basis": lent.basis}
            return Refused("delegation-not-today", **facts, since=lent.since, until=lent.until)
    return refused


def _envelope(asked: Asked, moment: Moment, office: Organisation, acted_as: Capacity | None) -> Envelope:
    day = asked.command.happened_on
    happened = datetime.combine(day, time(), ZoneInfo(office.zone)).astimezone(UTC) if day else asked.at
    return Envelope(
        organisation=moment.organisation,
        by=asked.by,
        capacity=acted_as.words(office.language) if acted_as else "",
        channel=asked.channel,
        recorded_at=asked.at,
        occurred_at=happened,
        command_id=asked.command_id,
        cause=asked.cause,
        correlation=asked.correlation or asked.command_id,
        office=moment.standing.office,
    )


def _capacity(standing: Standing, command: type[Command], scope: Scope) -> Capacity | None:
    """The first whose role may ask this, in one's own right before another's."""
    name = command.__name__
    allowed = may(scope)[name]
    fitting = [c for c in standing.capacities if c.role in allowed and c.covers(name)]
    return min(fitting, key=lambda c: c.for_whom is not None, default=None)
