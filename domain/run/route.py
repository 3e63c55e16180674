"""Which steps does one text go through, by whose voices, and until when?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.calendar.days import WorkingCalendar as Days
from domain.changed import made
from domain.messages import Id, Message, Text, Word
from domain.workflow.definition import Act, Condition, Step


class RouteStep(Message):
    """One step of a running approval; ``due`` is the day by which it should be decided.

    ``voices`` are references (see `domain.workflow.definition.Who`); blank in facts from before there were
    several: then ``position`` is the only one.
    """

    key: Id
    title: Text
    act: Act
    position: Id | None = None
    stage: int
    due: date
    voices: tuple[Word, ...] = ()
    needs: int = 1
    veto: bool = True
    returns_to: tuple[Id, ...] | None = None
    skippable: bool = False
    remind: int = 1
    escalate: int = 1

    @property
    def who(self) -> tuple[str, ...]:
        return self.voices or (f"position:{self.position}",)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the conditions of a definition ask of a text. ``executors`` are references."""

    period: str = "quarter"
    units: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    sum: Decimal = Decimal(0)
    cells: int = 0
    executors: tuple[str, ...] = ()


def route_of(steps: Iterable[Step], of: Circumstances, days: Days, start: date) -> tuple[RouteStep, ...]:
    """The steps that concern this text, stage after stage, with the day by which each should be decided.

    A step whose voices are all those of executors falls away where there are none.
    """
    concerned = [(step, voices_of(step, of)) for step in steps if holds(step.when, of)]
    return tuple(_dated([(step, voices) for step, voices in concerned if voices], days, start))


def holds(condition: Condition | None, of: Circumstances) -> bool:
    if condition is None:
        return True
    c = condition
    return (
        c.period in ("", of.period)
        and (not c.units or bool(of.units & set(c.units)))
        and (not c.fields or bool(of.fields & set(c.fields)))
        and (c.sum_from is None or of.sum >= c.sum_from)
        and (c.sum_below is None or of.sum < c.sum_below)
        and (c.cells_from is None or of.cells >= c.cells_from)
        and (c.cells_below is None or of.cells < c.cells_below)
    )


def voices_of(step: Step, of: Circumstances) -> tuple[str, ...]:
    if "executors" not in step.voices:
        return tuple(dict.fromkeys(step.voices))
    named = (of.executors if who == "executors" else (who,) for who in step.voices)
    return tuple(dict.fromkeys(voice for voices in named for voice in voices))


def needed(step: Step, voices: int) -> int:
    """How many voices must speak for it; never more than there are."""
    match step.needs:
        case "all":
            return voices
        case "any":
            return 1
        case number:
            return min(int(number), voices)


def _dated(steps: list[tuple[Step, tuple[str, ...]]], days: Days, start: date) -> Iterator[RouteStep]:
    due = begun = start
    stage = None
    for step, voices in sorted(steps, key=_stage):
        if step.stage != stage:
            stage, begun = step.stage, due
        by = days.shift(begun, step.term)
        due = max(due, by)
        yield _routed(step, voices, by)


def _stage(routed: tuple[Step, tuple[str, ...]]) -> int:
    return routed[0].stage


def _routed(step: Step, voices: tuple[str, ...], due: date) -> RouteStep:
    return made(
        RouteStep,
        key=step.key,
        title=step.title,
        act=step.act,
        position=step.position,
        stage=step.stage,
        due=due,
        voices=voices if step.who else (),
        needs=needed(step, len(voices)),
        veto=step.veto,
        returns_to=step.returns_to,
        skippable=step.skippable,
        remind=step.remind,
        escalate=step.escalate,
    )
