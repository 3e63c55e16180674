"""A reaction is one sentence: when a fact of this kind is recorded, these commands follow.

```python
@reaction(PlanReturned)
def when_plan_returned_tell_author(recorded: Recorded, look: Look) -> Iterator[Command]:
    yield RaiseNotice(…)
```

The commands depend on the fact and on what stood when it was recorded, on nothing else: asked again they are
the same, under the same ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from application.ports import Recorded
from application.reactions.look import Look
from domain.messages import Command, Event

React = Callable[[Recorded, Look], Iterable[Command]]


@dataclass(frozen=True, slots=True)
class Reaction:
    name: str
    kinds: tuple[type[Event], ...]
    react: React

    def __call__(self, recorded: Recorded, look: Look) -> Iterable[Command]:
        return self.react(recorded, look) if isinstance(recorded.event, self.kinds) else ()


def reaction(*kinds: type[Event]) -> Callable[[React], Reaction]:
    def named(react: React) -> Reaction:
        return Reaction(react.__name__, kinds, react)

    return named
