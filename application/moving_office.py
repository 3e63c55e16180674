"""May an office be put under that one? Seen from where all are: it stands, and no ring comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from application.projections.rollup_counts import DEEPEST
from domain.messages import Refused
from domain.people.decisions import MoveOffice
from domain.people.state import Organisation

StateOf = Callable[[str], Any]


def refuse_unless_it_may_stand_there(state_of: StateOf, asked: MoveOffice) -> None:
    """Refused: ``unknown-office``, ``office-ring`` (below), ``offices-too-deep``.

    An office does not see the others, so its own decision cannot look; this is asked before it.
    """
    if asked.above is None or asked.above == asked.organisation:
        return
    if not state_of(f"people-{asked.above}").id:
        raise Refused("unknown-office", organisation=asked.above)
    above = offices_above(state_of, asked.above)
    if asked.organisation in above:
        raise Refused("office-ring", organisation=asked.above)
    if len(above) + 2 > DEEPEST:
        raise Refused("offices-too-deep", limit=DEEPEST)


def offices_above(state_of: StateOf, place: str) -> list[str]:
    """All of them, the nearest first, as the record has it; a ring ends where it comes round."""
    found: list[str] = []
    at: str = state_of(f"people-{place}").above
    while at and at not in found and len(found) < DEEPEST:
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
