"""What does it cost to log a measure on a plan that already has 50, 500 or 5,000 facts?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from uuid import UUID, uuid4

from application.app import App
from application.snapshots import Shelf
from bench.clients import make_plain, plain_clients, rate
from bench.figure import FLOOR, PEER, VALUE, Figure, in_turns
from bench.ground import Ground
from bench.library import LibraryPlan, LibraryPlans, environment
from bench.office import CLERK, NOW, OFFICE, asked, document, entry, found_office, plan_in_force
from bench.sample import Sample, sample_of
from infrastructure.bootstrap import build
from infrastructure.clock import SimulatedClock
from infrastructure.settings import Settings

FACTS = (50, 500, 5_000)
CLIENTS = (1, 8)
MEASURES = 150
SAVED_AT_ONCE = 100
"""With more in one go the library's pipeline and the server may end up waiting for each other."""
USUAL = "500 facts, 1 client"
FOLDED_ANEW = "without a state put away"


def run(ground: Ground) -> Figure:
    """Through the whole path of change: may they, decide, record, answer. The plan is known to the process.

    The floor inserts a row for each deed and decides nothing. The library loads the plan for each command; so
    does a cold process, which begins with the state that was put away, or else folds all facts anew.
    """
    each = ground.seconds / (len(FACTS) * len(CLIENTS) + 1)
    with offices(ground) as house:
        figures = {
            f"{facts} facts, {clients} client{'s' * (clients > 1)}": house.logging(facts, clients, each)
            for facts in FACTS
            for clients in CLIENTS
        }
        figures[f"{FACTS[-1]} facts, a cold process"] = house.logging_cold(FACTS[-1], each)
    return replace(figures[USUAL], of=figures)


@dataclass(frozen=True)
class Offices:
    """The same plans in this program and in the library."""

    app: App
    library: LibraryPlans
    plans: Mapping[int, UUID]
    beside: str
    sample: Sample

    def logging(self, facts: int, clients: int, seconds: float) -> Figure:
        with plain_clients(self.beside, clients, *self.sample) as floor:
            variants = {
                VALUE: partial(rate, [self.ours(facts)] * clients),
                FLOOR: partial(rate, floor),
                PEER: partial(rate, [self.theirs(facts)] * clients),
            }
            return in_turns(variants, seconds, unit="commands/s")

    def logging_cold(self, facts: int, seconds: float) -> Figure:
        with plain_clients(self.beside, 1, *self.sample) as floor:
            variants = {
                VALUE: partial(rate, [self.cold(facts, self.app.states.shelf)]),
                FOLDED_ANEW: partial(rate, [self.cold(facts, None)]),
                FLOOR: partial(rate, floor),
                PEER: partial(rate, [self.theirs(facts)]),
            }
            return in_turns(variants, seconds, unit="commands/s")

    def cold(self, facts: int, shelf: Shelf | None) -> Callable[[], object]:
        """As a process that has just started; the first one of all puts the state away for the others."""
        states, act = self.app.states, self.ours(facts)

        def starts_and_acts() -> None:
            states.kept.clear()
            states.shelf = shelf
            act()

        return starts_and_acts

    def ours(self, facts: int) -> Callable[[], object]:
        deeds = _deeds[facts]
        return lambda: self.app.do(
            asked(f"p{facts}", next(deeds), MEASURES), by=CLERK, organisation=OFFICE, channel="web"
        )

    def theirs(self, facts: int) -> Callable[[], object]:
        plan, deeds = self.plans[facts], _deeds[facts]

        def act() -> None:
            n = next(deeds)
            execution, measure = f"execution-{uuid4().hex[:12]}", f"m{n % MEASURES + 1}"
            self.library.change(plan, lambda loaded: loaded.log_nth(n, execution, measure))

        return act


_deeds = {facts: count(facts) for facts in FACTS}


@contextmanager
def offices(ground: Ground) -> Iterator[Offices]:
    with ground.database() as url, ground.empty_database() as beside, ground.empty_database() as theirs:
        make_plain(beside)
        app = build(Settings(data=ground.folder, database_url=url), clock=SimulatedClock(NOW))
        library = LibraryPlans(env=environment(theirs))
        try:
            found_office(app.store)
            for facts in FACTS:
                app.store.append(entry(f"plan-p{facts}", 0, plan_in_force(facts, MEASURES)))
            plans = {facts: a_library_plan(library, facts) for facts in FACTS}
            yield Offices(app, library, plans, beside, sample_of(app.store, url))
        finally:
            library.close()
            app.close()


def a_library_plan(library: LibraryPlans, facts: int) -> UUID:
    """Drafted, approved and carried out, in so many facts."""
    text = document(MEASURES).model_dump(mode="json")
    plan = LibraryPlan(text, "planner")
    plan.approve("", [], {"by": "director"})
    for n in range(facts - 2):
        plan.log_nth(n, f"execution-{n}", f"m{n % MEASURES + 1}")
        if n % SAVED_AT_ONCE == 0:
            library.save(plan)
    library.save(plan)
    return plan.id
