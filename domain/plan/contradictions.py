"""Which measures of a plan contradict themselves or each other?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.plan.document import Additivity, CellState, DueKind, Measure, TargetKind
from domain.plan.findings import Doubt, doubt


class Aspect(StrEnum):
    """The cell of a measure that a contradiction stands in."""

    ROW = "row"
    EXECUTORS = "executors"
    DUE = "due"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Contradiction:
    measure: Measure
    aspect: Aspect
    doubt: Doubt


def contradictions(measures: Sequence[Measure]) -> Iterator[Contradiction]:
    """Everything that can be told from the measures alone, in their order."""
    for measure in measures:
        yield from _within(measure)
    yield from _duplicates(measures)
    yield from _families(measures)


def _within(measure: Measure) -> Iterator[Contradiction]:
    target, due = measure.target, measure.due
    if target.kind is TargetKind.NUMBER and due.kind is DueKind.MONTHLY_TARGETS:
        months = sum(due.monthly.values(), Decimal(0))
        if months != target.value:
            yield Contradiction(
                measure, Aspect.TARGET, doubt("months-against-target", months=months, target=target.value)
            )
    if target.kind is TargetKind.NUMBER and due.state in (CellState.DASH, CellState.BLANK):
        yield Contradiction(measure, Aspect.DUE, doubt("target-without-deadline", target=target.value))
    if measure.obliges and not measure.executors:
        yield Contradiction(measure, Aspect.EXECUTORS, doubt("executor-missing"))
    listed = len(measure.sub_items)
    if listed and target.kind is TargetKind.NUMBER and target.value != listed:
        yield Contradiction(
            measure, Aspect.TARGET, doubt("sub-items-against-target", items=listed, target=target.value)
        )


def _duplicates(measures: Sequence[Measure]) -> Iterator[Contradiction]:
    seen: dict[tuple[str | None, str | None, str], Measure] = {}
    numbered: dict[tuple[str | None, str | None], Measure] = {}
    for measure in measures:
        key = (measure.task_number or measure.section, measure.number)
        first = seen.setdefault((*key, measure.title), measure)
        if first is not measure:
            yield Contradiction(measure, Aspect.ROW, doubt("row-duplicate", first=first.place))
        elif measure.number and (other := numbered.get(key)):
            yield Contradiction(
                measure, Aspect.ROW, doubt("number-duplicate", number=measure.number, first=other.place)
            )
        numbered.setdefault(key, measure)


def _families(measures: Sequence[Measure]) -> Iterator[Contradiction]:
    by_number: dict[str | None, Measure] = {
        measure.number: measure for measure in reversed(measures) if measure.number
    }
    for measure in measures:
        if measure.additivity is not Additivity.INCLUDED:
            continue
        whole = by_number.get(measure.parent)
        if whole is None:
            yield Contradiction(measure, Aspect.ROW, doubt("parent-missing", parent=measure.parent or "?"))
        elif _circular(measure, by_number):
            yield Contradiction(
                measure, Aspect.ROW, doubt("parts-circular", number=measure.number, via=measure.parent)
            )
        elif _exceeds(measure, whole):
            yield Contradiction(
                measure,
                Aspect.TARGET,
                doubt(
                    "part-above-whole",
                    part=measure.target.value,
                    parent=measure.parent,
                    whole=whole.target.value,
                ),
            )


def _circular(measure: Measure, by_number: dict[str | None, Measure]) -> bool:
    passed = {measure.number}
    above = by_number.get(measure.parent)
    while above is not None and above.additivity is Additivity.INCLUDED:
        if above.number in passed:
            return True
        passed.add(above.number)
        above = by_number.get(above.parent)
    return above is not None and above.number == measure.number


def _exceeds(part: Measure, whole: Measure) -> bool:
    return (
        part.target.value is not None
        and whole.target.value is not None
        and part.target.value > whole.target.value
    )
