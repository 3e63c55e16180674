"""What happens between approval and the end of the quarter, morning by morning?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby

from application.clock import tick_through
from application.projections.notices import notices_of
from application.story.deeds import MISTYPED, TWICE, Deed, Diary, correction_of, retraction_of
from application.story.stage import Stage, by_number
from domain.calendar.periods import month_end
from domain.calendar.state import OfficeCalendar
from domain.messages import Command
from domain.notice.policy import Rung
from domain.plan.decisions.execution import LogExecution

LAST_DAY = date(2026, 10, 5)
TOLD_BY_NAME = {
    "over-fulfilled": "demo.over-fulfilled",
    "partial": "demo.partial",
    "mistyped": "demo.mistyped",
    "unplanned": "demo.unplanned",
}


def is_carried_out(stage: Stage, plan: str) -> None:
    """Every deed on its day, every morning's bell in between, a line of figures a month."""
    for month, days in groupby(by_day(stage, plan), key=lambda day: f"{day[0]:%Y-%m}"):
        counted: Counter[str] = Counter()
        for day, deeds in days:
            counted += rings_until(stage, stage.moment(day, 16))
            counted["records"] += sum(is_written_down(stage, deed) for deed in deeds)
            is_put_right(stage, plan, day, deeds)
        counted += rings_until(stage, stage.moment(min(month_end(month), LAST_DAY), 18))
        month_is_told(stage, counted)


def by_day(stage: Stage, plan: str) -> Iterator[tuple[date, list[Deed]]]:
    calendar: OfficeCalendar = stage.app.state(f"calendar-{stage.office.id}")
    diary = Diary(plan, stage.plan(plan), stage.people, calendar.days, stage.planner())
    for day, deeds in groupby(diary.deeds(), key=lambda deed: deed.on):
        yield day, list(deeds)


def rings_until(stage: Stage, until: datetime) -> Counter[str]:
    """Let the clock run to a moment; counts the letters of the ladder by kind."""
    raised: Counter[str] = Counter()
    if until <= stage.now:
        return raised
    for ticked in tick_through(stage.app, stage.now, until):
        raised += ticked.raised
        raised["delivered"] += ticked.delivered
        if ticked.escalations:
            escalations_are_told(stage, ticked.at)
    return raised


def is_written_down(stage: Stage, deed: Deed) -> bool:
    done = stage.do(deed.command, by=deed.by)
    if key := TOLD_BY_NAME.get(deed.kind):
        command = deed.command
        assert isinstance(command, LogExecution)
        measure = stage.plan(command.plan).measures[command.measure]
        stage.tell(
            key,
            person=stage.name(deed.by),
            measure=measure.number,
            quantity=command.quantity,
            day=command.done_on,
        )
    return not done.answer.repeated


def is_put_right(stage: Stage, plan: str, day: date, deeds: list[Deed]) -> None:
    """What was written down wrong today is noticed an hour later."""
    for deed in deeds:
        if deed.kind not in ("mistyped", "twice"):
            continue
        stage.on(day, 17)
        repaired = repair_of(stage, plan, deed)
        stage.do(repaired, by=deed.by)
        key = "demo.corrected" if deed.kind == "mistyped" else "demo.retracted"
        number = MISTYPED[0] if deed.kind == "mistyped" else TWICE
        stage.tell(key, person=stage.name(deed.by), measure=number)
        same_again(stage, repaired, deed.by)


def repair_of(stage: Stage, plan: str, deed: Deed) -> Command:
    command, state = deed.command, stage.plan(plan)
    assert isinstance(command, LogExecution)
    if deed.kind == "mistyped":
        return correction_of(plan, state, by_number(state, MISTYPED[0]))
    return retraction_of(plan, state, by_number(state, TWICE), command.done_on)


def same_again(stage: Stage, command: Command, by: str) -> None:
    """A doubtful connection sends the same command twice; the record takes it once."""
    again = stage.do(command, by=by)
    assert again.answer.repeated
    stage.tell("demo.sent-twice", position=again.answer.position)


def escalations_are_told(stage: Stage, at: datetime) -> None:
    for notice in stage.app.ask(notices_of):
        if notice["kind"] == Rung.ESCALATION and notice["raised_at"] == at:
            measure = stage.plan(notice["plan"]).measures[notice["measure"]]
            stage.tell("demo.escalated", measure=measure.number, person=stage.name(notice["recipient"]))


def month_is_told(stage: Stage, counted: Counter[str]) -> None:
    stage.tell(
        "demo.month",
        day=stage.today,
        records=counted["records"],
        reminders=counted[Rung.REMINDER] + counted[Rung.DUE_TODAY],
        overdue=counted[Rung.OVERDUE],
        escalations=counted[Rung.ESCALATION],
    )
