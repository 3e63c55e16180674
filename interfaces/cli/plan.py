"""``onrecord plan``: how does one plan stand, now or at any past moment?"""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import TYPE_CHECKING

from interfaces.cli import explaining
from interfaces.cli.words import Help

if TYPE_CHECKING:
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("id", metavar="ID", help=words.say("argument-plan"))
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--as-of", metavar="TIME", help=words.say("option-as-of"))
    when.add_argument("--position", type=int, metavar="N", help=words.say("option-position"))
    explaining.option(parser, words, "1.1.1/done")


def run(session: Session) -> int:
    from interfaces.cli.moments import moment_of
    from interfaces.cli.standing_plan import looked_at
    from interfaces.cli.telling_plan import lines, value

    asked = session.options
    session.stream = f"plan-{asked.id}"
    at = moment_of(session, asked.as_of, zone_of(session, asked.id)) if asked.as_of else None
    if asked.explain is not None:
        return explain(session, at)
    look = looked_at(session.app, asked.id, position=asked.position, at=at)
    return session.show(value(look), lambda: lines(session, look))


def explain(session: Session, at: datetime | None) -> int:
    """One figure of the plan, or all of them."""
    from application.explain import opening
    from application.explain.addresses import of_plan, parsed
    from application.explain.plan_figures import addresses_of

    asked = session.options
    one = explaining.meant(asked.explain, of_plan(asked.id)) if asked.explain else None
    case = opening.plan_case(session.app, asked.id, position=asked.position, at=at)
    addresses = [one] if one else [parsed(address) for address in addresses_of(case)]
    told = (opening.of_plan(case, session.app, a, session.language, asked.position) for a in addresses)
    return explaining.show_one(session, next(told)) if one else explaining.show_all(session, told)


def zone_of(session: Session, plan: str) -> str:
    """The zone of the plan's office; UTC for a plan that is not on record."""
    first = session.app.history(f"plan-{plan}", up_to=1)
    return session.office(first[0].envelope.organisation).zone if first else "UTC"
