"""How does a row of a report stand: done, behind, silent, not planned?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.report.actual import added
from domain.report.percent import percent_of
from domain.report.planned import Meaning, Planned
from domain.report.shapes import Amounts, Share, Verdict

_UNPLANNED = {Share.NOT_PLANNED: Verdict.NOT_PLANNED, Share.NOT_ASSIGNED: Verdict.NOT_ASSIGNED}
SHORT = frozenset({Verdict.PARTLY, Verdict.NOT_DONE})
UNMET = SHORT | {Verdict.ON_TRACK, Verdict.OVERDUE, Verdict.NOT_STARTED, Verdict.NOT_REPORTED}


@dataclass(frozen=True, slots=True)
class Told:
    """What is on record of a row in a period up to its ``last`` day.

    ``done`` is all that counts towards the target, ``()`` for nothing; ``carried``: a later term was named.
    """

    done: Amounts
    nil: bool
    explained: bool
    today: date
    last: date
    carried: bool = False

    @property
    def ended(self) -> bool:
        return self.today > self.last

    @property
    def anything(self) -> bool:
        return any(self.done)


def verdict(planned: Planned, told: Told) -> Verdict:
    judged = _judged(planned, told)
    explained = told.carried and judged in SHORT
    return Verdict.CARRIED if explained or (judged in UNMET and _is_put_off(planned, told)) else judged


def _is_put_off(planned: Planned, told: Told) -> bool:
    """All that is missing has a day beyond the period by now."""
    here = [part for part in planned.here if part.due <= told.last]
    if len(here) == len(planned.here):
        return False
    wanted = [sum(parts, Decimal()) for parts in zip(*(part.amounts for part in here), strict=True)]
    done = told.done or tuple(Decimal() for _ in wanted)
    return all(d >= w for d, w in zip(done, wanted, strict=False))


def _judged(planned: Planned, told: Told) -> Verdict:
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
    alike = len(told.done) == len(wanted)
    if alike and all(done >= want for done, want in zip(told.done, wanted, strict=True)):
        return Verdict.DONE if told.done == wanted else Verdict.OVERFULFILLED
    if not told.anything:
        return _of_nothing(planned, told)
    return Verdict.PARTLY if missed(planned, told.done, told.today) else Verdict.ON_TRACK


def missed(planned: Planned, done: Amounts, today: date) -> date | None:
    """The day of the first instalment gone by with less done than had fallen due on it."""
    owed: Amounts = ()
    for part in sorted(planned.here, key=lambda part: part.due):
        if part.due >= today:
            return None
        owed = added(owed, part.amounts)
        if any(d < w for d, w in zip(done, owed, strict=False)) or not any(done):
            return part.due
    return None


def _of_nothing(planned: Planned, told: Told) -> Verdict:
    """Nothing was done. Once the period is over that is either explained or silence."""
    if not planned.here and planned.meaning is not Meaning.LEVEL:
        return Verdict.NOT_DUE
    if told.ended:
        return Verdict.NOT_DONE if told.explained or told.nil else Verdict.NOT_REPORTED
    if planned.meaning in (Meaning.AS_NEEDED, Meaning.STANDING):
        return Verdict.NOT_DUE
    return Verdict.OVERDUE if missed(planned, (), told.today) else Verdict.NOT_STARTED


def percent(planned: Planned, done: Amounts) -> Amounts:
    """Of what has a number to come to; none where the words of the plan are to be done."""
    uncounted = planned.meaning in (Meaning.STANDING, Meaning.AS_NEEDED, Meaning.ONCE)
    return () if uncounted else percent_of(planned.amounts, done)
