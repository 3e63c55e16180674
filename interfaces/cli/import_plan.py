"""``onrecord import``: how does an office's file become a draft on record?"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interfaces.cli.file_read import content_of, name_of, reading
from interfaces.cli.words import Help

if TYPE_CHECKING:
    from application.app import Done
    from application.imports.grid import Papers
    from application.imports.reading import Reading
    from application.ports import DocumentRefused
    from interfaces.cli.session import Session


@dataclass(frozen=True, slots=True)
class AlreadyRead:
    """A reader of one file: what it holds is read once, however often it is then made a plan of."""

    papers: Papers

    def read(self, content: bytes, file_name: str) -> Papers:
        return self.papers


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("file", metavar="FILE", help=words.say("argument-file"))
    parser.add_argument("--dry-run", action="store_true", help=words.say("option-dry-run"))
    parser.add_argument("--org", metavar="ID", help=words.say("option-org"))
    parser.add_argument("--period", metavar="PERIOD", help=words.say("option-period"))
    parser.add_argument("--onto", metavar="PLAN", help=words.say("option-onto"))
    parser.add_argument("--reason", metavar="TEXT", help=words.say("option-reason"))
    parser.add_argument("--same", action="append", metavar="ID=ROW", help=words.say("option-same"))
    parser.add_argument("--new", action="append", type=int, metavar="ROW", help=words.say("option-new"))
    parser.add_argument("--again", action="store_true", help=words.say("option-again"))
    parser.add_argument("--as", dest="person", metavar="PERSON", help=words.say("option-as"))


def run(session: Session) -> int:
    from application.ports import DocumentRefused
    from interfaces.cli.log import leave_to_words

    leave_to_words("document.reading_broke_off")
    try:
        content = content_of(session)
        if session.options.onto:
            from interfaces.cli.correct_plan import corrected

            return corrected(session, content)
        return dry_run(session, content) if session.options.dry_run else stored(session, content)
    except DocumentRefused as refused:
        return not_taken(session, refused)


def dry_run(session: Session, content: bytes) -> int:
    """Reads and tells what an import would say of its findings. No record is made, and no office opened."""
    from application.imports.truth import as_truth
    from infrastructure.bootstrap import document_reader
    from interfaces.cli.offices import names_for, office_here
    from interfaces.cli.telling_review import review_lines, review_value

    reader = AlreadyRead(document_reader().read(content, name_of(session)))
    language = reading(session, reader, content).document.language
    read = reading(session, reader, content, names_for(session, session.options.org, language))
    value = {**as_truth(read, session.worded), "review": review_value(session, read)}
    office = office_here(session, session.options.org)
    standing = standing_drafts(session, office, read.document.period) if office else []
    tell_of_drafts(session, read.document.period, standing)
    if standing:
        value["standing_drafts"] = standing
    return session.show(value, lambda: (*review_lines(session, read), would_import(session, read)))


def stored(session: Session, content: bytes) -> int:
    """The bytes are kept, then the draft, read with the office's people, is put on record."""
    from application.imports.truth import as_truth
    from domain.plan.decisions.drafting import DraftPlan
    from interfaces.cli.acting import act, refuse_unless_allowed_here
    from interfaces.cli.offices import office_for, planner_of

    app, asked = session.app, session.options
    reader = AlreadyRead(app.reader.read(content, name_of(session)))
    language = reading(session, reader, content).document.language
    chosen = office_for(session, asked.org, language)
    office = session.office(chosen.office)
    if not asked.again:
        refuse_if_on_record(session, office.id, content)
    read = reading(session, reader, content, office.names())
    planner = asked.person or planner_of(session, office)
    refuse_unless_allowed_here(session, DraftPlan.__name__, planner)
    app.files.put(content)
    plan = new_id(session, office.id, read.document.period)
    standing = standing_drafts(session, office.id, read.document.period)
    draft = DraftPlan(plan=plan, document=read.document, findings=read.findings)
    done = act(session, draft, by=planner)
    value = {**as_truth(read, session.worded), "plan": plan, "position": done.answer.position}
    tell_of_drafts(session, read.document.period, standing)
    if standing:
        value["standing_drafts"] = standing
    if chosen.opened:
        value["opened"] = chosen.office
    return session.show(value, lambda: told(session, read, plan, done))


def refuse_if_on_record(session: Session, office: str, content: bytes) -> None:
    """The same bytes twice are a slip of the hand, unless a person says otherwise."""
    from application.projections.plan_board import plans
    from domain.messages import Refused
    from domain.plan.events import PlanDrafted, PlanRedrafted

    sha256 = hashlib.sha256(content).hexdigest()
    for row in session.app.ask(plans, office):
        history = session.app.history(f"plan-{row['plan']}")
        texts = (r.event.document for r in history if isinstance(r.event, PlanDrafted | PlanRedrafted))
        if any(text.source and text.source.sha256 == sha256 for text in texts):
            raise Refused("file-on-record", plan=row["plan"])


def standing_drafts(session: Session, office: str, period: str) -> list[str]:
    """Drafts of the same office and period: a second one may be meant as a correction."""
    from application.projections.plan_board import plans

    rows = session.app.ask(plans, office)
    return sorted(r["plan"] for r in rows if (r["period"], r["status"]) == (period, "draft"))


def tell_of_drafts(session: Session, period: str, drafts: Sequence[str]) -> None:
    from interfaces.cli import output

    if drafts:
        period = session.sentences_of("").period(period)
        output.complain(session.say("show.draft-stands", period=period, plan=", ".join(drafts)))


def new_id(session: Session, office: str, period: str) -> str:
    from application.copying import free_id

    return free_id(session.app, office, period)


def told(session: Session, read: Reading, plan: str, done: Done) -> Iterator[str]:
    from interfaces.cli.telling_findings import finding_lines

    document = read.document
    yield from finding_lines(session, read.findings)
    facts = {"title": document.header.title, "measures": len(document.measures)}
    yield session.say("show.imported", plan=plan, position=done.answer.position, **facts)


def would_import(session: Session, read: Reading) -> str:
    document = read.document
    return session.say("show.would-import", title=document.header.title, measures=len(document.measures))


def not_taken(session: Session, refused: DocumentRefused) -> int:
    """What is wrong, where, how to mend; nothing was stored."""
    from application.imports import truth
    from interfaces.cli import output

    message = session.worded(truth.refusal(refused))
    output.complain(session.say("show.not-imported", message=message))
    if session.options.json:
        output.write_json(truth.refused(refused, session.worded))
    return 1
