"""How does a test tell a story: persons who act one after another in a house that stands in memory?

```python
with story(*office) as told:
    told.as_person("o-hryn").does(SubmitPlan(plan="p", workflow="w"))
    told.as_person("t-kozyr").is_refused(ApproveStep(plan="p", step="director"), "step-not-open")
```
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from application.app import App, Done
from application.ports import Conflict
from domain.messages import SYSTEM, Command, Event, Refused
from infrastructure.bootstrap import build
from infrastructure.clock import SimulatedClock
from infrastructure.settings import Settings
from tests.dsl import only_what_is_named
from tests.telling import NOON


@contextmanager
def story(*opening: Command, at: datetime = NOON, database_url: str = "memory:") -> Iterator[Story]:
    """A house of its own; the ``opening`` commands set it up."""
    clock = SimulatedClock(at)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), database_url=database_url, unsafe_store=True)
        app = build(settings, clock=clock)
        try:
            told = Story(app, clock)
            told.house_does(*opening)
            yield told
        finally:
            app.close()


@dataclass(frozen=True, slots=True)
class Story:
    app: App
    clock: SimulatedClock

    def house_does(self, *commands: Command) -> None:
        for command in commands:
            self.app.do(command, by=SYSTEM)

    def as_person(self, person: str, *, capacity: str = "") -> Actor:
        return Actor(self, person, capacity)

    def time_comes(self, to: datetime) -> None:
        self.clock.advance(to)

    def facts(self, stream: str) -> list[Event]:
        return [recorded.event for recorded in self.app.history(stream)]

    def shows(self, query: Callable[..., Any], rows: object, *args: Any) -> None:
        """Once all has been caught up, the query answers these rows (of each the named columns)."""
        self.app.catch_up()
        assert only_what_is_named(self.app.ask(query, *args), rows) == rows


@dataclass(frozen=True, slots=True)
class Actor:
    story: Story
    person: str
    capacity: str

    def does(self, *commands: Command, **asked: Any) -> Done:
        """Asks, and is not refused; what became of the last."""
        return [self._do(command, **asked) for command in commands][-1]

    def is_refused(self, command: Command, code: str, **asked: Any) -> None:
        with pytest.raises(Refused) as refusal:
            self._do(command, **asked)
        assert refusal.value.code == code

    def is_too_late(self, command: Command, **asked: Any) -> Conflict:
        """Somebody was faster: the command was decided on something that is no longer so."""
        with pytest.raises(Conflict) as conflict:
            self._do(command, **asked)
        return conflict.value

    def _do(self, command: Command, **asked: Any) -> Done:
        return self.story.app.do(command, by=self.person, capacity=self.capacity, **asked)
