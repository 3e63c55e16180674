"""Where does an office stand among the others, and may it stand there? No ring, and not too many levels."""

from __future__ import annotations

from dataclasses import dataclass

from domain.messages import Refused

DEEPEST = 16
"""So many offices may stand above each other."""


@dataclass(frozen=True, slots=True)
class Line:
    """The office that another one is to stand under, and all above it, the nearest first; whether anybody
    ``opened`` the nearest. So many ``levels`` stand below the one that is to stand there."""

    above: tuple[str, ...] = ()
    opened: bool = False
    levels: int = 0


def refuse_unless_it_may_stand_there(organisation: str, line: Line) -> None:
    """Refused: ``above-itself``, ``unknown-office``, ``office-ring``, ``offices-too-deep``."""
    if not line.above:
        return
    nearest = line.above[0]
    if nearest == organisation:
        raise Refused("above-itself", organisation=organisation)
    if organisation in line.above:
        raise Refused("office-ring", organisation=nearest)
    if not line.opened:
        raise Refused("unknown-office", organisation=nearest)
    if len(line.above) + 1 + line.levels > DEEPEST:
        raise Refused("offices-too-deep", limit=DEEPEST)
