"""As whom may this person speak at a step: in their own right, or for whom?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from domain.messages import Event, Moment
from domain.people.standing import Capacity
from domain.people.state import Organisation
from domain.run.events import Said
from domain.run.route import RouteStep
from domain.run.state import Run


class Turn(Struct, frozen=True):
    """A voice of a step, and as whom this person may give it."""

    step: RouteStep
    reference: str
    capacity: Capacity | None

    @property
    def for_whom(self) -> str | None:
        return self.capacity.for_whom if self.capacity else None


def turns_at(step: RouteStep, moment: Moment, command: str) -> list[Turn]:
    """Every way in which this person may speak at the step, voice by voice, in their own right first."""
    turns: list[Turn] = []
    for reference in step.who:
        kind, _, id = reference.partition(":")
        if kind == "person" and moment.by == id and at_home(moment):
            turns.append(Turn(step, reference, None))
        lent: list[Turn] = []
        for capacity in moment.standing.capacities:
            if _speaks(capacity, kind, id, moment) and capacity.covers(command):
                (turns if capacity.for_whom is None else lent).append(Turn(step, reference, capacity))
        turns += lent
    return turns


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


def _speaks(capacity: Capacity, kind: str, id: str, moment: Moment) -> bool:
    """A person's voice goes with any post that the person lent; a unit's with the post that leads it."""
    if kind == "person":
        return capacity.for_whom == id and at_home(moment)
    if kind == "position":
        return capacity.position == id and at_home(moment)
    standing, office = moment.standing, moment.seen(Organisation)
    if kind == "unit":
        leads = (capacity.position, capacity.for_whom or standing.person)
        return at_home(moment) and leads == office.lead_of(id, moment.today)
    return bool(office.above) and standing.office == office.above and capacity.position == id


def at_home(moment: Moment) -> bool:
    """Is it the office's own person who speaks? In the one above, the same name is somebody else's."""
    office = moment.standing.office
    return not office or office == moment.seen(Organisation).id
