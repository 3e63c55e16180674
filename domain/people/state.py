"""An office as it stands: who holds which position on a day, and whom the words of a plan mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, assert_never, cast

from domain.changed import replace
from domain.messages import Event
from domain.once import once
from domain.people.events import (
    AppointmentEnded,
    DelegationRevoked,
    DutyDelegated,
    EvidenceRulesSet,
    OfficeMoved,
    OrganisationRegistered,
    PeopleEvent,
    PersonAppointed,
    PersonRegistered,
    PositionCreated,
    ReportingRulesSet,
    UnitFormed,
)
from domain.people.standing import NOBODY, Capacity, Standing
from domain.spelling import folded

A = TypeVar("A")
R = TypeVar("R")
MANY = 2000
"""Answers that are kept of one state of an office: people act again and again in a day."""


@once
def _answers(office: Organisation) -> dict[tuple[object, ...], Any]:
    return {}


def _remembered(office: Organisation, ask: Callable[[A, date], R], of: A, on: date) -> R:
    known, asked = _answers(office), (ask.__name__, of, on)
    if asked not in known:
        if len(known) >= MANY:
            known.clear()
        known[asked] = ask(of, on)
    answer: R = known[asked]
    return answer


@dataclass(frozen=True)
class Organisation:
    """State of the stream ``people-ORG``."""

    id: str = ""
    title: str = ""
    zone: str = "UTC"
    language: str = "en"
    above: str = ""
    above_since: date = date.min
    was_under: tuple[str, ...] = ()
    cut_off: int = 0
    late: str = "corrective"
    strip_metadata: bool = False
    units: Mapping[str, UnitFormed] = field(default_factory=dict)
    positions: Mapping[str, PositionCreated] = field(default_factory=dict)
    persons: Mapping[str, PersonRegistered] = field(default_factory=dict)
    appointments: tuple[PersonAppointed, ...] = ()
    delegations: Mapping[str, DutyDelegated] = field(default_factory=dict)

    def holders(self, position: str, on: date) -> Iterator[PersonAppointed]:
        """Who fills the position on that day, an acting one first: it is they who decide."""
        held = (a for a in self.appointments if a.position == position and in_force(a, on))
        yield from sorted(held, key=lambda a: not a.acting)

    def standing(self, person: str, on: date) -> Standing:
        return _remembered(self, self._standing, person, on)

    def _standing(self, person: str, on: date) -> Standing:
        if person not in self.persons:
            return NOBODY
        held = [a for a in self.appointments if a.person == person and in_force(a, on)]
        given = [d for d in self.delegations.values() if d.taker == person and self.counts(d, on)]
        return Standing(person, (*(self._capacity(a) for a in held), *(self._lent(d) for d in given)))

    def counts(self, delegated: DutyDelegated, on: date) -> bool:
        """Is the delegation in force, and does its giver still fill the position?"""
        within = delegated.since <= on <= delegated.until
        return within and any(a.person == delegated.giver for a in self.holders(delegated.position, on))

    def takers(self, position: str, on: date) -> Iterator[str]:
        """Who may decide for the position today although another holds it."""
        given = (d for d in self.delegations.values() if d.position == position)
        return (d.taker for d in given if self.counts(d, on))

    def lent_on_other_days(self, person: str, on: date) -> list[DutyDelegated]:
        """What was delegated to the person, but not for that day; what is still to come stands first."""
        given = (d for d in self.delegations.values() if d.taker == person and d.since <= d.until)
        return sorted(
            (d for d in given if not d.since <= on <= d.until),
            key=lambda d: (d.until < on, abs(d.since - on)),
        )

    def head_of(self, unit: str, on: date) -> str | None:
        """The person who leads a unit on that day, else any one person of it, else None."""
        leads = self.lead_of(unit, on)
        return leads[1] if leads else None

    def lead_of(self, unit: str, on: date) -> tuple[str, str] | None:
        """The post from which a unit is led on that day, and who fills it."""
        posts = sorted(
            (p for p in self.positions.values() if p.unit == unit), key=lambda p: (not p.heads, p.position)
        )
        return next(((p.position, a.person) for p in posts for a in self.holders(p.position, on)), None)

    def person_behind(self, reference: str | None, on: date) -> str | None:
        """The person who answers for ``unit:ID``, ``position:ID`` or ``person:ID`` on that day."""
        return _remembered(self, self._person_behind, reference, on)

    def _person_behind(self, reference: str | None, on: date) -> str | None:
        kind, _, id = (reference or "").partition(":")
        if kind == "person":
            return id if id in self.persons else None
        if kind == "position":
            return next((a.person for a in self.holders(id, on)), None)
        return self.head_of(id, on) if kind == "unit" else None

    def references_of(self, person: str, on: date) -> frozenset[str]:
        """Every voice this person may speak for: one's own, one's posts, the units one heads."""
        capacities = self.standing(person, on).capacities
        posts = {f"position:{c.position}" for c in capacities}
        persons = {person, *(c.for_whom for c in capacities if c.for_whom)}
        leading = {(c.position, c.for_whom or person) for c in capacities}
        units = {f"unit:{unit}" for unit in self.units if self.lead_of(unit, on) in leading}
        return frozenset({*(f"person:{p}" for p in persons), *posts, *units})

    def superior_of(self, person: str, on: date) -> str | None:
        """Whom an overdue measure is escalated to: the head of the person's unit, else the director."""
        units = [c.unit for c in self.standing(person, on).capacities]
        heads = (self.head_of(unit, on) for unit in units)
        directors = (
            a.person
            for p in self.positions.values()
            if p.role == "director"
            for a in self.holders(p.position, on)
        )
        return next((h for h in (*heads, *directors) if h and h != person), None)

    def called(self, words: str) -> str | None:
        """The reference that an executor's words mean, None while unknown."""
        return self.names().get(folded(words))

    def names(self) -> dict[str, str]:
        """Every known name, spelled for comparison, with its reference; a unit's name wins over a post's."""
        known = {
            folded(n): f"position:{p.position}"
            for p in self.positions.values()
            for n in (p.title, *p.aliases)
        }
        known |= {folded(n): f"unit:{u.unit}" for u in self.units.values() for n in (u.title, *u.aliases)}
        return known

    def _capacity(self, appointed: PersonAppointed) -> Capacity:
        post = self.positions[appointed.position]
        return Capacity(
            post.position,
            post.unit,
            post.role,
            post.title,
            appointed.acting,
            appointed.basis,
            appointed.form,
        )

    def _lent(self, delegated: DutyDelegated) -> Capacity:
        post = self.positions[delegated.position]
        return Capacity(
            post.position,
            post.unit,
            post.role,
            post.title,
            basis=delegated.basis,
            form=delegated.form,
            for_whom=delegated.giver,
            acts=frozenset(delegated.acts),
        )


def in_force(appointed: PersonAppointed, on: date) -> bool:
    return appointed.since <= on and (appointed.until is None or on <= appointed.until)


def evolve(office: Organisation, event: Event) -> Organisation:
    match cast(PeopleEvent, event):
        case OrganisationRegistered() as e:
            return replace(
                office,
                id=e.organisation,
                title=e.title,
                zone=e.zone,
                language=e.language,
                above=e.above or "",
            )
        case OfficeMoved() as e:
            was_under = tuple(dict.fromkeys((*office.was_under, *filter(None, (e.was,)))))
            return replace(office, above=e.above or "", above_since=e.since, was_under=was_under)
        case UnitFormed() as e:
            return replace(office, units={**office.units, e.unit: e})
        case PositionCreated() as e:
            return replace(office, positions={**office.positions, e.position: e})
        case PersonRegistered() as e:
            return replace(office, persons={**office.persons, e.person: e})
        case PersonAppointed() as e:
            return replace(office, appointments=(*office.appointments, e))
        case AppointmentEnded() as e:
            return replace(office, appointments=tuple(_ended(a, e) for a in office.appointments))
        case DutyDelegated() as e:
            return replace(office, delegations={**office.delegations, e.delegation: e})
        case DelegationRevoked() as e:
            ended = office.delegations[e.delegation].model_copy(update={"until": e.until})
            return replace(office, delegations={**office.delegations, e.delegation: ended})
        case ReportingRulesSet() as e:
            return replace(office, cut_off=e.cut_off, late=e.late)
        case EvidenceRulesSet() as e:
            return replace(office, strip_metadata=e.strip_metadata)
        case unknown:
            assert_never(unknown)


def _ended(appointed: PersonAppointed, ended: AppointmentEnded) -> PersonAppointed:
    same = (appointed.person, appointed.position) == (ended.person, ended.position)
    meant = appointed.since == ended.since if ended.since else appointed.since <= ended.until
    still_open = appointed.until is None or appointed.until > ended.until
    return appointed.model_copy(update={"until": ended.until}) if same and meant and still_open else appointed
