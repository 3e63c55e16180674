"""``onrecord commands``: what may be asked, by whom, with which fields?"""

from __future__ import annotations

import argparse
import inspect
from collections.abc import Iterator
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from domain.messages import Command
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    """No arguments of its own."""


def run(session: Session) -> int:
    import application.execute  # noqa: F401  it registers all commands
    from domain.messages import Command

    kinds = list(Command.registry.values())
    return session.show([described(session, kind) for kind in kinds], lambda: listed(session, kinds))


def described(session: Session, kind: type[Command]) -> dict[str, object]:
    from domain.people.may import MAY

    return {
        "name": kind.__name__,
        "title": session.say(f"command.{kind.__name__}"),
        "meaning": inspect.getdoc(kind),
        "roles": sorted(MAY[kind.__name__]),
        "legal": kind.legal,
        "commutes": kind.commutes,
        "schema": kind.model_json_schema(),
    }


def listed(session: Session, kinds: list[type[Command]]) -> Iterator[str]:
    from domain.people.may import MAY
    from interfaces.cli.output import table

    headings = [session.say(f"show.{h}") for h in ("command", "title", "fields", "roles")]
    yield from table(
        headings,
        (
            (
                kind.__name__,
                session.say(f"command.{kind.__name__}"),
                ", ".join(kind.model_fields),
                ", ".join(session.say(f"role.{role}") for role in sorted(MAY[kind.__name__])),
            )
            for kind in kinds
        ),
    )
