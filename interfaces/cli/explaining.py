"""How is it told on the command line why a number is what it is?"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from interfaces.cli.output import table
from interfaces.cli.words import Help

if TYPE_CHECKING:
    from application.explain.addresses import Address
    from application.explain.telling import Told, ToldFact, ToldPart
    from interfaces.cli.session import Session

ALL = ""
"""``--explain`` without a figure."""
INDENT = "  "


def option(parser: argparse.ArgumentParser, words: Help, figure: str) -> None:
    """``figure`` is one that the command can open, as an example."""
    told = words.say("option-explain", figure=figure)
    parser.add_argument("--explain", nargs="?", const=ALL, metavar="FIGURE", help=told)


def meant(given: str, whole: str) -> Address:
    """A figure of what is asked about: its full address, or what follows ``whole`` in it."""
    from application.explain.addresses import PLAN, ROLLUP, parsed
    from domain.messages import Refused

    full = given if given.startswith((PLAN, f"{ROLLUP}/")) else f"{whole}/{given}"
    if not full.strip("/").casefold().startswith(f"{whole}/".casefold()):
        raise Refused("no-such-figure", figure=given)
    return parsed(full)


def show_one(session: Session, told: Told) -> int:
    return session.show(value(told), lambda: lines(session, told))


def show_all(session: Session, told: Iterable[Told]) -> int:
    """All figures in their order: for scripts whole, for people as a list to choose from."""
    every = list(told)
    return session.show({"figures": [value(one) for one in every]}, lambda: listed(session, every))


def listed(session: Session, told: Sequence[Told]) -> Iterator[str]:
    headings = [session.say(f"explain.{name}") for name in ("address", "number", "about")]
    yield session.say("explain.list", count=len(told))
    yield from table(headings, [(one.address, one.shown, f"{one.figure} · {one.about}") for one in told])
    if told:
        yield ""
        yield session.say("explain.check")
        yield f"{INDENT}{told[0].check[0]}"


def value(told: Told) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(told)


def lines(session: Session, told: Told) -> Iterator[str]:
    yield told.shown
    yield _named(told)
    yield " ".join((told.sentence, *told.notes))
    if told.parts:
        yield from _section(session, "parts", told.parts)
    if told.facts:
        yield from _section(session, "facts", told.facts)
    if told.left_out:
        yield from _section(session, "left-out", told.left_out)
    yield ""
    yield session.say("explain.check")
    yield from (f"{INDENT}{command}" for command in told.check)


def _named(told: Told) -> str:
    return f"{told.figure} · {told.about} · {told.period}"


def _section(session: Session, name: str, shown: Sequence[ToldFact | ToldPart]) -> Iterator[str]:
    from application.explain.telling import ToldPart

    yield ""
    yield session.say(f"explain.{name}", count=len(shown))
    for one in shown:
        yield from _part(one) if isinstance(one, ToldPart) else _fact(session, one)


def _part(part: ToldPart) -> Iterator[str]:
    why = f" ({part.why})" if part.why else ""
    yield f"{INDENT}{part.shown}  {part.name}{why}"
    yield f"{INDENT * 2}{part.address}"


def _fact(session: Session, fact: ToldFact) -> Iterator[str]:
    when = session.say("explain.happened", time=fact.occurred)
    written = session.say("explain.recorded", time=fact.recorded_at)
    record = session.say("explain.record", position=fact.position, fact=fact.fact)
    yield f"{INDENT}{fact.sentence}"
    yield f"{INDENT * 2}{fact.does}"
    yield f"{INDENT * 2}{when}, {written}; {record}; {fact.who}"
