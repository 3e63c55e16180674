"""How many transitions a second does approval in four steps come to, for one client and for eight?

Each plan is submitted, agreed to by three posts and approved by the director: five commands by five persons,
each a legal act at the version that its person saw. The floor inserts a row for each transition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from functools import partial
from itertools import count
from uuid import uuid4

from application.app import App
from bench.clients import make_plain, plain_clients, rate
from bench.figure import FLOOR, PEER, VALUE, Figure, Variant, in_turns
from bench.ground import Ground
from bench.library import ACCOUNTABLE, LibraryPlan, LibraryPlans, environment
from bench.office import NOW, OFFICE, document, found_office
from bench.peers.engine import ENGINES, Engine, engine
from bench.peers.turns import Plan, together
from bench.sample import sample_of
from domain.messages import SYSTEM
from domain.plan.decisions.approval import AgreeStep, ApproveStep, SubmitPlan
from domain.plan.decisions.drafting import DraftPlan
from domain.plan.document import PlanDocument
from domain.workflow.decisions import PublishDefinition
from domain.workflow.definition import Act, Step
from infrastructure.bootstrap import build
from infrastructure.clock import SimulatedClock
from infrastructure.settings import Settings

CLIENTS = (1, 8)
MEASURES = 20
AGREEING = ("head", "bureau", "deputy")
STEPS = (
    *(Step(key=p, title=p, act=Act.AGREE, position=p, stage=n) for n, p in enumerate(AGREEING, 1)),
    Step(key="director", title="director", act=Act.APPROVE, position="director", stage=4),
)


def run(ground: Ground) -> Figure:
    """For one client, and for eight of one process, each with plans of its own."""
    with ExitStack() as keeps:
        at = Approvals(ground, keeps)
        each = ground.seconds / len(CLIENTS)
        figures = {
            f"{n} client{'s' * (n > 1)}": in_turns(at.variants(n), each, unit="transitions/s")
            for n in CLIENTS
        }
    return replace(figures["1 client"], of=figures)


class Approvals:
    """Everybody who approves, on databases of their own of one server."""

    def __init__(self, ground: Ground, keeps: ExitStack) -> None:
        url, beside, theirs = (
            keeps.enter_context(database)
            for database in (ground.database(), ground.empty_database(), ground.empty_database())
        )
        self.app = build(Settings(data=ground.folder, database_url=url), clock=SimulatedClock(NOW))
        keeps.callback(self.app.close)
        library = LibraryPlans(env=environment(theirs))
        keeps.callback(library.close)
        self.threads = keeps.enter_context(ThreadPoolExecutor(max(CLIENTS)))
        self._open_office()
        make_plain(beside)
        sample = sample_of(self.app.store, url)
        self.floor = keeps.enter_context(plain_clients(beside, max(CLIENTS), *sample))
        self.ours = [our_plan(self.app, f"c{n}") for n in range(max(CLIENTS))]
        self.library = [library_plan(library)] * max(CLIENTS)
        self.engines = [keeps.enter_context(other) for other in others(ground, document(MEASURES), keeps)]

    def variants(self, clients: int) -> dict[str, Variant]:
        return {
            VALUE: partial(together, self.threads, self.ours[:clients]),
            FLOOR: partial(rate, self.floor[:clients]),
            PEER: partial(together, self.threads, self.library[:clients]),
            **{engine.name: partial(engine.rate, clients) for engine in self.engines},
        }

    def _open_office(self) -> None:
        found_office(self.app.store)
        publish = PublishDefinition(organisation=OFFICE, workflow="w", title="w", steps=STEPS)
        self.app.do(publish, by=SYSTEM, organisation=OFFICE)


def others(ground: Ground, text: PlanDocument, keeps: ExitStack) -> Iterator[AbstractContextManager[Engine]]:
    """The other engines that were asked for, each in a process and a database of its own."""
    if ground.peers:
        for module in ENGINES:
            url = keeps.enter_context(ground.empty_database())
            yield engine(ground.peers, module, url, text.model_dump(mode="json"))


def our_plan(app: App, client: str) -> Plan:
    text = document(MEASURES)
    numbers = count()
    do = partial(app.do, organisation=OFFICE, channel="web")

    def plan() -> list[Callable[[], object]]:
        name = f"{client}-{next(numbers)}"
        drafted = PlanDocument.model_validate(text.model_dump())
        do(DraftPlan(plan=name, document=drafted), by="planner")
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
