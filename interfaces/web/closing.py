"""What should a person know of a period before they close it, or let a record of it be changed?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from application.offers import PlanSeen
from application.ports import Recorded
from application.reports.standing import rows_as_of
from domain.messages import Command
from domain.plan.decisions.closing import ClosePeriod, Missing, ToAsk, check_list, cut_off
from domain.plan.events import CorrectionRequested, PeriodClosed, PeriodReopened
from domain.report.shapes import Amounts, Row
from interfaces.web.visitor import Visitor

LATE_RULES = frozenset({"corrective", "next"})


@dataclass(frozen=True, slots=True)
class CorrectionShown:
    """A record of a closed period, as it counts and as somebody says it should."""

    measure: str
    now: str
    wanted: str
    reason: str
    person: str


def missing_in(seen: PlanSeen, period: str) -> list[ToAsk]:
    """The check list as of now."""
    return check_list(seen.plan, period, seen.office, seen.moment.today)


def before_closing(
    visitor: Visitor, seen: PlanSeen, command: type[Command], settled: Mapping[str, str]
) -> Iterator[str]:
    """What goes on record as missing, and where that goes which comes later; nothing for any other act."""
    if command is not ClosePeriod:
        return
    missing = Counter(line.missing for line in missing_in(seen, settled["period"]))
    if not missing:
        yield visitor.say("closing.nothing-missing")
    if silent := missing[Missing.SILENT]:
        yield visitor.say("closing.goes-as-silent", count=silent)
    if unexplained := missing[Missing.UNEXPLAINED]:
        yield visitor.say("closing.goes-unexplained", count=unexplained)
    yield late_goes(visitor, seen)


def late_goes(visitor: Visitor, seen: PlanSeen) -> str:
    rule = seen.office.late if seen.office.late in LATE_RULES else "corrective"
    return visitor.say(f"closing.late-{rule}")


def may_be_closed_from(visitor: Visitor, seen: PlanSeen, period: str) -> str:
    return visitor.say("closing.open", day=cut_off(period, seen.office))


def last_turn(seen: PlanSeen, period: str) -> Recorded | None:
    """The last closing or reopening of the period, None where there was none yet."""
    turns = (
        r
        for r in reversed(seen.history)
        if isinstance(r.event, PeriodClosed | PeriodReopened) and r.event.period == period
    )
    return next(turns, None)


def rows_in(seen: PlanSeen, period: str) -> Mapping[str, Row]:
    """Planned and done of this period alone."""
    return rows_as_of(seen.id, seen.plan, seen.office, seen.history, seen.moment.at, period)


def correction_shown(visitor: Visitor, seen: PlanSeen, asked: CorrectionRequested) -> CorrectionShown:
    record = seen.plan.of(asked.measure).executions.get(asked.execution)
    counts = record.counts if record else None
    measure = seen.plan.measures[asked.measure]
    return CorrectionShown(
        measure=f"{measure.number or measure.id} {measure.title}",
        now=figures(visitor, counts.done_on, counts.parts or (counts.quantity,)) if counts else "",
        wanted=visitor.say("closing.taken-out") if asked.retract else wanted(visitor, asked),
        reason=asked.reason,
        person=visitor.sentences_about(seen).person(asked.person),
    )


def wanted(visitor: Visitor, asked: CorrectionRequested) -> str:
    return figures(visitor, asked.done_on, asked.parts or (asked.quantity,))


def figures(visitor: Visitor, day: object, amounts: tuple[Decimal | None, ...]) -> str:
    return visitor.say("closing.figures", day=day, amount=amounts_words(visitor, amounts))


def amounts_words(visitor: Visitor, amounts: Amounts | tuple[Decimal | None, ...]) -> str:
    return " / ".join(visitor.say("web.amount", amount=a) for a in amounts if a is not None)
