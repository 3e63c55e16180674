"""How many times longer does a command take when a plan has grown from 50 to 5,000 facts?"""

from __future__ import annotations

from bench.clients import rate
from bench.command import FACTS, offices
from bench.figure import PEER, VALUE, Figure, median_of
from bench.ground import Ground

ROUNDS = 5


def run(ground: Ground) -> Figure:
    """One client, the plan known to the process; the same of the library, which has no floor to stand on."""
    young, old = FACTS[0], FACTS[-1]
    each = ground.seconds / (ROUNDS * 4)
    with offices(ground) as house:
        ways = {VALUE: house.ours, PEER: house.theirs}
        for way in ways.values():
            rate([way(young)], 0.1), rate([way(old)], 0.1)
        rounds = [
            {name: rate([way(young)], each) / rate([way(old)], each) for name, way in ways.items()}
            for _ in range(ROUNDS)
        ]
    return median_of(rounds, unit="times", better="lower")
