"""Who may be registered, appointed and released in an office."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.messages import SYSTEM, Command, Decider, Event, Id, Moment, Personal, Refused, Text, Word
from domain.people.events import (
    AppointmentEnded,
    DelegationRevoked,
    DutyDelegated,
    OfficeMoved,
    OrganisationRegistered,
    PersonAppointed,
    PersonRegistered,
    PositionCreated,
    UnitFormed,
)
from domain.people.line import Line, refuse_unless_it_may_stand_there
from domain.people.may import DELEGABLE, ROLES
from domain.people.standing import APPOINTED, GIVEN
from domain.people.state import Organisation, evolve, in_force

ADDRESS = r"[^@\s<>,;:\"]{1,64}@[A-Za-z0-9.-]{1,190}"
LONGEST_DELEGATION = 30
ONE_DAY = timedelta(days=1)
decider = Decider(category="people", initial=Organisation(), evolve=evolve)


class PeopleCommand(Command, abstract=True):
    organisation: Id

    @property
    def stream(self) -> str:
        return f"people-{self.organisation}"


class RegisterOrganisation(PeopleCommand):
    """Open an office; ``zone`` is an IANA name such as Europe/Kyiv."""

    title: Text
    zone: Word
    language: Word
    above: Id | None = None

    @property
    def under(self) -> str:
        return self.above or ""


@decider.decides(RegisterOrganisation)
def register_organisation(
    office: Organisation, asked: RegisterOrganisation, moment: Moment
) -> Iterator[Event]:
    if office.id:
        raise Refused("organisation-exists", organisation=asked.organisation)
    if "." in asked.organisation:
        raise Refused("dot-in-organisation", organisation=asked.organisation)
    refuse_unknown_zone(asked.zone)
    if asked.language not in ("uk", "vi", "en"):
        raise Refused("unknown-language", language=asked.language)
    refuse_unless_it_may_stand_there(asked.organisation, moment.seen(Line))
    yield OrganisationRegistered(
        organisation=asked.organisation,
        title=asked.title,
        zone=asked.zone,
        language=asked.language,
        above=asked.above,
    )


class MoveOffice(PeopleCommand):
    """Put the office under another one, or under none, from a day that has come, by an order.

    Whoever looks at it and decides its steps from above is then the new office; what the old one decided
    stays. The office above may put it under another one below itself; out of its reach, or into it, only the
    house puts an office.
    """

    above: Id | None = None
    since: date
    basis: Text

    @property
    def under(self) -> str:
        return self.above or ""


@decider.decides(MoveOffice)
def move_office(office: Organisation, asked: MoveOffice, moment: Moment) -> Iterator[Event]:
    refuse_unless_open(office)
    line, mover = moment.seen(Line), moment.standing.office
    if mover and mover not in line.above:
        raise Refused("office-out-of-reach", organisation=asked.organisation, above=mover)
    refuse_unless_it_may_stand_there(asked.organisation, line)
    if asked.since > moment.today:
        raise Refused("move-not-yet", day=asked.since)
    if not asked.basis.strip():
        raise Refused("basis-missing")
    if (asked.above or "") != office.above:
        if asked.since < office.above_since:
            raise Refused("moved-since", day=office.above_since)
        yield OfficeMoved(
            above=asked.above, was=office.above or None, since=asked.since, basis=asked.basis.strip()
        )


class FormUnit(PeopleCommand):
    """Form a department, bureau or group; ``aliases`` are other spellings met in plans."""

    unit: Id
    title: Text
    aliases: tuple[Text, ...] = ()


@decider.decides(FormUnit)
def form_unit(office: Organisation, asked: FormUnit, moment: Moment) -> Iterator[Event]:
    refuse_unless_open(office)
    formed = UnitFormed(unit=asked.unit, title=asked.title, aliases=asked.aliases)
    if office.units.get(asked.unit) != formed:
        yield formed


class CreatePosition(PeopleCommand):
    """Create a post in a unit; ``role`` decides what its holder may ask."""

    position: Id
    unit: Id
    title: Text
    role: Word
    heads: bool = False
    aliases: tuple[Text, ...] = ()


@decider.decides(CreatePosition)
def create_position(office: Organisation, asked: CreatePosition, moment: Moment) -> Iterator[Event]:
    refuse_unless_open(office)
    if asked.unit not in office.units:
        raise Refused("unknown-unit", unit=asked.unit)
    if asked.role not in ROLES:
        raise Refused("unknown-role", role=asked.role, known=", ".join(ROLES))
    created = PositionCreated(
        position=asked.position,
        unit=asked.unit,
        title=asked.title,
        role=asked.role,
        heads=asked.heads,
        aliases=asked.aliases,
    )
    known = office.positions.get(asked.position)
    if (
        known
        and known.role != created.role
        and moment.by in holders_from(office, asked.position, moment.today)
    ):
        raise Refused("not-oneself", person=moment.by)
    if known != created:
        yield created


def holders_from(office: Organisation, position: str, day: date) -> frozenset[str]:
    """Who fills the position on that day or will later: a right must not come to who gives it."""
    of_it = (a for a in office.appointments if a.position == position)
    return frozenset(a.person for a in of_it if a.until is None or a.until >= day)


class RegisterPerson(PeopleCommand):
    """Make a person known to the office."""

    person: Id
    full_name: Text
    email: Text | None = None
    language: Word = ""


@decider.decides(RegisterPerson)
def register_person(office: Organisation, asked: RegisterPerson, moment: Moment) -> Iterator[Event]:
    refuse_unless_open(office)
    if asked.person == SYSTEM:
        raise Refused("name-of-the-house", person=asked.person)
    if asked.email and not re.fullmatch(ADDRESS, asked.email):
        raise Refused("unreadable-address", person=asked.person)
    registered = PersonRegistered(
        person=asked.person,
        full_name=Personal(of=asked.person, text=asked.full_name),
        email=Personal(of=asked.person, text=asked.email) if asked.email else None,
        language=asked.language or office.language,
    )
    if office.persons.get(asked.person) != registered:
        yield registered


class AppointPerson(PeopleCommand):
    """Appoint to a position from a day on; ``acting`` needs the order that says so in ``basis``."""

    person: Id
    position: Id
    since: date
    until: date | None = None
    acting: bool = False
    basis: Text = ""
    form: Word = ""


@decider.decides(AppointPerson)
def appoint_person(office: Organisation, asked: AppointPerson, moment: Moment) -> Iterator[Event]:
    refuse_unless_known(office, asked.person, asked.position)
    if asked.until and asked.until < asked.since:
        raise Refused("ends-before-start", since=asked.since, until=asked.until)
    if asked.form and (asked.form not in APPOINTED or not asked.acting):
        raise Refused("unknown-form", form=asked.form, known=", ".join(sorted(APPOINTED)))
    if asked.acting and not asked.basis.strip():
        raise Refused("basis-missing")
    appointed = PersonAppointed(
        person=asked.person,
        position=asked.position,
        since=asked.since,
        until=asked.until,
        acting=asked.acting,
        basis=asked.basis,
        form=asked.form,
    )
    if appointed in office.appointments:
        return
    if moment.by == asked.person:
        raise Refused("not-oneself", person=asked.person)
    others = (a for a in office.appointments if a.position == asked.position and a.person != asked.person)
    taken = next((a for a in others if not a.acting and overlap(a, appointed)), None)
    if taken and not asked.acting:
        raise Refused("position-taken", position=asked.position, person=taken.person)
    yield appointed


class EndAppointment(PeopleCommand):
    """Release a person from a position; ``until`` is the last day held.

    ``since`` names the appointment where there are several. One that has not begun is called off by an
    ``until`` before its first day.
    """

    person: Id
    position: Id
    until: date
    since: date | None = None


@decider.decides(EndAppointment)
def end_appointment(office: Organisation, asked: EndAppointment, moment: Moment) -> Iterator[Event]:
    refuse_unless_known(office, asked.person, asked.position)
    held = [a for a in office.appointments if (a.person, a.position) == (asked.person, asked.position)]
    meant = [a for a in held if (a.since == asked.since if asked.since else in_force(a, asked.until))]
    if any(a.until is None or a.until > asked.until for a in meant):
        yield AppointmentEnded(
            person=asked.person, position=asked.position, until=asked.until, since=asked.since
        )
    elif not any(a.until == asked.until for a in held):
        raise Refused("not-appointed", person=asked.person, position=asked.position)


class DelegateDuty(PeopleCommand):
    """Let another decide in a position you hold, for at most thirty days.

    ``acts`` names the commands, blank for every decision of a step; ``basis`` is the order that says so.
    """

    position: Id
    taker: Id
    since: date
    until: date
    basis: Text
    acts: tuple[Word, ...] = ()
    form: Word = "delegated"


@decider.decides(DelegateDuty)
def delegate_duty(office: Organisation, asked: DelegateDuty, moment: Moment) -> Iterator[Event]:
    refuse_unless_known(office, asked.taker, asked.position)
    giver = refuse_unless_mine_to_give(office, asked, moment)
    if asked.until < asked.since:
        raise Refused("ends-before-start", since=asked.since, until=asked.until)
    if (asked.until - asked.since).days >= LONGEST_DELEGATION:
        raise Refused("delegation-too-long", days=LONGEST_DELEGATION)
    if not asked.basis.strip():
        raise Refused("basis-missing")
    if asked.form not in GIVEN:
        raise Refused("unknown-form", form=asked.form, known=", ".join(sorted(GIVEN)))
    if unknown := set(asked.acts) - DELEGABLE:
        raise Refused("not-delegable", acts=", ".join(sorted(unknown)), known=", ".join(sorted(DELEGABLE)))
    new = DutyDelegated(
        delegation=moment.id_of_new("delegation"),
        position=asked.position,
        giver=giver,
        taker=asked.taker,
        acts=tuple(sorted(asked.acts or DELEGABLE)),
        since=asked.since,
        until=asked.until,
        basis=asked.basis,
        form=asked.form,
    )
    if not any(d.model_copy(update={"delegation": new.delegation}) == new for d in delegations(office)):
        yield new


class RevokeDelegation(PeopleCommand):
    """End a delegation early; ``until`` is its last day. Decisions made under it stand."""

    delegation: Id
    until: date
    reason: Text


@decider.decides(RevokeDelegation)
def revoke_delegation(office: Organisation, asked: RevokeDelegation, moment: Moment) -> Iterator[Event]:
    given = office.delegations.get(asked.delegation)
    if given is None:
        raise Refused("unknown-delegation", delegation=asked.delegation)
    if moment.by != given.giver and "administrator" not in moment.standing.roles and moment.by != SYSTEM:
        raise Refused("not-your-delegation", person=given.giver)
    if asked.until < moment.today - ONE_DAY:
        raise Refused("revoked-in-the-past", until=asked.until)
    if not asked.reason.strip():
        raise Refused("reason-missing")
    if asked.until < given.until:
        yield DelegationRevoked(delegation=asked.delegation, until=asked.until, reason=asked.reason)


def delegations(office: Organisation) -> Iterator[DutyDelegated]:
    return iter(office.delegations.values())


def refuse_unless_mine_to_give(office: Organisation, asked: DelegateDuty, moment: Moment) -> str:
    """The giver: who fills the position, in their own right, when the delegation begins."""
    holders = [a.person for a in office.holders(asked.position, max(asked.since, moment.today))]
    if moment.by not in holders:
        raise Refused("not-yours-to-give", position=asked.position, person=next(iter(holders), None))
    if asked.taker == moment.by:
        raise Refused("not-oneself", person=asked.taker)
    return moment.by


def refuse_unknown_zone(zone: str) -> None:
    """A zone of the IANA list, by its place: ``localtime`` would mean another one on each machine."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise Refused("unknown-zone", zone=zone) from unknown
    if "/" not in zone and zone != "UTC":
        raise Refused("unknown-zone", zone=zone)


def overlap(one: PersonAppointed, other: PersonAppointed) -> bool:
    """Is there a day on which both are in force?"""
    ends = [a.until for a in (one, other) if a.until]
    return not ends or max(one.since, other.since) <= min(ends)


def refuse_unless_open(office: Organisation) -> None:
    if not office.id:
        raise Refused("not-found")


def refuse_unless_known(office: Organisation, person: str, position: str) -> None:
    refuse_unless_open(office)
    if person not in office.persons:
        raise Refused("unknown-person", person=person)
    if position not in office.positions:
        raise Refused("unknown-position", position=position)
