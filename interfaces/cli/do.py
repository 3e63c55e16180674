"""``onrecord do``: how is any registered command sent?"""

from __future__ import annotations

import argparse
import sys
from difflib import get_close_matches
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from domain.messages import Command
    from interfaces.cli.session import Session


WORDED = {
    "date": "usage.wants-date",
    "decimal": "usage.wants-decimal",
    "int": "usage.wants-int",
    "string": "usage.wants-string",
}
"""Kinds of faults in a field, as the validator calls them, that have words of their own."""


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("command", metavar="COMMAND", help=words.say("argument-command"))
    parser.add_argument("body", metavar="JSON", help=words.say("argument-body"))
    parser.add_argument("--as", dest="person", required=True, metavar="PERSON", help=words.say("option-as"))
    parser.add_argument("--capacity", default="", metavar="POSITION", help=words.say("option-capacity"))
    parser.add_argument("--id", dest="command_id", metavar="ID", help=words.say("option-id"))
    parser.add_argument(
        "--evidence", action="append", default=[], metavar="FILE", help=words.say("option-evidence")
    )
    parser.add_argument("--expect", type=int, metavar="VERSION", help=words.say("option-expect"))


def run(session: Session) -> int:
    from interfaces.cli.acting import act, outcome, told
    from interfaces.cli.evidence import refuse_unless_kept, with_evidence

    asked = session.options
    command = command_of(session, asked.command, asked.body)
    refuse_unless_kept(session, command)
    if asked.evidence:
        command = with_evidence(session, command, asked.evidence, asked.person)
    done = act(
        session,
        command,
        by=asked.person,
        capacity=asked.capacity,
        command_id=asked.command_id,
        expect=asked.expect,
    )
    return session.show(outcome(session, done), lambda: told(session, done))


def command_of(session: Session, name: str, body: str) -> Command:
    """The command that was meant; what cannot be understood is wrong usage, and says how to mend it."""
    from pydantic import ValidationError

    import application.execute  # noqa: F401  it registers all commands
    from domain.messages import Command
    from interfaces.cli.session import WrongUsage

    kind = Command.registry.get(name)
    if kind is None:
        near = get_close_matches(name, Command.registry, n=5, cutoff=0.4)
        message = session.say("usage.unknown-command", given=name, near=", ".join(near))
        raise WrongUsage("unknown-command", message, given=name, near=near)
    try:
        return kind.model_validate_json(sys.stdin.read() if body == "-" else body)
    except ValidationError as invalid:
        problems = [problem(session, kind, error) for error in invalid.errors(include_url=False)]
        message = session.say("usage.not-valid", command=name, problems=" ".join(problems))
        fields = {field_of(e): e["msg"] for e in invalid.errors(include_url=False)}
        raise WrongUsage("not-valid", message, command=name, fields=fields) from invalid


def problem(session: Session, kind: type[Command], error: ErrorDetails) -> str:
    """One field, what is wrong with it, and what to write instead."""
    field = field_of(error)
    match error["type"]:
        case "missing":
            return session.say("usage.field-missing", field=field)
        case "extra_forbidden":
            return session.say("usage.field-unknown", field=field, known=", ".join(kind.model_fields))
        case "json_invalid":
            return session.say("usage.not-json", problem=error["msg"])
        case _:
            wanted = wanted_in(session, error)
            return session.say("usage.field-wrong", field=field, given=str(error["input"]), problem=wanted)


def wanted_in(session: Session, error: ErrorDetails) -> str:
    """What the field takes, in the person's language; rarer faults in the validator's own words."""
    kind = error["type"].partition("_")[0]
    return session.say(WORDED[kind]) if kind in WORDED else error["msg"]


def field_of(error: ErrorDetails) -> str:
    return ".".join(str(part) for part in error["loc"])
