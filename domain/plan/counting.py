"""How is a measure counted, and does a record fit that: a number, the parts of a pair, a level?"""

from __future__ import annotations

from collections.abc import Iterator

from domain.plan.document import Additivity, Measure, TargetKind
from domain.plan.events import ExecutionCorrected, ExecutionLogged
from domain.plan.remembered import Carried


def is_level(measure: Measure) -> bool:
    return measure.additivity is Additivity.STOCK


def takes(measure: Measure, numbers: int) -> bool:
    """Whether a deed of so many numbers can be counted; one told without a number is one deed."""
    wanted = len(measure.target.parts) if measure.target.kind is TargetKind.FRACTION else 0
    return numbers == wanted if wanted else numbers <= 1


def same_count(was: Measure, now: Measure) -> bool:
    """Whether what was counted for the one can be counted for the other, whatever is on record."""
    return is_level(was) is is_level(now) and all(takes(was, n) is takes(now, n) for n in _lengths(was, now))


def misfits(measure: Measure, carried: Carried) -> int:
    """How many records that count could not be counted for the measure as it reads."""
    if is_level(measure):
        return sum(1 for _ in carried.counted())
    deeds = (record.counts for record in carried.counted())
    return len(carried.levels) + sum(1 for d in deeds if d and not takes(measure, numbers_of(d)))


def numbers_of(deed: ExecutionLogged | ExecutionCorrected) -> int:
    return len(deed.parts) or int(deed.quantity is not None)


def _lengths(*measures: Measure) -> Iterator[int]:
    yield from (0, 1)
    yield from (len(measure.target.parts) for measure in measures)
