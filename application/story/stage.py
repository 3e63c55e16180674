"""Where does the story stand: which office, which day, what is told of it?"""

from __future__ import annotations

import time as watch
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from application.ports import Recorded
from application.samples.offices import Office
from application.sentences import Sentences, speaking
from domain.canonical import fingerprint
from domain.messages import Command, Refused
from domain.people.state import Organisation
from domain.plan.document import Measure
from domain.plan.state import Plan

if TYPE_CHECKING:
    from application.app import App, Done

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Voice:
    """How the story is told: line by line, each with time to be read (``breath``, in seconds)."""

    say: Say
    language: str
    breath: float


@dataclass(frozen=True, slots=True)
class Stage:
    """One office; the clock is the house's own, which the story moves on and which never runs back."""

    app: App
    office: Office
    voice: Voice

    @property
    def now(self) -> datetime:
        return self.app.clock.now()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.office.zone)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def moment(self, day: date, hour: int = 10) -> datetime:
        return datetime.combine(day, time(hour), self.zone).astimezone(UTC)

    def on(self, day: date, hour: int = 10) -> None:
        """Let it be that hour of the day where the office stands."""
        self.app.at(max(self.now, self.moment(day, hour)))

    def do(self, command: Command, by: str) -> Done:
        """The same command on the same day of the story has the same id: told twice, it happens once."""
        body = [self.today.isoformat(), by, type(command).__name__, command.model_dump(mode="json")]
        id = f"demo-{fingerprint(body)[:32]}"
        return self.app.do(command, by=by, organisation=self.office.id, command_id=id, channel="demo")

    def refusal(self, command: Command, by: str) -> Refused | None:
        """Why the house will not do this; None where it did."""
        try:
            self.do(command, by)
        except Refused as refused:
            return refused
        return None

    def tell(self, key: str, /, **facts: object) -> None:
        self.voice.say(self.app.phrases.say(key, self.voice.language, **facts))
        watch.sleep(self.voice.breath)

    def sentences(self, plan: Plan | None = None, history: Iterable[Recorded] = ()) -> Sentences:
        return speaking(self.app.phrases, self.voice.language, self.people, plan, history)

    def holder(self, position: str) -> str:
        return self.office.positions[position].person

    def behind(self, reference: str) -> str:
        """Who speaks for ``position:ID``; the shipped routes name nothing else."""
        return self.holder(reference.removeprefix("position:"))

    def planner(self) -> str:
        return self.holder("planner")

    def name(self, person: str) -> str:
        return self.office.persons[person]

    @property
    def people(self) -> Organisation:
        people: Organisation = self.app.state(f"people-{self.office.id}")
        return people

    def plan(self, id: str) -> Plan:
        plan: Plan = self.app.state(f"plan-{id}")
        return plan


def by_number(plan: Plan, number: str) -> Measure:
    """The measure with the office's own number."""
    return next(m for m in plan.text.measures if m.number == number)


def one_line(title: str) -> str:
    return " ".join(title.split())
