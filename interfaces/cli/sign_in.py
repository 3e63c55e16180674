"""``onrecord sign-in``: by which link does this person come in?

Only in a demonstration: whoever holds such a link acts as that person.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("persons", nargs="+", metavar="PERSON", help=words.say("argument-sign-in-persons"))
    parser.add_argument("--org", metavar="ID", help=words.say("option-org"))


def run(session: Session) -> int:
    """One link for each; none where one of them is not known."""
    from domain.messages import Refused
    from infrastructure.bootstrap import environment, open_door

    if environment().mode != "demo":
        raise Refused("set-up-in-demo")
    app, asked = session.app, session.options
    offices = {person: office_that_knows(session, person) for person in asked.persons}
    sessions, address = open_door(), app.settings.public_url
    links = [
        {
            "organisation": office,
            "person": person,
            "link": f"{address}/sign-in/{sessions.invite(office, person)}",
        }
        for person, office in offices.items()
    ]
    return session.show(
        links,
        lambda: (
            session.say("show.doors"),
            *(session.say("show.door-of", **link | {"name": name_of(session, link)}) for link in links),
        ),
    )


def office_that_knows(session: Session, person: str) -> str:
    from domain.messages import Refused

    office = session.options.org or session.app.office_of(person)
    if person not in session.office(office).persons:
        raise Refused("unknown-person", person=person)
    return str(office)


def name_of(session: Session, link: dict[str, str]) -> str:
    return session.sentences_of(f"people-{link['organisation']}").person(link["person"])
