"""How will a row of a report stand, day by day, if nothing more is put on record? Asked of the same rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from domain.report.planned import Planned
from domain.report.shapes import Amounts, State, Verdict
from domain.report.verdict import Told, verdict

STATES = {
    Verdict.DONE: State.COMPLETE,
    Verdict.OVERFULFILLED: State.COMPLETE,
    Verdict.STANDING: State.COMPLETE,
    Verdict.NO_NEED: State.COMPLETE,
    Verdict.PARTLY: State.BEHIND,
    Verdict.ON_TRACK: State.ON_TRACK,
    Verdict.NOT_DONE: State.NOT_DONE,
    Verdict.OVERDUE: State.OVERDUE,
    Verdict.NOT_STARTED: State.NOT_STARTED,
    Verdict.NOT_DUE: State.NOT_STARTED,
    Verdict.NOT_REPORTED: State.NOT_REPORTED,
    Verdict.UNPLANNED: State.UNPLANNED,
    Verdict.NOT_PLANNED: State.NOT_PLANNED,
    Verdict.NOT_ASSIGNED: State.NOT_PLANNED,
    Verdict.CANCELLED: State.CANCELLED,
    Verdict.CARRIED: State.CARRIED,
}


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What a row's state follows from, but for the day; ``met`` is the day on which enough was done."""

    done: Amounts = ()
    nil: bool = False
    explained: bool = False
    carried: bool = False
    met: date | None = None


def state_on(planned: Planned, known: OnRecord, last: date, today: date) -> State:
    """``last`` is the period's last day."""
    told = Told(known.done, known.nil, known.explained, today, last, known.carried)
    return state_of_verdict(verdict(planned, told), planned, known.met, last)


def state_of_verdict(judged: Verdict, planned: Planned, met: date | None, last: date) -> State:
    due = max((part.due for part in planned.here), default=last)
    return State.LATE if STATES[judged] is State.COMPLETE and met and met > due else STATES[judged]


Course = tuple[tuple[date, State], ...]
"""From which day on a row stands how; before the first of them it stands as on it."""


def course(planned: Planned, known: OnRecord, last: date) -> Course:
    turns = sorted({*(part.due for part in planned.here), last})
    days = (turns[0], *(day + timedelta(days=1) for day in turns))
    found: list[tuple[date, State]] = []
    for day in days:
        state = state_on(planned, known, last, day)
        if not found or found[-1][1] is not state:
            found.append((day, state))
    return tuple(found)


def written(course: Iterable[tuple[date, State]]) -> str:
    """``not-started 2021-02-01 overdue``: the first state, then each day and the state from it on."""
    first, *others = course
    return " ".join([first[1], *(f"{day} {state}" for day, state in others)])


@lru_cache(maxsize=4096)
def state_of(written: str, today: date) -> State:
    """The state on a day, of a course as it was written."""
    first, *others = written.split(" ")
    for day, state in zip(others[::2], others[1::2], strict=True):
        if today.isoformat() >= day:
            first = state
    return State(first)
