"""How is a later day asked for, and what becomes of the old one?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.calendar.days import Roll
from domain.calendar.state import OfficeCalendar
from domain.canonical import fingerprint_of
from domain.messages import Event, Id, Moment, Refused, Text, Word
from domain.plan.decider import PlanCommand, measure_of, plan
from domain.plan.decisions.amending import refuse_unless_in_force, started
from domain.plan.decisions.approval import granted
from domain.plan.decisions.carrying_out import refuse_unless_mine
from domain.plan.events import Due, DuePostponed, PostponementRequested
from domain.plan.schedule import ESCALATE_DAYS_AFTER, REMIND_DAYS_BEFORE
from domain.plan.state import Plan
from domain.run.route import Circumstances
from domain.run.state import Outcome, Run
from domain.workflow.definition import Subject


class RequestPostponement(PlanCommand):
    """Ask for a later day for one date of a measure, on the route of a published definition.

    ``key`` is the month or quarter of the date, blank where the measure has one only.
    """

    measure: Id
    key: Word = ""
    new_due: date
    reason: Text
    workflow: Id

    def reads(self, organisation: str) -> tuple[str, ...]:
        return (f"workflow-{organisation}.{self.workflow}", f"calendar-{organisation}")


@plan.decides(RequestPostponement)
def request_postponement(plan: Plan, asked: RequestPostponement, moment: Moment) -> Iterator[Event]:
    due = refuse_unless_may_be_asked(plan, asked.measure, asked.key, moment)
    if not asked.reason.strip():
        raise Refused("reason-missing")
    if asked.new_due <= due.due or asked.new_due < moment.today:
        raise Refused("not-a-later-day", due=due.due, new_due=asked.new_due)
    request = PostponementRequested(
        request=moment.id_of_new("postponement"),
        measure=asked.measure,
        key=asked.key,
        due=due.due,
        new_due=asked.new_due,
        reason=asked.reason,
        person=moment.by,
    )
    yield request
    yield started(
        plan,
        moment,
        run=request.request,
        subject=Subject.POSTPONEMENT,
        workflow=asked.workflow,
        of=circumstances_of_request(plan, asked.measure),
        text_hash=fingerprint_of(request),
    )


def refuse_unless_may_be_asked(plan: Plan, measure: str, key: str, moment: Moment) -> Due:
    """The date for which this person may ask a later one now."""
    refuse_unless_in_force(plan)
    row = refuse_unless_mine(plan, measure, moment)
    due = date_of(plan, measure, key)
    if closed := plan.closed_period_of(due.planned):
        raise Refused("period-closed", period=closed)
    if open_request(plan, measure, key):
        raise Refused("requested-already", measure=row.number or row.id)
    return due


def later_day(asked: date, calendar: OfficeCalendar) -> date:
    """The day that a granted request makes the new date: a day off goes back to the working day before."""
    return calendar.days.roll(asked, Roll.BEFORE)


@granted(Subject.POSTPONEMENT)
def postponed(plan: Plan, run: Run, moment: Moment, act: str, effective_from: date) -> Iterator[Event]:
    asked = plan.requests[run.id]
    old = date_of(plan, asked.measure, asked.key)
    if closed := plan.closed_period_of(old.planned):
        raise Refused("period-closed", period=closed)
    calendar = moment.seen(OfficeCalendar).days
    due = later_day(asked.new_due, moment.seen(OfficeCalendar))
    if due < old.due:  # the text was amended meanwhile
        raise Refused("not-a-later-day", due=old.due, new_due=due)
    new = old.model_copy(
        update={
            "due": due,
            "remind": calendar.shift(due, -REMIND_DAYS_BEFORE),
            "escalate": calendar.shift(due, ESCALATE_DAYS_AFTER),
            "before_approval": False,
        }
    )
    yield DuePostponed(request=run.id, due=old.due, new=new)


def circumstances_of_request(plan: Plan, measure: str) -> Circumstances:
    """A later day concerns those who carry the measure out, and one cell."""
    executors = tuple(e.to for e in measure_of(plan, measure).executors if e.to)
    return Circumstances(
        period="quarter" if "Q" in plan.text.period else "year",
        fields=frozenset({"due"}),
        units=frozenset(r.removeprefix("unit:") for r in executors if r.startswith("unit:")),
        executors=executors,
        cells=1,
    )


def date_of(plan: Plan, measure: str, key: str) -> Due:
    found = dated(plan, measure, key)
    if found is None:
        keys = ", ".join(d.key or "-" for d in plan.schedule if d.measure == measure)
        raise Refused("no-such-date", measure=measure, key=key, known=keys)
    return found


def dated(plan: Plan, measure: str, key: str) -> Due | None:
    """None also for what was cancelled, or has other dates since the text was amended."""
    return next((d for d in plan.schedule if (d.measure, d.key) == (measure, key)), None)


def open_request(plan: Plan, measure: str, key: str) -> bool:
    return any(
        (r.measure, r.key) == (measure, key) and plan.run_of(r.request).outcome is Outcome.OPEN
        for r in plan.requests.values()
    )
