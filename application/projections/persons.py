"""Who is known, to which office, and in which posts?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Boolean, Column, Connection, Date, Index, RowMapping, String, Table, or_, select

from application.ports import Recorded
from application.projections.base import Projection, metadata
from application.projections.rows import Rows
from domain.people.events import AppointmentEnded, PersonAppointed, PersonRegistered, PositionCreated

persons = Table(
    "persons",
    metadata,
    Column("person", String, primary_key=True),
    Column("organisation", String, primary_key=True),
    Column("language", String, nullable=False),
)
posts = Table(
    "posts",
    metadata,
    Column("organisation", String, primary_key=True),
    Column("position", String, primary_key=True),
    Column("unit", String, nullable=False),
    Column("title", String, nullable=False),
    Column("role", String, nullable=False),
    Column("heads", Boolean, nullable=False),
)
appointments = Table(
    "appointments",
    metadata,
    Column("organisation", String, primary_key=True),
    Column("position", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("since", Date, primary_key=True),
    Column("until", Date),
    Column("acting", Boolean, nullable=False),
    Column("basis", String, nullable=False),
)
Index("appointments_person", appointments.c.person)

projection = Projection("persons", version=2, tables=(persons, posts, appointments))


@projection.on(PersonRegistered)
def _(rows: Rows, e: PersonRegistered, r: Recorded) -> None:
    rows.put(persons, person=e.person, organisation=r.envelope.organisation, language=e.language)


@projection.on(PositionCreated)
def _(rows: Rows, e: PositionCreated, r: Recorded) -> None:
    rows.put(
        posts,
        organisation=r.envelope.organisation,
        position=e.position,
        unit=e.unit,
        title=e.title,
        role=e.role,
        heads=e.heads,
    )


@projection.on(PersonAppointed)
def _(rows: Rows, e: PersonAppointed, r: Recorded) -> None:
    rows.put(
        appointments,
        organisation=r.envelope.organisation,
        position=e.position,
        person=e.person,
        since=e.since,
        until=e.until,
        acting=e.acting,
        basis=e.basis,
    )


@projection.on(AppointmentEnded)
def _(rows: Rows, e: AppointmentEnded, r: Recorded) -> None:
    for row in rows.find(appointments, r.envelope.organisation, e.position, e.person):
        meant = row["since"] == e.since if e.since else row["since"] <= e.until
        if meant and (row["until"] is None or row["until"] > e.until):
            key = (row["organisation"], row["position"], row["person"], row["since"])
            rows.change(appointments, *key, until=e.until)


def offices(db: Connection) -> Sequence[str]:
    """The organisations that have people."""
    known = select(persons.c.organisation).distinct()
    return db.execute(known.order_by(persons.c.organisation)).scalars().all()


def offices_of(db: Connection, person: str) -> Sequence[str]:
    """The organisations that know a person by this id."""
    known = select(persons.c.organisation).where(persons.c.person == person)
    return db.execute(known.order_by(persons.c.organisation)).scalars().all()


def posts_of(db: Connection, organisation: str, person: str, on: date) -> Sequence[RowMapping]:
    """The posts that a person fills on a day, with ``acting`` and ``basis``."""
    held = (
        select(posts, appointments.c.acting, appointments.c.basis)
        .join(
            appointments,
            (appointments.c.organisation == posts.c.organisation)
            & (appointments.c.position == posts.c.position),
        )
        .where(posts.c.organisation == organisation, appointments.c.person == person)
        .where(appointments.c.since <= on)
        .where(or_(appointments.c.until.is_(None), appointments.c.until >= on))
        .order_by(posts.c.position)
    )
    return db.execute(held).mappings().all()


def people_of(db: Connection, organisation: str) -> Sequence[str]:
    """The ids of all persons of an office."""
    known = select(persons.c.person).where(persons.c.organisation == organisation)
    return db.execute(known.order_by(persons.c.person)).scalars().all()
