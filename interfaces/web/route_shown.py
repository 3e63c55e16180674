"""Where on its route does a text stand, step by step: who decided, whose turn is it, until when?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from application.offers import PlanSeen
from application.sentences import Sentences
from domain.messages import Event
from domain.run.decisions import COMMAND
from domain.run.events import Said, StepSkipped
from domain.run.route import RouteStep
from domain.run.state import Run
from domain.run.turns import turns_at
from interfaces.web.plans import decider
from interfaces.web.visitor import Visitor


@dataclass(frozen=True, slots=True)
class StepShown:
    title: str
    act: str
    state: str
    who: str
    mine: bool
    words: str


def step_shown(
    visitor: Visitor, seen: PlanSeen, sentences: Sentences, run: Run, step: RouteStep
) -> StepShown:
    decided, is_open = run.decided.get(step.key), step in run.open_steps
    state = "decided" if decided else "open" if is_open else "later"
    return StepShown(
        title=step.title,
        act=visitor.say(f"act.{step.act}"),
        state=state,
        who=sentences.decider(run, step) if decided else awaited(visitor, seen, step),
        mine=is_open and any(turns_at(step, seen.moment, COMMAND[step.act])),
        words="; ".join(step_words(visitor, seen, sentences, run, step, state)),
    )


def decides(event: Event, run: Run, step: RouteStep) -> bool:
    """Is it a word at this step of this run?"""
    words: Event | Said = event
    return isinstance(words, Said | StepSkipped) and (words.run, words.step) == (run.id, step.key)


def awaited(visitor: Visitor, seen: PlanSeen, step: RouteStep) -> str:
    return ", ".join(dict.fromkeys(decider(visitor, reference, seen.office) for reference in step.who))


def step_words(
    visitor: Visitor, seen: PlanSeen, sentences: Sentences, run: Run, step: RouteStep, state: str
) -> Iterator[str]:
    if state == "decided":
        fact = next(r for r in reversed(seen.history) if decides(r.event, run, step))
        how = "skip" if isinstance(fact.event, StepSkipped) else step.act
        yield visitor.say(f"web.decided-{how}", time=sentences.when(fact))
    elif state == "open":
        yield visitor.say("web.decide-until", day=step.due)
        if step.due < visitor.moment.today:
            yield visitor.say("web.step-overdue")
    else:
        yield visitor.say("step.later")
