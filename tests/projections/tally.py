"""A small projection for trials of the machinery: how many units has each office, and what are they called?

Its handlers add to what is there, so that a fact taken twice or not at all shows.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table

from application.ports import EventStore, Recorded
from application.projections.base import Projection, metadata
from application.projections.rows import Rows
from domain.people.events import AppointmentEnded, UnitFormed
from tests.telling import add, told

offices = Table(
    "tally_offices",
    metadata,
    Column("office", String, primary_key=True),
    Column("units", Integer, nullable=False, default=0),
)
units = Table(
    "tally_units",
    metadata,
    Column("office", String, primary_key=True),
    Column("unit", String, primary_key=True),
    Column("title", String, nullable=False),
)
Index("tally_units_title", units.c.title)


def tally(version: int = 1) -> Projection:
    """A projection of its own for each test, so that its handlers may be replaced."""
    projection = Projection("tally", version=version, tables=(offices, units))

    @projection.on(UnitFormed)
    def _(rows: Rows, e: UnitFormed, r: Recorded) -> None:
        office = rows.get(offices, r.stream) or {"units": 0}
        rows.put(offices, office=r.stream, units=office["units"] + 1)
        rows.put(units, office=r.stream, unit=e.unit, title=e.title)

    @projection.on(AppointmentEnded)
    def _(rows: Rows, e: AppointmentEnded, r: Recorded) -> None:
        rows.delete_all(units, r.stream)

    return projection


def form(store: EventStore, *numbers: int, office: str = "a") -> None:
    """Units of these numbers are formed in an office."""
    for n in numbers:
        fact = UnitFormed(unit=f"u{n}", title=f"Unit {n}")
        add(store, told(fact, stream=f"people-{office}"), f"{office}-{n}-{store.head()}")
