"""What amendment does a corrected file ask for beside a plan in force, and what can it not bring along?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from application.imports.onto import Correction, compared
from application.imports.reading import Reading
from domain.messages import Refused
from domain.plan.decisions.amending import ProposeAmendment, refuse_unless_in_force
from domain.plan.differences import Difference, understood, written
from domain.plan.document import Finding, Measure
from domain.plan.pairing import Unclear
from domain.plan.state import Plan

_PERIOD = "period-contradicts"


@dataclass(frozen=True, slots=True)
class FileAmendment:
    """``measures`` are those that change or are new, ``order`` all of them where rows moved or came between.

    ``findings`` are doubts of the changed measures, or of the file as a whole; ``left`` what an amendment
    cannot change: the heading of the plan. While measures are ``unclear`` nothing can be proposed.
    """

    correction: Correction
    measures: tuple[Measure, ...]
    removed: tuple[str, ...]
    order: tuple[str, ...]
    findings: tuple[Finding, ...]
    left: tuple[Difference, ...]

    @property
    def unclear(self) -> tuple[Unclear, ...]:
        return self.correction.unclear

    @property
    def is_silent(self) -> bool:
        """There is nothing to propose."""
        return not (self.measures or self.removed or self.order)

    @property
    def differences(self) -> tuple[Difference, ...]:
        return tuple(d for d in self.correction.differences if d.measure)

    def command(self, plan: str, reason: str) -> ProposeAmendment:
        return ProposeAmendment(
            plan=plan,
            measures=self.measures,
            removed=self.removed,
            order=self.order,
            findings=self.findings,
            source=self.correction.document.source,
            reason=reason,
        )


def amendment_in(plan: Plan, reading: Reading, said: Mapping[int, str]) -> FileAmendment:
    """Refuses a plan that is not in force, and a file of another period."""
    refuse_unless_in_force(plan)
    _refuse_another_period(plan, reading)
    found = compared(plan, reading, said)
    rows = tuple(_rows(plan, found))
    changed = tuple(m for m in rows if plan.measures.get(m.id) != m)
    ids = tuple(m.id for m in rows)
    removed = tuple(id for id in plan.measures if id not in set(ids))
    at_the_end = [m.id for m in plan.text.measures if m.id in set(ids)]
    at_the_end += [m.id for m in changed if m.id not in plan.measures]
    return FileAmendment(
        correction=found,
        measures=changed,
        removed=removed,
        order=ids if list(ids) != at_the_end else (),
        findings=tuple(_doubts(plan, found, {m.id for m in changed})),
        left=tuple(d for d in found.differences if not d.measure),
    )


def _rows(plan: Plan, found: Correction) -> Iterator[Measure]:
    """A row whose words and readings stayed is the plan's own; where it stands is told of the plan's own
    document, of which a corrected file is another."""
    beyond = max((m.ordinal for m in plan.measures.values()), default=0)
    for new in found.document.measures:
        was = plan.measures.get(new.id)
        if was is None:
            beyond += 1
            yield new.model_copy(update={"ordinal": beyond, "place": "", "places": {}})
        elif _same(was, new):
            yield was
        else:
            yield new.model_copy(update={"ordinal": was.ordinal, "place": was.place, "places": was.places})


def _same(was: Measure, new: Measure) -> bool:
    readings = [(m.due, m.target, m.executors, written(m), understood(m)) for m in (was, new)]
    return readings[0] == readings[1]


def _doubts(plan: Plan, found: Correction, changed: set[str]) -> Iterator[Finding]:
    """What was settled before in a cell that stayed is not asked again."""
    for number, finding in enumerate(found.findings):
        if finding.measure in changed and number not in found.settled:
            yield finding


def _refuse_another_period(plan: Plan, reading: Reading) -> None:
    said = next((f.facts["title"] for f in reading.findings if f.code == _PERIOD), reading.document.period)
    if said != plan.text.period:
        raise Refused("file-of-another-period", period=said)
