"""A house for trying the clock: the small office with addresses, a plan of dates, and a clock that we set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from application.app import App
from application.ports import Entry, Envelope
from domain.calendar.days import WorkingCalendar
from domain.canonical import fingerprint
from domain.messages import Event, Personal
from domain.people.events import PersonRegistered
from domain.plan.events import PlanApproved
from domain.plan.schedule import schedule
from infrastructure.bootstrap import build
from infrastructure.settings import Settings
from tests.domain.small_office import CALENDAR, DOCUMENT, PEOPLE, calendar_decider, drafted, submitted

OFFICE = "lipky"
APPROVAL = datetime(2021, 1, 20, 9, tzinfo=UTC)
DAYS: WorkingCalendar = calendar_decider.fold([CALENDAR]).days


def house(data: Path, now: datetime = APPROVAL) -> App:
    return build(Settings(data=data, now=now, unsafe_store=True))


def with_address(fact: Event) -> Event:
    if not isinstance(fact, PersonRegistered):
        return fact
    address = Personal(of=fact.person, text=f"{fact.person}@lipky.example")
    return fact.model_copy(update={"email": address})


def approved_on(day: date) -> PlanApproved:
    return PlanApproved(
        text_version=1,
        text_hash="",
        approved_on=day,
        effective_from=day,
        act="",
        schedule=schedule(DOCUMENT, DAYS, day),
    )


def stand(app: App, stream: str, facts: Sequence[Event], at: datetime | None = None) -> None:
    """Put facts on the record as they are, past all rules."""
    version, at = app.store.version(stream), at or app.clock.now()
    key = f"{stream}@{version}"
    envelope = Envelope(OFFICE, "planner", "", "test", at, at, key, "", key)
    app.store.append(Entry(stream, version, facts, envelope, fingerprint(key)))


def in_force(app: App, plan: str = "p1", on: date = APPROVAL.date()) -> App:
    """The small plan in force since that day."""
    if not app.store.version(f"people-{OFFICE}"):
        stand(app, f"people-{OFFICE}", [with_address(fact) for fact in PEOPLE])
    stand(app, f"plan-{plan}", [drafted, submitted, approved_on(on)])
    app.catch_up()
    return app


def letters(app: App) -> list[str]:
    """What lies in the outbox, in the order of its subjects."""
    return sorted(path.read_text() for path in (app.settings.data / "outbox").glob("*.eml"))
