"""``onrecord log``: how is what was done logged in bulk, from a table that was filled in?"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from application.bulk.recording import Told
    from application.offers import PlanSeen
    from application.sentences import Sentences
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", help=words.say("argument-table"))
    parser.add_argument("--as", dest="person", required=True, metavar="PERSON", help=words.say("option-as"))
    parser.add_argument("--plan", metavar="PLAN", help=words.say("option-plan"))
    parser.add_argument("--dry-run", action="store_true", help=words.say("option-table-dry-run"))
    parser.add_argument(
        "--another", action="append", default=[], metavar="ROW", help=words.say("option-another")
    )
    parser.add_argument("--template", metavar="PLAN", help=words.say("option-template"))
    parser.add_argument("-o", "--out", metavar="FILE", help=words.say("option-out"))


def run(session: Session) -> int:
    from application.ports import DocumentRefused
    from interfaces.cli.import_plan import not_taken
    from interfaces.cli.log import leave_to_words
    from interfaces.cli.session import WrongUsage

    asked = session.options
    if bool(asked.file) == bool(asked.template):
        raise WrongUsage("file-or-template", session.say("usage.file-or-template"))
    if asked.template:
        return handed_out(session)
    leave_to_words("document.reading_broke_off")
    try:
        return logged(session)
    except DocumentRefused as refused:
        return not_taken(session, refused)


def logged(session: Session) -> int:
    """Good lines are recorded one by one; where some stay, the exit says so."""
    from application.bulk.columns import lines_of
    from application.bulk.recording import STAYS, Table, counts, record, rehearse
    from domain.messages import Refused
    from domain.plan.decisions.execution import LogExecution
    from interfaces.cli.acting import refuse_unless_allowed_here
    from interfaces.cli.file_read import content_of, name_of

    asked = session.options
    content = content_of(session)
    lines = lines_of(session.app.reader.read(content, name_of(session)))
    if lines is None:
        raise Refused("table-no-headings")
    seen = seen_by(session, asked.plan or only_plan(session))
    table = Table(hashlib.sha256(content).hexdigest(), lines, frozenset(asked.another))
    if asked.dry_run:
        told = rehearse(seen, table)
    else:
        refuse_unless_allowed_here(session, LogExecution.__name__, asked.person)
        told = record(session.app, seen, table, session.channel)
        session.app.catch_up()
    sentences = session.sentences_of(f"plan-{seen.id}")
    value = {
        "plan": seen.id,
        "sha256": table.sha256,
        "dry_run": asked.dry_run,
        **counts(told),
        "rows": [as_row(sentences, one) for one in told],
    }
    code = session.show(value, lambda: told_lines(session, sentences, told))
    return 1 if any(one.outcome in STAYS for one in told) else code


def seen_by(session: Session, plan: str) -> PlanSeen:
    from application.offers import plan_seen
    from application.ports import SignedIn

    person = session.options.person
    session.stream = f"plan-{plan}"
    return plan_seen(session.app, plan, SignedIn(session.app.office_of(person), person))


def only_plan(session: Session) -> str:
    """The plan of the person's office that is carried out, where there is one and no other."""
    from application.projections.plan_board import plans
    from domain.messages import Refused
    from domain.plan.state import CARRIED_OUT

    rows = session.app.ask(plans, session.app.office_of(session.options.person))
    known = sorted(row["plan"] for row in rows if row["status"] in CARRIED_OUT)
    if not known:
        raise Refused("no-plan-in-force")
    if len(known) > 1:
        raise Refused("which-plan", known=", ".join(known))
    return str(known[0])


def as_row(sentences: Sentences, told: Told) -> dict[str, object]:
    from application.bulk.words import why

    row: dict[str, object] = {"place": told.place, "measure": told.measure, "outcome": told.outcome.value}
    if told.command is not None:
        row |= {"command": type(told.command).__name__, "fields": told.command.model_dump(mode="json")}
    if told.position:
        row["position"] = told.position
    if told.either:
        row["day_first"] = told.either
    if told.refused is not None:
        row |= {"cell": told.cell, "refused": told.refused.code, "message": why(sentences, told)}
    return row


def told_lines(session: Session, sentences: Sentences, told: Sequence[Told]) -> Iterator[str]:
    from application.bulk.recording import STAYS, Outcome, counts
    from application.bulk.words import line_of

    yield from (line_of(sentences, one) for one in told if one.outcome is not Outcome.LEFT)
    stays = sum(one.outcome in STAYS for one in told)
    key = "bulk.in-all-would" if session.options.dry_run else "bulk.in-all"
    yield session.say(key, **counts(told), stays=stays)
    if alike := [f"--another {one.place}" for one in told if one.outcome is Outcome.ASKED]:
        yield session.say("bulk.another", options=" ".join(alike))


def handed_out(session: Session) -> int:
    """A table of the person's measures, ready to be filled in."""
    from application.bulk.table import fill_in
    from domain.messages import Refused
    from interfaces.cli.report import refuse_unless_writable, written

    asked = session.options
    seen = seen_by(session, asked.template)
    path = Path(asked.out or f"{seen.id}-log.xlsx").absolute()
    if path.suffix.lower() != ".xlsx":
        raise Refused("unknown-format", format=path.suffix or path.name, known="xlsx")
    refuse_unless_writable(path)
    table = fill_in(seen, session.sentences_of(f"plan-{seen.id}"), session.app.clock.now())
    content = session.app.write_table(table)
    written(path, content)
    value = {
        "plan": seen.id,
        "path": str(path),
        "rows": len(table.rows),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    told = {"path": str(path), "rows": len(table.rows), "plan": seen.id, "person": asked.person}
    return session.show(value, lambda: [session.say("bulk.template", **told)])
