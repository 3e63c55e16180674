"""For which of a measure's periods is a record made, how much of it remains, and on which day?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from application.offers import PlanSeen
from application.projections import due_ledger
from domain.messages import Refused
from domain.plan.decisions.carrying_out import span
from domain.plan.document import Measure
from interfaces.web.visitor import Visitor


@dataclass(frozen=True, slots=True)
class PeriodOwed:
    """One month or quarter that a measure owes something in; ``key`` is ``2026-07`` or ``2026Q3``."""

    key: str
    planned: Decimal | None
    done: Decimal

    def holds(self, day: date) -> bool:
        first, last = span(self.key)
        return first <= day <= last

    def day_to_log(self, today: date) -> date:
        """Its last day once it is past; what lies ahead cannot be done yet, so today."""
        return min(span(self.key)[1], today)

    def has_begun(self, today: date) -> bool:
        return span(self.key)[0] <= today

    def alike(self, day: date) -> str:
        """The month or quarter, as this one is, in which the day lies."""
        return f"{day.year}Q{(day.month + 2) // 3}" if "Q" in self.key else f"{day:%Y-%m}"

    @property
    def remaining(self) -> str:
        return at_least_one((self.planned or Decimal(0)) - self.done)


def at_least_one(left: Decimal) -> str:
    return f"{max(left, Decimal(1)):f}"


def periods_owed(visitor: Visitor, seen: PlanSeen, measure: Measure) -> list[PeriodOwed]:
    """None for a measure that owes one date only."""
    rows = [
        r for r in visitor.app.ask(due_ledger.dues_of, seen.id) if r["measure"] == measure.id and r["key"]
    ]
    return [PeriodOwed(row["key"], row["quantity"], row["done"]) for row in rows]


def period_named(visitor: Visitor, seen: PlanSeen, measure: Measure, key: str) -> PeriodOwed | None:
    """Refuses ``not-found`` for a period in which the measure owes nothing."""
    if not key:
        return None
    for owed in periods_owed(visitor, seen, measure):
        if owed.key == key:
            return owed
    raise Refused("not-found")


def remaining(visitor: Visitor, seen: PlanSeen, measure: Measure, named: PeriodOwed | None) -> str:
    """What is left of the period named, else of the one that runs, else of the measure; at least 1."""
    if named:
        return named.remaining
    if owed := periods_owed(visitor, seen, measure):
        runs = (period for period in owed if period.holds(visitor.moment.today))
        return next((period.remaining for period in runs), "1")
    rows = [r for r in visitor.app.ask(due_ledger.dues_of, seen.id) if r["measure"] == measure.id]
    left = [row["quantity"] - row["done"] for row in rows if row["state"] == "open" and row["quantity"]]
    return at_least_one(left[0]) if left else "1"
