"""What does Celery know? Doorbells only: each task says which question to ask now, and may run twice."""

from __future__ import annotations

import time
from collections.abc import Callable

from celery import Celery

from application import clock, delivery
from application.app import App
from application.reports import compile as compiling
from application.reports import round as reporting
from application.reports.deliver import record_of, render
from domain.messages import SYSTEM
from workers.app import Bell

AT_ONCE = 20
"""Notices that one delivery task carries: many short tasks share the work among the workers."""
REPORTERS = 8
"""Tasks at a time that compile what is due, each for half its time limit."""


def hang(celery: Celery, house: Callable[[], App], bell: Bell) -> None:
    """Hang the bells. ``house`` gives the application of this process.

    A delivery that nobody took up before the next ring is dropped: that ring asks for it again.
    """

    @celery.task(name="ring-the-clock", shared=False)
    def ring_the_clock() -> None:
        app = house()
        app.catch_up()
        raised = clock.sweep(app, app.clock.now(), clock.AT_ONCE)
        app.catch_up()
        if raised.total() == clock.AT_ONCE:
            ring_the_clock.apply_async(expires=bell.seconds)
        for notices in delivery.shares(app, app.clock.now(), AT_ONCE):
            deliver_notices.apply_async((notices,), expires=bell.seconds)
        if reporting.left(app, app.clock.now()):
            for _ in range(REPORTERS):
                compile_reports.apply_async(expires=bell.seconds)

    @celery.task(name="compile-reports", shared=False)
    def compile_reports() -> None:
        app, until = house(), time.monotonic() + bell.task_limit / 2
        reporting.compile_some(app, app.clock.now(), lambda: time.monotonic() > until)

    @celery.task(name="deliver-notices", shared=False)
    def deliver_notices(notices: list[str]) -> None:
        app = house()
        for notice in notices:
            delivery.deliver(app, notice)

    @celery.task(name="catch-up", shared=False)
    def catch_up() -> None:
        house().catch_up()

    @celery.task(name="compile-report", shared=False)
    def compile_report(plan: str, period: str, format: str, language: str) -> None:
        app = house()
        report = compiling.compile_report(app, plan, period, language=language)
        content = render(app, report, format)
        app.files.put(content)
        record = record_of(report, format, content)
        app.do(record, by=SYSTEM, organisation=report.organisation, channel="worker")
