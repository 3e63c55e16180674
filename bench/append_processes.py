"""How many commands of one fact a second do 8 processes record, each with one client?

Nothing can be put together here: this is what the lock that keeps the order of the record costs.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from uuid import uuid4

from bench.append import Appender
from bench.clients import Act, PlainInsert, make_plain, rate
from bench.figure import FLOOR, PEER, VALUE, Figure, in_turns
from bench.ground import Ground
from bench.library import Appends, recorder
from bench.office import found_office
from bench.sample import Sample, sample_of

PROCESSES = 8
FORK = multiprocessing.get_context("fork")


def run(ground: Ground) -> Figure:
    with ground.database() as url, ground.empty_database() as beside:
        sample = prepare(url, beside, ground.folder)
        clients = partial(client_of, url, beside, ground.folder, sample)
        with processes(clients) as lines:
            variants = {name: partial(together, lines, name) for name in (VALUE, FLOOR, PEER)}
            return in_turns(variants, ground.seconds, unit="commands/s")


def prepare(url: str, beside: str, folder: Path) -> Sample:
    """Tables and a sample; all connections are closed again before the first fork."""
    from infrastructure.eventstore.opening import open_store

    store = open_store(url, folder)
    found_office(store)
    sample = sample_of(store, url)
    store.close()
    make_plain(beside)
    recorder(beside).datastore.close()
    return sample


def client_of(url: str, beside: str, folder: Path, sample: Sample) -> dict[str, Act]:
    from infrastructure.eventstore.opening import open_store

    return {
        VALUE: Appender(open_store(url, folder), f"plan-{uuid4()}", note=True),
        FLOOR: PlainInsert(beside, f"plan-{uuid4()}", *sample),
        PEER: Appends(recorder(beside, make=False), uuid4(), *sample),
    }


def together(lines: list[Connection], name: str, seconds: float) -> float:
    for line in lines:
        line.send((name, seconds))
    return sum(float(line.recv()) for line in lines)


@contextmanager
def processes(clients: Callable[[], dict[str, Act]]) -> Iterator[list[Connection]]:
    """Processes that measure what they are told to over a line, until it closes."""
    with ExitStack() as ends:
        lines: list[Connection] = []
        for _ in range(PROCESSES):
            ours, theirs = FORK.Pipe()
            process = FORK.Process(target=serve, args=(theirs, [*lines, ours], clients), daemon=True)
            process.start()
            theirs.close()
            ends.callback(process.join)
            lines.append(ours)
        for line in lines:
            ends.callback(line.close)
        for line in lines:
            line.recv()
        yield lines


def serve(line: Connection, of_others: list[Connection], clients: Callable[[], dict[str, Act]]) -> None:
    for other in of_others:
        other.close()
    acts = clients()
    line.send("ready")
    while True:
        try:
            name, seconds = line.recv()
        except EOFError:
            return
        line.send(rate([acts[name]], seconds))
