"""How does a state, which never changes, become the next one?

As `dataclasses.replace` has it. That one goes through the fields one by one in Python, though, and a plan has
over thirty: of what an approver waits for, it was a fifth.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

State = TypeVar("State")
M = TypeVar("M", bound=BaseModel)
_put = object.__setattr__

if TYPE_CHECKING:
    from dataclasses import replace
else:

    def replace(state: State, /, **changes: Any) -> State:
        """A copy of a frozen dataclass with other values in some fields; no state checks itself when made."""
        try:
            new = object.__new__(type(state))
            new.__dict__.update(state.__dict__, **changes)
            if len(new.__dict__) != len(state.__dict__):
                raise TypeError(f"{type(state).__name__} has no such field among {sorted(changes)}")
        except AttributeError:  # one with slots
            return dataclasses.replace(state, **changes)
        return new


def made(kind: type[M], **values: Any) -> M:
    """A message of parts that were all checked when they were made, such as a date owed of a plan's cells: a
    value for every field, and nothing is looked at again."""
    new = kind.__new__(kind)
    _put(new, "__dict__", values)
    _put(new, "__pydantic_fields_set__", set(values))
    _put(new, "__pydantic_extra__", None)
    _put(new, "__pydantic_private__", None)
    return new


__all__ = ["made", "replace"]
