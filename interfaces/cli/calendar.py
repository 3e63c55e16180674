"""``onrecord calendar``: which day is so many working days away, and why are days skipped?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from domain.calendar.days import WorkingCalendar
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("date", metavar="DATE", help=words.say("argument-date"))
    parser.add_argument("--shift", type=int, default=0, metavar="N", help=words.say("option-shift"))
    parser.add_argument("--org", metavar="ID", help=words.say("option-org"))
    parser.add_argument(
        "--roll", choices=("before", "after", "none"), default="none", help=words.say("option-roll")
    )


def run(session: Session) -> int:
    from domain.calendar.days import Roll

    asked = session.options
    calendar, start = calendar_of(session, asked.org or only_office(session)), day_of(session, asked.date)
    found = calendar.shift(calendar.roll(start, Roll(asked.roll)), asked.shift)
    skipped = [{"date": day, "why": why} for day, why in calendar.skipped(start, found)]
    return session.show({"date": found, "skipped": skipped}, lambda: lines(session, found, skipped))


def only_office(session: Session) -> str:
    """Where no office is on record, the one that a stranger tries first; of several, one must be named."""
    from application.projections.persons import offices
    from application.samples.offices import OFFICES
    from domain.messages import Refused
    from infrastructure.bootstrap import record_here

    known = list(session.app.ask(offices)) if record_here() else []
    if len(known) > 1:
        raise Refused("name-the-office", organisations=", ".join(known))
    return known[0] if known else next(iter(OFFICES))


def calendar_of(session: Session, organisation: str) -> WorkingCalendar:
    """The days that the office accepted, or those that a shipped office comes with."""
    from application.samples.offices import OFFICES, shipped_office
    from domain.calendar.days import WorkingCalendar
    from domain.calendar.state import OfficeCalendar
    from domain.messages import Refused
    from infrastructure.bootstrap import record_here

    accepted = session.app.state(f"calendar-{organisation}") if record_here() else OfficeCalendar()
    assert isinstance(accepted, OfficeCalendar)
    if organisation in OFFICES and not accepted.years:
        years = shipped_office(organisation).years
        return WorkingCalendar(
            off={d.day: d.why for year in years for d in year.off},
            working={d.day: d.why for year in years for d in year.working},
        )
    if not accepted.years:
        from application.projections.persons import offices

        known = list(session.app.ask(offices)) if record_here() else []
        if organisation in known:
            raise Refused("no-calendar", organisation=organisation)
        names = ", ".join(dict.fromkeys((*known, *OFFICES)))
        raise Refused("unknown-organisation", organisation=organisation, known=names)
    return accepted.days


def day_of(session: Session, written: str) -> date:
    from interfaces.cli.session import WrongUsage

    try:
        return date.fromisoformat(written)
    except ValueError as unread:
        raise WrongUsage("not-a-time", session.say("usage.not-a-time", given=written)) from unread


def lines(session: Session, found: date, skipped: list[dict[str, object]]) -> Iterator[str]:
    yield session.say("show.day", day=found)
    for one in skipped:
        why = session.say("show.weekend") if one["why"] == "weekend" else one["why"]
        yield session.say("show.skipped", day=one["date"], why=why)
