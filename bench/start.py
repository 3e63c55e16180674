"""How long does the command line take to answer, beside Python that does nothing?"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter

from bench.figure import FLOOR, VALUE, Figure, in_turns
from bench.ground import Ground

ROOT = Path(__file__).parent.parent
OURS = ("-m", "interfaces.cli")


def run(ground: Ground) -> Figure:
    """``--help``, and a look at the plans of a house in which a quarter was lived (SQLite, in a folder)."""
    look = (*OURS, "plans", "--json", "--data", str(ground.folder))
    took((*OURS, "demo", "--fast", "--json", "--data", str(ground.folder)), seconds=0)
    bare = partial(took, ("-c", "pass"))
    of = {
        name: in_turns(
            {VALUE: partial(took, arguments), FLOOR: bare}, ground.seconds / 2, unit="ms", better="lower"
        )
        for name, arguments in (("--help", (*OURS, "--help")), ("a read", look))
    }
    return replace(of["--help"], of=of)


def took(arguments: tuple[str, ...], seconds: float) -> float:
    """The fastest of as many as fit: what is slower was disturbed. Milliseconds."""
    end, best = perf_counter() + seconds, float("inf")
    env = {k: v for k, v in os.environ.items() if not k.startswith("ONRECORD_")}
    while True:
        began = perf_counter()
        subprocess.run([sys.executable, *arguments], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, check=True)
        best = min(best, perf_counter() - began)
        if perf_counter() > end:
            return best * 1000
