"""Is every report of a round compiled once while the two workers that do it are killed again and again?

``python -m tests.trials.reports_under_kills [--reports 2500] [--kills 25] [--bug fresh-key]`` runs them on
a Redis and a PostgreSQL of its own, prints one JSON value and exits 1 where a promise broke.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from os import killpg
from pathlib import Path

from application.app import App
from application.ports import Entry, Envelope, Recorded
from application.reports.round import progress
from domain.canonical import fingerprint
from domain.messages import Event
from domain.report.events import ReportCompiled
from infrastructure.bootstrap import build
from infrastructure.migrations import migrate
from tests import servers
from tests.domain.small_office import PEOPLE, approved, drafted
from tests.server_process import temporary_folder
from tests.trials.reports_worker import BUGS, Trial

WORKERS = 2
PATIENCE = 60.0
"""Seconds without a new report after which nothing more is expected."""
IN_FORCE = (drafted, approved.model_copy(update={"schedule": ()}))


@dataclass
class Outcome:
    """What the record and the files say. A promise broke where one of `broken` is not 0."""

    reports: int = 0
    kills: int = 0
    seconds: float = 0.0
    lost: int = 0
    doubled: int = 0
    bytes_that_differ: int = 0
    progress_that_differs: int = 0

    @property
    def broken(self) -> dict[str, int]:
        names = ("lost", "doubled", "bytes_that_differ", "progress_that_differs")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


def run(trial: Trial, reports: int, kills: int, seed: int = 1) -> Outcome:
    app = build(trial.settings)
    stand(app, reports)
    outcome, start = Outcome(), time.monotonic()
    with Crew(trial, random.Random(seed)) as crew:
        watch(app, reports, kills, crew)
        outcome.kills = crew.kills
    outcome.seconds = round(time.monotonic() - start, 1)
    judge(app, reports, outcome)
    app.close()
    return outcome


def stand(app: App, reports: int) -> None:
    """Plans of one small office in force; the quarter of each is long past."""
    record(app, "people-lipky", PEOPLE)
    for n in range(reports):
        record(app, f"plan-p{n}", IN_FORCE)
    app.catch_up(timeout=300)


def record(app: App, stream: str, facts: tuple[Event, ...]) -> None:
    now = datetime.now(UTC)
    envelope = Envelope("lipky", "planner", "", "trial", now, now, stream, "", stream)
    app.store.append(Entry(stream, 0, facts, envelope, fingerprint(stream)))


@dataclass
class Crew:
    """Worker processes, each the leader of its own group, started again as often as they are killed."""

    trial: Trial
    chance: random.Random
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    kills: int = 0

    def __enter__(self) -> Crew:
        self.workers = [self.started() for _ in range(WORKERS)]
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            end(worker)

    def started(self) -> subprocess.Popen[bytes]:
        with (Path(self.trial.data) / "workers.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.trials.reports_worker", self.trial.as_argument()],
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def strike(self) -> None:
        """The whole group at once, as when a container is killed; another takes its place."""
        struck = self.chance.randrange(WORKERS)
        end(self.workers[struck])
        self.workers[struck] = self.started()
        self.kills += 1


def end(worker: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def watch(app: App, reports: int, kills: int, crew: Crew) -> None:
    """Strike whenever another share of the reports is done, so that every kill meets work under way."""
    counted = Counted(app)
    moved, before = time.monotonic(), 0
    while (done := counted.reports()) < reports and time.monotonic() - moved < PATIENCE:
        if done > before:
            moved, before = time.monotonic(), done
        if crew.kills < kills and done * (kills + 1) >= reports * (crew.kills + 1):
            crew.strike()
        time.sleep(0.05)


@dataclass
class Counted:
    """Reports on record so far, read from where the last look ended."""

    app: App
    position: int = 0
    found: set[str] = field(default_factory=set)

    def reports(self) -> int:
        while page := self.app.store.log(self.position):
            self.found |= {r.stream for r in page if r.stream.startswith("report-")}
            self.position = page[-1].position
        return len(self.found)


def judge(app: App, reports: int, outcome: Outcome) -> None:
    app.catch_up(timeout=300)
    facts = list(compiled(app))
    per_report = Counter((fact.plan, fact.period, fact.format) for fact in facts)
    outcome.reports = len(per_report)
    outcome.lost = reports - len(per_report)
    outcome.doubled = sum(n - 1 for n in per_report.values())
    kept = ((fact.sha256, app.files.get(fact.sha256)) for fact in facts)
    outcome.bytes_that_differ = sum(hashlib.sha256(content).hexdigest() != known for known, content in kept)
    told = progress(app, app.clock.now())
    outcome.progress_that_differs = abs(told.due - reports) + abs(told.compiled - outcome.reports)


def compiled(app: App) -> Iterator[ReportCompiled]:
    position = 0
    while page := app.store.log(position):
        rows = (r.event for r in page if isinstance(r, Recorded))
        yield from (event for event in rows if isinstance(event, ReportCompiled))
        position = page[-1].position


@contextmanager
def place(bug: str = "") -> Iterator[Trial]:
    """Servers and a folder of the trial's own."""
    with ExitStack() as stack:
        folder = stack.enter_context(temporary_folder("onrecord-reports-"))
        broker = stack.enter_context(servers.redis_of_our_own(fsync="always"))
        url = stack.enter_context(stack.enter_context(servers.postgres()).database())
        migrate(url)
        yield Trial(str(folder), url, broker.url, bug=bug)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--reports", type=int, default=2500)
    options.add_argument("--kills", type=int, default=25)
    options.add_argument("--bug", choices=BUGS, default="")
    asked = options.parse_args()
    with place(asked.bug) as trial:
        outcome = run(trial, asked.reports, asked.kills)
        if outcome.broken:
            print((Path(trial.data) / "workers.log").read_text()[-3000:], file=sys.stderr)
    print(json.dumps({**vars(outcome), "broken": outcome.broken}))
    return 1 if outcome.broken else 0


if __name__ == "__main__":
    sys.exit(main())
