"""Worker and beat as threads of one process, over a broker that is no server."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from application.app import App
from application.projections.notices import notices_of
from tests.workers.house import house, in_force
from workers.app import Bell
from workers.embedded import ringing

MORNING = datetime(2021, 1, 26, 7, tzinfo=UTC)
SECOND = Bell(every=timedelta(seconds=1))


def eventually(holds: Callable[[], bool], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(0.05)
    return held


def delivered(app: App) -> int:
    app.catch_up()
    return sum(n["state"] == "delivered" for n in app.ask(notices_of))


def test_the_clock_rings_and_letters_go_out_without_any_server(tmp_path: Path):
    app = in_force(house(tmp_path)).at(MORNING)
    with ringing(app, SECOND):
        assert eventually(lambda: delivered(app) == 6)
        time.sleep(2.5)
    assert delivered(app) == 6, "two more rings told nothing new"
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 6


def test_it_ends_when_running_tasks_have_ended(tmp_path: Path):
    begun, ended = threading.Event(), threading.Event()

    class Slow:
        channel = "file"

        def send(self, **_: str) -> None:
            begun.set()
            time.sleep(0.5)
            ended.set()

    app = replace(in_force(house(tmp_path)).at(MORNING), mailer=Slow())
    before = threading.active_count()
    with ringing(app, SECOND):
        assert begun.wait(30)
    assert ended.is_set()
    assert not [t for t in threading.enumerate() if t.name.startswith("celery-")]
    assert threading.active_count() <= before + 4


def test_it_can_be_started_again_in_the_same_process(tmp_path: Path):
    app = in_force(house(tmp_path))
    with ringing(app, SECOND):
        assert eventually(lambda: delivered(app) == 3)
    app.at(MORNING)
    with ringing(app, SECOND):
        assert eventually(lambda: delivered(app) == 6)
