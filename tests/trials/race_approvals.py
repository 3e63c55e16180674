"""Do two people who decide at the same moment both keep what is theirs, and is one act done once?

    python -m tests.trials.race_approvals --store sqlite|postgres [--rounds 1000] [--seed 1]

Each round a plan goes on its route and two people, in two processes of their own, decide on it at once, each
naming the version that they read. Three kinds of rounds take turns:

- *visas*: side by side, each at a step of their own; both visas must stand;
- *once*: one step that either may carry; it is carried once, and the other is told by whom;
- *against*: one agrees, the other returns the plan; the first on record holds, the other is told who was
  faster, when and with what, and nothing of theirs stands.

Prints one JSON object, exits with 0 if no round went wrong and many were contested indeed.
The server is one of the trial's own, with fsync; one that is given by TEST_DATABASE_URL is as it is.
`waits_for_disk` tells what the store found when it looked at the settings of its database.
`--plant expected-version-ignored` lets a decision onto a plan that has changed: the trial must find it.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

from application.execute import Asked, execute
from application.folding import States
from application.ports import Conflict
from domain.messages import SYSTEM, Command, Event, Refused
from domain.plan.decisions.approval import AgreeStep, ReturnPlan, SubmitPlan
from domain.plan.decisions.drafting import DraftPlan
from domain.plan.document import Header, PlanDocument
from domain.plan.events import PlanReturned
from domain.run.events import Remark, StepAgreed
from domain.workflow.decisions import PublishDefinition
from domain.workflow.definition import Act, Step
from infrastructure.eventstore.opening import open_store
from infrastructure.migrations import migrate
from tests import servers
from tests.domain.small_office import DASHED
from tests.stories.test_the_one_door import opening

FAULTS = ("visa_lost", "carried_twice", "both_stood", "not_told", "told_otherwise")
KINDS = ("visas", "once", "against")
OFFICE = "lipky"
AT = datetime(2021, 1, 15, 12, tzinfo=UTC)
ONE, OTHER = "head-education", "head-bureau"
DOCUMENT = PlanDocument(header=Header(title="План"), period="2021Q1", language="uk", measures=(DASHED,))
LAST = Step(key="director", title="Затвердження", act=Act.APPROVE, position="director", stage=2)
EACH = (
    Step(key="one", title="Відділ", act=Act.AGREE, position=ONE, stage=1),
    Step(key="other", title="Бюро", act=Act.AGREE, position=OTHER, stage=1),
    LAST,
)
EITHER = (
    Step(
        key="one",
        title="Рада",
        act=Act.AGREE,
        who=(f"position:{ONE}", f"position:{OTHER}"),
        needs="any",
        stage=1,
    ),
    LAST,
)


@dataclass(frozen=True, slots=True)
class Race:
    """Two commands that are given at once on one plan, both by people who read ``version``."""

    kind: str
    plan: str
    version: int
    one: Command
    other: Command


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person was told, recorded or who was faster; ``began`` and ``ended`` on the machine's clock."""

    recorded: bool
    faster: tuple[str, ...]
    began: float
    ended: float


def commands_of(kind: str, plan: str) -> tuple[Command, Command]:
    mine = AgreeStep(plan=plan, step="one")
    match kind:
        case "visas":
            return mine, AgreeStep(plan=plan, step="other")
        case "once":
            return mine, AgreeStep(plan=plan, step="one")
        case _:
            return mine, ReturnPlan(plan=plan, step="other", remarks=(Remark(text="уточніть строк"),))


def decide(states: States, asked: Asked) -> tuple[bool, tuple[str, ...]]:
    """As an edge does: ask, and where somebody was faster tell who."""
    try:
        execute(states, asked)
    except Conflict as conflict:
        added = states.store.stream(conflict.stream, after=conflict.expected)
        return False, tuple(r.envelope.by for r in added)
    except Refused as refused:
        return False, (str(refused.facts.get("person", "")),)
    return True, ()


def person(url: str, folder: Path, barrier: Barrier, work: Connection, by: str, plant: bool) -> None:
    """One of the two: reads, waits for the other to have read, decides."""
    if plant:
        Asked.insists = property(lambda asked: False)  # type: ignore[method-assign,assignment]
    states = States(open_store(url, folder, unsafe=True))
    while (race := work.recv()) is not None:
        states.now(f"plan-{race.plan}", refresh=True)
        states.now(f"people-{OFFICE}", refresh=True)
        command = race.one if by == ONE else race.other
        expect = None if plant else race.version
        asked = Asked(command, by, OFFICE, AT, f"{race.plan}.{by}", expect=expect)
        barrier.wait(30)
        began = time.monotonic()
        recorded, faster = decide(states, asked)
        work.send(Answer(recorded, faster, began, time.monotonic()))
    states.store.close()


def judged(race: Race, answers: dict[str, Answer], facts: list[Event]) -> str:
    """What is wrong with a round, blank where nothing is."""
    stood = [e.person for e in facts if isinstance(e, StepAgreed | PlanReturned)]
    recorded = [by for by, answer in answers.items() if answer.recorded]
    if sorted(stood) != sorted(recorded):
        return "told_otherwise"
    if race.kind == "visas":
        return "" if len(stood) == 2 else "visa_lost"
    if len(stood) != 1:
        return "carried_twice" if race.kind == "once" else "both_stood"
    (loser,) = {ONE, OTHER} - {*stood}
    return "" if stood[0] in answers[loser].faster else "not_told"


def run(url: str, folder: Path, rounds: int, seed: int, plant: bool) -> dict[str, object]:
    spawn = multiprocessing.get_context("spawn")
    barrier, dice, found, overlapping = spawn.Barrier(2), random.Random(seed), Counter[str](), 0
    states = States(open_store(url, folder, unsafe=True))
    set_up(states)
    lines = {by: spawn.Pipe() for by in (ONE, OTHER)}
    people = [
        spawn.Process(target=person, args=(url, folder, barrier, theirs, by, plant))
        for by, (_, theirs) in lines.items()
    ]
    for one in people:
        one.start()
    started = time.monotonic()
    for number in range(rounds):
        race = opened(states, KINDS[number % 3], f"{seed}-{number}")
        for by in dice.sample([*lines], 2):
            lines[by][0].send(race)
        answers = {by: ours.recv() for by, (ours, _) in lines.items()}
        facts = [r.event for r in states.store.stream(f"plan-{race.plan}", after=race.version)]
        found[judged(race, answers, facts)] += 1
        overlapping += max(a.began for a in answers.values()) < min(a.ended for a in answers.values())
    seconds = time.monotonic() - started
    for ours, _ in lines.values():
        ours.send(None)
    for one in people:
        one.join(30)
    durable = not states.store.faults
    states.store.close()
    faults = {fault: found[fault] for fault in FAULTS}
    return {
        "rounds": rounds,
        "overlapping": overlapping,
        "waits_for_disk": durable,
        **faults,
        "seconds": round(seconds, 1),
        "seed": seed,
    }


def set_up(states: States) -> None:
    routes = (("each", EACH), ("either", EITHER))
    publish = [
        PublishDefinition(organisation=OFFICE, workflow=key, title=key, steps=steps) for key, steps in routes
    ]
    for number, command in enumerate([*opening(OFFICE), *publish]):
        execute(states, Asked(command, SYSTEM, OFFICE, AT, f"set-up-{number}"))


def opened(states: States, kind: str, plan: str) -> Race:
    """A plan on its route, read by both."""
    workflow = "either" if kind == "once" else "each"
    for command in (DraftPlan(plan=plan, document=DOCUMENT), SubmitPlan(plan=plan, workflow=workflow)):
        answer, _ = execute(states, Asked(command, "planner", OFFICE, AT, f"{plan}.{type(command).__name__}"))
    return Race(kind, plan, answer.version, *commands_of(kind, plan))


@contextmanager
def fresh_record(kind: str) -> Iterator[tuple[str, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        if kind == "postgres":
            with servers.postgres(durable=True) as server, server.database() as url:
                migrate(url)
                yield url, Path(folder)
        else:
            migrate(f"sqlite:///{folder}/record.db")
            yield f"sqlite:///{folder}/record.db", Path(folder)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--store", choices=["sqlite", "postgres"], required=True)
    asked.add_argument("--rounds", type=int, default=1_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--plant", choices=["expected-version-ignored"])
    told = asked.parse_args()
    with fresh_record(told.store) as (url, folder):
        figures = run(url, folder, told.rounds, told.seed, told.plant is not None)
    print(json.dumps({"store": told.store, "plant": told.plant, **figures}))
    return int(any(figures[fault] for fault in FAULTS))


if __name__ == "__main__":
    sys.exit(main())
