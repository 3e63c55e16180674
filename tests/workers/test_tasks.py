"""What the doorbells do, and that each may ring twice."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from celery import Celery

from application import clock
from application.app import App
from application.projections.notices import notices_of
from application.reports import round as reporting
from domain.people.events import ReportingRulesSet
from domain.report.events import ReportCompiled
from tests.workers.house import house, in_force, stand
from workers.app import Bell, celery_app
from workers.tasks import hang

MORNING = datetime(2021, 1, 26, 7, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def app(tmp_path: Path) -> App:
    return in_force(house(tmp_path)).at(MORNING)


@pytest.fixture
def bells(app: App) -> Celery:
    """Each task runs at once, where it is asked for."""
    celery = celery_app("")
    celery.conf.update(task_always_eager=True, task_eager_propagates=True)
    hang(celery, lambda: app, Bell())
    celery.finalize()
    return celery


def ring(bells: Celery, task: str, *words: object) -> None:
    bells.tasks[task].delay(*words)


def states(app: App) -> list[str]:
    app.catch_up()
    return [n["state"] for n in app.ask(notices_of)]


def test_one_ring_raises_and_delivers_and_a_second_adds_nothing(bells: Celery, app: App):
    ring(bells, "ring-the-clock")
    assert states(app) == ["delivered"] * 6
    before = app.store.head()
    ring(bells, "ring-the-clock")
    assert app.store.head() == before


def test_a_full_sweep_rings_again_at_once(bells: Celery, app: App, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clock, "AT_ONCE", 1)
    ring(bells, "ring-the-clock")
    assert sum(n["kind"] == "reminder" for n in app.ask(notices_of)) == 3
    assert set(states(app)) == {"delivered"}


def test_a_report_is_compiled_once_however_often_it_is_asked_for(bells: Celery, app: App):
    for _ in range(2):
        ring(bells, "compile-report", "p1", "2021Q1", "json", "uk")
    stream = app.store.stream("report-p1.2021q1")
    (compiled,) = [r.event for r in stream if isinstance(r.event, ReportCompiled)]
    assert app.files.get(compiled.sha256).startswith(b"{")


def test_after_the_cut_off_day_a_ring_compiles_the_report_of_every_quarter_once(bells: Celery, app: App):
    ring(bells, "ring-the-clock")
    assert reporting.progress(app, app.clock.now()) == reporting.Progress(due=0, compiled=0)
    rules = ReportingRulesSet(cut_off=5, late="corrective", person="director")
    stand(app, "people-lipky", [rules])
    for day, due in ((4, 0), (5, 1)):
        app.at(datetime(2021, 4, day, 9, tzinfo=UTC))
        for _ in range(2):
            ring(bells, "ring-the-clock")
        app.catch_up()
        assert reporting.progress(app, app.clock.now()) == reporting.Progress(due, due)
    (compiled,) = [r.event for r in app.store.stream("report-p1.2021q1")]
    assert isinstance(compiled, ReportCompiled)
    assert app.files.get(compiled.sha256).startswith(b"PK")


def test_these_are_all_the_bells(bells: Celery):
    ours = {name for name in bells.tasks if not name.startswith("celery.")}
    assert ours == {"ring-the-clock", "deliver-notices", "catch-up", "compile-report", "compile-reports"}


def test_no_task_waits_in_the_broker_for_its_time():
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("application", "workers", "interfaces", "infrastructure")
        for path in (ROOT / folder).rglob("*.py")
    )
    assert not re.findall(r"\b(?:eta|countdown)\s*=", code)
