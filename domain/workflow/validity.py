"""Can people walk a route made from this definition to its end, whatever the text is about?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product

from domain.messages import Refused
from domain.people.may import MAY
from domain.people.state import Organisation
from domain.run.decisions import COMMAND
from domain.run.route import Circumstances, holds
from domain.workflow.definition import FINAL, Act, Condition, Step, Subject

FIELDS = ("measure", "executors", "due", "indicator", "target")
"""Columns whose cells an amendment can change."""
PERIODS = ("quarter", "year")
WITHOUT_EXECUTORS = frozenset({Subject.REPORT})


@dataclass(frozen=True, slots=True)
class Fault:
    """What bars a definition: at the step of this index (None for the route as a whole) and its field."""

    step: int | None
    field: str
    refused: Refused


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a person should look at although it bars nothing; ``code`` is worded for people."""

    step: int
    code: str
    who: str


Rule = Callable[[Sequence[Step], Subject, Organisation], Iterator[Fault]]


def faults(steps: Sequence[Step], subject: Subject, office: Organisation) -> list[Fault]:
    """Everything that bars the definition, the route as a whole first."""
    if not steps:
        return [Fault(None, "steps", Refused("no-steps"))]
    return [fault for rule in RULES for fault in rule(steps, subject, office)]


def doubts(steps: Sequence[Step], office: Organisation, on: date) -> Iterator[Doubt]:
    """Voices that nobody can give on that day, and one voice that is asked for in two steps."""
    asked: set[str] = set()
    for n, step in enumerate(steps):
        for who in step.voices:
            if who.startswith("position:") and office.person_behind(who, on) is None:
                yield Doubt(n, "post-without-holder", who)
            if who.startswith("unit:") and office.person_behind(who, on) is None:
                yield Doubt(n, "unit-without-head", who)
            if who in asked and step.act is not Act.ACKNOWLEDGE:
                yield Doubt(n, "voice-asked-twice", who)
        asked |= set() if step.act is Act.ACKNOWLEDGE else {*step.voices} - {"executors"}


def each_step_has_its_own_key(steps: Sequence[Step], _: Subject, __: Organisation) -> Iterator[Fault]:
    seen: set[str] = set()
    for n, step in enumerate(steps):
        if step.key in seen:
            yield Fault(n, "key", Refused("step-twice", step=step.key))
        seen.add(step.key)


def the_last_stage_gives_force(steps: Sequence[Step], _: Subject, __: Organisation) -> Iterator[Fault]:
    """All of the last stage approve or sign; no approval stands before, a signature may."""
    last = max(step.stage for step in steps)
    for n, step in enumerate(steps):
        early = step.act is Act.APPROVE and step.stage < last
        if early or (step.stage == last and step.act not in FINAL):
            yield Fault(n, "act", Refused("approval-must-be-last", step=step.key))


def the_last_stage_never_falls_away(
    steps: Sequence[Step], subject: Subject, _: Organisation
) -> Iterator[Fault]:
    """Units and columns only bring steps in, so the worst text concerns none of them."""
    last = max(step.stage for step in steps)
    final = [step for step in steps if step.stage == last]
    certain = [s for s in final if not s.skippable and set(s.voices) - {"executors"}]
    for worst in _worst(final):
        if not any(holds(step.when, worst) for step in certain):
            yield Fault(_at(steps, final[0]), "when", Refused("final-step-may-fall-away", step=final[0].key))
            return


def somebody_is_asked(steps: Sequence[Step], subject: Subject, office: Organisation) -> Iterator[Fault]:
    for n, step in enumerate(steps):
        if not step.voices:
            yield Fault(n, "who", Refused("step-without-voices", step=step.key))
        elif subject in WITHOUT_EXECUTORS and {*step.voices} == {"executors"}:
            yield Fault(n, "who", Refused("step-never-asked", step=step.key, subject=subject))
        for who in step.voices:
            if no := _cannot_speak(step, who, office):
                yield Fault(n, "who" if step.who else "position", no)


def the_quorum_can_be_met(steps: Sequence[Step], _: Subject, __: Organisation) -> Iterator[Fault]:
    for n, step in enumerate(steps):
        named = len(set(step.voices))
        if step.needs.isdigit() and "executors" not in step.voices and int(step.needs) > named > 0:
            no = Refused("quorum-too-large", step=step.key, needs=int(step.needs), voices=named)
            yield Fault(n, "needs", no)


def each_condition_can_hold(steps: Sequence[Step], subject: Subject, office: Organisation) -> Iterator[Fault]:
    for n, step in enumerate(steps):
        if step.when is None:
            continue
        yield from (Fault(n, "when", no) for no in _unknown_in(step, step.when, office))
        if why := _never(step.when, subject):
            yield Fault(n, "when", Refused("step-unreachable", step=step.key, fields=why))


def a_return_goes_back(steps: Sequence[Step], _: Subject, __: Organisation) -> Iterator[Fault]:
    """Only a person's word returns, and only to an earlier stage: so no route goes round by itself."""
    stages = {step.key: step.stage for step in steps}
    for n, step in enumerate(steps):
        if step.returns_to and step.act is Act.ACKNOWLEDGE:
            yield Fault(n, "returns_to", Refused("reading-returns-nothing", step=step.key))
        for to in step.returns_to or ():
            if to not in stages:
                yield Fault(n, "returns_to", Refused("returns-to-unknown", step=step.key, to=to))
            elif stages[to] >= step.stage:
                yield Fault(n, "returns_to", Refused("returns-to-later", step=step.key, to=to))


RULES: tuple[Rule, ...] = (
    each_step_has_its_own_key,
    the_last_stage_gives_force,
    the_last_stage_never_falls_away,
    somebody_is_asked,
    the_quorum_can_be_met,
    each_condition_can_hold,
    a_return_goes_back,
)


def _cannot_speak(step: Step, who: str, office: Organisation) -> Refused | None:
    kind, _, id = who.partition(":")
    match kind:
        case "position" if id not in office.positions:
            return Refused("nobody-can-take-step", step=step.key, position=id)
        case "position":
            return _role_bars(step, id, office)
        case "person" if id not in office.persons:
            return Refused("step-for-unknown-person", step=step.key, who=id)
        case "unit" if id not in office.units:
            return Refused("step-for-unknown-unit", step=step.key, unit=id)
        case "unit":
            return _head_bars(step, id, office)
        case "above" if not office.above:
            return Refused("no-office-above", step=step.key)
        case _:
            return None


def _role_bars(step: Step, position: str, office: Organisation) -> Refused | None:
    allowed = MAY[COMMAND[step.act]]
    if office.positions[position].role in allowed:
        return None
    roles = ", ".join(sorted(allowed))
    return Refused("role-cannot-take-step", step=step.key, position=position, act=step.act, roles=roles)


def _head_bars(step: Step, unit: str, office: Organisation) -> Refused | None:
    posts = [p for p in office.positions.values() if p.unit == unit]
    if not posts:
        return Refused("unit-without-posts", step=step.key, unit=unit)
    leading = [p for p in posts if p.heads] or posts
    bars = [_role_bars(step, post.position, office) for post in leading]
    return bars[0] if all(bars) else None


def _unknown_in(step: Step, condition: Condition, office: Organisation) -> Iterator[Refused]:
    if condition.period and condition.period not in PERIODS:
        known = ", ".join(PERIODS)
        yield Refused("condition-unknown", step=step.key, given=condition.period, known=known)
    for unit in condition.units:
        if unit not in office.units:
            yield Refused("condition-unknown", step=step.key, given=unit, known=", ".join(office.units))
    for field in condition.fields:
        if field not in FIELDS:
            yield Refused("condition-unknown", step=step.key, given=field, known=", ".join(FIELDS))


def _never(c: Condition, subject: Subject) -> str:
    """The fields that can never hold together, or not for this subject; blank where they can."""
    if c.sum_from is not None and c.sum_below is not None and c.sum_from >= c.sum_below:
        return "sum_from, sum_below"
    if c.sum_below == 0:
        return "sum_below"
    if c.cells_from is not None and c.cells_below is not None and c.cells_from >= c.cells_below:
        return "cells_from, cells_below"
    least, most = {
        Subject.AMENDMENT: (1, None),
        Subject.POSTPONEMENT: (1, 1),
        Subject.REPORT: (0, 0),
        Subject.PLAN: (0, 0),
    }[subject]
    if c.cells_below is not None and c.cells_below <= least:
        return "cells_below"
    if c.cells_from is not None and most is not None and c.cells_from > most:
        return "cells_from"
    changed = {Subject.AMENDMENT: {*FIELDS}, Subject.POSTPONEMENT: {"due"}}.get(subject, set())
    known = {*c.fields} & {*FIELDS}
    return "fields" if known and not known & changed else ""


def _worst(final: Sequence[Step]) -> Iterator[Circumstances]:
    """A text at nought and at every limit that the last stage names, concerning no unit and no column."""
    conditions = [step.when for step in final if step.when]
    sums = {Decimal(0), *(s for c in conditions for s in (c.sum_from, c.sum_below) if s is not None)}
    cells = {0, *(n for c in conditions for n in (c.cells_from, c.cells_below) if n is not None)}
    for period, sum_, count in product(PERIODS, sorted(sums), sorted(cells)):
        yield Circumstances(period=period, sum=sum_, cells=count)


def _at(steps: Sequence[Step], step: Step) -> int:
    return next(n for n, other in enumerate(steps) if other is step)
