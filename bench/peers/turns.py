"""How many transitions a second do the clients of one process come to? Counted alike for every engine."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

Plan = Callable[[], list[Callable[[], object]]]
"""Drafts a plan, and gives what has to be done until it is approved."""
MOST = 8
"""Clients."""
AHEAD = 8
"""Plans that a client has drafted before the time is taken; each is five acts, one after another."""


def together(clients: ThreadPoolExecutor, plans: Sequence[Plan], seconds: float) -> float:
    """All clients begin at once, each in a thread of its own; a lone one needs none.

    Per second of what is measured: the drafting of the plans is not.
    """
    spent, done = 0.0, 0
    while spent < seconds:
        acts = [[act for _ in range(AHEAD) for act in plan()] for plan in plans]
        began = perf_counter()
        if len(acts) == 1:
            _do(acts[0])
        else:
            list(clients.map(_do, acts))
        spent += perf_counter() - began
        done += sum(map(len, acts))
    return done / spent


def _do(acts: Sequence[Callable[[], object]]) -> None:
    for act in acts:
        act()


def serve(plans: Sequence[Plan], version: str) -> None:
    """Says the version; then a figure for each line ``CLIENTS SECONDS`` of the standard input."""
    gc.set_threshold(50_000, 10, 10)
    print(version, flush=True)
    with ThreadPoolExecutor(MOST) as clients:
        for line in sys.stdin:
            count, seconds = line.split()
            print(together(clients, plans[: int(count)], float(seconds)), flush=True)
