"""How much is a part of a whole, in percent of one decimal?"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_TENTH = Decimal("0.1")
Amounts = tuple[Decimal, ...]
"""Nothing, one number, or the parts of a pair."""


def percent_of(wanted: Amounts, done: Amounts) -> Amounts:
    """One decimal, may exceed 100; one value where the parts of a pair agree; none where nothing is told, or
    not in as many parts as wanted."""
    if not done or len(done) != len(wanted) or not all(wanted):
        return ()
    parts = tuple(tenths(part, want) for part, want in zip(done, wanted, strict=True))
    return parts[:1] if len(set(parts)) == 1 else parts


def tenths(part: Decimal, whole: Decimal) -> Decimal:
    return (part * 100 / whole).quantize(_TENTH, ROUND_HALF_UP)
