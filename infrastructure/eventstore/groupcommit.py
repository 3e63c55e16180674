"""How do commands that wait in one process share one transaction?

The first to come leads: it writes all that wait, hands each caller its verdict, and passes the lead to the
first of those that came meanwhile. No thread of its own, so nothing to start, stop or lose over a fork, and a
lone caller is never switched away from.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence

from application.ports import Answer, StoreUnavailable
from infrastructure.eventstore.ledger import Draft, Verdict

Write = Callable[[Sequence[Draft]], Sequence[Verdict]]

LINGER = 0.0002
"""Seconds a leader waits for those who were served just now to come again: few groups cost less than many."""
SHARE = 0.3
"""Of the time that the last group took, where that is longer: on a slow disk to miss a group costs more."""
FEW = 16
"""Commands; to part a smaller company costs more commits than the overlap saves."""


class GroupCommit:
    def __init__(self, write: Write, most: int = 256) -> None:
        self._write, self._most = write, most
        self._door = threading.Lock()
        self._waiting: deque[_Seat] = deque()
        self._led = False
        self._wanted = 0
        self._enough = threading.Lock()
        self._enough.acquire()
        self._company = 1
        self._took = 0.0

    def submit(self, draft: Draft) -> Answer:
        """The answer, once the draft is settled; raises what it was refused with."""
        with self._door:
            if alone := not self._led and self._company <= 1:
                self._led = True
        if alone:
            return self._write_alone(draft)
        seat = _Seat(draft)
        with self._door:
            self._waiting.append(seat)
            leads, self._led = not self._led, True
            if 0 < self._wanted <= len(self._waiting):
                self._wanted = 0
                self._enough.release()
        if not leads:
            self._wait(seat)
        if seat.verdict is None:
            self._lead(seat)
        return seat.answer()

    def _write_alone(self, draft: Draft) -> Answer:
        """Nobody was there the last time and nobody leads: whoever comes meanwhile is the next group."""
        began = time.perf_counter()
        try:
            (verdict,) = self._write((draft,))
        finally:
            self._pass_on(1, time.perf_counter() - began)
        if isinstance(verdict, Exception):
            raise verdict
        return verdict

    def _wait(self, seat: _Seat) -> None:
        try:
            seat.gate.acquire()
        except BaseException:  # a signal took the thread away: nobody may wait for it to lead
            self._leave(seat)
            if seat.heir and seat.verdict is None:
                self._pass_on(0, self._took)
            raise

    def _lead(self, own: _Seat) -> None:
        """One group. The leader waits first in line, so what it came for is settled now."""
        written, took = self._company, self._took
        try:
            self._linger()
            with self._door:
                group = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._most))]
            began = time.perf_counter()
            self._serve(group)
            written, took = len(group), time.perf_counter() - began
        except BaseException:
            self._leave(own)
            raise
        finally:
            self._pass_on(written, took)

    def _linger(self) -> None:
        """Until few or, of many, half are here: while these are being written, the others get ready.

        A lone caller never waits. The last to come wakes the leader: to look again and again would take a
        turn from each of those who are getting ready.
        """
        with self._door:
            enough = max(self._company // 2, min(self._company, FEW))
            if len(self._waiting) >= enough:
                return
            self._wanted = enough
        heard = False
        try:
            heard = self._enough.acquire(timeout=max(LINGER, SHARE * self._took))
        finally:
            with self._door:
                if not heard and not self._wanted:
                    self._enough.acquire(blocking=False)
                self._wanted = 0

    def _leave(self, seat: _Seat) -> None:
        with self._door:
            if seat in self._waiting:
                self._waiting.remove(seat)

    def _pass_on(self, written: int, took: float) -> None:
        with self._door:
            self._company, self._took = written + len(self._waiting), took
            heir = self._waiting[0] if self._waiting else None
            self._led = heir is not None
            if heir:
                heir.heir = True
                heir.gate.release()

    def _serve(self, group: Sequence[_Seat]) -> None:
        try:
            verdicts = self._verdicts(group)
        except BaseException:
            for seat in group[1:]:
                seat.serve(StoreUnavailable("the thread that wrote for others was stopped"))
            raise
        for seat, verdict in zip(group, verdicts, strict=True):
            seat.serve(verdict)

    def _verdicts(self, group: Sequence[_Seat]) -> Sequence[Verdict | Exception]:
        try:
            return self._write([seat.draft for seat in group])
        except StoreUnavailable as unavailable:
            return [unavailable] * len(group)
        except Exception as error:  # one thread carries the fate of others: each gets its own error
            if len(group) == 1:
                return [error]
            return [verdict for seat in group for verdict in self._verdicts([seat])]


class _Seat:
    """One caller's place: its gate opens when it is served, or asked to lead."""

    __slots__ = ("draft", "gate", "heir", "verdict")

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.verdict: Answer | Exception | None = None
        self.heir = False
        self.gate = threading.Lock()
        self.gate.acquire()

    def serve(self, verdict: Answer | Exception) -> None:
        self.verdict = verdict
        self.gate.release()

    def answer(self) -> Answer:
        if isinstance(self.verdict, Exception):
            raise self.verdict
        assert self.verdict is not None
        return self.verdict
