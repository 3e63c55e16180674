"""Which facts do the store's tests write? Ones of their own, registered only while such a test runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

from pydantic import Field

from application.ports import Entry, Envelope
from domain.messages import Event, Id, Message, Personal, Quantity, Text

FINGERPRINT = "f" * 64
WHEN = datetime(2021, 2, 3, 10, 11, 12, 123456, tzinfo=UTC)


class Happened(Event, name="trial.happened"):
    measure: Id = "m-12"
    on: date = date(2021, 2, 3)
    quantity: Quantity = Decimal("3.5")
    tags: tuple[Text, ...] = ()


class Witness(Message):
    name: Personal
    role: Text = ""


class Witnessed(Event, name="trial.witnessed"):
    by: Personal
    note: Personal | None = None
    others: tuple[Witness, ...] = ()
    remarks: dict[str, Personal] = Field(default_factory=dict)


class Renamed(Event, name="trial.renamed", version=3):
    title: Text
    chapter: int


FACTS: tuple[type[Event], ...] = (Happened, Witnessed, Renamed)


@contextmanager
def registered() -> Iterator[None]:
    Event.registry.update((fact.name, fact) for fact in FACTS)
    try:
        yield
    finally:
        _withdraw()


def _withdraw() -> None:
    for fact in FACTS:
        del Event.registry[fact.name]


_withdraw()


def envelope(command_id: str = "", *, occurred_at: datetime = WHEN, **changed: str) -> Envelope:
    command_id = command_id or str(uuid4())
    told = {"organisation": "okhtyrka", "by": "olena", "capacity": "position:head", "channel": "web"}
    told |= {"cause": "", "correlation": command_id} | changed
    return Envelope(recorded_at=WHEN, occurred_at=occurred_at, command_id=command_id, **told)


def entry(
    stream: str,
    expected: int,
    *facts: Event,
    command_id: str = "",
    fingerprint: str = FINGERPRINT,
    unchanged: dict[str, int] | None = None,
) -> Entry:
    """One fact that happened, unless other facts are given."""
    told = facts or (Happened(),)
    return Entry(stream, expected, told, envelope(command_id), fingerprint, unchanged or {})


def nothing(stream: str, expected: int, *, command_id: str = "") -> Entry:
    """A command that was decided and yielded no fact."""
    return Entry(stream, expected, (), envelope(command_id), FINGERPRINT)
