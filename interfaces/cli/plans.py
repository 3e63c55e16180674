"""``onrecord plans``: what is where, and whom does it wait for?"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("--org", metavar="ID", help=words.say("option-org"))


def run(session: Session) -> int:
    from application.projections.plan_board import plans
    from application.projections.waiting import open_steps

    organisation = session.options.org
    board = list(session.app.ask(plans, organisation))
    waiting: dict[str, list[RowMapping]] = {}
    for step in (*session.app.ask(open_steps, organisation), *from_below(session, organisation)):
        waiting.setdefault(step["plan"], []).append(step)
    board += below(session, board, waiting)
    value = [
        {"id": row["plan"], **row, "waits_for": [dict(s) for s in waiting.get(row["plan"], [])]}
        for row in board
    ]
    return session.show(value, lambda: lines(session, board, waiting))


def from_below(session: Session, organisation: str | None) -> Sequence[RowMapping]:
    """Steps in offices below that wait for the one asked about; of all offices they stand there already."""
    from application.projections.waiting import steps_waiting_above

    return session.app.ask(steps_waiting_above, organisation) if organisation else ()


def below(session: Session, board: list[RowMapping], waiting: Iterable[str]) -> list[RowMapping]:
    """The plans of offices below that are waited for, as they stand on the board."""
    from application.projections.plan_board import plan

    known = {row["plan"] for row in board}
    asked = (session.app.ask(plan, id) for id in waiting if id not in known)
    return [row for row in asked if row is not None]


def lines(
    session: Session, board: Sequence[RowMapping], waiting: dict[str, list[RowMapping]]
) -> Iterator[str]:
    from interfaces.cli.output import table

    if not board:
        yield session.say("show.no-plans")
        return
    periods = session.sentences_of("").period
    headings = ("plan", "title", "period", "state", "measures", "waits-for")
    yield from table(
        [session.say(f"show.{h}") for h in headings],
        (
            (
                row["plan"],
                row["title"],
                periods(row["period"]),
                session.say(f"status.{row['status']}"),
                row["measures"],
                "; ".join(awaited(session, step) for step in waiting.get(row["plan"], [])),
            )
            for row in board
        ),
    )


def awaited(session: Session, step: RowMapping) -> str:
    return session.say("show.awaited", title=step["title"], due=step["due"])
