"""Does a clock tell aware UTC and never go back?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from infrastructure.clock import RealClock, SimulatedClock

NINE_IN_KYIV = datetime(2021, 1, 15, 9, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize("clock", [RealClock(), SimulatedClock(NINE_IN_KYIV)])
def test_it_tells_aware_utc(clock: RealClock | SimulatedClock) -> None:
    assert clock.now().utcoffset() == timedelta(0)


def test_the_real_clock_runs() -> None:
    assert abs(RealClock().now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_simulated_clock_stands_until_it_is_advanced() -> None:
    clock = SimulatedClock(NINE_IN_KYIV)
    assert clock.now() == clock.now() == NINE_IN_KYIV
    clock.advance(NINE_IN_KYIV + timedelta(days=90))
    assert clock.now() == NINE_IN_KYIV + timedelta(days=90)


def test_a_simulated_clock_does_not_go_back() -> None:
    clock = SimulatedClock(NINE_IN_KYIV)
    with pytest.raises(ValueError, match="back"):
        clock.advance(NINE_IN_KYIV - timedelta(seconds=1))
    assert clock.now() == NINE_IN_KYIV
