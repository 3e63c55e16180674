"""What time is it: really, or in the story that is told?"""

from __future__ import annotations

from datetime import UTC, datetime


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class SimulatedClock:
    """Stands still until it is advanced, and never goes back."""

    def __init__(self, at: datetime) -> None:
        self._now = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def advance(self, to: datetime) -> None:
        """Raises ValueError for a time before now."""
        if to < self._now:
            raise ValueError(f"the clock stands at {self._now.isoformat()} and does not go back to {to}")
        self._now = to.astimezone(UTC)
