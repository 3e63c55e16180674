"""How does a file that shows a deed come from the command line to the store?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from application.evidence.keeping import HandedIn
    from domain.messages import Command
    from domain.people.state import Organisation
    from interfaces.cli.session import Session


def with_evidence(session: Session, command: Command, paths: Sequence[str], by: str) -> Command:
    """The command, naming these files, which are kept by now. Raises EvidenceRefused: nothing is recorded."""
    from application.evidence.keeping import MOST_FILES, EvidenceRefused, keep
    from interfaces.cli.acting import refuse_unless_allowed_here
    from interfaces.cli.session import WrongUsage

    name = type(command).__name__
    if "evidence" not in type(command).model_fields:
        raise WrongUsage(
            "no-evidence-here", session.say("usage.no-evidence-here", command=name), command=name
        )
    session.asked = name
    refuse_unless_allowed_here(session, name, by)
    if len(paths) > MOST_FILES:
        raise EvidenceRefused("evidence-too-many", file=Path(paths[MOST_FILES]).name, most=MOST_FILES)
    office = office_of(session, command, by)
    kept = tuple(keep(session.app, office, handed_in(session, path)) for path in paths)
    return command.model_copy(update={"evidence": (*getattr(command, "evidence", ()), *kept)})


def refuse_unless_kept(session: Session, command: Command) -> None:
    """A file that is named by its hash alone must be in the store."""
    from application.evidence import keeping

    session.asked = type(command).__name__
    keeping.refuse_unless_kept(session.app, command)


def office_of(session: Session, command: Command, by: str) -> Organisation:
    """The office whose rules say what photos keep."""
    history = session.app.history(command.stream, up_to=1)
    return session.office(history[0].envelope.organisation if history else session.app.office_of(by))


def handed_in(session: Session, path: str) -> HandedIn:
    """At most one byte more than is kept is read."""
    from application.evidence.keeping import MOST_BYTES, HandedIn
    from interfaces.cli.called import shown_text
    from interfaces.cli.session import WrongUsage

    try:
        if not Path(path).is_file():
            raise OSError(path)
        with Path(path).open("rb") as file:
            return HandedIn(file.read(MOST_BYTES + 1), shown_text(Path(path).name))
    except (OSError, ValueError) as unread:
        told = shown_text(path)
        raise WrongUsage("no-file", session.say("usage.no-file", path=told), path=told) from unread
