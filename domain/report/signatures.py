"""Who signs a report, and how are people named in it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.people.state import Organisation
from domain.plan.state import Plan
from domain.report.shapes import Signature


@dataclass
class People:
    """Names as they may be shown on a day; counts those that were erased."""

    office: Organisation
    today: date
    erased: int = 0

    def named(self, person: str) -> str | None:
        known = self.office.persons.get(person)
        if known and known.full_name.text is None:
            self.erased += 1
        return known.full_name.text if known else None

    def director(self, plan: Plan) -> Signature:
        for post in self.office.positions.values():
            if post.role == "director" and (
                held := next(self.office.holders(post.position, self.today), None)
            ):
                return self._signature(held.person, post.position)
        printed = plan.text.header.approved_by
        return Signature((printed[0].position if printed else None) or "", None)

    def signing(self, person: str) -> Signature:
        held = self.office.standing(person, self.today).capacities
        return self._signature(person, held[0].position if held else "")

    def _signature(self, person: str, position: str) -> Signature:
        capacity = self.office.standing(person, self.today).in_position(position)
        before = self.erased
        name = self.named(person)
        return Signature(
            capacity.words(self.office.language) if capacity else "", name, erased=self.erased > before
        )
