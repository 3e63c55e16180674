"""May a text in force read otherwise beside what was done under it?"""

from __future__ import annotations

from collections.abc import Iterable

from domain.messages import Refused
from domain.plan.counting import misfits, same_count
from domain.plan.decisions.carrying_out import called
from domain.plan.document import Measure
from domain.plan.state import Plan


def refuse_losing_deeds(plan: Plan, measures: Iterable[Measure], removed: Iterable[str]) -> None:
    """What was done stays with its measure and is counted as it was told: no row with records goes, none
    turns from a number into a pair, from a sum into a level or the other way."""
    for id in removed:
        refuse_removing_deeds(plan, plan.measures[id])
    for measure in measures:
        was = plan.measures.get(measure.id)
        if was and not same_count(was, measure) and (count := misfits(measure, plan.of(measure.id))):
            raise Refused("deeds-counted-otherwise", measure=called(was), count=count)


def refuse_removing_deeds(plan: Plan, measure: Measure) -> None:
    """What needs no more be done is cancelled: its row and its records stay in the reports."""
    carried = plan.of(measure.id)
    if count := sum(1 for _ in carried.counted()) + len(carried.levels):
        raise Refused("removes-what-was-done", measure=called(measure), count=count)
