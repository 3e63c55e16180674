"""What is asked in a run beside the plan's own approval: a later day, or other words in some cells?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from application.amending import Group, diff_of
from application.offers import PlanSeen
from application.sentences import Sentences
from domain.calendar.state import OfficeCalendar
from domain.plan.decisions.postponing import dated, later_day
from domain.plan.document import Finding
from domain.plan.events import AmendmentProposed
from domain.run.state import Outcome, Run
from interfaces.web.visitor import Visitor

OUTCOME_LOOKS = {Outcome.OPEN: "run", Outcome.GRANTED: "done", Outcome.RETURNED: "due"}


@dataclass(frozen=True, slots=True)
class LaterDay:
    """A later day asked for one date of a measure; ``counts`` is the working day it would become, and
    ``why_off`` the reason where that is not the day asked for."""

    measure: str
    title: str
    period: str
    old: date
    asked: date
    counts: date
    why_off: str
    granted: bool


@dataclass(frozen=True)
class RunAbout:
    """``later`` or ``amendment`` is what it is about, by its subject."""

    run: Run
    kind: str
    line: str
    reason: str
    asked_by: str
    state: str
    looks: str
    later: LaterDay | None = None
    amendment: AmendmentProposed | None = None
    groups: Sequence[Group] = ()
    said: Callable[[Finding], str] = str
    place_of: Callable[[str], str] = str

    @property
    def id(self) -> str:
        return self.run.id

    @property
    def is_open(self) -> bool:
        return self.run.outcome is Outcome.OPEN


def runs_of(visitor: Visitor, seen: PlanSeen, sentences: Sentences) -> list[RunAbout]:
    """All that was asked of the plan, what is open first, the newest above."""
    newest = [run_about(visitor, seen, sentences, run) for run in reversed(list(seen.plan.runs.values()))]
    known = [about for about in newest if about is not None]
    return sorted(known, key=lambda about: not about.is_open)


def run_about(visitor: Visitor, seen: PlanSeen, sentences: Sentences, run: Run) -> RunAbout | None:
    """None for a run that is about neither, such as a report's."""
    plan = seen.plan
    proposed = plan.amendments.get(run.id)
    if run.id in plan.requests:
        later = later_of(visitor, seen, sentences, run)
        line, reason = later_line(visitor, later), plan.requests[run.id].reason
    elif proposed:
        later = None
        line, reason = amendment_line(visitor, proposed), proposed.reason
    else:
        return None
    return RunAbout(
        run=run,
        kind=visitor.say(f"subject.{run.subject}"),
        line=line,
        reason=reason,
        asked_by=sentences.person(run.submitted_by),
        state=visitor.say(f"web.outcome-{run.outcome}"),
        looks=OUTCOME_LOOKS.get(run.outcome, "none"),
        later=later,
        amendment=proposed,
        groups=diff_of(plan, proposed) if proposed else (),
        said=sentences.finding,
        place_of=sentences.place,
    )


def later_of(visitor: Visitor, seen: PlanSeen, sentences: Sentences, run: Run) -> LaterDay:
    request = seen.plan.requests[run.id]
    row = seen.plan.measures.get(request.measure)
    calendar = seen.moment.seen(OfficeCalendar)
    granted = run.outcome is Outcome.GRANTED
    counts = later_day(request.new_due, calendar)
    if granted and (due := dated(seen.plan, request.measure, request.key)):
        counts = due.due
    return LaterDay(
        measure=(row.number or row.id) if row else request.measure,
        title=row.title if row else "",
        period=sentences.period(request.key) if request.key else "",
        old=request.due,
        asked=request.new_due,
        counts=counts,
        why_off=off_words(visitor, calendar.days.why_off(request.new_due)),
        granted=granted,
    )


def off_words(visitor: Visitor, why: str | None) -> str:
    """Why a day is off, "" for a working one; a holiday goes by its own name."""
    return visitor.say("web.weekend") if why == "weekend" else why or ""


def later_line(visitor: Visitor, later: LaterDay) -> str:
    return visitor.say("web.line-postponement", measure=later.measure, old=later.old, new=later.counts)


def amendment_line(visitor: Visitor, proposed: AmendmentProposed) -> str:
    measures = {cell.measure for cell in proposed.cells}
    return visitor.say("web.line-amendment", cells=len(proposed.cells), measures=len(measures))
