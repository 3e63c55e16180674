"""Who works in the shipped offices, on which days, by which routes of approval?"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any

from pydantic import Field

from application.workflows.reading import Read, read_definition
from domain.calendar.decisions import AcceptCalendar
from domain.calendar.events import Day
from domain.messages import Command, Message
from domain.people.decisions import (
    AppointPerson,
    CreatePosition,
    FormUnit,
    RegisterOrganisation,
    RegisterPerson,
)
from domain.workflow.decisions import PublishDefinition
from domain.workflow.definition import Step

SHIPPED = files("application.samples") / "shipped"
DEFINITIONS = files("application.workflows") / "shipped"
OFFICES = ("ua-office", "vn-office")


class Unit(Message):
    title: str
    aliases: tuple[str, ...] = ()


class Position(Message):
    """A post, the role it gives, and who holds it since the office's first day."""

    unit: str
    title: str
    role: str
    person: str
    heads: bool = False
    aliases: tuple[str, ...] = ()


class Workflow(Message):
    title: str
    steps: tuple[Step, ...]


class Year(Message):
    year: int
    effective: date
    basis: str
    off: tuple[Day, ...]
    working: tuple[Day, ...]


class Office(Message):
    """One office as shipped; ``mail`` is the domain its invented addresses end in, ``routes`` are files of
    definitions in its language."""

    id: str
    title: str
    zone: str
    language: str
    mail: str
    appointed_since: date
    units: dict[str, Unit]
    positions: dict[str, Position]
    persons: dict[str, str]
    workflows: dict[str, Workflow]
    routes: tuple[str, ...] = ()
    years: tuple[Year, ...] = Field(min_length=1)

    def holder(self, position: str) -> str:
        return self.positions[position].person

    def names(self) -> dict[str, str]:
        """Every name that its posts and units go by, with the reference; as once the office is opened."""
        posts = {n: f"position:{key}" for key, p in self.positions.items() for n in (p.title, *p.aliases)}
        units = {n: f"unit:{key}" for key, u in self.units.items() for n in (u.title, *u.aliases)}
        return posts | units

    def in_role(self, role: str) -> list[str]:
        return [p.person for p in self.positions.values() if p.role == role]


def shipped_office(id: str) -> Office:
    """The office with its calendar, as the files say; an unknown id is a FileNotFoundError."""
    office = _toml(f"{id}.toml")
    years = _toml(office.pop("days"))["years"]
    return Office.model_validate({**office, "years": years}, strict=False)


def shipped_file(name: str) -> bytes:
    return (SHIPPED / name).read_bytes()


def set_up_commands(office: Office) -> Iterator[Command]:
    """Everything that opens the office, in an order in which each finds what it refers to."""
    org = office.id
    yield RegisterOrganisation(
        organisation=org, title=office.title, zone=office.zone, language=office.language
    )
    for unit, formed in office.units.items():
        yield FormUnit(organisation=org, unit=unit, title=formed.title, aliases=formed.aliases)
    for person, name in office.persons.items():
        yield RegisterPerson(organisation=org, person=person, full_name=name, email=f"{person}@{office.mail}")
    for key, post in office.positions.items():
        yield CreatePosition(
            organisation=org,
            position=key,
            unit=post.unit,
            title=post.title,
            role=post.role,
            heads=post.heads,
            aliases=post.aliases,
        )
        yield AppointPerson(organisation=org, person=post.person, position=key, since=office.appointed_since)
    yield from _calendar_and_routes(office)


def _calendar_and_routes(office: Office) -> Iterator[Command]:
    for year in office.years:
        yield AcceptCalendar(organisation=office.id, **dict(year))
    for key, workflow in office.workflows.items():
        yield PublishDefinition(
            organisation=office.id, workflow=key, title=workflow.title, steps=workflow.steps
        )
    for name in office.routes:
        yield shipped_definition(office.language, name).command(office.id)


def shipped_definition(language: str, name: str) -> Read:
    """A definition that ships, such as ``amendment``, in the words of an office of that language."""
    return read_definition((DEFINITIONS / language / f"{name}.yaml").read_bytes())


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((SHIPPED / name).read_text("utf-8"))
