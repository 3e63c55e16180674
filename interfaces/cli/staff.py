"""``onrecord staff``: how does a list of an office's people come onto the record?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from application.imports.grid import Papers
    from application.staffing.reading import StaffFinding, StaffRead
    from domain.messages import Moment
    from domain.people.decisions import RegisterOrganisation
    from domain.people.state import Organisation
    from interfaces.cli.session import Session

ZONES = {"uk": "Europe/Kyiv", "vi": "Asia/Ho_Chi_Minh", "en": "UTC"}
"""Where an office stands that says no more than its language."""


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("file", metavar="FILE", help=words.say("argument-staff-file"))
    parser.add_argument("--org", metavar="ID", help=words.say("option-org"))
    parser.add_argument("--dry-run", action="store_true", help=words.say("option-staff-dry-run"))
    parser.add_argument("--open", dest="title", metavar="TITLE", help=words.say("option-open"))
    parser.add_argument("--above", metavar="ID", help=words.say("option-above"))
    parser.add_argument("--zone", metavar="ZONE", help=words.say("option-zone"))
    parser.add_argument("--as", dest="person", metavar="PERSON", help=words.say("option-as"))


def run(session: Session) -> int:
    from application.ports import DocumentRefused
    from interfaces.cli.file_read import content_of, name_of
    from interfaces.cli.import_plan import not_taken
    from interfaces.cli.log import leave_to_words

    leave_to_words("document.reading_broke_off")
    content = content_of(session)
    try:
        papers = session.app.reader.read(content, name_of(session))
    except DocumentRefused as refused:
        return not_taken(session, refused)
    return taken(session, papers)


def taken(session: Session, papers: Papers) -> int:
    """All of the list or nothing: while a line is unclear, nothing is recorded."""
    from application.staffing.columns import rows_of
    from application.staffing.reading import read_staff
    from domain.messages import Refused

    rows = rows_of(papers)
    if not rows:
        raise Refused("staff-no-headings")
    opening = opening_of(session)
    office = office_of(session, opening)
    read = read_staff(rows, office, moment_of(session, office))
    done = not read.findings and not session.options.dry_run
    if done:
        record(session, opening, read)
    value = told_to_scripts(session, office, read, opening is not None, done)
    code = session.show(value, lambda: lines(session, office, read, done))
    return 1 if read.findings else code


def opening_of(session: Session) -> RegisterOrganisation | None:
    """The command that opens the office first, where ``--open`` names it and it is not on record."""
    from application.projections.persons import offices
    from domain.messages import Refused
    from domain.people.decisions import RegisterOrganisation

    asked = session.options
    if not asked.title or session.office(asked.org or "").id:
        return None
    if not asked.org:
        raise Refused("name-the-office", organisations=", ".join(session.app.ask(offices)))
    if asked.above and not session.office(asked.above).id:
        raise Refused("unknown-organisation", organisation=asked.above, known="")
    return RegisterOrganisation(
        organisation=asked.org,
        title=asked.title,
        zone=asked.zone or ZONES[session.language],
        language=session.language,
        above=asked.above,
    )


def office_of(session: Session, opening: RegisterOrganisation | None) -> Organisation:
    """The office as it stands, or as it would when it is opened."""
    from application.moving_office import line_under
    from domain.messages import SYSTEM, Moment
    from domain.people.decisions import decider
    from domain.people.line import Line
    from domain.people.state import Organisation
    from interfaces.cli.offices import office_for

    if opening is None:
        chosen = office_for(session, session.options.org, session.language)
        return session.office(chosen.office)
    now = session.app.clock.now()
    line = line_under(session.app.state, opening.above or "")
    house = Moment(by=SYSTEM, at=now, today=now.date(), command_id="", around={Line: line})
    return decider.fold(decider.decide(Organisation(), opening, house))


def moment_of(session: Session, office: Organisation) -> Moment:
    from zoneinfo import ZoneInfo

    from domain.messages import SYSTEM, Moment
    from domain.people.standing import NOBODY

    now, by = session.app.clock.now(), session.options.person or SYSTEM
    today = now.astimezone(ZoneInfo(office.zone)).date()
    standing = NOBODY if by == SYSTEM else office.standing(by, today)
    return Moment(by=by, at=now, today=today, command_id="", organisation=office.id, standing=standing)


def record(session: Session, opening: RegisterOrganisation | None, read: StaffRead) -> None:
    """An office is opened by the house; its list is asked for by whom ``--as`` names, else by the house."""
    from domain.messages import SYSTEM
    from interfaces.cli.acting import act

    if opening:
        act(session, opening, by=SYSTEM)
    for command in read.commands:
        act(session, command, by=session.options.person or SYSTEM)


def told_to_scripts(
    session: Session, office: Organisation, read: StaffRead, opened: bool, done: bool
) -> dict[str, object]:
    return {
        "organisation": office.id,
        "opened": opened and done,
        "recorded": done,
        "lines": read.lines,
        "changes": [{"command": type(c).__name__, **c.model_dump(mode="json")} for c in read.commands],
        "findings": [
            {"place": f.place, "code": f.code, "message": words_of(session, office, f)} for f in read.findings
        ],
        "missing": [{"person": m.person, "position": m.position} for m in read.missing],
    }


def words_of(session: Session, office: Organisation, finding: StaffFinding) -> str:
    from application.sentences import speaking

    if finding.refused:
        return speaking(session.phrases, session.language, office, None).why(finding.refused)
    return session.say(f"staff.{finding.code}", text=finding.text)


def lines(session: Session, office: Organisation, read: StaffRead, done: bool) -> Iterator[str]:
    from application.findings import placed
    from application.sentences import speaking

    for finding in read.findings:
        place = placed(session.phrases, session.language, finding.place)
        yield session.say("staff.finding", place=place, words=words_of(session, office, finding))
    counts: dict[str, int] = {}
    for command in read.commands:
        counts[type(command).__name__] = counts.get(type(command).__name__, 0) + 1
    for name, count in counts.items():
        yield session.say("staff.changes", command=session.say(f"command.{name}"), count=count)
    sentences = speaking(session.phrases, session.language, office, None)
    for gone in read.missing:
        post = office.positions[gone.position].title
        yield session.say(
            "staff.missing", person=sentences.person(gone.person), position=post, id=gone.person
        )
    yield session.say(outcome(read, done), lines=read.lines, organisation=office.id)


def outcome(read: StaffRead, done: bool) -> str:
    if read.findings:
        return "staff.not-recorded"
    if not read.commands:
        return "staff.nothing-new"
    return "staff.recorded" if done else "staff.would-record"
