"""How is the envelope of a fact made a million times? Its slots are filled without the frozen class's detour.

A frozen dataclass sets each field by ``object.__setattr__``, four times as long as the slot's own setter.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from application.ports import Envelope, Recorded
from domain.messages import Event

_new = object.__new__


def _setter(kind: type, name: str) -> Any:
    return kind.__dict__[name].__set__


_event, _stream = _setter(Recorded, "event"), _setter(Recorded, "stream")
_version, _position = _setter(Recorded, "version"), _setter(Recorded, "position")
_envelope = _setter(Recorded, "envelope")
_organisation, _recorded_at = _setter(Envelope, "organisation"), _setter(Envelope, "recorded_at")


def recorded(event: Event, stream: str, version: int, position: int, envelope: Envelope) -> Recorded:
    new = _new(Recorded)
    _event(new, event)
    _stream(new, stream)
    _version(new, version)
    _position(new, position)
    _envelope(new, envelope)
    return new


def narrow_envelope(organisation: str, recorded_at: datetime) -> Envelope:
    """Asked for anything else it raises AttributeError."""
    new = _new(Envelope)
    _organisation(new, organisation)
    _recorded_at(new, recorded_at)
    return new
