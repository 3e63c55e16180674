"""What does the picture of a route show: who decided, when, and for whom it waits?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from application.ports import Recorded
from application.sentences import Sentences
from domain.plan.events import PlanSubmitted
from domain.run.events import (
    RunStarted,
    StepAcknowledged,
    StepAgreed,
    StepApproved,
    StepObjected,
    StepSigned,
    StepSkipped,
)
from domain.run.route import RouteStep
from domain.run.state import Run
from domain.workflow.definition import Step

SAID = (StepAgreed, StepApproved, StepSigned, StepAcknowledged, StepObjected, StepSkipped)


@dataclass(frozen=True, slots=True)
class Box:
    """One step; ``state`` is decided, open, later, or plain where nothing runs."""

    title: str
    act: str
    lines: tuple[str, ...]
    state: str = "plain"


@dataclass(frozen=True, slots=True)
class Drawn:
    """Stages one after another, the steps of each side by side; all words are final."""

    title: str
    stages: tuple[tuple[Box, ...], ...]
    together: str

    def sentences(self) -> Iterator[str]:
        """The same in words, step by step: the text alternative."""
        for number, stage in enumerate(self.stages, 1):
            for box in stage:
                yield f"{number}. {box.title} ({box.act}): {'; '.join(box.lines)}"


def of_definition(title: str, steps: Sequence[Step], say: Sentences) -> Drawn:
    ordered = sorted(steps, key=lambda s: s.stage)
    titles = {s.key: s.title for s in steps}
    stages = [
        tuple(
            Box(s.title, act_words(say, s.act), (*_asks(s, say), *_sends_back(s, titles, say))) for s in stage
        )
        for _, stage in groupby(ordered, key=lambda s: s.stage)
    ]
    return Drawn(title, tuple(stages), _say(say, "side-by-side"))


def of_run(title: str, run: Run, say: Sentences, history: Iterable[Recorded]) -> Drawn:
    said = list(_since_it_began(run, history))
    ordered = sorted(run.route, key=lambda s: s.stage)
    stages = [
        tuple(_box(run, step, say, said) for step in stage)
        for _, stage in groupby(ordered, key=lambda s: s.stage)
    ]
    return Drawn(title, tuple(stages), _say(say, "side-by-side"))


def named(say: Sentences, reference: str) -> str:
    """Whose voice it is: a post, a person, who leads a unit, the office above, those who carry it out."""
    kind, _, id = reference.partition(":")
    match kind:
        case "person":
            return say.person(id)
        case "position" if id in say.office.positions:
            return say.office.positions[id].title
        case "unit" if id in say.office.units:
            return say.office.units[id].title
        case "above":
            return _say(say, "office-above", post=id)
        case "executors":
            return _say(say, "executors")
        case _:
            return reference


def act_words(say: Sentences, act: str) -> str:
    return say.phrases.say(f"act.{act}", say.language)


def _asks(step: Step, say: Sentences) -> Iterator[str]:
    yield ", ".join(named(say, who) for who in step.voices)
    if step.needs != "all" and (len(step.voices) > 1 or "executors" in step.voices):
        needs = _say(say, "any-one") if step.needs == "any" else step.needs
        yield _say(say, "needs", needs=needs)
    yield _say(say, "term", count=step.term)
    if step.when:
        yield _say(say, "conditional")
    if step.skippable:
        yield _say(say, "skippable")


def _sends_back(step: Step, titles: Mapping[str, str], say: Sentences) -> Iterator[str]:
    """Where a return may go, where the route says so; the author is always one."""
    if step.returns_to:
        yield _say(say, "returns-to", steps=", ".join(titles.get(k, k) for k in step.returns_to))
    elif step.returns_to is not None:
        yield _say(say, "returns-to-author")


def _box(run: Run, step: RouteStep, say: Sentences, said: Sequence[Recorded]) -> Box:
    is_open = step in run.open_steps
    state = "decided" if step.key in run.decided else "open" if is_open else "later"
    lines = [_spoken(say, r) for r in said if getattr(r.event, "step", "") == step.key and _stands(run, r)]
    if state != "decided":
        spoken = {v.reference for v in run.at(step.key)}
        left = ", ".join(named(say, who) for who in step.who if who not in spoken)
        lines.append(_say(say, "waits" if is_open else "comes-later", who=left, due=step.due))
    return Box(step.title, act_words(say, step.act), tuple(lines), state)


def _spoken(say: Sentences, recorded: Recorded) -> str:
    match recorded.event:
        case StepObjected():
            return _say(say, "against", who=say.who(recorded), time=say.when(recorded))
        case StepSkipped(reason=reason):
            return _say(say, "passed-over", who=say.who(recorded), time=say.when(recorded), reason=reason)
        case _:
            return _say(say, "decided", who=say.who(recorded), time=say.when(recorded))


def _since_it_began(run: Run, history: Iterable[Recorded]) -> Iterator[Recorded]:
    kept: list[Recorded] = []
    for recorded in history:
        event = recorded.event
        begins = isinstance(event, PlanSubmitted) if not run.id else isinstance(event, RunStarted)
        if begins and getattr(event, "run", "") == run.id:
            kept.clear()
        elif isinstance(event, SAID) and event.run == run.id:
            kept.append(recorded)
    yield from kept


def _stands(run: Run, recorded: Recorded) -> bool:
    """A word before a return to an earlier step counts no more, unless it was said again."""
    event = recorded.event
    step, person = getattr(event, "step", ""), getattr(event, "person", "")
    return run.skipped.get(step) == person or any(v.person == person for v in run.at(step))


def _say(say: Sentences, key: str, **facts: object) -> str:
    return say.phrases.say(f"picture.{key}", say.language, **facts)
