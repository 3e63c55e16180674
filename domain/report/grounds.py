"""On which facts does a report rest: the text of each measure, the reasons given?"""

from __future__ import annotations

from collections.abc import Iterable

from domain.plan.events import (
    DuePostponed,
    ExecutorAssigned,
    MeasureCancelled,
    MeasureRevised,
    PlanAmended,
    PlanApproved,
    PlanDrafted,
    PlanRedrafted,
    ShortfallExplained,
)
from domain.plan.state import Plan
from domain.report.late import Numbered
from domain.report.shapes import Explanation

Facts = tuple[str, ...]
"""``plan-ID@version``, in the order of the record."""


def texts_behind(history: Iterable[Numbered], stream: str) -> tuple[dict[str, Facts], Facts]:
    """The facts that say what is planned: the last text of each measure, later days, and the approval."""
    texts: dict[str, Facts] = {}
    approval: Facts = ()
    for version, event, _ in history:
        fact = (f"{stream}@{version}",)
        match event:
            case PlanRedrafted() as e:
                texts = {measure.id: fact for measure in e.document.measures}
            case PlanDrafted() as e:
                texts |= {measure.id: fact for measure in e.document.measures}
            case MeasureRevised() as e:
                texts[e.measure.id] = fact
            case PlanAmended() as e:
                texts |= {measure.id: fact for measure in e.measures}
            case ExecutorAssigned() | MeasureCancelled() as e:
                texts[e.measure] = (*texts[e.measure], *fact)
            case DuePostponed() as e:
                texts[e.new.measure] = (*texts[e.new.measure], *fact)
            case PlanApproved():
                approval = fact
    return texts, approval


def explanations(
    history: Iterable[Numbered], plan: Plan, stream: str
) -> dict[tuple[str, str], tuple[Explanation, ...]]:
    """The last explanation of each measure for each period."""
    found: dict[tuple[str, str], tuple[Explanation, ...]] = {}
    for version, event, _ in history:
        if version <= plan.version and isinstance(event, ShortfallExplained):
            said = Explanation(event.reason, event.new_term, f"{stream}@{version}")
            found[event.measure, event.period] = (said,)
    return found
