"""Whose is a measure, and what must every record of carrying it out keep to?"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from domain.calendar import periods
from domain.messages import Id, Moment, Quantity, Refused
from domain.plan.decider import PlanCommand, measure_of, refuse_unless_carried_out
from domain.plan.document import Measure, TargetKind
from domain.plan.state import Execution, Plan

COUNTED = frozenset({TargetKind.NUMBER, TargetKind.FRACTION})


class ExecutionCommand(PlanCommand, abstract=True):
    commutes = True

    measure: Id


def refuse_unless_mine(plan: Plan, measure_id: str, moment: Moment) -> Measure:
    """The measure, if this person carries it out (in person, by post or by unit) or plans for the office."""
    refuse_unless_carried_out(plan)
    measure = measure_of(plan, measure_id)
    if not carries_out(plan, measure.id, moment) and "planner" not in moment.standing.roles:
        words = ", ".join(e.raw for e in measure.executors)
        raise Refused("not-your-measure", measure=called(measure), executors=words)
    return measure


def refuse_unless_open_to(plan: Plan, measure_id: str, moment: Moment) -> Measure:
    """The measure, if it is this person's and was not cancelled."""
    measure = refuse_unless_mine(plan, measure_id, moment)
    if cancelled := plan.cancelled.get(measure.id):
        raise Refused("measure-cancelled", measure=called(measure), reason=cancelled.reason)
    return measure


def carries_out(plan: Plan, measure: str, moment: Moment) -> bool:
    """Does the measure lie with this person: by name, by post, or by the unit of one of their posts? What
    another lent is for deciding steps."""
    capacities = [c for c in moment.standing.capacities if c.for_whom is None]
    mine = {f"person:{moment.by}"}
    mine |= {f"position:{c.position}" for c in capacities} | {f"unit:{c.unit}" for c in capacities}
    return bool(mine & plan.answers(measure))


def refuse_unless_in_time(plan: Plan, day: date, moment: Moment) -> None:
    if day > moment.today:
        raise Refused("not-yet", day=day)
    if not periods.covers(plan.text.period, day):
        raise Refused("outside-period", day=day, period=plan.text.period)


def refuse_unless_counted_as_planned(
    measure: Measure, quantity: Quantity | None, parts: tuple[Quantity, ...]
) -> None:
    kind, wanted = measure.target.kind, len(measure.target.parts)
    if kind is TargetKind.FRACTION and len(parts) != wanted:
        raise Refused("parts-missing", measure=called(measure), wanted=wanted)
    if kind is not TargetKind.FRACTION and parts:
        raise Refused("no-parts-here", measure=called(measure))
    if kind is TargetKind.NUMBER and not quantity:
        raise Refused("quantity-missing", measure=called(measure))


def refuse_unless_it_counts(plan: Plan, measure: str, execution: str) -> Execution:
    record = plan.of(measure).executions.get(execution)
    if record is None:
        raise Refused("unknown-execution", execution=execution)
    if record.retracted:
        raise Refused("retracted-already", execution=execution)
    return record


def refuse_unless_own_record(record: Execution, moment: Moment) -> None:
    """A record is mended by whoever wrote it, or by the planner of the office; both stay named beside it."""
    if moment.by != record.logged.person and "planner" not in moment.standing.roles:
        raise Refused("not-your-record", person=record.logged.person)


def refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("reason-missing")


def is_late(plan: Plan, day: date) -> bool:
    return plan.closed_period_of(day) is not None


@lru_cache(maxsize=periods.KNOWN)
def span(period: str) -> tuple[date, date]:
    """First and last day of ``2021-01`` or ``2021Q1``."""
    if re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", period):
        end = periods.month_end(period)
        return end.replace(day=1), end
    if re.fullmatch(r"(19|20)\d\dQ[1-4]", period):
        return periods.starts(period), periods.ends(period)
    raise Refused("unknown-period", period=period)


def called(measure: Measure) -> str:
    return measure.number or measure.id
