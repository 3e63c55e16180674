"""Which offices stand above that one, and who is known by name there?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from domain.people.line import Line
from domain.people.state import Organisation

StateOf = Callable[[str], Any]


def line_under(state_of: StateOf, place: str, levels: int = 0) -> Line:
    """Where an office would stand that is put under this one; ``levels`` stand below it."""
    if not place:
        return Line()
    opened = bool(state_of(f"people-{place}").id)
    return Line((place, *offices_above(state_of, place)), opened, levels)


def offices_above(state_of: StateOf, place: str) -> list[str]:
    """All of them, the nearest first, as the record has it; a ring ends where it comes round."""
    found: list[str] = []
    at: str = state_of(f"people-{place}").above
    while at and at not in found:
        found.append(at)
        at = state_of(f"people-{at}").above
    return found


def people_above(state_of: StateOf, office: Organisation) -> Organisation | None:
    """The office above; people of those that it stood under before are known by name there too, for what
    they decided then is told to this day."""
    if not (office.above or office.was_under):
        return None
    above: Organisation = state_of(f"people-{office.above}") if office.above else Organisation()
    for before in office.was_under:
        former: Organisation = state_of(f"people-{before}")
        above = replace(
            above,
            persons={**former.persons, **above.persons},
            positions={**former.positions, **above.positions},
        )
    return above
