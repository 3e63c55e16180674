"""What a route of approval consists of, as an office writes it down."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from domain.messages import Id, Message, Text


class Act(StrEnum):
    """An agreement (visa) can return the plan; an approval gives it force."""

    AGREE = "agree"
    APPROVE = "approve"


class Step(Message):
    """One decision of one position. Steps of a ``stage`` stand side by side; stages follow one another.

    ``term`` is the time to decide, in working days.
    """

    key: Id
    title: Text
    act: Act
    position: Id
    stage: int = Field(ge=1, le=50)
    term: int = Field(default=3, ge=1, le=60)
