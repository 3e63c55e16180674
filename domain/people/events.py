"""What happened to an office and its people."""

from __future__ import annotations

from datetime import date

from domain.messages import Event, Id, Personal, Text, Word


class OrganisationRegistered(Event, name="people.organisation-registered"):
    """An office joined, with its zone and the language its plans are written in."""

    organisation: Id
    title: Text
    zone: Word
    language: Word


class UnitFormed(Event, name="people.unit-formed"):
    """A department, bureau or group, with the names it goes by in plans."""

    unit: Id
    title: Text
    aliases: tuple[Text, ...] = ()


class PositionCreated(Event, name="people.position-created"):
    """A post in a unit, with the role it gives its holder; ``heads`` says that it leads the unit."""

    position: Id
    unit: Id
    title: Text
    role: Word
    heads: bool = False
    aliases: tuple[Text, ...] = ()


class PersonRegistered(Event, name="people.person-registered"):
    """A person became known. The name and the address stand encrypted under that person's key."""

    person: Id
    full_name: Personal
    email: Personal | None = None
    language: Word = ""


class PersonAppointed(Event, name="people.person-appointed"):
    """A person fills a position from a day on; ``acting`` by an order, also where the post is vacant."""

    person: Id
    position: Id
    since: date
    until: date | None = None
    acting: bool = False
    basis: Text = ""


class AppointmentEnded(Event, name="people.appointment-ended"):
    """A person left a position; the last day held is ``until``."""

    person: Id
    position: Id
    until: date


PeopleEvent = (
    OrganisationRegistered
    | UnitFormed
    | PositionCreated
    | PersonRegistered
    | PersonAppointed
    | AppointmentEnded
)
