"""Which jobs are measured, under which names, and which of DESIGN's names nobody has built yet?"""

from __future__ import annotations

import importlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from bench.figure import Figure
from bench.ground import Ground
from bench.peers.place import environment

JOBS = {
    "approval": "approval",
    "command": "command",
    "growth": "growth",
    "append": "append",
    "append-processes": "append_processes",
    "rebuild": "rebuild",
    "lag": "lag",
    "replay": "replay",
    "report": "report",
    "rollup": "rollup",
    "import": "import_plan",
    "start": "start",
    "bytes": "bytes",
}
"""The name and the file that measures it."""
NOT_BUILT = ("http", "as-of", "due", "seal", "verify")
SECONDS = 30.0


def measured(
    names: Sequence[str], seconds: float = SECONDS, *, peers: bool = False
) -> Iterator[tuple[str, Figure]]:
    """The figure of each job, as it comes; raises ground.NoServer and peers.place.NoPeers.

    ``seconds`` are each job's rounds; with ``peers`` other engines take their turns too, where they do it.

    Ours, floor and peer all run in a process that is set up as the house is.
    """
    from infrastructure.bootstrap import spare_the_collector

    spare_the_collector()
    with ExitStack() as keeps:
        folder = Path(keeps.enter_context(tempfile.TemporaryDirectory(prefix="onrecord-bench-")))
        ground = Ground(seconds, folder, keeps, environment(folder) if peers else None)
        for name in names or JOBS:
            yield name, importlib.import_module(f"bench.{JOBS[name]}").run(ground)
