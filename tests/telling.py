"""How do bare facts become a record that projections and reactions can read?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from application.ports import Entry, Envelope, EventStore, Recorded
from domain.canonical import fingerprint
from domain.messages import Event
from domain.notice.decisions import RaiseNotice
from domain.notice.events import NoticeRaised
from domain.people.events import OrganisationRegistered
from domain.report.events import ReportCompiled
from domain.workflow.events import DefinitionPublished
from infrastructure.eventstore.opening import open_store

NOON = datetime(2021, 1, 15, 12, tzinfo=UTC)
OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Told:
    """A fact with what its envelope says; blank means the usual: plan-1, its office, at noon."""

    event: Event
    stream: str = ""
    by: str = "system"
    capacity: str = ""
    at: datetime = NOON
    organisation: str = OFFICE


def told(
    event: Event,
    *,
    stream: str = "",
    by: str = "system",
    capacity: str = "",
    at: datetime = NOON,
    organisation: str = OFFICE,
) -> Told:
    """For ``given(…)``, where it matters who said it, when, or in which stream."""
    return Told(event, stream or stream_of(event, organisation), by, capacity, at, organisation)


def stream_of(event: Event, organisation: str = OFFICE) -> str:
    """Where the test's facts stand unless it says otherwise."""
    match event:
        case OrganisationRegistered():
            return f"people-{event.organisation}"
        case DefinitionPublished():
            return f"workflow-{event.organisation}.{event.workflow}"
        case NoticeRaised():
            return RaiseNotice(**dict(event)).stream
        case ReportCompiled():
            return f"report-{event.plan}.{event.period.lower()}"
    category = event.name.partition(".")[0].replace("run", "plan")
    usual = {"people": organisation, "calendar": organisation, "workflow": f"{organisation}.route"}
    return f"{category}-{usual.get(category, '1')}"


def record(facts: Iterable[Told]) -> EventStore:
    """A store in memory that holds these facts, each added by a command of its own."""
    store = open_store("memory:", Path())
    for number, fact in enumerate(facts, 1):
        add(store, fact, f"fact-{number}")
    return store


def add(store: EventStore, fact: Told, command_id: str) -> Recorded:
    """One more fact at the end of its stream."""
    envelope = Envelope(
        organisation=fact.organisation,
        by=fact.by,
        capacity=fact.capacity,
        channel="test",
        recorded_at=fact.at,
        occurred_at=fact.at,
        command_id=command_id,
        cause="",
        correlation=command_id,
    )
    entry = Entry(fact.stream, store.version(fact.stream), [fact.event], envelope, fingerprint(command_id))
    _, (recorded,) = store.append(entry)
    return recorded
