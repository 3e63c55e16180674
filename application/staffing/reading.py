"""What does a list of staff change in an office, what in it is unclear, and who is on it no more?

The list is tried line by line on a copy of the office, by the office's own rules: what they refuse is a
finding of its line, and what changes nothing asks for nothing. Nobody is released because a line is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from application.staffing.columns import Column, StaffRow
from application.staffing.values import Unread, acting, day, id_of, is_id, role, yes
from domain.messages import Command, Moment, Refused
from domain.people.decisions import (
    AppointPerson,
    CreatePosition,
    EndAppointment,
    FormUnit,
    RegisterPerson,
    decider,
)
from domain.people.events import PersonAppointed, PersonRegistered
from domain.people.may import refuse_unless_may
from domain.people.state import Organisation, in_force
from domain.spelling import folded


@dataclass(frozen=True, slots=True)
class StaffFinding:
    """What is unclear in a line; ``refused`` is the office's own refusal of what it asks."""

    place: str
    code: str
    text: str = ""
    refused: Refused | None = None
    command: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody who holds a post today and stands in no line of the list."""

    person: str
    position: str


@dataclass(frozen=True, slots=True)
class StaffRead:
    """``commands`` in the order in which they are to be asked; none of them is idle. Nobody is ``missing``
    from a list of which some lines are unclear: the unclear line may be theirs."""

    commands: tuple[Command, ...]
    findings: tuple[StaffFinding, ...]
    missing: tuple[Missing, ...]
    lines: int


@dataclass
class Trying:
    """The office as it would be after the lines so far; commands that changed it."""

    office: Organisation
    moment: Moment
    commands: list[Command] = field(default_factory=list)
    named: set[tuple[str, str]] = field(default_factory=set)

    def ask(self, command: Command) -> None:
        """Raises Refused where the office would; who may ask matters only for what changes something."""
        events = decider.decide(self.office, command, self.moment)
        if events:
            refuse_unless_may(self.moment.standing, self.moment.by, type(command))
            self.office = decider.fold(events, self.office)
            self.commands.append(command)


def read_staff(rows: Sequence[StaffRow], office: Organisation, moment: Moment) -> StaffRead:
    """``moment`` says who would ask, and when."""
    trying, findings = Trying(office, moment), list[StaffFinding]()
    for row in rows:
        before = replace(trying, commands=[*trying.commands])
        try:
            take(row, trying)
        except Unread as unread:
            findings.append(StaffFinding(row.place, unread.code, unread.text))
        except Refused as refused:
            findings.append(StaffFinding(row.place, refused.code, refused=refused))
        else:
            continue
        trying = before
    gone = () if findings else missing(office, trying, moment)
    return StaffRead(tuple(trying.commands), tuple(findings), gone, len(rows))


def take(row: StaffRow, trying: Trying) -> None:
    """What one line asks, step by step: who, in which post, since when."""
    person = person_of(row, trying)
    if not row.text(Column.POSITION):
        raise Unread("staff-position-missing", "")
    position = position_of(row, trying)
    trying.named.add((person, position))
    appoint(row, trying, person, position)


def person_of(row: StaffRow, trying: Trying) -> str:
    """Registers the person where that says anything new; the id is the line's, a known name's, or is made."""
    office, written, name = trying.office, row.text(Column.PERSON), row.text(Column.NAME)
    person = written or known_as(office, name) or id_of(name)
    if not is_id(person):
        raise Unread("staff-id", written or name)
    known = office.persons.get(person)
    if known is None and not name:
        raise Unread("staff-name-missing", person)
    email, said = row.text(Column.EMAIL), email_of(known)
    full_name = name or (known.full_name.text if known else "") or ""
    trying.ask(
        RegisterPerson(
            organisation=office.id,
            person=person,
            full_name=full_name,
            email=email or said,
            language=known.language if known else "",
        )
    )
    return person


def known_as(office: Organisation, name: str) -> str:
    alike = [p.person for p in office.persons.values() if folded(p.full_name.text or "") == folded(name)]
    if len(alike) > 1:
        raise Unread("staff-namesakes", name)
    return alike[0] if alike else ""


def email_of(known: PersonRegistered | None) -> str | None:
    return known.email.text if known and known.email else None


def position_of(row: StaffRow, trying: Trying) -> str:
    """The post, and the unit it is in, made where the office has none of that name."""
    unit = unit_of(row, trying)
    office, title = trying.office, row.text(Column.POSITION)
    posts = {p.position: (p.title, *p.aliases) for p in office.positions.values() if unit in ("", p.unit)}
    position = named(title, posts)
    known = office.positions.get(position) if position else None
    if known is None and not unit:
        raise Unread("staff-unit-missing", title)
    if known is None and not row.text(Column.ROLE):
        raise Unread("staff-role-missing", title)
    if known is None:
        position = free_id(id_of(title), unit, office.positions)
    asked_role, heads = row.text(Column.ROLE), row.text(Column.HEADS)
    aliases = known.aliases if known else ()
    trying.ask(
        CreatePosition(
            organisation=office.id,
            position=position,
            unit=known.unit if known else str(unit),
            title=known.title if known else title,
            role=role(asked_role) if asked_role else known.role if known else "",
            heads=yes(heads) if heads else bool(known and known.heads),
            aliases=tuple(dict.fromkeys((*aliases, *several(row.text(Column.ALIASES))))),
        )
    )
    return position


def unit_of(row: StaffRow, trying: Trying) -> str:
    title, office = row.text(Column.UNIT), trying.office
    if not title:
        return ""
    if unit := named(title, {u.unit: (u.title, *u.aliases) for u in office.units.values()}):
        return unit
    made = free_id(id_of(title), "", office.units)
    trying.ask(FormUnit(organisation=office.id, unit=made, title=title))
    return made


def appoint(row: StaffRow, trying: Trying, person: str, position: str) -> None:
    """Appoints who does not hold the post, and ends what the line ends sooner."""
    today = trying.moment.today
    since, until = day(row.cells.get(Column.SINCE)), day(row.cells.get(Column.UNTIL))
    by_order, form = acting(row.text(Column.ACTING))
    held = standing_appointment(trying.office, person, position, by_order, since or today, exact=bool(since))
    if held is None:
        trying.ask(
            AppointPerson(
                organisation=trying.office.id,
                person=person,
                position=position,
                since=since or today,
                until=until,
                acting=by_order,
                basis=row.text(Column.ORDER),
                form=form,
            )
        )
    elif until and (held.until is None or until < held.until):
        trying.ask(
            EndAppointment(
                organisation=trying.office.id, person=person, position=position, until=until, since=held.since
            )
        )
    elif held.until and until != held.until:
        raise Unread("staff-ended", str(held.until))


def standing_appointment(
    office: Organisation, person: str, position: str, by_order: bool, since: date, *, exact: bool
) -> PersonAppointed | None:
    """The appointment that a line speaks of: the one that began that day, else the one in force."""
    of_these = [
        a for a in office.appointments if (a.person, a.position, a.acting) == (person, position, by_order)
    ]
    meant = (a for a in of_these if (a.since == since if exact else in_force(a, since)))
    return next(meant, None)


def missing(office: Organisation, trying: Trying, moment: Moment) -> tuple[Missing, ...]:
    """Who fills a post today and is not on the list with it."""
    holding = (a for a in office.appointments if in_force(a, moment.today))
    left = dict.fromkeys((a.person, a.position) for a in holding)
    return tuple(Missing(*pair) for pair in left if pair not in trying.named)


def named(title: str, known: Mapping[str, tuple[str, ...]]) -> str:
    """The id of what is called so, or has that id; blank where nothing is."""
    return next((id for id, names in known.items() if folded(title) in {id, *map(folded, names)}), "")


def free_id(wanted: str, unit: str, taken: Mapping[str, object]) -> str:
    """The id, told apart by its unit or a number where another has it."""
    if not is_id(wanted):
        raise Unread("staff-id", wanted)
    choices = (wanted, f"{wanted}-{unit}"[:64], *(f"{wanted[:60]}-{n}" for n in range(2, 1000)))
    return next(id for id in choices if id not in taken)


def several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
