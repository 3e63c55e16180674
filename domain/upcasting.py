"""How are facts that were stored in an older shape read today?

A stored fact is never edited. When an event gets ``version=2``, a pure function from the first shape to the
second is registered here, and every reader sees the new one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Shape = dict[str, Any]
"""A fact as plain JSON values; sealed words are opaque ``{"of": …, "sealed": …}``."""

Upcast = Callable[[Shape], Shape]

_steps: dict[tuple[str, int], Upcast] = {}


class NoWayUp(LookupError):
    """A stored version has no registered step to the next one."""

    def __init__(self, name: str, version: int) -> None:
        super().__init__(f"no upcaster from version {version} of {name}")


def upcasts(name: str, version: int) -> Callable[[Upcast], Upcast]:
    """Register the step from ``version`` of the fact ``name`` to the next version."""

    def register(step: Upcast) -> Upcast:
        if (name, version) in _steps:
            raise TypeError(f"version {version} of {name!r} already has an upcaster")
        _steps[name, version] = step
        return step

    return register


def upcast(name: str, fact: Shape, version: int, to: int) -> Shape:
    """The fact in the shape of version ``to``, one registered step after another."""
    for stored in range(version, to):
        step = _steps.get((name, stored))
        if step is None:
            raise NoWayUp(name, stored)
        fact = step(fact)
    return fact
