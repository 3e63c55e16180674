"""What did each fact behind a figure do to it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from application.explain.case import Case
from application.explain.shapes import How, Used
from domain.messages import Event
from domain.plan.events import (
    DuePostponed,
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
    ExecutorAssigned,
    IndicatorReported,
    MeasureCancelled,
    MeasureRevised,
    NilDeclared,
    PeriodClosed,
    PlanAmended,
    PlanApproved,
    PlanDrafted,
    PlanRedrafted,
    ShortfallExplained,
)
from domain.report.shapes import Amounts, Rule

DOES: Mapping[type[Event], How] = {
    PlanDrafted: How.TEXT,
    PlanRedrafted: How.TEXT,
    MeasureRevised: How.TEXT,
    PlanAmended: How.AMENDS,
    ExecutorAssigned: How.ASSIGNS,
    PlanApproved: How.APPROVES,
    DuePostponed: How.POSTPONES,
    MeasureCancelled: How.CANCELS,
    NilDeclared: How.SAYS_NONE,
    ShortfallExplained: How.EXPLAINS,
    IndicatorReported: How.COUNTS,
    ExecutionRetracted: How.RETRACTS,
    PeriodClosed: How.CLOSES,
}
"""Of records of deeds, the last one counts and those before it were replaced."""
UNSAID = frozenset({Rule.SUM, Rule.COUNT})
"""Under these a deed told without a number is one deed."""


def used_by(case: Case, facts: Iterable[str], rule: str = "") -> tuple[Used, ...]:
    """The facts as listed by a figure, each with what it did; a fact listed twice is told once."""
    listed = list(dict.fromkeys(facts))
    standing = dict(_standing(case, listed))
    return tuple(_used(case, fact, rule, standing) for fact in listed)


def _used(case: Case, fact: str, rule: str, standing: Mapping[str, str]) -> Used:
    event = case.fact(fact).event
    if isinstance(event, ExecutionLogged | ExecutionCorrected):
        if standing[event.execution] != fact:
            return Used(fact, How.REPLACED)
        how = How.CORRECTS if isinstance(event, ExecutionCorrected) else How.COUNTS
        return Used(fact, how, amounts_of(event, rule))
    if isinstance(event, IndicatorReported):
        return Used(fact, How.COUNTS, (event.value,))
    return Used(fact, DOES.get(type(event), How.STANDS))


def _standing(case: Case, facts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The fact that counts of each record, the last of them."""
    for fact in facts:
        event = case.fact(fact).event
        if isinstance(event, ExecutionLogged | ExecutionCorrected):
            yield event.execution, fact


def amounts_of(event: ExecutionLogged | ExecutionCorrected, rule: str = "") -> Amounts:
    told = event.parts or (() if event.quantity is None else (event.quantity,))
    return (told or (Decimal(1),))[:1] if rule in UNSAID else told
