"""``onrecord history``: what happened, by whom, when, in which capacity?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from application.ports import Recorded
    from application.sentences import Sentences
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("id", metavar="ID", help=words.say("argument-stream"))


def run(session: Session) -> int:
    from domain.messages import Refused
    from interfaces.cli.acting import as_fact

    stream = stream_of(session.options.id)
    history = session.app.history(stream)
    if not history:
        raise Refused("not-found")
    sentences = session.sentences_of(stream)
    facts = [{**as_fact(r), **told_of(sentences, r), **on_grounds(session, r, history)} for r in history]
    return session.show({"stream": stream, "facts": facts}, lambda: lines(session, sentences, history))


def on_grounds(session: Session, recorded: Recorded, history: Sequence[Recorded]) -> dict[str, object]:
    """Of a decision of a step: by which version of the table, which role and capacity it was allowed then."""
    from dataclasses import asdict

    from application.grounds import grounds_of

    grounds = grounds_of(session.app.store, recorded, history) if session.options.json else None
    return {"grounds": {**asdict(grounds), "allowed": grounds.allowed}} if grounds else {}


def stream_of(id: str) -> str:
    """A stream's own name, or that of the plan with this id."""
    from application.folding import DECIDERS

    category, dash, rest = id.partition("-")
    return id if dash and rest and category in DECIDERS else f"plan-{id}"


def told_of(sentences: Sentences, recorded: Recorded) -> dict[str, object]:
    return {
        "person": sentences.name(recorded),
        "sentence": sentences.of(recorded),
        "marks": sentences.marks(recorded),
    }


def lines(session: Session, sentences: Sentences, history: Sequence[Recorded]) -> Iterator[str]:
    for recorded in history:
        when = session.say("show.at", time=sentences.when(recorded), position=recorded.position)
        marks = "".join(f" ({mark})" for mark in sentences.marks(recorded))
        yield f"{when}  {sentences.of(recorded)}{marks}"
