"""``onrecord export``: how does a plan leave the record again, as a document or as the file it came in?"""

from __future__ import annotations

import argparse
import hashlib
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from application.exports.read_back import Unheld
    from interfaces.cli.session import Session
    from interfaces.cli.standing_plan import Look

MOST_TOLD = 10


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("id", metavar="ID", help=words.say("argument-plan"))
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--format", metavar="FORMAT", help=words.say("option-plan-format"))
    what.add_argument("--original", action="store_true", help=words.say("option-original"))
    parser.add_argument("--even-unsafe", action="store_true", help=words.say("option-even-unsafe"))
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--as-of", metavar="TIME", help=words.say("option-as-of"))
    when.add_argument("--position", type=int, metavar="N", help=words.say("option-position"))
    parser.add_argument("-o", "--out", metavar="FILE", help=words.say("option-out"))


def run(session: Session) -> int:
    from interfaces.cli.moments import moment_of
    from interfaces.cli.plan import zone_of
    from interfaces.cli.standing_plan import looked_at

    asked = session.options
    session.stream = f"plan-{asked.id}"
    at = moment_of(session, asked.as_of, zone_of(session, asked.id)) if asked.as_of else None
    look = looked_at(session.app, asked.id, position=asked.position, at=at)
    return original(session, look) if asked.original else printed(session, look)


def printed(session: Session, look: Look) -> int:
    """The plan as it stood, and what of it the file cannot hold."""
    from application.exports.plan_page import page_of
    from application.exports.read_back import unheld
    from application.imports.directory import Directory
    from interfaces.cli.report import refuse_unless_writable, written

    app = session.app
    format = format_of(session)
    path = Path(session.options.out or f"{look.id}.{format}").absolute()
    refuse_unless_writable(path)
    at = look.last.envelope.recorded_at
    content = app.plan_renderers[format](page_of(look.plan.text, at=at, prose=format == "docx"))
    lost = unheld(look.plan.text, content, path.name, app.reader, Directory(look.office.names()))
    written(path, content)
    value = told_of(look, path, content) | {"format": format, "unheld": [asdict(one) for one in lost]}
    return session.show(value, lambda: lines(session, value, lost))


def original(session: Session, look: Look) -> int:
    """The bytes that the plan was read from; what may act by itself only where the person insists."""
    from application.exports.original import bytes_of, may_act, original_of, safe_name
    from domain.messages import Refused
    from interfaces.cli.output import complain
    from interfaces.cli.report import refuse_unless_writable, written

    source, unsafe = original_of(look.plan), may_act(look.plan)
    if unsafe and not session.options.even_unsafe:
        raise Refused("original-unsafe", name=source.file_name)
    out = session.options.out
    path = Path(out or safe_name(source.file_name, look.id)).absolute()
    refuse_unless_writable(path)
    if not out and os.path.lexists(path):
        raise Refused("file-stands", path=str(path))
    content = bytes_of(session.app.files, source)
    written(path, content)
    if unsafe:
        complain(session.say("show.original-unsafe"))
    value = told_of(look, path, content) | {"file_name": source.file_name, "unsafe": unsafe}
    return session.show(value, lambda: lines(session, value, ()))


def format_of(session: Session) -> str:
    """The one asked for, else the one that the file's ending names; docx where neither says."""
    from domain.messages import Refused

    asked, known = session.options, session.app.plan_renderers
    ending = Path(asked.out or "").suffix.lower().removeprefix(".")
    if asked.format and ending in known and ending != asked.format:
        raise Refused("format-contradicts", path=asked.out, format=asked.format)
    format = str(asked.format or ending or "docx")
    if format not in known:
        raise Refused("unknown-format", format=format, known=", ".join(sorted(known)))
    return format


def told_of(look: Look, path: Path, content: bytes) -> dict[str, object]:
    return {
        "plan": look.id,
        "position": look.last.position,
        "path": str(path),
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
    }


def lines(session: Session, value: dict[str, object], lost: tuple[Unheld, ...]) -> Iterator[str]:
    yield session.say("show.report", path=value["path"], sha256=value["sha256"], position=value["position"])
    if lost:
        yield session.say("show.unheld", cells=len(lost))
    for one in lost[:MOST_TOLD]:
        yield session.say("show.unheld-cell", **asdict(one))
