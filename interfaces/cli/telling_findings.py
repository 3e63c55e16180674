"""How is what was found in a plan's source told to a person: line by line, with the places in words?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.plan.document import Finding
    from interfaces.cli.session import Session


def finding_lines(session: Session, findings: Iterable[Finding]) -> Iterator[str]:
    from application.findings import told

    for one in told(session.phrases, session.language, findings):
        yield session.say(
            "show.findings-alike" if one.count > 1 else "show.finding",
            severity=session.say(f"severity.{one.finding.severity}"),
            message=one.message,
            place=one.place,
            count=one.count,
        )
