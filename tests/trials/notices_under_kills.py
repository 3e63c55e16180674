"""Does every notice go out once while workers, their children and Redis are killed, and Redis is emptied?

``python -m tests.trials.notices_under_kills [--notices 200] [--kills 25] [--lease 6] [--database sqlite]
[--bug no-lease|no-recovery|fresh-message-id]`` prints one JSON value and exits 1 where a promise broke.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, pairwise
from pathlib import Path

import redis

from application.app import App
from application.ports import Entry, Envelope, Recorded
from domain.canonical import fingerprint
from domain.messages import Event
from domain.notice.events import NoticeClaimed, NoticeDelivered, NoticeRaised
from domain.plan.document import Executor, Measure
from domain.plan.events import Due, PlanApproved
from infrastructure.bootstrap import build
from infrastructure.migrations import migrate
from tests import servers
from tests.domain.small_office import DOCUMENT, drafted
from tests.server_process import Server, temporary_folder
from tests.trials.notices_worker import BUGS, Trial
from tests.workers.house import PEOPLE, with_address

TARGETS = ("child", "worker", "child", "redis", "child", "flush", "worker", "both")
BETWEEN_KILLS = 0.5
STILL = 5
"""Leases without any progress after which nothing more is expected."""


@dataclass
class Outcome:
    """What the record and the outbox say. A promise broke where one of `broken` is not 0."""

    notices: int = 0
    seconds: float = 0.0
    kills: Counter[str] = field(default_factory=Counter)
    cut_off_mid_letter: int = 0
    sent_again: int = 0
    lost: int = 0
    recorded_twice: int = 0
    letters_too_many: int = 0
    letters_missing: int = 0
    claimed_too_early: int = 0
    rows_that_differ: int = 0

    @property
    def broken(self) -> dict[str, int]:
        names = (
            "lost",
            "recorded_twice",
            "letters_too_many",
            "letters_missing",
            "claimed_too_early",
            "rows_that_differ",
        )
        return {name: getattr(self, name) for name in names if getattr(self, name)}


def run(trial: Trial, broker: Server, notices: int, kills: int, seed: int = 1) -> Outcome:
    app = build(trial.settings)
    expected = notices + owed_by_a_plan(app, notices)
    outcome, start = Outcome(), time.monotonic()
    with Crew(trial, size=2) as crew:
        killing = Killing(crew, broker, trial.diary, random.Random(seed), kills, outcome.kills)
        watch(app, expected, trial.lease, killing)
    outcome.seconds = round(time.monotonic() - start, 1)
    judge(app, trial, expected, outcome)
    app.close()
    return outcome


def owed_by_a_plan(app: App, measures: int) -> int:
    """A plan in force whose dates are all past their last rung, so that each owes one notice, late; how many
    more follow from its approval."""
    today = datetime.now(UTC).date()
    rows = tuple(a_measure(n) for n in range(1, measures + 1))
    draft = drafted.model_copy(
        update={"document": DOCUMENT.model_copy(update={"measures": rows, "language": "uk"})}
    )
    long_ago = today - timedelta(days=40)
    approved = PlanApproved(
        text_version=1,
        text_hash="",
        approved_on=long_ago,
        effective_from=long_ago,
        act="",
        schedule=tuple(a_due(m.id, today) for m in rows),
    )
    record(app, "people-lipky", [with_address(fact) for fact in PEOPLE])
    record(app, "plan-p1", [draft, approved])
    return 1


def a_measure(n: int) -> Measure:
    lead = Executor(raw="відділ просвіти", to="unit:education", lead=True)
    return Measure(id=f"m{n}", ordinal=n, number=f"1.{n}", title=f"Захід {n}", executors=(lead,))


def a_due(measure: str, today: date) -> Due:
    days = {"planned": -12, "due": -12, "remind": -15, "escalate": -10}
    return Due(measure=measure, key="", **{name: today + timedelta(days=n) for name, n in days.items()})


def record(app: App, stream: str, facts: Sequence[Event]) -> None:
    now = datetime.now(UTC)
    envelope = Envelope("lipky", "planner", "", "trial", now, now, stream, "", stream)
    app.store.append(Entry(stream, 0, facts, envelope, fingerprint(stream)))


class Crew:
    """Worker processes, each the leader of its own group, started again as often as they are killed."""

    def __init__(self, trial: Trial, size: int) -> None:
        self.trial, self.workers = trial, dict[int, "subprocess.Popen[bytes]"]()
        self.size = size

    def __enter__(self) -> Crew:
        for _ in range(self.size):
            self.start()
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers.values():
            worker.terminate()
        for worker in self.workers.values():
            with suppress(subprocess.TimeoutExpired):
                worker.wait(15)
            self.kill_group(worker)

    def start(self) -> None:
        with (Path(self.trial.data) / "workers.log").open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", "tests.trials.notices_worker", self.trial.as_argument()],
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.workers[worker.pid] = worker

    def kill_worker_of(self, child: int) -> None:
        """The whole group at once, as when a container is killed; another takes its place."""
        group = group_of(child)
        if group in self.workers:
            worker = self.workers.pop(group)
            self.kill_group(worker)
            self.start()

    def kill_group(self, worker: subprocess.Popen[bytes]) -> None:
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def group_of(pid: int) -> int:
    with suppress(ProcessLookupError):
        return os.getpgid(pid)
    return 0


@dataclass
class Killing:
    """Aims at whoever is in the middle of a letter; Redis is hit while somebody is."""

    crew: Crew
    broker: Server
    diary: Path
    chance: random.Random
    left: int
    done: Counter[str]
    targets: Iterator[str] = field(default_factory=lambda: cycle(TARGETS))

    def strike(self) -> None:
        in_the_middle = list(unfinished(self.diary))
        if not self.left or not in_the_middle:
            return
        self.left -= 1
        target = next(self.targets)
        self.done[target] += 1
        pid = self.chance.choice(in_the_middle)
        if target in ("redis", "both"):
            self.broker.kill()
        if target == "child":
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if target in ("worker", "both"):
            self.crew.kill_worker_of(pid)
        if target in ("redis", "both"):
            self.broker.start()
        if target == "flush":
            with redis.Redis.from_url(self.broker.url) as client:
                client.flushall()


def unfinished(diary: Path) -> Iterator[int]:
    """Living processes that began a letter and did not end it."""
    for pid, began in in_flight(diary).items():
        if began and group_of(pid):
            yield pid


def in_flight(diary: Path) -> dict[int, str]:
    """The letter that each process was last seen with, blank where it was ended."""
    last: dict[int, str] = {}
    for what, pid, message in entries(diary):
        last[pid] = message if what == "begin" else ""
    return last


def entries(diary: Path) -> Iterator[tuple[str, int, str]]:
    for line in diary.read_text().splitlines() if diary.exists() else ():
        what, pid, message = line.split()
        yield what, int(pid), message


def watch(app: App, expected: int, lease: float, killing: Killing) -> None:
    """Strike now and then, until all is delivered or nothing has moved for a long while."""
    seen, delivered, moved = 0, set[str](), time.monotonic()
    patience = STILL * lease + 15
    while len(delivered) < expected and time.monotonic() - moved < patience:
        time.sleep(BETWEEN_KILLS)
        for fact in app.store.log(seen):
            seen = fact.position
            if isinstance(fact, Recorded) and isinstance(fact.event, NoticeDelivered):
                delivered.add(fact.stream)
                moved = time.monotonic()
        killing.strike()


def judge(app: App, trial: Trial, expected: int, outcome: Outcome) -> None:
    app.catch_up()
    facts = list(facts_of_notices(app))
    raised = {f.stream for f in facts if isinstance(f.event, NoticeRaised)}
    delivered = Counter(f.stream for f in facts if isinstance(f.event, NoticeDelivered))
    letters = Counter(path.stem.partition("@")[0] for path in (Path(trial.data) / "outbox").glob("*.eml"))
    named = {stream.removeprefix("notice-") for stream in raised}
    told = {stream.removeprefix("notice-") for stream in delivered}
    sends = Counter(what for what, *_ in entries(trial.diary))
    outcome.notices = len(raised)
    outcome.lost = expected - len(delivered)
    outcome.recorded_twice = sum(n - 1 for n in delivered.values())
    outcome.letters_too_many = sum(letters.values()) - len(named & letters.keys())
    outcome.letters_missing = len(told - letters.keys())
    outcome.claimed_too_early = sum(1 for _ in early_claims(facts, trial.lease))
    outcome.cut_off_mid_letter = sends["begin"] - sends["end"]
    outcome.sent_again = sends["begin"] - len(delivered)
    outcome.rows_that_differ = len(app.check("notices", "due_ledger"))


def facts_of_notices(app: App) -> Iterator[Recorded]:
    position = 0
    while page := app.store.log(position):
        yield from (f for f in page if isinstance(f, Recorded) and f.stream.startswith("notice-"))
        position = page[-1].position


def early_claims(facts: Sequence[Recorded], lease: float) -> Iterator[str]:
    """Attempts that began while an earlier one might still have been under way."""
    claims: dict[str, list[datetime]] = {}
    for fact in facts:
        if isinstance(fact.event, NoticeClaimed):
            claims.setdefault(fact.stream, []).append(fact.envelope.recorded_at)
    for stream, moments in claims.items():
        yield from (stream for a, b in pairwise(moments) if (b - a).total_seconds() < lease)


@contextmanager
def place(database: str, lease: float, bug: str) -> Iterator[tuple[Trial, Server]]:
    """Servers and a folder of the trial's own."""
    with ExitStack() as stack:
        folder = stack.enter_context(temporary_folder("onrecord-notices-"))
        broker = stack.enter_context(servers.redis_of_our_own(fsync="always"))
        url = "sqlite:///record.db"
        if database == "postgres":
            url = stack.enter_context(stack.enter_context(servers.postgres()).database())
            migrate(url)
        yield Trial(str(folder), url, broker.url, lease, bug=bug), broker


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--notices", type=int, default=200)
    options.add_argument("--kills", type=int, default=25)
    options.add_argument("--lease", type=float, default=6.0)
    options.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    options.add_argument("--bug", choices=BUGS, default="")
    asked = options.parse_args()
    with place(asked.database, asked.lease, asked.bug) as (trial, broker):
        outcome = run(trial, broker, asked.notices, asked.kills)
        if outcome.broken:
            print((Path(trial.data) / "workers.log").read_text()[-3000:], file=sys.stderr)
    print(json.dumps({**vars(outcome), "database": asked.database, "broken": outcome.broken}))
    return 1 if outcome.broken else 0


if __name__ == "__main__":
    sys.exit(main())
