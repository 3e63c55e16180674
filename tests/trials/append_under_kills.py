"""Is every command stored exactly once while the processes that send them are killed?

    python -m tests.trials.append_under_kills --store sqlite|postgres [--commands 10000] [--kills 200]

Eight processes append keyed commands to streams they share. Each is killed with -9 again and again; its
successor repeats what was not acknowledged. A reader tails the log meanwhile, and a read model is kept by a
process that is killed like the writers. Prints one JSON object, exits with 0 if nothing was lost, doubled or
missed, and the read model equals a full replay. `--plant no-command-key` lets the successor forget the id of
the command: the trial must then find doubles.
"""

from __future__ import annotations

import argparse
import json
import mmap
import os
import random
import signal
import struct
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

from application.ports import Conflict, Recorded
from infrastructure.eventstore.opening import open_store
from infrastructure.eventstore.store import RecordStore
from infrastructure.migrations import migrate
from tests import servers
from tests.contracts.facts import Happened, entry, registered
from tests.trials.counting import differences, keep_up

FAULTS = ("lost", "doubled", "missed_by_reader", "seen_out_of_order", "read_model_differs")
WRITERS = 8
STREAMS = 12
ANSWER_TRAVELS = 0.01
"""Seconds, at most, from a commit to its acknowledgement: a kill in between leaves the sender in doubt."""


class Acknowledged:
    """How many commands of each writer were acknowledged; shared by all processes, and survives them."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 8 * WRITERS)

    def of(self, writer: int) -> int:
        count: int = struct.unpack_from("q", self._memory, 8 * writer)[0]
        return count

    def add(self, writer: int) -> None:
        struct.pack_into("q", self._memory, 8 * writer, self.of(writer) + 1)

    def total(self) -> int:
        return sum(self.of(writer) for writer in range(WRITERS))


@dataclass(frozen=True)
class Trial:
    url: str
    folder: Path
    commands: int
    kills: int
    seed: int
    keyed: bool = True

    @property
    def each(self) -> int:
        return self.commands // WRITERS


def write(trial: Trial, writer: int, acknowledged: Acknowledged) -> None:
    store = _store(trial)
    dice = random.Random()
    while (n := acknowledged.of(writer)) < trial.each:
        command_id = f"{writer}.{n}" if trial.keyed else str(uuid4())
        append_until_stored(store, f"trial-{(writer + n) % STREAMS}", f"{writer}.{n}", command_id)
        time.sleep(dice.uniform(0, ANSWER_TRAVELS))
        acknowledged.add(writer)


def append_until_stored(store: RecordStore, stream: str, measure: str, command_id: str) -> None:
    while True:
        sent = entry(stream, store.version(stream), Happened(measure=measure), command_id=command_id)
        try:
            store.append(sent)
        except Conflict:
            continue
        return


def tail(trial: Trial, last: int, report: int) -> None:
    """Follows the log until it shows the fact called ``last``, then writes the positions it saw."""
    store, position, seen = _store(trial), 0, list[int]()
    finished = False
    while not finished:
        store.wait_beyond(position, 1.0)
        facts = store.log(position)
        seen += [fact.position for fact in facts]
        position = seen[-1] if seen else 0
        finished = any(f"trial-end-{last}" == fact.stream for fact in facts if isinstance(fact, Recorded))
    with os.fdopen(report, "w") as pipe:
        json.dump(seen, pipe)


def run(trial: Trial) -> dict[str, object]:
    acknowledged, started = Acknowledged(), time.monotonic()
    out, report = os.pipe()
    reader = _fork(lambda: tail(trial, trial.seed, report))
    os.close(report)
    kills, keeper_kills = _kill_and_replace(trial, acknowledged)
    seconds = time.monotonic() - started
    store = _store(trial)
    store.append(entry(f"trial-end-{trial.seed}", 0))
    with os.fdopen(out) as pipe:
        seen = json.load(pipe)
    os.waitpid(reader, 0)
    found = _compare(trial, store, seen)
    store.close()
    return {
        "commands": trial.commands,
        "kills": kills,
        "kills_of_the_read_model": keeper_kills,
        **found,
        "seconds": round(seconds, 1),
        "seed": trial.seed,
    }


def _kill_and_replace(trial: Trial, acknowledged: Acknowledged) -> tuple[int, int]:
    """Kills are spread evenly over the commands, and fall on writers that have got going since they began;
    with every tenth the keeper of the read model goes too."""
    dice, kills, keeper_kills = random.Random(trial.seed), 0, 0
    keeper = _fork(lambda: keep_up(trial.url, trial.folder))
    alive = dict(_start(trial, writer, acknowledged) for writer in range(WRITERS))
    while alive:
        going = [process for process, (writer, began) in alive.items() if acknowledged.of(writer) > began]
        due = acknowledged.total() * trial.kills / trial.commands
        if going and kills < min(due, trial.kills):
            kills += 1
            process = dice.choice(going)
            os.kill(process, signal.SIGKILL)
            _, status = os.waitpid(process, 0)
            if not kills % 10:
                keeper_kills += 1
                _kill(keeper)
                keeper = _fork(lambda: keep_up(trial.url, trial.folder))
        else:
            process, status = os.waitpid(-1, os.WNOHANG)
        if process == keeper:
            raise RuntimeError("the keeper of the read model failed")
        if process not in alive:
            time.sleep(0.0005)
            continue
        writer, _ = alive.pop(process)
        if status == signal.SIGKILL:
            alive.update([_start(trial, writer, acknowledged)])
        elif status:
            raise RuntimeError(f"writer {writer} failed")
    _kill(keeper)
    return kills, keeper_kills


def _kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def _compare(trial: Trial, store: RecordStore, seen: list[int]) -> dict[str, object]:
    log = list(_whole_log(store))
    facts = [fact for fact in log if not fact.stream.startswith("trial-end")]
    stored = Counter(fact.event.measure for fact in facts if isinstance(fact.event, Happened))
    wanted = {f"{writer}.{n}" for writer in range(WRITERS) for n in range(trial.each)}
    return {
        "lost": len(wanted - stored.keys()),
        "doubled": sum(stored.values()) - len(stored),
        "missed_by_reader": len({fact.position for fact in facts} - set(seen)),
        "seen_out_of_order": sum(a >= b for a, b in pairwise(seen)),
        "read_model_differs": differences(
            store, trial.url, trial.folder, Counter(fact.stream for fact in log)
        ),
    }


def _whole_log(store: RecordStore) -> Iterator[Recorded]:
    position = 0
    while facts := store.log(position):
        position = facts[-1].position
        yield from (fact for fact in facts if isinstance(fact, Recorded))


def _start(trial: Trial, writer: int, acknowledged: Acknowledged) -> tuple[int, tuple[int, int]]:
    """A process, whose commands it sends, and how many of them were acknowledged before it."""
    began = acknowledged.of(writer)
    return _fork(lambda: write(trial, writer, acknowledged)), (writer, began)


def _fork(work: Callable[[], None]) -> int:
    """From a parent that is warm and holds no connection, so that a kill costs milliseconds."""
    child = os.fork()
    if child:
        return child
    failed = 1
    try:
        work()
        failed = 0
    finally:
        os._exit(failed)


def _store(trial: Trial) -> RecordStore:
    return open_store(trial.url, Path.cwd())


@contextmanager
def fresh_record(kind: str) -> Iterator[tuple[str, Path]]:
    """An address, and a folder for what is kept beside the record."""
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
    asked.add_argument("--commands", type=int, default=10_000)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--plant", choices=["no-command-key"])
    told = asked.parse_args()
    commands = told.commands - told.commands % WRITERS
    with registered(), fresh_record(told.store) as (url, folder):
        figures = run(Trial(url, folder, commands, told.kills, told.seed, keyed=told.plant is None))
    print(json.dumps({"store": told.store, "plant": told.plant, **figures}))
    return int(any(figures[name] for name in FAULTS))


if __name__ == "__main__":
    sys.exit(main())
