"""What follows from a value that never changes, and from nothing else, is reckoned once and goes with it.

For what lives long and is asked again: the hash of a plan's text is shown, submitted and compared. Kept by
the value's identity: an equal one that was made anew is reckoned anew.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def once(reckon: Callable[[T], R]) -> Callable[[T], R]:
    known: dict[int, tuple[weakref.ref[T], R]] = {}

    @wraps(reckon)
    def reckoned(of: T) -> R:
        place = id(of)
        if (found := known.get(place)) and found[0]() is of:
            return found[1]
        result = reckon(of)
        known[place] = weakref.ref(of, lambda _: known.pop(place, None)), result
        return result

    return reckoned
