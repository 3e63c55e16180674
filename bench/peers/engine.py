"""How is an engine in a process of its own asked for its figure?"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import bench
from bench.peers.place import NoPeers

ENGINES = ("viewflow_approval", "spiff_approval")
"""The modules of this package that run as a process; see `bench.peers.turns.serve` for what they are told."""
ROOT = Path(bench.__file__).parent.parent


class Engine:
    """One that has drafted and approved a plan, and waits to be measured."""

    def __init__(self, process: subprocess.Popen[str], document: dict[str, Any]) -> None:
        self._process = process
        self.name = self._ask(json.dumps(document))

    def rate(self, clients: int, seconds: float) -> float:
        return float(self._ask(f"{clients} {seconds}"))

    def _ask(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(BrokenPipeError):  # what it died of is told below
            print(line, file=self._process.stdin, flush=True)
        if answer := self._process.stdout.readline():
            return answer.strip()
        assert self._process.stderr is not None
        said = self._process.stderr.read().strip().splitlines()
        raise NoPeers(said[-1] if said else f"{self._process.args!r} ended")


@contextmanager
def engine(python: Path, module: str, url: str, document: dict[str, Any]) -> Iterator[Engine]:
    """On the database at ``url``, which is its own; raises NoPeers with the last line of what it died of."""
    pipe = subprocess.PIPE
    command = [str(python), "-m", f"bench.peers.{module}", url]
    with subprocess.Popen(
        command, cwd="/", env={"PYTHONPATH": str(ROOT)}, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as process:
        try:
            yield Engine(process, document)
        finally:
            process.kill()
