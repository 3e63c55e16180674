"""Is the record what it says: replayed, rebuilt, and reported again, does it give the same?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from application.folding import decider_of
from application.ports import EventStore, Recorded, Unreadable
from application.reports.compile import compile_report
from application.reports.deliver import render
from application.story.closing import PERIOD, Reported
from application.story.stage import Stage
from domain.notice.events import NoticeDelivered
from domain.plan.events import (
    ExecutionCorrected,
    ExecutionRetracted,
    PeriodClosed,
    PlanApproved,
    PlanReturned,
)
from domain.plan.state import Plan

PAGE = 1000
TURNING_POINTS = (PlanReturned, PlanApproved, ExecutionCorrected, ExecutionRetracted, PeriodClosed)


@dataclass(frozen=True, slots=True)
class Counted:
    """What the log holds from its first fact to its last."""

    facts: int
    notices_sent: int
    unreadable: int


def counted(store: EventStore) -> Counted:
    facts, unreadable, sent = 0, 0, set()
    for row in whole_log(store):
        facts += 1
        if isinstance(row, Unreadable):
            unreadable += 1
        elif isinstance(row.event, NoticeDelivered):
            sent.add(row.stream)
    return Counted(facts, len(sent), unreadable)


def whole_log(store: EventStore) -> Sequence[Recorded | Unreadable]:
    rows: list[Recorded | Unreadable] = []
    while page := store.log(rows[-1].position if rows else 0, PAGE):
        rows += page
    return rows


def is_verified(stage: Stage, plans: Sequence[str], carried: str, reported: Reported) -> bool:
    """Every check runs and is told, whatever the one before it said."""
    checks = [
        is_replayed(stage, plans),
        was_otherwise_then(stage, carried),
        is_rebuilt(stage),
        is_reported_again(stage, carried, reported),
    ]
    return all(checks)


def is_replayed(stage: Stage, plans: Sequence[str]) -> bool:
    """Each plan folded from its first fact is the plan that decisions see."""
    same, facts = True, 0
    for plan in plans:
        history = stage.app.history(f"plan-{plan}")
        facts += len(history)
        replayed = decider_of(f"plan-{plan}").fold(recorded.event for recorded in history)
        same = same and replayed == stage.plan(plan)
    speaks(stage, plans[0])
    stage.tell("demo.replayed" if same else "demo.replay-differs", facts=facts, plans=len(plans))
    return same


def speaks(stage: Stage, plan: str) -> None:
    """The turning points of a plan, as the record tells them."""
    history = stage.app.history(f"plan-{plan}")
    sentences = stage.sentences(stage.plan(plan), history)
    for recorded in history:
        if isinstance(recorded.event, TURNING_POINTS):
            stage.voice.say(f"    {sentences.when(recorded):%d.%m.%Y %H:%M}  {sentences.of(recorded)}")


def was_otherwise_then(stage: Stage, plan: str) -> bool:
    """The plan on a past evening: what was known then, and not more."""
    then = stage.moment(date(2026, 8, 31), 20)
    past: Plan = stage.app.state(f"plan-{plan}", at=then)
    now = stage.plan(plan)
    stage.tell("demo.as-of", day=date(2026, 8, 31), then=records_of(past), now=records_of(now))
    return records_of(past) < records_of(now)


def records_of(plan: Plan) -> int:
    return sum(len(carried.executions) for carried in plan.carried.values())


def is_rebuilt(stage: Stage) -> bool:
    differences = stage.app.check()
    if differences:
        stage.tell("demo.rebuild-differs", rows=len(differences))
        return False
    stage.tell("demo.rebuilt")
    return True


def is_reported_again(stage: Stage, plan: str, reported: Reported) -> bool:
    """The report compiled again as of the same position, after all that came since, byte for byte."""
    report = compile_report(stage.app, plan, PERIOD, position=reported.position)
    differing = [
        path
        for path, content in reported.files.items()
        if render(stage.app, report, path.suffix[1:]) != content
    ]
    if differing:
        stage.tell("demo.report-differs", path=differing[0])
        return False
    stage.tell("demo.reported-again", position=reported.position, files=len(reported.files))
    return True
