"""How does a fact with its envelope become stored bytes, and how is it read back?

``state`` is canonical JSON: ``by``, ``ch`` (channel), ``cmd`` (command id), ``fact``, ``org``, ``rec``
(recorded at) and ``v`` (version of the shape), always; ``cap`` (capacity) and ``cause`` where they are not
empty; ``corr`` (correlation) where it is not ``cmd``; ``from`` (the office that was acted from) where it is
not ``org``; ``occ`` (occurred at) where it is not ``rec``. Times are UTC to the microsecond.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from eventsourcing.persistence import JSONTranscoder, Mapper, Notification, StoredEvent
from msgspec import MsgspecError
from pydantic import ValidationError
from pydantic_core import SchemaValidator, from_json

from application.ports import Envelope, Fields, Recorded, Unreadable, UnreadableFact
from domain.canonical import plain, spelled
from domain.messages import Event
from domain.upcasting import upcast
from infrastructure.eventstore.ledger import Row
from infrastructure.eventstore.plain import NotPlain, Told, plain_reading
from infrastructure.eventstore.unchecked import narrow_reading, unchecked_reading
from infrastructure.personal import PersonalWords, personal_fields

Opening = Callable[[str, dict[str, Any], tuple[str, ...]], dict[str, Any]]
"""What becomes of the sealed words in these fields of an organisation's fact."""
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, MsgspecError)
"""What a damaged row, an unknown name or an upcaster that meets an unforeseen shape can raise."""


class FactMapper(Mapper[Any]):
    """The library's mapper, with hand-chosen names for topics and validation by the event's own model."""

    def __init__(self, personal: PersonalWords) -> None:
        super().__init__(transcoder=JSONTranscoder())
        self._personal = personal
        self._readings: dict[str, _Reading] = {}
        self._unchecked: dict[str, Callable[[bytes], dict[str, Any]]] = {}
        self._readers: WeakKeyDictionary[Fields, Callable[[Row], Recorded | Unreadable]] = WeakKeyDictionary()

    def state(self, event: Event, envelope: Envelope) -> bytes:
        fact = plain(event)
        if personal_fields(type(event)):
            fact = self._personal.seal(envelope.organisation, event, fact)
        recorded = _written(envelope.recorded_at)
        told = {
            "by": envelope.by,
            "ch": envelope.channel,
            "cmd": envelope.command_id,
            "fact": fact,
            "org": envelope.organisation,
            "rec": recorded,
            "v": event.version,
        }
        if envelope.capacity:
            told["cap"] = envelope.capacity
        if envelope.cause:
            told["cause"] = envelope.cause
        if envelope.correlation != envelope.command_id:
            told["corr"] = envelope.correlation
        if envelope.office:
            told["from"] = envelope.office
        if envelope.occurred_at != envelope.recorded_at:
            told["occ"] = _written(envelope.occurred_at)
        return spelled(told)

    def read(self, row: Row) -> Recorded | Unreadable:
        """The fact, or why today's code cannot read it; the reason holds none of its values."""
        return self._read(row, self._personal.open)

    def read_sealed(self, row: Row) -> Recorded | Unreadable:
        """The same with every Personal word left sealed: its text reads as None."""
        return self._read(row, self._personal.leave_sealed)

    def read_unchecked(self, row: Row) -> Recorded | Unreadable:
        """The same, taken at its word where it has today's shape (`infrastructure.eventstore.unchecked`)."""
        position, stream, version, topic, state = row
        try:
            plain = (self._unchecked.get(topic) or self._unchecked_reading(topic))(state)
            if plain["v"] == self._readings[topic].version:
                return Recorded(plain["fact"], stream, version, position, _envelope(plain))
        except UNREADABLE:
            pass
        return self.read_sealed(row)

    def reader(self, fields: Fields) -> Callable[[Row], Recorded | Unreadable]:
        """Like `read_unchecked`, of the facts that ``fields`` names no more than it says."""
        if (known := self._readers.get(fields)) is None:
            known = self._readers[fields] = self._reader(fields)
        return known

    def _reader(self, fields: Fields) -> Callable[[Row], Recorded | Unreadable]:
        kinds = {topic: (kind, names) for topic, names in fields.of.items() if (kind := Event.called(topic))}
        narrow = {topic: (kind.version, _narrow(kind, names)) for topic, (kind, names) in kinds.items()}
        read_whole, read_sealed = self.read_unchecked, self.read_sealed

        def read(row: Row) -> Recorded | Unreadable:
            position, stream, version, topic, state = row
            if (reading := narrow.get(topic)) is None:
                return read_whole(row)
            try:
                told = reading[1](state)
                if told.v == reading[0]:
                    return Recorded(told.fact, stream, version, position, told)  # type: ignore[arg-type]
            except UNREADABLE:
                pass
            return read_sealed(row)

        return read

    def _read(self, row: Row, personal: Opening) -> Recorded | Unreadable:
        position, stream, version, topic, state = row
        try:
            plain = from_json(state, allow_inf_nan=False)
            event = self._event(topic, plain, state, personal)
            return Recorded(event, stream, version, position, _envelope(plain))
        except UNREADABLE as error:
            return Unreadable(stream, version, position, topic, _reason(error))

    def to_stored_event(self, domain_event: Recorded) -> StoredEvent:  # type: ignore[override]
        state = self.state(domain_event.event, domain_event.envelope)
        return StoredEvent(domain_event.stream, domain_event.version, domain_event.event.name, state)

    def to_domain_event(self, stored_event: StoredEvent) -> Recorded:  # type: ignore[override]
        position = stored_event.id if isinstance(stored_event, Notification) else 0
        stream, version = str(stored_event.originator_id), stored_event.originator_version
        read = self.read((position, stream, version, stored_event.topic, stored_event.state))
        if isinstance(read, Unreadable):
            raise UnreadableFact(read)
        return read

    def _event(self, topic: str, plain: dict[str, Any], state: bytes, personal: Opening) -> Event:
        reading = self._readings.get(topic) or self._reading(topic)
        fact, version = plain["fact"], plain["v"]
        if version != reading.version:
            if version > reading.version:
                raise ValueError(f"version {version} is newer than this code, which knows {reading.version}")
            fact = upcast(topic, fact, version, reading.version)
        if reading.personal and b'"sealed":' in state:
            fact = personal(plain["org"], fact, reading.personal)
        event: Event = reading.validator.validate_python(fact, strict=False)
        return event

    def _reading(self, topic: str) -> _Reading:
        kind = Event.called(topic)
        if kind is None:
            raise ValueError("no event of this name")
        reading = _Reading(kind.version, personal_fields(kind), kind.__pydantic_validator__)  # type: ignore[arg-type]
        self._readings[topic] = reading
        return reading

    def _unchecked_reading(self, topic: str) -> Callable[[bytes], dict[str, Any]]:
        self._readings.get(topic) or self._reading(topic)
        reading = unchecked_reading(Event.registry[topic]).validate_json
        self._unchecked[topic] = reading
        return reading


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is asked once about an event type, not for each of its facts."""

    version: int
    personal: tuple[str, ...]
    validator: SchemaValidator


def _narrow(kind: type[Event], names: frozenset[str]) -> Callable[[bytes], Told]:
    try:
        return plain_reading(kind, names)
    except NotPlain:
        read = narrow_reading(kind, names).validate_json

    def told(state: bytes) -> Told:
        plain = read(state)
        recorded_at = datetime.fromisoformat(plain["rec"])
        return Told(v=plain["v"], organisation=plain["org"], recorded_at=recorded_at, fact=plain["fact"])

    return told


def _envelope(plain: dict[str, Any]) -> Envelope:
    recorded = datetime.fromisoformat(plain["rec"])
    return Envelope(
        plain["org"],
        plain["by"],
        plain.get("cap", ""),
        plain["ch"],
        recorded,
        datetime.fromisoformat(plain["occ"]) if "occ" in plain else recorded,
        plain["cmd"],
        plain.get("cause", ""),
        plain.get("corr", plain["cmd"]),
        plain.get("from", ""),
    )


def _written(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("a time without a zone cannot be recorded")
    utc = at if at.tzinfo is UTC else at.astimezone(UTC)
    return utc.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def _reason(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return f"{type(error).__name__}: {error}"
    places = (f"{'.'.join(map(str, e['loc']))}: {e['type']}" for e in error.errors(include_input=False))
    return "; ".join(places)
