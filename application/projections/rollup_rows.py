"""Which measures stand behind a figure of the roll-up, and how does each of them stand?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, select

from application.projections.base import is_one_of
from application.projections.rollup_counts import counted, offices, plans, read, texts
from domain.plan.document import Measure
from domain.report.course import state_of
from domain.report.shapes import State


@dataclass(frozen=True, slots=True)
class Counted:
    """One row of one plan as the counters hold it; ``text`` is None where an amendment took it out since."""

    plan: str
    plan_period: str
    measure: str
    unit: str
    state: State
    planned: Decimal
    done: Decimal
    text: Measure | None

    @property
    def task(self) -> str:
        return (self.text.task_number or "") if self.text else ""


def rows_of(db: Connection, organisation: str, period: str, today: date) -> list[Counted]:
    """The office's own rows, by plan and in its order; those of offices below are theirs."""
    found = (
        select(counted, plans.c.period.label("whole"), texts.c.text)
        .join(plans, plans.c.plan == counted.c.plan)
        .outerjoin(texts, (texts.c.plan == counted.c.plan) & (texts.c.measure == counted.c.measure))
        .where(counted.c.organisation == organisation, counted.c.period == period)
    )
    rows = [
        Counted(
            row["plan"],
            row["whole"],
            row["measure"],
            row["unit"],
            state_of(row["course"], today),
            row["planned"],
            row["done"],
            read(row["text"]) if row["text"] else None,
        )
        for row in db.execute(found).mappings()
    ]
    return sorted(rows, key=lambda row: (row.plan, row.text.ordinal if row.text else 0, row.measure))


def measures_of(db: Connection, plan: str) -> list[Measure]:
    return [read(text) for text in db.execute(select(texts.c.text).where(texts.c.plan == plan)).scalars()]


def titles_below(db: Connection, organisation: str) -> Mapping[str, str]:
    """The offices directly below, by id."""
    found = select(offices.c.organisation, offices.c.title).where(offices.c.above == organisation)
    return {row[0]: str(row[1]) for row in db.execute(found.order_by(offices.c.organisation))}


def levels_below(db: Connection, organisation: str) -> int:
    """How many levels of offices stand below this one."""
    found = select(offices.c.organisation).where(offices.c.above != "")
    level, levels, above = {organisation}, 0, offices.c.above
    while level := set(db.execute(found.where(is_one_of(db, above, sorted(level)))).scalars()):
        levels += 1
    return levels


def with_all_below(db: Connection, organisation: str) -> Sequence[str]:
    """The office and every one below it, each once, also where they stand in a ring."""
    seen = dict.fromkeys([organisation])
    for office in _further(db, organisation, seen):
        seen[office] = None
    return list(seen)


def _further(db: Connection, organisation: str, seen: Mapping[str, None]) -> Iterator[str]:
    for office in titles_below(db, organisation):
        if office not in seen:
            yield office
            yield from _further(db, office, seen)
