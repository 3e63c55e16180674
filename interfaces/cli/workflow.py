"""``onrecord workflow``: is a route right, how does it look, and do running plans move to its new version?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from application.workflows.migrating import Move
    from application.workflows.picture import Drawn
    from application.workflows.reading import Read, Wrong
    from domain.workflow.validity import Doubt
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument(
        "deed",
        choices=("check", "publish", "list", "show", "migrate"),
        help=words.say("argument-workflow-deed"),
    )
    parser.add_argument("what", metavar="FILE|KEY", nargs="?", help=words.say("argument-workflow-what"))
    parser.add_argument("--org", metavar="ID", help=words.say("option-org"))
    parser.add_argument("--as", dest="person", metavar="PERSON", help=words.say("option-as"))
    parser.add_argument("--plan", metavar="ID", help=words.say("option-workflow-plan"))
    parser.add_argument("--run", default="", metavar="ID", help=words.say("option-workflow-run"))
    parser.add_argument("--svg", action="store_true", help=words.say("option-svg"))
    parser.add_argument("-o", "--out", metavar="FILE", help=words.say("option-out"))
    parser.add_argument("--to", type=int, metavar="VERSION", help=words.say("option-to-version"))
    parser.add_argument("--reason", default="", metavar="TEXT", help=words.say("option-move-reason"))
    parser.add_argument("--dry-run", action="store_true", help=words.say("option-move-dry-run"))


def run(session: Session) -> int:
    from interfaces.cli.session import WrongUsage

    asked = session.options
    if asked.deed == "list":
        return listed(session)
    if not asked.what and not asked.plan:
        raise WrongUsage("no-file", session.say("workflow.name-it", deed=asked.deed), field="FILE|KEY")
    deeds = {"check": check, "publish": publish, "show": show, "migrate": migrate}
    return deeds[asked.deed](session)


def listed(session: Session) -> int:
    """The routes that may be used now, and how to get one where there is none."""
    from application.projections.workflows import routes_of
    from interfaces.cli.output import table

    organisation = office_of(session)
    routes = [dict(route) for route in session.app.ask(routes_of, organisation)]
    headings = [session.say(f"workflow.{h}") for h in ("key", "titled", "for", "number", "steps")]
    rows = [
        (r["workflow"], r["title"], session.say(f"subject.{r['subject']}"), r["number"], r["steps"])
        for r in routes
    ]
    none = [session.say("workflow.none-published", organisation=organisation)]
    return session.show(routes, lambda: table(headings, rows) if rows else none)


def check(session: Session) -> int:
    """Everything that bars the file, and what to look at; nothing is published."""
    read = read_file(session, session.options.what)
    organisation = office_of(session)
    if wrong := read.bars(session.office(organisation)):
        return refuse(session, wrong)
    if session.options.svg or session.options.out:
        return hand_out(session, as_written(session, read, organisation))
    found = list(doubts(session, read, organisation))
    value = {
        "workflow": read.written.workflow,
        "subject": read.written.subject,
        "steps": len(read.steps),
        "doubts": [{"step": read.steps[d.step].key, "code": d.code, "who": d.who} for d in found],
    }
    return session.show(value, lambda: checked(session, read, found))


def publish(session: Session) -> int:
    from interfaces.cli.acting import act, outcome, told

    read = read_file(session, session.options.what)
    organisation = office_of(session)
    if wrong := read.bars(session.office(organisation)):
        return refuse(session, wrong)
    done = act(session, read.command(organisation), by=who_acts(session))
    return session.show(outcome(session, done), lambda: told(session, done))


def show(session: Session) -> int:
    from interfaces.pictures.route import lines

    route = picture(session)
    if session.options.svg or session.options.out:
        return hand_out(session, route)
    return session.show({"title": route.title, "steps": [*route.sentences()]}, lambda: lines(route))


def hand_out(session: Session, route: Drawn) -> int:
    """The route as a picture: into the file that is named, else as the answer."""
    from interfaces.pictures.route import drawn

    svg, file = drawn(route, alone=True), session.options.out
    if file:
        Path(file).write_text(svg, encoding="utf-8")
        return session.show({"file": file}, lambda: [session.say("workflow.drawn", file=file)])
    return session.show({"svg": svg}, lambda: svg.splitlines())


def migrate(session: Session) -> int:
    from application.workflows.migrating import Migration, migrated, newest, tried
    from domain.messages import Refused

    asked, organisation = session.options, office_of(session)
    number = asked.to or newest(session.app, organisation, asked.what)
    if not asked.dry_run and not asked.reason.strip():
        raise Refused("reason-missing")
    by = asked.person or "" if asked.dry_run else who_acts(session)
    migration = Migration(organisation, asked.what, number, asked.reason or "?", by)
    session.asked = "MoveRun"
    moves = tried(session.app, migration) if asked.dry_run else migrated(session.app, migration)
    value = {"workflow": asked.what, "to": number, "dry_run": asked.dry_run, "runs": told_of(session, moves)}
    return session.show(value, lambda: table_of(session, moves, number))


def picture(session: Session) -> Drawn:
    """The route as published, or as one plan goes along it."""
    from application.workflows.picture import of_definition, of_run
    from domain.messages import Refused

    asked = session.options
    if asked.plan:
        stream = f"plan-{asked.plan}"
        session.stream = stream
        at = session.app.state(stream).run_of(asked.run)
        if not at.route:
            raise Refused("unknown-run", run=asked.run or asked.plan)
        title = session.say("workflow.route-of", plan=asked.plan, version=at.workflow_version)
        return of_run(title, at, session.sentences_of(stream), session.app.history(stream))
    organisation = office_of(session)
    published = session.app.state(f"workflow-{organisation}.{asked.what}").published
    if published is None:
        raise Refused("unknown-workflow", workflow=asked.what)
    title = session.say("workflow.version", title=published.title, number=published.number)
    return of_definition(title, published.steps, session.sentences_of(f"people-{organisation}"))


def as_written(session: Session, read: Read, organisation: str) -> Drawn:
    """A route that is not published yet: its picture may be looked at first."""
    from application.workflows.picture import of_definition

    return of_definition(read.written.title, read.steps, session.sentences_of(f"people-{organisation}"))


def read_file(session: Session, name: str) -> Read:
    from application.workflows.reading import NotRead, read_definition
    from interfaces.cli.session import WrongUsage

    try:
        return read_definition(Path(name).read_bytes())
    except OSError as unread:
        message = session.say("usage.no-file", path=name)
        raise WrongUsage("no-file", message, path=name) from unread
    except NotRead as unread:
        message = "\n".join(worded(session, w) for w in unread.wrong)
        facts = [{"line": w.line, "field": w.field, "code": w.key} for w in unread.wrong]
        raise WrongUsage("not-a-workflow", message, wrong=facts) from unread


def worded(session: Session, wrong: Wrong) -> str:
    """Where, and what to do: ``line 9, steps.1.needs: …``."""
    barred = wrong.refused
    stream = f"people-{session.options.org}" if session.options.org else ""
    words = session.sentences_of(stream).why(barred) if barred else session.say(wrong.key, **wrong.facts)
    return session.say("workflow.line", line=wrong.line, field=wrong.field or "-", words=words)


def refuse(session: Session, wrong: Sequence[Wrong]) -> int:
    message = "\n".join(worded(session, w) for w in wrong)
    facts = [{"line": w.line, "field": w.field, "code": w.key.partition(".")[2]} for w in wrong]
    return session.refuse(facts[0]["code"], message, wrong=facts)  # type: ignore[arg-type]


def doubts(session: Session, read: Read, organisation: str) -> Iterator[Doubt]:
    from domain.workflow import validity

    sentences = session.sentences_of(f"people-{organisation}")
    today = sentences.local(session.app.clock.now()).date()
    return validity.doubts(read.steps, session.office(organisation), today)


def checked(session: Session, read: Read, found: Sequence[Doubt]) -> Iterator[str]:
    from application.workflows.reading import line_of

    for doubt in found:
        line = line_of(read.lines, ("steps", doubt.step, "who"))
        yield session.say(
            "workflow.line", line=line, field=doubt.who, words=session.say(f"workflow.{doubt.code}")
        )
    subject = session.say(f"subject.{read.written.subject}")
    file = session.options.what
    yield session.say("workflow.fine", file=file, steps=len(read.steps), subject=subject)


def told_of(session: Session, moves: Sequence[Move]) -> list[dict[str, object]]:
    return [
        {
            "plan": m.plan,
            "run": m.run,
            "from": m.number,
            "moves": m.refused is None,
            "refused": m.refused.code if m.refused else None,
            "why": why(session, m),
        }
        for m in moves
    ]


def why(session: Session, move: Move) -> str:
    if move.refused is None:
        return ""
    return session.sentences_of(f"plan-{move.plan}").why(move.refused)


def table_of(session: Session, moves: Sequence[Move], number: int) -> Iterator[str]:
    from interfaces.cli.output import table

    if not moves:
        yield session.say("workflow.none-to-move", number=number)
        return
    stays, dry = session.say("workflow.stays"), session.options.dry_run
    goes = session.say("workflow.would-move" if dry else "workflow.moved")
    rows = (
        ("/".join(filter(None, (m.plan, m.run))), m.number, stays if m.refused else goes, why(session, m))
        for m in moves
    )
    yield from table([session.say(f"workflow.{h}") for h in ("plan", "by-version", "fate", "why")], rows)
    moved = sum(m.refused is None for m in moves)
    yield session.say(
        "workflow.would-be" if dry else "workflow.were", moved=moved, stay=len(moves) - moved, number=number
    )


def office_of(session: Session) -> str:
    from domain.messages import Refused
    from interfaces.cli.calendar import only_office

    organisation = session.options.org or only_office(session)
    if not session.office(organisation).id:
        raise Refused("unknown-organisation", organisation=organisation, known="")
    return str(organisation)


def who_acts(session: Session) -> str:
    from interfaces.cli.session import WrongUsage

    if not session.options.person:
        message = session.say("usage.field-missing", field="--as")
        raise WrongUsage("who-acts", message, field="--as")
    return str(session.options.person)
