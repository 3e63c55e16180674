"""May a run go on under another version of its definition, and how does its route read then?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from domain.calendar.days import WorkingCalendar as Days
from domain.messages import Refused
from domain.run.decisions import refuse_unless_open
from domain.run.route import Circumstances, RouteStep, route_of
from domain.run.state import Run, Voice
from domain.workflow.definition import Step


def moved_route(
    run: Run, steps: Sequence[Step], of: Circumstances, days: Days, today: date
) -> tuple[RouteStep, ...]:
    """The route of the other version for the same text. What is decided keeps the day it was due by; the
    terms of all else begin today."""
    decided = run.decided
    new = {s.key: s for s in route_of(steps, of, days, today)}
    left = {s.key: s for s in route_of([s for s in steps if s.key not in decided], of, days, today)}
    due = {s.key: s.due for s in run.route if s.key in decided}
    return tuple(left.get(k) or s.model_copy(update={"due": due.get(k, s.due)}) for k, s in new.items())


def refuse_unless_movable(run: Run, route: Sequence[RouteStep], number: int) -> None:
    """Every word that was said has its place in the other version, in the order in which it was said."""
    refuse_unless_open(run)
    steps = {step.key: step for step in route}
    for voice in run.voices:
        refuse_unless_heard(run, voice, steps.get(voice.step), number)
    for key in run.skipped:
        refuse_unless_let_go(key, steps.get(key), number)
    refuse_other_order(run, route, number)
    if all(run.is_done(step) for step in route):
        raise Refused("move-would-end", number=number)
    if stuck := next((step for step in route if not run.can_still_be_done(step)), None):
        raise Refused("move-would-stick", step=stuck.key, needs=stuck.needs, number=number)


def refuse_unless_heard(run: Run, voice: Voice, step: RouteStep | None, number: int) -> None:
    """The step is there, asks for the same act, and for this voice; against only where it has no veto."""
    old = run.step(voice.step)
    assert old is not None
    if step is None:
        raise Refused("move-step-missing", step=voice.step, number=number)
    if step.act is not old.act:
        raise Refused("move-other-act", step=voice.step, act=old.act, number=number)
    spoken = voice.reference or old.who[0]
    if spoken not in step.who or (voice.against and step.veto):
        raise Refused("move-voice-unheard", step=voice.step, person=voice.person, number=number)


def refuse_unless_let_go(key: str, step: RouteStep | None, number: int) -> None:
    if step is None:
        raise Refused("move-step-missing", step=key, number=number)
    if not step.skippable:
        raise Refused("move-not-skippable", step=key, number=number)


def refuse_other_order(run: Run, route: Sequence[RouteStep], number: int) -> None:
    """Nothing undecided before what is decided, and no word before one that should have come first."""
    touched = [s for s in route if s.key in run.skipped or run.at(s.key)]
    latest = max(touched, key=lambda s: s.stage, default=None)
    if latest is None:
        return
    for step in route:
        if step.stage < latest.stage and not run.is_done(step):
            raise Refused("move-order-broken", step=latest.key, before=step.key, number=number)
    stages = {step.key: step.stage for step in route}
    for earlier, later in pairwise(voice.step for voice in run.voices):
        if stages[earlier] > stages[later]:
            raise Refused("move-order-broken", step=earlier, before=later, number=number)
