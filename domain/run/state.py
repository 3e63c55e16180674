"""Where does one submission stand on its route? The same for a plan, an amendment, a new term, a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import assert_never

from domain.changed import replace
from domain.once import once
from domain.run.events import (
    Remark,
    RemarkClosed,
    RunEvent,
    RunMoved,
    RunRejected,
    RunReturned,
    RunStarted,
    RunVoided,
    RunWithdrawn,
    StepAcknowledged,
    StepAgreed,
    StepApproved,
    StepObjected,
    StepSigned,
    StepSkipped,
)
from domain.run.route import RouteStep


class Outcome(StrEnum):
    NONE = "none"
    OPEN = "open"
    GRANTED = "granted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class Voice:
    """One person's word at a step, for the text or against it, or only that it was ``read``; ``act`` and
    ``effective_from`` as the fact has them."""

    step: str
    reference: str
    person: str
    for_whom: str | None = None
    against: tuple[Remark, ...] = ()
    read: bool = False
    act: str = ""
    effective_from: date | None = None

    @property
    def persons(self) -> frozenset[str]:
        return frozenset(filter(None, (self.person, self.for_whom)))


@dataclass(frozen=True, slots=True)
class Owed:
    """A remark of an approval that is to be closed by a day."""

    remark: Remark
    close_by: date | None
    closed: bool = False


@dataclass(frozen=True)
class Run:
    """A submission on its route. ``id`` is blank for the approval of a plan."""

    id: str = ""
    subject: str = "plan"
    workflow: str = ""
    workflow_version: int = 0
    route: tuple[RouteStep, ...] = ()
    text_hash: str = ""
    submitted_by: str = ""
    voices: tuple[Voice, ...] = ()
    skipped: Mapping[str, str] = field(default_factory=dict)
    outcome: Outcome = Outcome.NONE
    remarks: tuple[Remark, ...] = ()
    owed: tuple[Owed, ...] = ()

    @property
    def decided(self) -> dict[str, str]:
        """Finished steps, with the person who finished each."""
        last = {v.step: v.person for v in self.voices if not v.against} | dict(self.skipped)
        done = self.done_among(self.route)
        return {s.key: last[s.key] for s in self.route if s.key in last and s.key in done}

    @property
    def open_steps(self) -> tuple[RouteStep, ...]:
        """The unfinished steps of the first stage that is not finished."""
        return _open_steps(self)

    @property
    def waiting(self) -> tuple[RouteStep, ...]:
        """All unfinished steps of a run that is open."""
        return _waiting(self)

    @property
    def untouched(self) -> bool:
        return not self.voices and not self.skipped

    @property
    def spoken(self) -> frozenset[str]:
        """Everybody whose word on the text stands in this run, in their own name or another's; who has only
        read it may still decide on it."""
        return frozenset(person for voice in self.voices if not voice.read for person in voice.persons)

    def at(self, step: str) -> tuple[Voice, ...]:
        return tuple(v for v in self.voices if v.step == step)

    def is_done(self, step: RouteStep) -> bool:
        return step.key in self.done_among((step,))

    def done_among(self, steps: Iterable[RouteStep]) -> frozenset[str]:
        """Those of the steps that are finished, or were passed over."""
        heard: dict[str, int] = {}
        for voice in self.voices:
            heard[voice.step] = heard.get(voice.step, 0) + (not voice.against)
        return frozenset(s.key for s in steps if s.key in self.skipped or heard.get(s.key, 0) >= s.needs)

    def can_still_be_done(self, step: RouteStep) -> bool:
        against = sum(bool(v.against) for v in self.at(step.key))
        return len(step.who) - against >= step.needs

    def step(self, key: str | None) -> RouteStep | None:
        return next((s for s in self.route if s.key == key), None)

    def back_at(self, step: str, remarks: tuple[Remark, ...]) -> Run:
        """The stage of that step and all after it are undecided again."""
        back = next(s.stage for s in self.route if s.key == step)
        reopened = {s.key for s in self.route if s.stage >= back}
        return replace(
            self,
            voices=tuple(v for v in self.voices if v.step not in reopened),
            skipped={step: person for step, person in self.skipped.items() if step not in reopened},
            remarks=remarks,
        )

    def ended(self, outcome: Outcome) -> Run:
        return replace(self, outcome=outcome)


@once
def _open_steps(run: Run) -> tuple[RouteStep, ...]:
    waiting = run.waiting
    return tuple(s for s in waiting if s.stage == waiting[0].stage)


@once
def _waiting(run: Run) -> tuple[RouteStep, ...]:
    if run.outcome is not Outcome.OPEN:
        return ()
    done = run.done_among(run.route)
    return tuple(s for s in run.route if s.key not in done)


def evolve(run: Run, event: RunEvent) -> Run:
    match event:
        case RunStarted() as e:
            return Run(
                id=e.run,
                subject=e.subject,
                workflow=e.workflow,
                workflow_version=e.workflow_version,
                route=e.route,
                text_hash=e.text_hash,
                submitted_by=e.person,
                outcome=Outcome.OPEN,
            )
        case StepApproved() as e:
            owed = tuple(Owed(remark, e.close_by) for remark in e.remarks)
            return replace(_ordered(run, e), owed=(*run.owed, *owed))
        case StepSigned() as e:
            return _ordered(run, e)
        case StepAgreed() | StepAcknowledged() as e:
            return _heard(run, e)
        case StepObjected() as e:
            return _heard(run, e, e.remarks)
        case StepSkipped() as e:
            return replace(run, skipped={**run.skipped, e.step: e.person})
        case RunReturned(to_step=None) as e:
            return replace(run, outcome=Outcome.RETURNED, remarks=e.remarks)
        case RunReturned() as e:
            assert e.to_step is not None
            return run.back_at(e.to_step, e.remarks)
        case RunWithdrawn():
            return run.ended(Outcome.WITHDRAWN)
        case RunRejected():
            return run.ended(Outcome.REJECTED)
        case RunVoided():
            return run.ended(Outcome.VOIDED)
        case RemarkClosed() as e:
            owed = tuple(replace(o, closed=o.closed or n == e.remark) for n, o in enumerate(run.owed))
            return replace(run, owed=owed)
        case RunMoved() as e:
            kept = {s.key for s in e.route}
            return replace(
                run,
                workflow_version=e.workflow_version,
                route=e.route,
                voices=tuple(v for v in run.voices if v.step in kept),
                skipped={step: person for step, person in run.skipped.items() if step in kept},
            )
        case unknown:
            assert_never(unknown)


def _heard(
    run: Run, e: StepAgreed | StepAcknowledged | StepObjected, against: tuple[Remark, ...] = ()
) -> Run:
    voice = Voice(e.step, e.voice, e.person, e.for_whom, against, isinstance(e, StepAcknowledged))
    return replace(run, voices=(*run.voices, voice))


def _ordered(run: Run, e: StepApproved | StepSigned) -> Run:
    voice = Voice(e.step, e.voice, e.person, e.for_whom, act=e.act, effective_from=e.effective_from)
    return replace(run, voices=(*run.voices, voice))
