"""As whom may this person speak at a step: in their own right, or for whom?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.messages import Event, Moment
from domain.people.standing import Capacity
from domain.people.state import Organisation
from domain.run.events import Said
from domain.run.route import RouteStep
from domain.run.state import Run


@dataclass(frozen=True, slots=True)
class Turn:
    """A voice of a step, and as whom this person may give it."""

    step: RouteStep
    reference: str
    capacity: Capacity | None

    @property
    def for_whom(self) -> str | None:
        return self.capacity.for_whom if self.capacity else None


def turns_at(step: RouteStep, moment: Moment, command: str) -> Iterator[Turn]:
    """Every way in which this person may speak at the step, voice by voice, in their own right first."""
    for reference in step.who:
        kind, _, id = reference.partition(":")
        if kind == "person" and moment.by == id:
            yield Turn(step, reference, None)
        fitting = (c for c in _capacities(kind, id, moment) if c.covers(command))
        yield from (Turn(step, reference, c) for c in sorted(fitting, key=lambda c: c.for_whom is not None))


def spoken_as(
    run: Run, step: str, command: str, moment: Moment, events: Sequence[Event] = ()
) -> Capacity | None:
    """The capacity behind the voice that was given, or that would be."""
    here = run.step(step)
    if here is None:
        return None
    voices: Iterable[Event | Said] = events
    said = [(e.voice, e.for_whom) for e in voices if isinstance(e, Said)]
    turns = turns_at(here, moment, command)
    return next((t.capacity for t in turns if not said or (t.reference, t.for_whom) in said), None)


def _capacities(kind: str, id: str, moment: Moment) -> Iterator[Capacity]:
    """A person's voice goes with any post that the person lent; a unit's with the post that leads it."""
    standing, office = moment.standing, moment.seen(Organisation)
    at_home = standing.office in ("", office.id)
    above = bool(office.above) and standing.office == office.above
    for capacity in standing.capacities:
        match kind:
            case "person":
                speaks = capacity.for_whom == id
            case "unit":
                leads = (capacity.position, capacity.for_whom or standing.person)
                speaks = at_home and leads == office.lead_of(id, moment.today)
            case "position":
                speaks = at_home and capacity.position == id
            case _:
                speaks = above and capacity.position == id
        if speaks:
            yield capacity
