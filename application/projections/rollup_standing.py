"""How do the counters of nodes add up to how each of them stands on a day?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, partial

from sqlalchemy import BigInteger, ColumnElement, Connection, select, type_coerce

from application.projections.base import of_thousandths
from application.projections.rollup_counts import counts
from domain.report.course import state_of
from domain.report.shapes import State

STATES = tuple(State)


@dataclass(frozen=True, slots=True)
class Standing:
    """A node of the roll-up in a period. ``states`` add up to ``measures``."""

    node: str
    title: str
    measures: int
    states: Mapping[State, int]
    planned: Decimal
    done: Decimal


def standings(
    db: Connection, named: ColumnElement[bool], titles: Mapping[str, str], period: str, today: date
) -> list[Standing]:
    """By id; an office with a title and nothing to count is there too."""
    whole = (type_coerce(amount, BigInteger) for amount in (counts.c.planned, counts.c.done))
    asked = select(counts.c.node, counts.c.course, counts.c.rows, *whole)
    told = asked.where(named, counts.c.period == period)
    adding = {id: _Adding() for id in titles}
    state = cache(partial(state_of, today=today))  # offices by the hundred share a handful of courses
    for node, said_of_rows, *numbers in db.execute(told).fetchall():
        if node not in adding:
            adding[node] = _Adding()
        adding[node].add(state(said_of_rows), *numbers)
    return [added.standing(node, titles.get(node, node)) for node, added in sorted(adding.items())]


class _Adding:
    """The counters of one node as they are added up; sums are in thousandths, as they are kept."""

    __slots__ = ("done", "planned", "states")

    def __init__(self) -> None:
        self.states: dict[State, int] = {}
        self.planned = self.done = 0

    def add(self, state: State, rows: int, planned: int, done: int) -> None:
        self.states[state] = self.states.get(state, 0) + rows
        self.planned += planned
        self.done += done

    def standing(self, node: str, title: str) -> Standing:
        states = {state: self.states[state] for state in STATES if self.states.get(state)}
        sums = of_thousandths(self.planned), of_thousandths(self.done)
        return Standing(node, title, sum(states.values()), states, *sums)
