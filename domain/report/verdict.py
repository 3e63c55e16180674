"""How does a row of a report stand: done, behind, silent, not planned?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from domain.report.planned import Meaning, Planned
from domain.report.shapes import Amounts, Share, Verdict

_TENTH = Decimal("0.1")
_UNPLANNED = {Share.NOT_PLANNED: Verdict.NOT_PLANNED, Share.NOT_ASSIGNED: Verdict.NOT_ASSIGNED}


@dataclass(frozen=True, slots=True)
class Told:
    """What is on record of a row. ``done`` is all that counts towards the target, ``()`` for nothing."""

    done: Amounts
    nil: bool
    explained: bool
    today: date
    ended: bool

    @property
    def anything(self) -> bool:
        return any(self.done)


def verdict(planned: Planned, told: Told) -> Verdict:
    if planned.share in _UNPLANNED:
        return Verdict.UNPLANNED if told.anything else _UNPLANNED[planned.share]
    if planned.meaning in (Meaning.NUMBER, Meaning.PAIR, Meaning.LEVEL) and (
        planned.amounts or planned.whole
    ):
        return _measured(planned, told)
    if told.anything:
        return Verdict.STANDING if planned.meaning is Meaning.STANDING else Verdict.DONE
    if told.nil:
        return Verdict.NO_NEED
    return _of_nothing(planned, told)


def _measured(planned: Planned, told: Told) -> Verdict:
    wanted = planned.amounts or planned.whole
    if told.done and all(done >= want for done, want in zip(told.done, wanted, strict=True)):
        return Verdict.DONE if told.done == wanted else Verdict.OVERFULFILLED
    if not told.anything:
        return _of_nothing(planned, told)
    return Verdict.PARTLY if _is_behind(planned, told) else Verdict.ON_TRACK


def _is_behind(planned: Planned, told: Told) -> bool:
    """Less was done than had fallen due by yesterday."""
    owed = [part.amounts for part in planned.here if part.due < told.today]
    sums = [sum(parts, Decimal()) for parts in zip(*owed, strict=True)]
    return any(done < want for done, want in zip(told.done, sums, strict=False))


def _of_nothing(planned: Planned, told: Told) -> Verdict:
    """Nothing was done. Once the period is over that is either explained or silence."""
    if not planned.here and planned.meaning is not Meaning.LEVEL:
        return Verdict.NOT_DUE
    if told.ended:
        return Verdict.NOT_DONE if told.explained or told.nil else Verdict.NOT_REPORTED
    if planned.meaning in (Meaning.AS_NEEDED, Meaning.STANDING):
        return Verdict.NOT_DUE
    overdue = any(part.due < told.today for part in planned.here)
    return Verdict.OVERDUE if overdue else Verdict.NOT_STARTED


def percent(planned: Planned, done: Amounts) -> Amounts:
    """One decimal, may exceed 100; one value where the parts of a pair agree; none where nothing is told."""
    wanted = planned.amounts
    uncounted = planned.meaning in (Meaning.STANDING, Meaning.AS_NEEDED, Meaning.ONCE)
    if uncounted or not done or not wanted or not all(wanted):
        return ()
    parts = tuple(tenths(part, want) for part, want in zip(done, wanted, strict=True))
    return parts[:1] if len(set(parts)) == 1 else parts


def tenths(part: Decimal, whole: Decimal) -> Decimal:
    return (part * 100 / whole).quantize(_TENTH, ROUND_HALF_UP)
