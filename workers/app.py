"""How is Celery set up, so that a task may be lost or doubled and nothing is?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from celery import Celery

TASK_LIMIT = 30
LEAST_VISIBILITY = 2 * TASK_LIMIT
RECYCLED_AFTER = 10_000
"""Tasks after which a worker process is replaced by a fresh one."""


@dataclass(frozen=True, slots=True)
class Bell:
    """How often the clock rings, and how soon an unfinished task shows up again at another worker."""

    every: timedelta = timedelta(minutes=1)
    task_limit: int = TASK_LIMIT
    visibility: int = LEAST_VISIBILITY

    @property
    def seconds(self) -> float:
        return self.every.total_seconds()

    def __post_init__(self) -> None:
        if self.task_limit >= self.visibility:
            raise ValueError("a task must end before the broker gives it to somebody else")


def celery_app(broker_url: str, bell: Bell = Bell()) -> Celery:
    """Celery as a doorbell: JSON, no results, late acknowledgement, one task at a time, no delayed tasks.

    ``broker_url`` is ``""`` for the embedded default, or ``redis://…``, ``amqp://…``.
    """
    celery = Celery("onrecord", broker=broker_url or "memory://", set_as_current=False)
    celery.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        task_serializer="json",
        accept_content=["json"],
        enable_utc=True,
        timezone="UTC",
        task_default_queue="onrecord",
        task_default_queue_type="quorum" if broker_url.startswith("amqp") else "classic",
        broker_connection_retry_on_startup=True,
        broker_transport_options=transport_options(broker_url, bell),
        worker_soft_shutdown_timeout=10,
        worker_max_tasks_per_child=RECYCLED_AFTER,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        beat_schedule={
            "the clock": {
                "task": "ring-the-clock",
                "schedule": bell.every,
                "options": {"expires": bell.seconds},
            }
        },
        beat_max_loop_interval=min(bell.seconds, 5),
        **limits(broker_url, bell),
    )
    return celery


def transport_options(broker_url: str, bell: Bell) -> dict[str, Any]:
    """On Redis an unacknowledged task is looked for every 5 s, not every 100 s as by default."""
    if not broker_url:
        return {"polling_interval": 0.05}
    if broker_url.startswith("amqp"):
        return {}
    return {
        "visibility_timeout": bell.visibility,
        "unacked_restore_interval": min(5, bell.visibility),
        "unacked_restore_throttle": 1,
        "socket_timeout": 30,
        "socket_keepalive": True,
    }


def limits(broker_url: str, bell: Bell) -> dict[str, Any]:
    """Threads of the embedded default cannot be stopped from outside; processes can."""
    return (
        {"task_time_limit": bell.task_limit, "task_soft_time_limit": bell.task_limit * 5 // 6}
        if broker_url
        else {}
    )
