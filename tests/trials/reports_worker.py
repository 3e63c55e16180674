"""A worker of the trial of reports: the house's own bells, rung often, and bugs on demand.

Run as ``python -m tests.trials.reports_worker JSON`` with the fields of `Trial`.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from application.app import App
from application.reports import round as reporting
from application.reports.compile import compile_report
from domain.report.shapes import QuarterlyReport
from infrastructure.bootstrap import build
from infrastructure.settings import Settings
from workers.app import Bell
from workers.main import work

BUGS = ("fresh-key",)


@dataclass(frozen=True, slots=True)
class Trial:
    """``ring`` is in seconds."""

    data: str
    database_url: str
    broker_url: str
    ring: float = 2.0
    limit: int = 10
    bug: str = ""

    @property
    def settings(self) -> Settings:
        return Settings(data=Path(self.data), database_url=self.database_url, unsafe_store=True)

    def as_argument(self) -> str:
        return json.dumps(asdict(self))


def plant(bug: str) -> None:
    """Each attempt for itself: under a key of its own, and as of wherever the log stands just then."""
    if bug == "fresh-key":
        vars(reporting).update(key_of=own_key, is_compiled=never, compile_report=as_of_now)


def own_key(due: reporting.Due) -> str:
    return str(uuid4())


def never(app: App, due: reporting.Due) -> bool:
    return False


def as_of_now(app: App, plan: str, period: str, *, position: int) -> QuarterlyReport:
    return compile_report(app, plan, period, position=app.store.head())


def main() -> None:
    trial = Trial(**json.loads(sys.argv[1]))
    plant(trial.bug)
    bell = Bell(timedelta(seconds=trial.ring), task_limit=trial.limit, visibility=trial.limit + 1)
    work(trial.broker_url, lambda: build(trial.settings), processes=1, bell=bell)


if __name__ == "__main__":
    main()
