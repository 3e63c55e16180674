"""How many transitions a second does the approval of plans in four steps come to, for one client?

Each plan is submitted, agreed to by three posts and approved by the director: five commands by five persons,
each a legal act at the version that its person saw. The floor inserts a row for each transition.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count
from time import perf_counter
from uuid import uuid4

from application.app import App
from bench.clients import make_plain, plain_clients, rate
from bench.figure import FLOOR, PEER, VALUE, Figure, in_turns
from bench.ground import Ground
from bench.library import ACCOUNTABLE, LibraryPlan, LibraryPlans, environment
from bench.office import NOW, OFFICE, document, found_office
from bench.sample import sample_of
from domain.messages import SYSTEM
from domain.plan.decisions.approval import AgreeStep, ApproveStep, SubmitPlan
from domain.plan.decisions.drafting import DraftPlan
from domain.workflow.decisions import PublishDefinition
from domain.workflow.definition import Act, Step
from infrastructure.bootstrap import build
from infrastructure.clock import SimulatedClock
from infrastructure.settings import Settings

MEASURES = 20
AGREEING = ("head", "bureau", "deputy")
STEPS = (
    *(Step(key=p, title=p, act=Act.AGREE, position=p, stage=n) for n, p in enumerate(AGREEING, 1)),
    Step(key="director", title="director", act=Act.APPROVE, position="director", stage=4),
)


def run(ground: Ground) -> Figure:
    with ground.database() as url, ground.empty_database() as beside, ground.empty_database() as theirs:
        make_plain(beside)
        app = build(Settings(data=ground.folder, database_url=url), clock=SimulatedClock(NOW))
        library = LibraryPlans(env=environment(theirs))
        try:
            found_office(app.store)
            publish = PublishDefinition(organisation=OFFICE, workflow="w", title="w", steps=STEPS)
            app.do(publish, by=SYSTEM, organisation=OFFICE)
            with plain_clients(beside, 1, *sample_of(app.store, url)) as floor:
                variants = {
                    VALUE: partial(transitions, our_plan(app)),
                    FLOOR: partial(rate, floor),
                    PEER: partial(transitions, library_plan(library)),
                }
                return in_turns(variants, ground.seconds, unit="transitions/s")
        finally:
            library.close()
            app.close()


Plan = Callable[[], list[Callable[[], object]]]
"""Drafts a plan, and gives what has to be done until it is approved."""


def transitions(plan: Plan, seconds: float) -> float:
    """Per second of what is measured: the drafting is not."""
    spent, done = 0.0, 0
    while spent < seconds:
        acts = plan()
        began = perf_counter()
        for act in acts:
            act()
        spent += perf_counter() - began
        done += len(acts)
    return done / spent


def our_plan(app: App) -> Plan:
    text = document(MEASURES)
    numbers = count()
    do = partial(app.do, organisation=OFFICE, channel="web")

    def plan() -> list[Callable[[], object]]:
        name = f"a{next(numbers)}"
        do(DraftPlan(plan=name, document=text), by="planner")
        acts = [
            (SubmitPlan(plan=name, workflow="w"), "planner"),
            *((AgreeStep(plan=name, step=post), post) for post in AGREEING),
            (ApproveStep(plan=name, step="director"), "director"),
        ]
        return [partial(do, act, by=who, expect=seen) for seen, (act, who) in enumerate(acts, 1)]

    return plan


def library_plan(library: LibraryPlans) -> Plan:
    text = document(MEASURES).model_dump(mode="json")
    route = [step.model_dump(mode="json") for step in STEPS]
    text_hash = uuid4().hex * 2

    def plan() -> list[Callable[[], object]]:
        drafted = LibraryPlan(text, "planner")
        library.save(drafted)
        change = partial(library.change, drafted.id)
        return [
            partial(change, lambda p: p.submit(text_hash, route, ACCOUNTABLE)),
            *(partial(change, lambda p, s=s: p.decide(s, text_hash, ACCOUNTABLE)) for s in AGREEING),
            partial(change, approved),
        ]

    def approved(loaded: LibraryPlan) -> None:
        loaded.decide("director", text_hash, ACCOUNTABLE)
        loaded.approve(
            text_hash, [{"measure": m["id"], "due": "2021-03-31"} for m in text["measures"]], ACCOUNTABLE
        )

    return plan
