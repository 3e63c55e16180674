"""How is a recorded fact made a million times? Its slots are filled without the frozen class's detour.

A frozen dataclass sets each field by ``object.__setattr__``, four times as long as the slot's own setter.
"""

from __future__ import annotations

from typing import Any

from application.ports import Recorded

_new = object.__new__


def _setter(kind: type, name: str) -> Any:
    return kind.__dict__[name].__set__


_event, _stream = _setter(Recorded, "event"), _setter(Recorded, "stream")
_version, _position = _setter(Recorded, "version"), _setter(Recorded, "position")
_envelope = _setter(Recorded, "envelope")


def recorded(event: Any, stream: str, version: int, position: int, envelope: Any) -> Recorded:
    """Of an event and an envelope that may be narrower than their types say."""
    new = _new(Recorded)
    _event(new, event)
    _stream(new, stream)
    _version(new, version)
    _position(new, position)
    _envelope(new, envelope)
    return new
