"""For which office, and as which of its planners?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.messages import Refused
from interfaces.cli import output

if TYPE_CHECKING:
    from application.app import App
    from domain.people.state import Organisation
    from interfaces.cli.session import Session

SHIPPED = {"uk": "ua-office", "vi": "vn-office"}
"""The sample office that speaks a plan's language."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """An office, and whether it was ``opened`` for this."""

    office: str
    opened: bool = False


def office_for(session: Session, asked: str | None, language: str) -> Chosen:
    """The office named, or the only one there is. A demonstration opens a shipped one where none is known,
    and says so."""
    from application.projections.persons import offices
    from application.samples.offices import OFFICES

    app = session.app
    known = list(app.ask(offices))
    if asked in known:
        return Chosen(str(asked))
    wanted = asked or ("" if known else SHIPPED.get(language, ""))
    if app.settings.mode == "demo" and wanted in OFFICES:
        opens(app, wanted)
        key = "show.office-opened-as-named" if asked else "show.office-opened"
        output.complain(session.say(key, organisation=wanted))
        return Chosen(wanted, opened=True)
    if asked:
        raise Refused("unknown-organisation", organisation=asked, known=", ".join(known))
    if len(known) == 1:
        return Chosen(known[0])
    if not known and app.settings.mode == "production":
        raise Refused("no-office-yet")
    raise Refused("name-the-office", organisations=", ".join(known))


def names_for(session: Session, asked: str | None, language: str) -> dict[str, str] | None:
    """Whose names a dry run knows: those of the office that an import would take, None where it takes none.

    Nothing is opened for it: a shipped office is looked at, and that is said.
    """
    from application.projections.persons import offices
    from application.samples.offices import OFFICES, shipped_office
    from infrastructure.bootstrap import environment, record_here

    known = list(session.app.ask(offices)) if record_here() else []
    if asked in known:
        return session.office(str(asked)).names()
    wanted = asked or ("" if known else SHIPPED.get(language, ""))
    if environment().mode == "demo" and wanted in OFFICES:
        output.complain(session.say("show.office-looked-at", organisation=wanted))
        return shipped_office(wanted).names()
    if asked:
        raise Refused("unknown-organisation", organisation=asked, known=", ".join(known))
    if len(known) == 1:
        return session.office(known[0]).names()
    if known:
        output.complain(session.say("show.names-not-compared", organisations=", ".join(known)))
    return None


def office_here(session: Session, asked: str | None) -> str | None:
    """The office on record that an import would take without a question."""
    from application.projections.persons import offices
    from infrastructure.bootstrap import record_here

    known = list(session.app.ask(offices)) if record_here() else []
    if asked:
        return asked if asked in known else None
    return known[0] if len(known) == 1 else None


def opens(app: App, shipped: str) -> None:
    """Units, posts, people, calendars and routes of a shipped office come onto the record."""
    from application.samples.offices import shipped_office
    from application.samples.opening import set_up_office

    set_up_office(app, shipped_office(shipped))
    app.catch_up()


def planner_of(session: Session, office: Organisation) -> str:
    """The only planner of the office today."""
    today = session.sentences_of(f"people-{office.id}").local(session.app.clock.now()).date()
    posts = [p.position for p in office.positions.values() if p.role == "planner"]
    planners = sorted({a.person for post in posts for a in office.holders(post, today)})
    if len(planners) != 1:
        raise Refused("name-the-planner", planners=", ".join(planners))
    return planners[0]
