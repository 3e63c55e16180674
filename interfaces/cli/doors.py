"""By which links may somebody of each role come in for the first time?

Only a demonstration hands links out on a terminal; in production an administrator invites people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from application.ports import Sessions
    from interfaces.cli.session import Session


@dataclass(frozen=True, slots=True)
class Door:
    organisation: str
    role: str
    person: str
    link: str


def doors(session: Session, sessions: Sessions, organisations: Iterable[str], address: str) -> list[Door]:
    """One link, usable once, for the first person of each role in each office."""
    return [
        Door(organisation, role, person, f"{address}/sign-in/{sessions.invite(organisation, person)}")
        for organisation in organisations
        for role, person in first_of_each_role(session, organisation).items()
    ]


def first_of_each_role(session: Session, organisation: str) -> dict[str, str]:
    """In the order of the roles; only people who hold their post today."""
    from domain.people.may import ROLES

    office = session.office(organisation)
    today = session.sentences_of(f"people-{organisation}").local(session.app.clock.now()).date()
    holders = {
        post.role: holder.person
        for post in sorted(office.positions.values(), key=lambda p: p.position, reverse=True)
        for holder in office.holders(post.position, today)
    }
    return {role: holders[role] for role in ROLES if role in holders}


def told(session: Session, found: Iterable[Door]) -> Iterator[str]:
    """Under the name of its office each, where there are several."""
    yield session.say("show.doors")
    by_office = [(office, [*those]) for office, those in groupby(found, key=lambda d: d.organisation)]
    for office, those in by_office:
        if len(by_office) > 1:
            yield session.say("show.doors-of", office=session.office(office).title)
        yield from _told(session, office, those)
    yield session.say("show.doors-for-others")


def _told(session: Session, office: str, found: Iterable[Door]) -> Iterator[str]:
    name_of = session.sentences_of(f"people-{office}").person
    for door in found:
        name = name_of(door.person)
        yield session.say("show.door", role=session.say(f"role.{door.role}"), person=name, link=door.link)
