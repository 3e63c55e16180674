"""How many commands of one fact a second do 8 and 64 clients of one process record?"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from random import Random
from uuid import UUID, uuid4

from bench.clients import make_plain, plain_clients, rate
from bench.figure import FLOOR, PEER, VALUE, Figure, in_turns
from bench.ground import Ground
from bench.library import Appends, recorder
from bench.office import entry, found_office, logged
from bench.sample import sample_of
from infrastructure.eventstore.store import RecordStore

CLIENTS = (8, 64)


def run(ground: Ground) -> Figure:
    """The floor inserts a row for each fact, on a connection for each client, and takes no lock."""
    each = ground.seconds / len(CLIENTS) / 2
    figures = {
        f"{n} clients{'' if note else ', no note'}": _of(ground, n, each, note=note)
        for note in (True, False)
        for n in CLIENTS
    }
    return replace(figures[f"{CLIENTS[0]} clients"], of=figures)


def _of(ground: Ground, clients: int, seconds: float, *, note: bool) -> Figure:
    with ground.store() as (store, url), ground.empty_database() as beside:
        found_office(store)
        sample = sample_of(store, url, note=note)
        make_plain(beside)
        peer = recorder(beside)
        try:
            with plain_clients(beside, clients, *sample) as floor:
                ours = [Appender(store, f"plan-{uuid4()}", note=note) for _ in range(clients)]
                theirs = [Appends(peer, uuid4(), *sample) for _ in range(clients)]
                variants = {
                    VALUE: partial(rate, ours),
                    FLOOR: partial(rate, floor),
                    PEER: partial(rate, theirs),
                }
                return in_turns(variants, seconds, unit="commands/s")
        finally:
            peer.datastore.close()


class Appender:
    """One client of the store, on a stream of its own: what is done to record a deed is timed.

    The library's recorder and the floor get their bytes ready made; ours writes out, and seals, each deed. A
    client draws the ids of its commands from dice of its own: to ask the system costs a thread its turn.
    """

    def __init__(self, store: RecordStore, stream: str, *, note: bool) -> None:
        self._store, self._stream = store, stream
        self._version = 0
        self._dice = Random()
        self._deeds = [logged(0, 1, note=note)]

    def __call__(self) -> None:
        command_id = str(UUID(int=self._dice.getrandbits(128), version=4))
        self._store.append(entry(self._stream, self._version, self._deeds, command_id=command_id))
        self._version += 1
