"""How does a person act from the command line, and what is said of what came of it?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import uuid4

from domain.messages import SYSTEM, Command, Refused
from domain.people.may import MAY

if TYPE_CHECKING:
    from application.app import Done
    from application.ports import Conflict, Recorded
    from interfaces.cli.session import Session

OFFICES = {"RegisterOrganisation", "MoveOffice"}
SET_UP = frozenset(name for name, roles in MAY.items() if "administrator" in roles) | OFFICES
"""What opens an office before it has an administrator: the house may ask it, in a demonstration."""


def act(
    session: Session,
    command: Command,
    *,
    by: str,
    capacity: str = "",
    command_id: str | None = None,
    expect: int | None = None,
) -> Done:
    """Send a command as a person, and wait until the lists show it."""
    app = session.app
    session.asked, session.stream = type(command).__name__, command.stream
    refuse_unless_allowed_here(session, type(command).__name__, by)
    session.command_id = command_id or str(uuid4())
    done = app.do(
        command,
        by=by,
        command_id=session.command_id,
        capacity=capacity,
        channel=session.channel,
        expect=expect,
    )
    app.catch_up()
    return done


def refuse_unless_allowed_here(session: Session, name: str, by: str) -> None:
    """In production the word of a terminal is not enough; the house itself speaks only to set a demo up."""
    demo = session.app.settings.mode == "demo"
    if by == SYSTEM and name in SET_UP and not demo:
        raise Refused("set-up-in-demo")
    if by == SYSTEM and not (demo and name in SET_UP):
        raise Refused("house-only")
    if not demo:
        raise Refused("token-needed")


def outcome(session: Session, done: Done) -> dict[str, object]:
    """The answer for a script. ``facts`` are empty where the command was answered before; ``ownerless`` names
    the measures at which an approval of the plan just submitted would stop."""
    answer = done.answer
    return {
        "stream": answer.stream,
        "version": answer.version,
        "position": answer.position,
        "repeated": answer.repeated,
        "facts": [as_fact(r) for r in done.recorded],
    } | ({"ownerless": stopped} if (stopped := stops_later(session, done)) else {})


def told(session: Session, done: Done) -> Iterator[str]:
    """The answer for a person: the facts as sentences, then where they stand."""
    answer = done.answer
    if answer.repeated:
        yield session.say("answer.repeated", time=recorded_at(session, done))
        return
    sentences = session.sentences_of(answer.stream)
    yield from (sentences.of(r) for r in done.recorded)
    if done.recorded:
        yield session.say(
            "answer.recorded",
            facts=answer.facts,
            position=answer.position,
            version=answer.version,
            stream=answer.stream,
        )
    else:
        yield session.say("answer.unchanged", version=answer.version, stream=answer.stream)
    yield from comes_late(session, done)
    if stopped := stops_later(session, done):
        yield session.say("answer.ownerless", count=len(stopped), measures=", ".join(stopped))


def comes_late(session: Session, done: Done) -> Iterator[str]:
    """Of a deed just logged: when its period was closed, and where the record goes; as the pages say it."""
    from domain.plan.events import ExecutionLogged, PeriodClosed

    days = [r.event.done_on for r in done.recorded if isinstance(r.event, ExecutionLogged)]
    if not days:
        return
    plan, sentences = session.app.state(done.answer.stream), session.sentences_of(done.answer.stream)
    late = dict.fromkeys(period for day in days if (period := plan.closed_period_of(day)))
    for r in session.app.history(done.answer.stream) if late else ():
        if isinstance(r.event, PeriodClosed) and r.event.period in late:
            day = sentences.local(r.envelope.recorded_at).date()
            yield session.say("web.closed-record", day=day, period=sentences.period(r.event.period))


def stops_later(session: Session, done: Done) -> list[str]:
    """The measures of a plan just submitted at which its approval would stop, by number: told while its
    author can still mend them."""
    from domain.plan.events import PlanSubmitted
    from domain.plan.owners import orphans

    if not any(isinstance(r.event, PlanSubmitted) for r in done.recorded):
        return []
    plan, fact = session.app.state(done.answer.stream), done.recorded[-1]
    office = session.office(fact.envelope.organisation)
    today = session.sentences_of(done.answer.stream).local(session.app.clock.now()).date()
    return [m.number or m.id for m in orphans(plan, plan.measures.values(), office, today)]


def recorded_at(session: Session, done: Done) -> object:
    """When the first answer was given; blank where it had yielded no fact."""
    answer = done.answer
    first = next((r for r in session.app.history(answer.stream) if r.position == answer.position), None)
    return session.sentences_of(answer.stream).when(first) if first else None


def as_fact(recorded: Recorded) -> dict[str, object]:
    """A fact with its envelope, as scripts get it."""
    envelope = recorded.envelope
    return {
        "position": recorded.position,
        "version": recorded.version,
        "stream": recorded.stream,
        "name": recorded.event.name,
        "recorded_at": envelope.recorded_at,
        "occurred_at": envelope.occurred_at,
        "by": envelope.by,
        "office": envelope.office or envelope.organisation,
        "capacity": envelope.capacity,
        "channel": envelope.channel,
        "command_id": envelope.command_id,
        "cause": envelope.cause,
        "correlation": envelope.correlation,
        "fact": recorded.event,
    }


def overtaken(session: Session, conflict: Conflict) -> tuple[str, dict[str, object]]:
    """Who was faster, when, and what is true now: for a person, and for a script."""
    since = session.app.explain(conflict)
    stands = {"stream": conflict.stream, "expected": conflict.expected, "actual": conflict.actual}
    if not since:
        return session.say("answer.conflict-unread", **stands), stands
    sentences, first = session.sentences_of(conflict.stream), since[0]
    who, what, time = sentences.who(first), sentences.of(first), sentences.when(first)
    message = session.say("answer.conflict", who=who, what=what, time=time, **stands)
    return message, {**stands, "meanwhile": [as_fact(r) for r in since]}
