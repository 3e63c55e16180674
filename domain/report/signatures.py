"""Who signs a report, and how are people named in it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from typing import cast, get_args

from domain.messages import Event
from domain.people.events import PersonAppointed
from domain.people.state import Organisation
from domain.plan.events import ReportSigned
from domain.plan.state import Plan
from domain.report.shapes import Signature, SignedBy, SignOff
from domain.run.events import RunEvent, Said, StepAcknowledged, StepAgreed, StepApproved
from domain.run.state import Run, evolve
from domain.workflow.definition import Act


@dataclass(frozen=True, slots=True)
class Word:
    """A fact of the plan with what its envelope says; ``at`` is in the office's zone, ``office`` where the
    person acted from, where that is another one."""

    event: Event
    fact: str
    position: int
    capacity: str
    at: datetime
    office: str = ""


@dataclass
class People:
    """Names as they may be shown on a day; counts those that were erased. ``elsewhere`` are the people of
    offices above that acted here."""

    office: Organisation
    today: date
    erased: int = 0
    elsewhere: Mapping[str, Organisation] = field(default_factory=dict)

    def named(self, person: str, office: str = "") -> str | None:
        known = self.elsewhere.get(office, self.office).persons.get(person)
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


def signed_off(
    words: Sequence[Word], period: str, closing: str, people: People, corrective: int = 0
) -> SignOff | None:
    """How the report of this closing was signed, if it was; ``words`` are all facts of the plan."""
    which = (period, closing, corrective)
    for word in reversed(words):
        event = word.event
        if isinstance(event, ReportSigned) and (event.period, event.closing, event.corrective) == which:
            voices = tuple(_voices(words, event.run, people))
            return SignOff(event.fingerprint, event.position, event.act, word.fact, word.position, voices)
    return None


def _voices(words: Sequence[Word], run: str, people: People) -> Iterator[SignedBy]:
    """Whose word counted in the end: what was taken back with a return is not among them."""
    of_run = [w for w in words if isinstance(w.event, get_args(RunEvent)) and w.event.run == run]
    ended = reduce(evolve, (cast(RunEvent, w.event) for w in of_run), Run())
    for voice in ended.voices:
        if voice.against:
            continue
        word = next(w for w in reversed(of_run) if _is_voice(w.event, voice.step, voice.person))
        before = people.erased
        name = people.named(voice.person, word.office)
        yield SignedBy(_act(word.event), word.capacity, name, word.at, people.erased > before)


def _is_voice(event: Event, step: str, person: str) -> bool:
    said: Event | Said = event
    return isinstance(said, Said) and (said.step, said.person) == (step, person)


def _act(event: Event) -> Act:
    match event:
        case StepAgreed():
            return Act.AGREE
        case StepAcknowledged():
            return Act.ACKNOWLEDGE
        case StepApproved():
            return Act.APPROVE
        case _:
            return Act.SIGN
