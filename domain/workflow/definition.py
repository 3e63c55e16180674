"""What a route of approval consists of, as an office writes it down."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from domain.messages import Id, Message, Quantity, Text, Word


class Act(StrEnum):
    """An agreement (visa) can return the text; an approval or a signature gives it force.

    An acknowledgement («Ознайомлено») says that somebody has read it: it can hold a route up, never turn it
    back.
    """

    AGREE = "agree"
    ACKNOWLEDGE = "acknowledge"
    APPROVE = "approve"
    SIGN = "sign"


FINAL = frozenset({Act.APPROVE, Act.SIGN})
"""Acts that give a text force; a route ends with one of them."""

Who = Annotated[
    str,
    StringConstraints(pattern=r"^(executors|(position|person|unit|above):[a-z0-9][a-z0-9._-]{0,63})$"),
]
"""Whose voice counts: ``position:ID``, ``person:ID``, ``unit:ID`` (its head), ``above:POSITION`` of the
office above, or ``executors``: those who carry the text out, or the changed cells of an amendment."""


class Subject(StrEnum):
    """What runs on a route."""

    PLAN = "plan"
    AMENDMENT = "amendment"
    POSTPONEMENT = "postponement"
    REPORT = "report"


class Condition(Message):
    """When a step belongs to the route; all that is stated must hold.

    ``units`` and ``fields`` hold where any one of them is concerned; ``sum`` is the funding of the text;
    ``cells`` counts what an amendment changes.
    """

    period: Word = ""
    units: tuple[Id, ...] = ()
    fields: tuple[Word, ...] = ()
    sum_from: Quantity | None = None
    sum_below: Quantity | None = None
    cells_from: int | None = Field(default=None, ge=0)
    cells_below: int | None = Field(default=None, ge=0)


class Step(Message):
    """One decision. Steps of a ``stage`` stand side by side; stages follow one another.

    The voices are those of ``who``, or of one ``position``. ``needs`` says how many must speak for it:
    ``all``, ``any``, or a number. With ``veto`` one voice against returns the text; without, only when the
    number cannot be reached any more. ``term`` is the time to decide, in working days; ``remind`` so many
    before its end, ``escalate`` so many after. ``returns_to`` names earlier steps, blank for its author
    alone, None for any of them.
    """

    key: Id
    title: Text
    act: Act
    position: Id | None = None
    who: tuple[Who, ...] = ()
    needs: Annotated[str, StringConstraints(pattern=r"^(all|any|[1-9][0-9]?)$")] = "all"
    veto: bool = True
    when: Condition | None = None
    stage: int = Field(ge=1, le=50)
    term: int = Field(default=3, ge=1, le=60)
    remind: int = Field(default=1, ge=0, le=30)
    escalate: int = Field(default=1, ge=0, le=30)
    returns_to: tuple[Id, ...] | None = None
    skippable: bool = False

    @property
    def voices(self) -> tuple[str, ...]:
        return self.who or ((f"position:{self.position}",) if self.position else ())
