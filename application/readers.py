"""Who should have signed to have read a plan in force, and who did, on which day?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from application.offers import PlanSeen
from domain.plan.events import PlanAcknowledged


@dataclass(frozen=True, slots=True)
class Readers:
    """``signed`` are persons with the moment; ``left`` are those who carry something out and did not sign."""

    signed: Sequence[tuple[str, datetime]]
    left: Sequence[str]

    @property
    def asked(self) -> int:
        return len(self.signed) + len(self.left)


def readers_of(seen: PlanSeen) -> Readers:
    """Those behind the executors of the plan today, by the office's people."""
    today = seen.moment.today
    signed = [
        (r.event.person, r.envelope.recorded_at)
        for r in seen.history
        if isinstance(r.event, PlanAcknowledged)
    ]
    told = {person for person, _ in signed}
    behind = dict.fromkeys(
        person
        for measure in seen.plan.measures
        for reference in sorted(seen.plan.answers(measure))
        if (person := seen.office.person_behind(reference, today))
    )
    return Readers(signed, [person for person in behind if person not in told])
