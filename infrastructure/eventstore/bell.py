"""Has anything been heard of new facts?"""

from __future__ import annotations

import threading


class Bell:
    """Counts rings; a sleeper names the count it has seen, so that no ring is lost in between."""

    def __init__(self) -> None:
        self._rings = 0
        self._rung = threading.Condition()

    def rings(self) -> int:
        return self._rings

    def ring(self) -> None:
        with self._rung:
            self._rings += 1
            self._rung.notify_all()

    def sleep(self, rings: int, timeout: float) -> bool:
        """Until the count differs from ``rings``, at most ``timeout`` seconds; whether it does."""
        with self._rung:
            return self._rung.wait_for(lambda: self._rings != rings, timeout)
