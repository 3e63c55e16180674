"""``/my``: which measures are mine, what of them is due, what do I log next?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from application.projections import due_ledger, plan_board
from domain.plan.document import Measure
from domain.plan.state import CARRIED_OUT
from interfaces.web.visitor import AVisitor, Visitor

router = APIRouter()
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Owed:
    """One date on which a measure of mine owes something."""

    plan: str
    plan_title: str
    measure: Measure
    key: str
    due: date
    quantity: Decimal | None
    done: Decimal
    state: str
    before_approval: bool

    @property
    def log(self) -> str:
        asked = f"?for={self.key}" if self.key else ""
        return f"/plans/{self.plan}/measures/{self.measure.id}/log{asked}"


@dataclass(frozen=True, slots=True)
class SortedOut:
    overdue: Sequence[Owed]
    before: Sequence[Owed]
    soon: Sequence[Owed]
    later: Sequence[Owed]
    settled: Sequence[Owed]

    @property
    def groups(self) -> tuple[tuple[str, Sequence[Owed]], ...]:
        """The open ones, by the name of their heading; what was due before the approval is nobody's delay."""
        named = (
            ("overdue", self.overdue),
            ("before", self.before),
            ("soon", self.soon),
            ("later", self.later),
        )
        return tuple((name, owed) for name, owed in named if owed)


@router.get("/my", response_class=HTMLResponse)
def my_measures(visitor: AVisitor) -> Response:
    owed = owed_by(visitor)
    return visitor.page("my.html", owed=sorted_out(owed, visitor.moment.today), any_owed=bool(owed))


def owed_by(visitor: Visitor) -> list[Owed]:
    """What the plans of the office owe by this person, the earliest due first."""
    found: list[Owed] = []
    for board in visitor.app.ask(plan_board.plans, visitor.organisation):
        if board["status"] in CARRIED_OUT:
            found += of_plan(visitor, board["plan"], board["title"])
    return sorted(found, key=lambda owed: (owed.due, owed.measure.ordinal, owed.key))


def of_plan(visitor: Visitor, id: str, title: str) -> list[Owed]:
    seen = visitor.plan(id)
    mine = {m.id: m for m in seen.plan.text.measures if seen.is_mine(m)}
    return [
        Owed(
            plan=id,
            plan_title=title,
            measure=mine[row["measure"]],
            key=row["key"],
            due=row["due"],
            quantity=row["quantity"],
            done=row["done"],
            state=row["state"],
            before_approval=row["before_approval"],
        )
        for row in visitor.app.ask(due_ledger.dues_of, id)
        if row["measure"] in mine
    ]


def sorted_out(owed: Sequence[Owed], today: date) -> SortedOut:
    unsettled = [o for o in owed if o.state == "open"]
    return SortedOut(
        overdue=[o for o in unsettled if o.due < today and not o.before_approval],
        before=[o for o in unsettled if o.due < today and o.before_approval],
        soon=[o for o in unsettled if today <= o.due <= today + SOON],
        later=[o for o in unsettled if o.due > today + SOON],
        settled=[o for o in owed if o.state != "open"],
    )
