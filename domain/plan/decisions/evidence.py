"""How do more files come to a deed that is on record already?"""

from __future__ import annotations

from collections.abc import Iterator

from domain.messages import Event, Id, Moment, Refused
from domain.plan.decider import plan
from domain.plan.decisions.carrying_out import (
    ExecutionCommand,
    is_late,
    refuse_unless_it_counts,
    refuse_unless_mine,
    refuse_unless_own_record,
)
from domain.plan.events import Evidence, EvidenceAdded
from domain.plan.state import Plan


class AddEvidence(ExecutionCommand):
    """Put more files to a record of what was done; what was recorded stays as it is."""

    execution: Id
    evidence: tuple[Evidence, ...] = ()


@plan.decides(AddEvidence)
def add_evidence(plan: Plan, asked: AddEvidence, moment: Moment) -> Iterator[Event]:
    measure = refuse_unless_mine(plan, asked.measure, moment)
    record = refuse_unless_it_counts(plan, asked.measure, asked.execution)
    refuse_unless_own_record(record, moment)
    if not asked.evidence:
        raise Refused("evidence-missing")
    there = {file.sha256 for file in record.evidence}
    new = {file.sha256: file for file in asked.evidence if file.sha256 not in there}
    counts = record.counts
    assert counts is not None
    if new:
        yield EvidenceAdded(
            execution=asked.execution,
            measure=measure.id,
            evidence=tuple(new.values()),
            person=moment.by,
            late=is_late(plan, counts.done_on),
        )
