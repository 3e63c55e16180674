"""Who keeps read models and consequences up with the record: one process at a time, any of them?"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import structlog

from application.ports import EventStore
from application.projections import tracking
from application.projections.base import Leader, ReadModels
from application.projections.runner import BATCH as TOLD
from application.projections.runner import Runner
from application.projections.tracking import REACTIONS
from application.reactions.runner import BATCH as ANSWERED
from application.reactions.runner import ReactionRunner

POLL = 0.005
IDLE = 0.25
BREATH = 0.02
FULL = min(TOLD, ANSWERED)
"""A batch of fewer facts held all that there were."""
STUMBLE = 1.0
log = structlog.get_logger()


class CatchUpTimedOut(Exception):
    """Another process leads, and did not come to this position in time."""

    def __init__(self, position: int, reached: int) -> None:
        super().__init__(f"read models stand at {reached}, not yet at {position}")
        self.position, self.reached = position, reached


class Follower:
    """The two runners of a process, and its turn to run them."""

    def __init__(
        self,
        store: EventStore,
        read_models: ReadModels,
        projecting: Runner,
        reacting: ReactionRunner,
    ) -> None:
        self.store, self.read_models = store, read_models
        self.projecting, self.reacting = projecting, reacting
        self.leader: Leader = read_models.leader("followers")
        self.stumbles = 0
        self._staying = 0
        self._keeps_up = False
        self._turn = threading.Lock()
        self._moved = threading.Condition()

    def catch_up(self, timeout: float = 60.0) -> int:
        """Until projections have shown, and reactions answered, all there is; the position reached."""
        end, wanted = time.monotonic() + timeout, self.store.head()
        while True:
            if self._leads():
                return self._run_out()
            reached = self._reached([*self.projecting.names, REACTIONS])
            if reached >= wanted:
                return reached
            if time.monotonic() > end:
                raise CatchUpTimedOut(wanted, reached)
            time.sleep(POLL)

    def wait_for(self, position: int, timeout: float) -> bool:
        """Do the projections show this position? Sleeps until they do, in whichever process they run."""
        end = time.monotonic() + timeout
        while not self._shows(position):
            left = end - time.monotonic()
            if left <= 0:
                return False
            with self._moved:
                self._moved.wait_for(lambda: self.projecting.position() >= position, min(POLL, left))
        return True

    def shown(self) -> int:
        """The position that the projections have come to, in whichever process they run."""
        return self._reached(self.projecting.names)

    def follow(self, stop: threading.Event) -> None:
        """Keep up until told to stop: projections in this thread, reactions in one beside it."""
        beside = threading.Thread(target=self._keep, args=(stop, self._react_gently(stop)), name="reactions")
        beside.start()
        self._keep(stop, self._project)
        beside.join()

    def _keep(self, stop: threading.Event, advance: Callable[[], int]) -> None:
        self._stay(1)
        try:
            while not stop.is_set():
                self._keep_up(stop, advance)
        finally:
            self._stay(-1)

    def _keep_up(self, stop: threading.Event, advance: Callable[[], int]) -> None:
        """All that was there is taken; what came since was heard of. Only a full batch may have left some."""
        try:
            heard = self.store.heard()
            if not self._leads():
                stop.wait(IDLE)
            elif advance() < FULL:
                self.store.wait_for_more(heard, IDLE)
        except Exception:  # the top of a thread: nothing is above it that could begin again
            self.stumbles += 1
            log.exception("follower.stumbled")
            stop.wait(STUMBLE)

    def _run_out(self) -> int:
        try:
            while self._project() or self.reacting.advance():
                pass
            return self.projecting.position()
        finally:
            self._stay(0)

    def _react_gently(self, stop: threading.Event) -> Callable[[], int]:
        """With a rest in which facts come together: a page is waited for, a letter is not."""

        def advance() -> int:
            moved = self.reacting.advance()
            if moved:
                stop.wait(BREATH)
            return moved

        return advance

    def _project(self) -> int:
        moved = self.projecting.advance()
        if moved:
            with self._moved:
                self._moved.notify_all()
        return moved

    def _shows(self, position: int) -> bool:
        """As this process knows, where its own thread keeps up; else as the database says."""
        if self.projecting.position() >= position:
            return True
        return not self._keeps_up and self._reached(self.projecting.names) >= position

    def _leads(self) -> bool:
        with self._turn:
            leads = self.leader.try_lead()
            self._keeps_up = leads and self._staying > 0
            return leads

    def _stay(self, more: int) -> None:
        with self._turn:
            self._staying += more
            if not self._staying:
                self._keeps_up = False
                self.leader.step_down()

    def _reached(self, names: list[str]) -> int:
        with self.read_models.read() as db:
            return tracking.positions(db, names)
