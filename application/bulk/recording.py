"""What becomes of each line of a table of what was done? Good ones are recorded one by one, others stay.

A line's key is made of the plan, the file's bytes and the line's place: the same file sent again for the same
plan adds nothing, and for another plan it is another act.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import structs
from pydantic import ValidationError

from application.app import App
from application.bulk.columns import Column, Line
from application.bulk.commands import Asked, command_of
from application.bulk.values import CellRefused, read_either_way
from application.offers import PlanSeen
from application.ports import Answer, KeyReused
from domain.messages import Event, Moment, Refused
from domain.people.may import refuse_unless_may
from domain.plan.decider import plan as decider
from domain.plan.decisions.execution import LogExecution
from domain.plan.state import Plan

CELL_OF: Mapping[str, Column] = {
    "quantity-missing": Column.QUANTITY,
    "parts-missing": Column.QUANTITY,
    "no-parts-here": Column.QUANTITY,
    "same-deed": Column.QUANTITY,
    "unknown-sub-item": Column.ITEM,
    "no-sub-items": Column.ITEM,
    "not-yet": Column.DAY,
    "outside-period": Column.DAY,
    "nil-of-a-target": Column.NIL,
    "nil-too-early": Column.NIL,
    "logged-already": Column.NIL,
}
"""The cell that a refusal of the rules speaks of; else it is the measure's own."""


class Outcome(StrEnum):
    """``would``: a trial. ``unchanged``: it is so already. ``asked``: is it the same deed? ``left``: not
    filled in, or said not to be done."""

    RECORDED = "recorded"
    REPEATED = "repeated"
    WOULD = "would"
    UNCHANGED = "unchanged"
    ASKED = "asked"
    REFUSED = "refused"
    LEFT = "left"


STAYS = frozenset({Outcome.ASKED, Outcome.REFUSED})


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one line: the cell that is to be mended stands in ``cell``. ``either`` are the words of
    its day where they might be read in another way: they were taken the day first, and that is told."""

    place: str
    measure: str
    outcome: Outcome
    command: Asked | None = None
    position: int = 0
    cell: str = ""
    refused: Refused | None = None
    either: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A file's lines, and the hash of its bytes."""

    sha256: str
    lines: Sequence[Line]
    another: Collection[str] = field(default=frozenset())
    """Places of lines that a person said to be another deed."""

    def key(self, line: Line, seen: PlanSeen) -> str:
        told = [seen.moment.organisation, seen.id, self.sha256, line.place, seen.moment.by]
        return f"table-{hashlib.sha256(json.dumps(told).encode()).hexdigest()[:40]}"


def record(app: App, seen: PlanSeen, table: Table, channel: str) -> list[Told]:
    """Each line is an act of the person before whom the plan stands."""
    return [_recorded(app, seen, table, line, channel) for line in table.lines]


def rehearse(seen: PlanSeen, table: Table) -> list[Told]:
    """What `record` would come to now, each line decided on those before it; nothing is stored."""
    plan, told = seen.plan, []
    for line in table.lines:
        one, events = _rehearsed(seen, plan, table, line)
        plan = decider.fold(events, plan)
        told.append(one)
    return told


def counts(told: Sequence[Told]) -> dict[str, int]:
    found = Counter(one.outcome for one in told)
    return {outcome.value: found[outcome] for outcome in Outcome}


def _recorded(app: App, seen: PlanSeen, table: Table, line: Line, channel: str) -> Told:
    try:
        command = _asked(seen, seen.plan, table, line)
        if command is None:
            return Told(line.place, _named(seen, line), Outcome.LEFT)
        answer = _answer(app, seen, table.key(line, seen), command, channel)
    except Refused as refused:
        return _refused(seen, line, refused)
    except KeyReused:
        return _refused(seen, line, Refused("line-recorded-otherwise"))
    outcome = Outcome.REPEATED if answer.repeated else Outcome.RECORDED if answer.facts else Outcome.UNCHANGED
    either = read_either_way(line)
    return Told(line.place, _named(seen, line), outcome, command, answer.position, either=either)


def _answer(app: App, seen: PlanSeen, key: str, command: Asked, channel: str) -> Answer:
    """Raises KeyReused where the key stands for something else. Whether a line was said to be another deed is
    no part of what it says: recorded with or without it, the line is the same one."""

    def told(one: Asked) -> Answer:
        office = seen.moment.standing.office or seen.moment.organisation
        return app.do(one, by=seen.moment.by, organisation=office, command_id=key, channel=channel).answer

    try:
        return told(command)
    except KeyReused:
        if not isinstance(command, LogExecution):
            raise
        return told(command.model_copy(update={"again": not command.again}))


def _rehearsed(seen: PlanSeen, plan: Plan, table: Table, line: Line) -> tuple[Told, Sequence[Event]]:
    try:
        command = _asked(seen, plan, table, line)
        if command is None:
            return Told(line.place, _named(seen, line), Outcome.LEFT), ()
        moment: Moment = structs.replace(seen.moment, command_id=table.key(line, seen))
        refuse_unless_may(moment.standing, moment.by, type(command))
        events = decider.decide(plan, command, moment)
    except Refused as refused:
        return _refused(seen, line, refused), ()
    outcome = Outcome.WOULD if events else Outcome.UNCHANGED
    return Told(line.place, _named(seen, line), outcome, command, either=read_either_way(line)), events


def _asked(seen: PlanSeen, plan: Plan, table: Table, line: Line) -> Asked | None:
    if not line.says_something:
        return None
    again = line.place in table.another
    try:
        return command_of(seen.id, plan, line, seen.moment.today, seen.office, again=again)
    except ValidationError as invalid:
        field = str(invalid.errors()[0]["loc"][0])
        column = {"place": Column.PLACE, "item": Column.ITEM}.get(field, Column.NOTE)
        raise CellRefused("line-not-taken", column, given=line.text(column)[:60]) from invalid


def _refused(seen: PlanSeen, line: Line, refused: Refused) -> Told:
    own = CELL_OF.get(refused.code, Column.NUMBER if Column.NUMBER in line.places else Column.ID)
    column = refused.column if isinstance(refused, CellRefused) else own
    cell = line.cells[column].place if column in line.cells else line.places.get(column, line.place)
    outcome = Outcome.ASKED if refused.code == "same-deed" else Outcome.REFUSED
    return Told(line.place, _named(seen, line), outcome, cell=cell, refused=refused)


def _named(seen: PlanSeen, line: Line) -> str:
    """The measure's number as the office writes it, or what the line says of it."""
    known = seen.plan.measures.get(line.text(Column.ID))
    return (known.number or known.id) if known else line.text(Column.NUMBER) or line.text(Column.ID)
