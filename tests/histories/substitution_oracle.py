"""Who may give a voice, and what must hold of a plan in force: plain dictionaries, blind to the code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.messages import Event
from domain.people.events import (
    AppointmentEnded,
    DelegationRevoked,
    DutyDelegated,
    PersonAppointed,
    PositionCreated,
)
from domain.plan.events import (
    MeasureRevised,
    PlanDrafted,
    PlanReturned,
    PlanSubmitted,
    SubmissionWithdrawn,
)
from domain.run.events import StepAgreed, StepApproved, StepObjected, StepSkipped
from domain.workflow.definition import Step

POSTS = {
    "planning": ("office", "planner"),
    "head-one": ("one", "reviewer"),
    "clerk-one": ("one", "reviewer"),
    "head-two": ("two", "reviewer"),
    "director": ("office", "director"),
}
HEADS = ("head-one", "head-two", "director")


@dataclass
class Oracle:
    """What stands, in the plainest form. Who may give one voice, and why not."""

    role: dict[str, str] = field(default_factory=dict)
    held: list[dict[str, Any]] = field(default_factory=list)
    lent: dict[str, dict[str, Any]] = field(default_factory=dict)
    prepared: set[str] = field(default_factory=set)
    route: dict[str, Step] = field(default_factory=dict)
    said: list[dict[str, Any]] = field(default_factory=list)
    skipped: set[str] = field(default_factory=set)

    def hears(self, event: Event, today: date) -> None:
        match event:
            case PositionCreated() as e:
                self.role[e.position] = e.role
            case PersonAppointed() as e:
                self.held.append(
                    {
                        "person": e.person,
                        "post": e.position,
                        "since": e.since,
                        "to": e.until,
                        "acting": e.acting,
                    }
                )
            case AppointmentEnded() as e:
                for h in self.held:
                    if (h["person"], h["post"], h["since"]) == (e.person, e.position, e.since):
                        h["to"] = min(h["to"] or e.until, e.until)
            case DutyDelegated() as e:
                self.lent[e.delegation] = {
                    "by": e.giver, "to": e.taker, "post": e.position, "acts": set(e.acts),
                    "since": e.since, "until": e.until,
                }  # fmt: skip
            case DelegationRevoked() as e:
                self.lent[e.delegation]["until"] = e.until
            case PlanDrafted() | MeasureRevised() as e:
                self.prepared.add(e.prepared_by)
            case PlanSubmitted() as e:
                self.prepared.add(e.person)
                self.said, self.skipped = [], set()
            case StepAgreed() | StepApproved() | StepObjected() as e:
                against = isinstance(e, StepObjected)
                self.said.append(
                    {"step": e.step, "by": e.person, "for": e.for_whom, "voice": e.voice, "against": against}
                )
            case StepSkipped() as e:
                self.skipped.add(e.step)
            case PlanReturned() as e if e.to_step:
                again = {k for k, s in self.route.items() if s.stage >= self.route[e.to_step].stage}
                self.said = [v for v in self.said if v["step"] not in again]
                self.skipped -= again
            case PlanReturned() | SubmissionWithdrawn():
                self.said, self.skipped = [], set()

    def fills(self, person: str, post: str, day: date) -> bool:
        return any(
            h["person"] == person and h["post"] == post and h["since"] <= day and (h["to"] or day) >= day
            for h in self.held
        )

    def givers(self, person: str, post: str, command: str, day: date) -> list[str]:
        """For whom this person may decide in a post today, by a delegation that is alive."""
        return [
            d["by"]
            for d in self.lent.values()
            if d["to"] == person
            and d["post"] == post
            and command in d["acts"]
            and d["since"] <= day <= d["until"]
            and self.fills(d["by"], post, day)
        ]

    def roles(self, person: str, command: str, day: date) -> set[str]:
        return {
            self.role[post]
            for post in self.role
            if self.fills(person, post, day) or self.givers(person, post, command, day)
        }

    def lead(self, unit: str, day: date) -> tuple[str, str] | None:
        """The post that leads a unit and who fills it: heads first, then by name; an acting one first."""
        posts = [p for p, (u, _) in POSTS.items() if u == unit]
        for post in sorted(posts, key=lambda p: (p not in HEADS, p)):
            filled = [h for h in self.held if h["post"] == post and self.fills_by(h, day)]
            for acting in (True, False):
                for h in filled:
                    if h["acting"] is acting:
                        return post, h["person"]
        return None

    def fills_by(self, h: dict[str, Any], day: date) -> bool:
        return bool(h["since"] <= day and (h["to"] or day) >= day)

    def ways(self, person: str, step: str, command: str, day: date) -> list[tuple[str, str | None]]:
        """The free voices of a step, and for whom this person could give each (None: for oneself)."""
        found: list[tuple[str, str | None]] = []
        spoken = {v["voice"] for v in self.said if v["step"] == step}
        for voice in self.route[step].voices:
            if voice in spoken:
                continue
            kind, _, id = voice.partition(":")
            if kind == "position":
                found += [(voice, None)] if self.fills(person, id, day) else []
                found += [(voice, giver) for giver in self.givers(person, id, command, day)]
            elif kind == "person":
                found += [(voice, None)] if person == id else []
                found += [(voice, id) for post in self.role if id in self.givers(person, post, command, day)]
            elif led := self.lead(id, day):
                post, head = led
                found += [(voice, None)] if head == person else []
                found += [(voice, head)] if head in self.givers(person, post, command, day) else []
        return found

    def may_speak(self, person: str, step: str, command: str, day: date) -> bool:
        """Somebody of the right role, in a free voice, none of whom it takes prepared the plan or spoke."""
        wanted = {"ApproveStep": {"director"}, "AgreeStep": {"executor", "reviewer", "director"}}[command]
        if not self.roles(person, command, day) & wanted:
            return False
        return any(self.clean({person, giver} - {None}) for _, giver in self.ways(person, step, command, day))

    def clean(self, speaking: set[str | None]) -> bool:
        spoken = {p for v in self.said for p in (v["by"], v["for"])}
        return not speaking & (self.prepared | spoken)

    def may_skip(self, person: str, day: date) -> bool:
        """A director of one's own, or for one who had no hand in the plan."""
        if person in self.prepared:
            return False
        posts = [p for p, role in self.role.items() if role == "director"]
        own = any(self.fills(person, p, day) for p in posts)
        return own or any(
            g not in self.prepared for p in posts for g in self.givers(person, p, "SkipStep", day)
        )

    def complaints(self) -> list[str]:
        """What must be true of everything that stands when a plan takes force."""
        told: list[str] = []
        everybody = [p for v in self.said for p in {v["by"], v["for"]} - {None}]
        told += [f"{p} counts twice" for p, times in Counter(everybody).items() if times > 1]
        agreeing = [p for v in self.said if not v["against"] for p in {v["by"], v["for"]}]
        told += [f"{p} prepared it and decided" for p in agreeing if p in self.prepared]
        for key, step in self.route.items():
            needs = {"all": len(step.voices), "any": 1}.get(step.needs) or int(step.needs)
            persons = {v["by"] for v in self.said if v["step"] == key and not v["against"]}
            if key not in self.skipped and len(persons) < needs:
                told.append(f"{key} was carried by {len(persons)} of {needs}")
        return told
