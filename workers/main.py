"""How do worker processes and the beat run, as many as wanted, on a broker of their own?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from celery import Celery
from celery.apps.beat import Beat
from celery.apps.worker import Worker
from celery.signals import setup_logging, worker_process_init, worker_process_shutdown

from application.app import App
from domain.messages import Refused
from workers.app import Bell, celery_app
from workers.tasks import hang

WORKER, BEAT = "worker", "beat"
IN_MEMORY = "celery.beat:Scheduler"
"""Beat remembers nothing on disk: what it did not ring for, the next sweep finds."""

log = structlog.get_logger()


@dataclass(slots=True)
class House:
    """The application of this process: built after the fork, for no connection survives one."""

    build: Callable[[], App]
    app: App | None = None

    def __call__(self) -> App:
        if self.app is None:
            self.app = self.build()
        return self.app

    def leave(self) -> None:
        if self.app is not None:
            self.app.close()
            self.app = None


def work(
    broker_url: str,
    build: Callable[[], App],
    only: str = "",
    *,
    processes: int | None = None,
    bell: Bell = Bell(),
) -> None:
    """Run until SIGTERM: workers and the beat, or ``only`` one of them. ``build`` makes the application.

    ``processes`` is one per processor unless said. Any number of workers and beats may run at once. Raises
    Refused("broker-missing") for the embedded default, where `serve` does this work itself.
    """
    if not broker_url:
        raise Refused("broker-missing")
    celery = celery_app(broker_url, bell)
    house = House(build)
    hang(celery, house, bell)
    setup_logging.connect(keep_our_log)
    if only == BEAT:
        Beat(app=celery, scheduler_cls=IN_MEMORY, quiet=True).run()
    else:
        start_workers(celery, house, processes, with_beat=only != WORKER)


def start_workers(celery: Celery, house: House, processes: int | None, *, with_beat: bool) -> None:
    def move_in(**_: Any) -> None:
        house()

    def move_out(**_: Any) -> None:
        house.leave()

    worker_process_init.connect(move_in)
    worker_process_shutdown.connect(move_out)
    worker = Worker(
        app=celery,
        pool="prefork",
        concurrency=processes,
        beat=with_beat,
        scheduler=IN_MEMORY,
        without_gossip=True,
        without_mingle=True,
        quiet=True,
    )
    worker.start()


def keep_our_log(**_: Any) -> None:
    """Celery sets up no logging where somebody else answers this signal."""
