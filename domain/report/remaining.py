"""What remains of each measure of a plan, and how many days is it late?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.report.actual import added
from domain.report.planned import Instalment, Meaning, Planned
from domain.report.shapes import Amounts, Deed, Row, Share

COUNTED = frozenset({Meaning.NUMBER, Meaning.PAIR, Meaning.LEVEL})
UNDATED = frozenset({Meaning.STANDING, Meaning.AS_NEEDED})


@dataclass(frozen=True, slots=True)
class Lateness:
    """``days`` are calendar days beyond ``due``, 0 in time, None where nothing has fallen due; ``until`` is
    the day up to which they count: the day on which it was enough, else the day of the look."""

    days: int | None
    due: date | None
    until: date | None


def remaining(row: Row, planned: Planned) -> Amounts:
    """What is left to do of a target that is a number; a level's distance; nothing where more was done."""
    wanted = planned.amounts or planned.whole
    if planned.meaning not in COUNTED or not wanted or row.share is not Share.OBLIGATORY:
        return ()
    done = added(row.earlier.amounts, row.actual.amounts) or (Decimal(),) * len(wanted)
    if len(done) != len(wanted):
        return ()
    return tuple(max(want - have, Decimal()) for want, have in zip(wanted, done, strict=True))


def lateness(row: Row, planned: Planned, today: date) -> Lateness:
    """Of the first instalment that was not enough in time, by what had been done by each day."""
    if row.share is not Share.OBLIGATORY or planned.meaning in UNDATED:
        return Lateness(None, None, None)
    owed: Amounts = ()
    for part in sorted(planned.here, key=lambda part: part.due):
        if part.due >= today:
            break
        owed = _sum(owed, part)
        met = _met_on(row, planned, owed)
        if met is None or met > part.due:
            until = met or today
            return Lateness((until - part.due).days, part.due, until)
    fallen = [part.due for part in planned.here if part.due < today]
    return Lateness(0 if fallen else None, max(fallen, default=None), None)


def _sum(owed: Amounts, part: Instalment) -> Amounts:
    return added(owed, part.amounts)


def _met_on(row: Row, planned: Planned, owed: Amounts) -> date | None:
    """The day of the deed with which it was enough; what was done before the period counts from its start."""
    done: Amounts = row.earlier.amounts
    if row.nils and not row.nil_months and not row.deeds:
        return date.min
    for deed in row.deeds:
        done = deed.amounts if planned.meaning is Meaning.LEVEL else added(done, _told(deed))
        if _enough(done, owed):
            return deed.on
    return date.min if _enough(row.earlier.amounts, owed) and row.earlier.amounts else None


def _told(deed: Deed) -> Amounts:
    return deed.amounts or (Decimal(1),)


def _enough(done: Amounts, owed: Amounts) -> bool:
    if not owed:
        return bool(done)
    return len(done) == len(owed) and all(have >= want for have, want in zip(done, owed, strict=True))
