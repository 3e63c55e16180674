"""What does a table look like that a person gets to fill in?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from application.bulk.columns import Column

TOLD = ("measure", "target", "due", "so-far")
ASKED = (
    *(Column.QUANTITY, Column.DAY, Column.PLACE, Column.PEOPLE, Column.NOTE, Column.NIL),
    *(Column.UNIT, Column.ITEM),
)
LAYOUT: tuple[str, ...] = (Column.NUMBER, *TOLD, *ASKED, Column.ID)
"""Columns from left to right. The row's code stands last: numbers of measures may repeat."""


@dataclass(frozen=True, slots=True)
class FillIn:
    """``rows`` hold words for the columns up to those that are asked for, and the code of the row."""

    name: str
    title: str
    office: str
    language: str
    at: datetime
    how: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


TableWriter = Callable[[FillIn], bytes]
