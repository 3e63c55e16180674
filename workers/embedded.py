"""How do worker and beat run inside one process, without any server?"""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Any

from celery import Celery
from celery.beat import Scheduler, Service
from celery.worker import WorkController
from celery.worker import state as celery_state

from application.app import App
from workers.app import Bell, celery_app
from workers.tasks import hang

THREADS = 4
PATIENCE = 10.0
"""Seconds to become ready, and seconds that running tasks get to end."""


def ringing(app: App, bell: Bell = Bell()) -> Embedded:
    """The bells of the house, rung by threads of this process while in the block; for ``serve``."""
    celery = celery_app("", bell)
    hang(celery, lambda: app, bell)
    return Embedded(celery)


class Worker(WorkController):
    """A worker that says when it listens."""

    def __init__(self, ready: threading.Event, **options: Any) -> None:
        self.ready = ready
        super().__init__(**options)

    def on_consumer_ready(self, consumer: object) -> None:
        self.ready.set()


class Embedded:
    """Worker and beat as daemon threads of this process; a context manager that waits for running tasks.

    One at a time in a process: Celery's worker keeps its wish to stop in a module.
    """

    def __init__(self, celery: Celery, threads: int = THREADS) -> None:
        celery.finalize()
        celery.set_default()
        self.ready = threading.Event()
        self.worker = Worker(
            self.ready,
            app=celery,
            hostname="embedded@localhost",
            pool="threads",
            concurrency=threads,
            timer_precision=0.2,
            without_mingle=True,
            without_gossip=True,
            without_heartbeat=True,
        )
        self.beat = Service(celery, scheduler_cls=Scheduler)
        self.threads = [
            threading.Thread(target=self.worker.start, name="celery-worker", daemon=True),
            threading.Thread(target=self.beat.start, name="celery-beat", daemon=True),
        ]

    def __enter__(self) -> Embedded:
        working, ringing = self.threads
        working.start()
        if not self.ready.wait(PATIENCE):
            raise TimeoutError("the embedded worker did not get ready")
        ringing.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.beat.stop()
        celery_state.should_stop = 0  # type: ignore[assignment]
        for thread in self.threads:
            thread.join(PATIENCE)
        celery_state.should_stop = None
