"""What does the file that a person named say, in the period that they typed?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from interfaces.cli.called import shown_text

if TYPE_CHECKING:
    from application.imports.reading import Reading
    from application.ports import DocumentReader
    from interfaces.cli.session import Session


def content_of(session: Session) -> bytes:
    from infrastructure.bootstrap import content_of_file
    from interfaces.cli.session import WrongUsage

    path = Path(session.options.file)
    try:
        return content_of_file(path)
    except (OSError, ValueError) as unread:
        told = shown_text(str(path))
        key = "usage.not-a-file" if is_no_file(path) else "usage.no-file"
        raise WrongUsage("no-file", session.say(key, path=told), path=told) from unread


def is_no_file(path: Path) -> bool:
    """A folder, a pipe or a device stands there."""
    try:
        return path.exists() and not path.is_file()
    except (OSError, ValueError):
        return False


def name_of(session: Session) -> str:
    return shown_text(Path(session.options.file).name)


def reading(
    session: Session,
    reader: DocumentReader,
    content: bytes,
    names: Mapping[str, str] | None = None,
    period: str | None = None,
) -> Reading:
    """``period`` is taken where none is asked for; a title that says another is a finding then."""
    from application.imports.directory import Directory
    from application.imports.reading import read_plan

    directory = Directory(names) if names else None
    return read_plan(
        content, name_of(session), reader, directory=directory, period=period_of(session) or period
    )


def period_of(session: Session) -> str | None:
    from interfaces.cli.typed_period import typed_period

    given = session.options.period
    return None if given is None else typed_period(session, given)
