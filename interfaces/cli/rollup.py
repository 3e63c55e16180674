"""``onrecord rollup``: how do units, centres, regions and the country stand in a period?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from interfaces.cli import explaining
from interfaces.cli.words import Help

if TYPE_CHECKING:
    from application.projections.rollup_standing import Standing
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("--period", required=True, metavar="PERIOD", help=words.say("option-period"))
    parser.add_argument("--org", metavar="ID", help=words.say("option-org"))
    parser.add_argument("--as", dest="person", metavar="PERSON", help=words.say("option-as"))
    explaining.option(parser, words, "ua-office/done")


def run(session: Session) -> int:
    from application.projections.rollup import below, rolled_up, tops
    from domain.messages import Refused
    from interfaces.cli.typed_period import typed_period

    asked = session.options
    period = typed_period(session, asked.period)
    app = session.app
    if asked.org and not app.state(f"people-{asked.org}").id:
        raise Refused("not-found")
    own = app.office_of(asked.person) if asked.person else ""
    nodes = [asked.org or own] if asked.org or own else app.ask(tops)
    refuse_unless_for(session, nodes[0] if nodes else "")
    shown: list[tuple[Standing, list[Standing]]] = []
    for node in nodes:
        today = _today(app.clock.now(), app.state(f"people-{node}").zone)
        parts = app.ask(below, node, period, today)
        shown.append((app.ask(rolled_up, node, period, today), parts))
    if asked.explain is not None:
        return explain(session, period, shown)
    value = [{**_plain(whole), "below": [_plain(part) for part in parts]} for whole, parts in shown]
    return session.show({"period": period, "nodes": value}, lambda: _lines(session, shown))


def refuse_unless_for(session: Session, node: str) -> None:
    """The house sees all; a person the own office, and those below it if one looks below."""
    from application.ports import SignedIn
    from application.region import refuse_unless_looked_at

    if person := session.options.person:
        who = SignedIn(organisation=session.app.office_of(person), person=person)
        refuse_unless_looked_at(session.app, who, node)


def explain(session: Session, period: str, shown: Sequence[tuple[Standing, Sequence[Standing]]]) -> int:
    """One figure of a node, or all figures of the nodes that the roll-up shows."""
    from application.explain import opening
    from application.explain.addresses import ROLLUP, parsed
    from application.explain.rollup_figures import addresses_of

    asked = session.options
    if asked.explain:
        one = explaining.meant(asked.explain, f"{ROLLUP}/{period}")
        refuse_unless_for(session, one.node)
        return explaining.show_one(session, opening.of_node(session.app, one, session.language))
    nodes = [node for whole, parts in shown for node in (whole, *parts)]
    addresses = [a for node in nodes for a in addresses_of(period, node.node, [*node.states])]
    told = (opening.of_node(session.app, parsed(address), session.language) for address in addresses)
    return explaining.show_all(session, told)


def _today(now: datetime, zone: str) -> Any:
    return now.astimezone(ZoneInfo(zone)).date()


def _plain(one: Standing) -> dict[str, object]:
    return {
        "node": one.node,
        "title": one.title,
        "measures": one.measures,
        "states": {state.value: count for state, count in one.states.items()},
        "planned": one.planned,
        "done": one.done,
    }


def _lines(session: Session, shown: Sequence[tuple[Standing, Sequence[Standing]]]) -> Iterator[str]:
    from interfaces.cli.output import table

    if not any(whole.measures for whole, _ in shown):
        yield session.say("rollup.none")
        return
    rows = [row for whole, parts in shown for row in ((whole, ""), *((part, "  ") for part in parts))]
    states = list(dict.fromkeys(state for whole, _ in shown for state in whole.states))
    headings = ["office", "measures", "planned", "done", *(state.value for state in states)]
    yield from table(
        [session.say(f"rollup.{heading}") for heading in headings],
        (
            (
                f"{indent}{one.title}",
                one.measures,
                f"{one.planned:f}",
                f"{one.done:f}",
                *(one.states.get(state, 0) for state in states),
            )
            for one, indent in rows
        ),
    )
