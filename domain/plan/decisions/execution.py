"""How is what was carried out logged?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from domain.messages import Event, Id, Moment, Personal, Quantity, Refused, Text, added
from domain.plan.decider import plan
from domain.plan.decisions.carrying_out import (
    ExecutionCommand,
    called,
    is_late,
    refuse_unless_counted_as_planned,
    refuse_unless_in_time,
    refuse_unless_open_to,
)
from domain.plan.document import Additivity
from domain.plan.events import Evidence, ExecutionLogged
from domain.plan.parts import part_meant
from domain.plan.state import Plan


class LogExecution(ExecutionCommand):
    """Write down what was carried out: how much, when, where; ``again`` says that a like deed is another one.

    ``quantity`` may be left out where the measure counts as done or not; a pair gives ``parts``. ``unit`` is
    the unit of the office that did it, ``item`` the sub-item of the text: its number from 1, or its words.
    """

    done_on: date
    quantity: Quantity | None = None
    parts: tuple[Quantity, ...] = ()
    unit: Id | None = added(None)
    item: Text = added("")
    place: Text = ""
    people_reached: int | None = Field(default=None, ge=0, le=10**9)
    note: Text = ""
    evidence: tuple[Evidence, ...] = ()
    again: bool = False

    @property
    def happened_on(self) -> date:
        return self.done_on


@plan.decides(LogExecution)
def log_execution(plan: Plan, asked: LogExecution, moment: Moment) -> Iterator[Event]:
    measure = refuse_unless_open_to(plan, asked.measure, moment)
    if measure.additivity is Additivity.STOCK:
        raise Refused("report-a-level", measure=called(measure))
    refuse_unless_in_time(plan, asked.done_on, moment)
    refuse_unless_counted_as_planned(measure, asked.quantity, asked.parts)
    unit, item = part_meant(measure, asked.unit, asked.item, moment)
    refuse_if_same_deed(plan, asked, item)
    yield ExecutionLogged(
        execution=moment.id_of_new("execution"),
        measure=measure.id,
        done_on=asked.done_on,
        quantity=asked.quantity,
        parts=asked.parts,
        unit=unit,
        item=item,
        place=asked.place,
        people_reached=asked.people_reached,
        note=Personal(of=moment.by, text=asked.note) if asked.note else None,
        evidence=asked.evidence,
        person=moment.by,
        late=is_late(plan, asked.done_on),
    )


def refuse_if_same_deed(plan: Plan, asked: LogExecution, item: str) -> None:
    """The same measure, part of it, day, figures and evidence twice is a question, not a second deed."""
    if asked.again:
        return
    for record in plan.of(asked.measure).counted():
        then, logged = record.counts, record.logged
        assert then is not None
        same_figures = (then.done_on, then.quantity, then.parts, then.unit, then.item) == (
            *(asked.done_on, asked.quantity, asked.parts, asked.unit, item),
        )
        if same_figures and hashes(asked.evidence) in (hashes(logged.evidence), hashes(record.evidence)):
            raise Refused("same-deed", day=asked.done_on, execution=logged.execution, person=logged.person)


def hashes(evidence: tuple[Evidence, ...]) -> frozenset[str]:
    """A file is the same whatever it is called."""
    return frozenset(file.sha256 for file in evidence)
