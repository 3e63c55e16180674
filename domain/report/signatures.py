"""Who signs a report, and how are people named in it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.people.events import PersonAppointed
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
        if held := self._held_by_director():
            return self._signature(held.person, held.position)
        printed = plan.text.header.approved_by
        return Signature((printed[0].position if printed else None) or "", None)

    def compiler(self, closed_by: str, author: str) -> Signature:
        """Who closed the period; the author where the director did, who approves and does not compile."""
        held = self._held_by_director()
        person = author if not closed_by or (held and held.person == closed_by) else closed_by
        capacities = self.office.standing(person, self.today).capacities
        return self._signature(person, capacities[0].position if capacities else "")

    def _held_by_director(self) -> PersonAppointed | None:
        posts = (p.position for p in self.office.positions.values() if p.role == "director")
        return next((a for post in posts for a in self.office.holders(post, self.today)), None)

    def _signature(self, person: str, position: str) -> Signature:
        capacity = self.office.standing(person, self.today).in_position(position)
        words = capacity.words(self.office.language) if capacity else ""
        before = self.erased
        name = self.named(person)
        return Signature(words, name, erased=self.erased > before)
