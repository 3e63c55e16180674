"""What happened to an office and its people."""

from __future__ import annotations

from datetime import date

from domain.messages import Event, Id, Personal, Text, Word


class OrganisationRegistered(Event, name="people.organisation-registered"):
    """An office joined, with its zone, the language its plans are written in and the office above it."""

    organisation: Id
    title: Text
    zone: Word
    language: Word
    above: Id | None = None


class OfficeMoved(Event, name="people.office-moved"):
    """The office stands under another one from a day on, by an order; what was decided before stays so.

    ``above`` is blank where it stands under none any more; ``was`` is the one before.
    """

    above: Id | None
    was: Id | None
    since: date
    basis: Text


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
    form: Word = ""


class AppointmentEnded(Event, name="people.appointment-ended"):
    """A person left a position; the last day held is ``until``.

    ``since`` tells which of several appointments; one that ends before it began was called off.
    """

    person: Id
    position: Id
    until: date
    since: date | None = None


class DutyDelegated(Event, name="people.duty-delegated"):
    """Who holds a position lets another decide for it, for a while. It dies with the giver's own hold on it.

    ``acts`` names the commands; it is not a position and is not passed on.
    """

    delegation: Id
    position: Id
    giver: Id
    taker: Id
    acts: tuple[Word, ...]
    since: date
    until: date
    basis: Text
    form: Word = "delegated"


class DelegationRevoked(Event, name="people.delegation-revoked"):
    """A delegation ends early; ``until`` is its last day. What was decided under it stands."""

    delegation: Id
    until: date
    reason: Text


class ReportingRulesSet(Event, name="people.reporting-rules-set"):
    """Until when figures of a period are taken in, and where facts go that come after its closing.

    ``cut_off`` counts days after the period's end; ``late`` is ``corrective`` (a corrective report of the
    same period) or ``next`` (told in the report of the next one).
    """

    cut_off: int
    late: Word
    person: Id


class EvidenceRulesSet(Event, name="people.evidence-rules-set"):
    """Whether photos lose what they tell of place, time and camera before they are kept as evidence."""

    strip_metadata: bool
    person: Id


PeopleEvent = (
    OrganisationRegistered
    | OfficeMoved
    | UnitFormed
    | PositionCreated
    | PersonRegistered
    | PersonAppointed
    | AppointmentEnded
    | DutyDelegated
    | DelegationRevoked
    | ReportingRulesSet
    | EvidenceRulesSet
)
