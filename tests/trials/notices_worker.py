"""A worker of the trial of notices: slow letters that say when they begin, short leases, bugs on demand.

Run as ``python -m tests.trials.notices_worker JSON`` with the fields of `Trial`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, select

from application import delivery, letters
from application.app import App
from application.ports import Mailer
from application.projections.notices import notices
from domain.notice import decisions
from infrastructure.bootstrap import build
from infrastructure.settings import Settings
from workers.app import Bell
from workers.main import work

BUGS = ("no-lease", "no-recovery", "fresh-message-id")


@dataclass(frozen=True, slots=True)
class Trial:
    """In seconds: ``lease`` of a delivery, ``ring`` between rings, ``pause`` before and after a letter."""

    data: str
    database_url: str
    broker_url: str
    lease: float
    ring: float = 1.0
    pause: float = 0.1
    processes: int = 2
    bug: str = ""

    @property
    def settings(self) -> Settings:
        return Settings(data=Path(self.data), database_url=self.database_url, unsafe_store=True)

    @property
    def diary(self) -> Path:
        return Path(self.data) / "sends.log"

    def as_argument(self) -> str:
        return json.dumps(asdict(self))


@dataclass
class SlowMailer:
    """Writes down who begins a letter and who has ended it, so that a kill can be aimed in between."""

    inner: Mailer
    diary: Path
    pause: float
    channel: str = "file"

    def send(self, *, to: str, subject: str, text: str, message_id: str) -> None:
        self.note("begin", message_id)
        time.sleep(self.pause)
        self.inner.send(to=to, subject=subject, text=text, message_id=message_id)
        time.sleep(self.pause)
        self.note("end", message_id)

    def note(self, what: str, message_id: str) -> None:
        with self.diary.open("a") as diary:
            diary.write(f"{what} {os.getpid()} {message_id}\n")


def plant(bug: str) -> None:
    if bug == "no-lease":
        decisions.LEASE = timedelta(0)
    if bug == "no-recovery":
        delivery.to_deliver = never_tried
    if bug == "fresh-message-id":
        delivery.letter_of = under_another_id


def never_tried(db: Connection, now: datetime, limit: int = 1000) -> Sequence[str]:
    return db.execute(select(notices.c.notice).where(notices.c.state == "raised")).scalars().all()


def under_another_id(app: App, notice: str) -> letters.Letter:
    return replace(letters.letter_of(app, notice), message_id=f"{uuid4()}@onrecord")


def main() -> None:
    trial = Trial(**json.loads(sys.argv[1]))
    decisions.LEASE = timedelta(seconds=trial.lease)
    plant(trial.bug)

    def house() -> App:
        app = build(trial.settings)
        return replace(app, mailer=SlowMailer(app.mailer, trial.diary, trial.pause))

    limit = max(2, int(trial.lease) - 1)
    bell = Bell(timedelta(seconds=trial.ring), task_limit=limit, visibility=limit + 1)
    work(trial.broker_url, house, processes=trial.processes, bell=bell)


if __name__ == "__main__":
    main()
