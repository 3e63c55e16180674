"""How much faster or slower than its floor and its peer, measured in turns within one run?

On a shared machine an absolute figure moves with whatever else runs; the ratio of two figures taken one
after the other moves far less. So every round takes each of them once, and a ratio is the median of the
rounds' own.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

VALUE, FLOOR, PEER = "value", "floor", "peer"
WARM_UP = 0.3
Round = Mapping[str, float]
Variant = Callable[[float], float]
"""Runs for so many seconds and says its figure."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What another engine came to, and this program's figure divided by it."""

    value: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians of the rounds. ``floor`` is the least that the job costs on this machine, ``peer`` the
    eventsourcing library as it comes, unless the ``note`` says otherwise; a ratio is this program's figure
    divided by theirs.

    ``better`` says whether a higher or a lower figure is the better one; ``of`` holds the figures of a job
    that was run in several sizes, one of which is also the job's own; ``others`` are other engines, by name
    and version.
    """

    value: float
    unit: str
    floor: float | None = None
    peer: float | None = None
    ratio_to_floor: float | None = None
    ratio_to_peer: float | None = None
    better: str = "higher"
    rounds: int = 1
    note: str = ""
    of: Mapping[str, Figure] = field(default_factory=dict)
    others: Mapping[str, Beside] = field(default_factory=dict)


def in_turns(
    variants: Mapping[str, Variant],
    seconds: float,
    *,
    unit: str,
    rounds: int = 3,
    better: str = "higher",
    note: str = "",
) -> Figure:
    """Each variant in each round, after one short warm-up; ``seconds`` are for all rounds together."""
    each = seconds / (rounds * len(variants))
    for variant in variants.values():
        variant(min(each, WARM_UP))
    taken = [{name: variant(each) for name, variant in variants.items()} for _ in range(rounds)]
    return median_of(taken, unit=unit, better=better, note=note)


def median_of(rounds: Sequence[Round], *, unit: str, better: str = "higher", note: str = "") -> Figure:
    return Figure(
        value=_median(rounds, VALUE) or 0.0,
        unit=unit,
        floor=_median(rounds, FLOOR),
        peer=_median(rounds, PEER),
        ratio_to_floor=_ratio(rounds, FLOOR),
        ratio_to_peer=_ratio(rounds, PEER),
        better=better,
        rounds=len(rounds),
        note=note,
        others={name: _beside(rounds, name) for name in rounds[0] if name not in (VALUE, FLOOR, PEER)},
    )


def _beside(rounds: Sequence[Round], name: str) -> Beside:
    return Beside(_median(rounds, name) or 0.0, _ratio(rounds, name) or 0.0)


def _median(rounds: Sequence[Round], name: str) -> float | None:
    known = [one[name] for one in rounds if name in one]
    return _short(statistics.median(known)) if known else None


def _ratio(rounds: Sequence[Round], to: str) -> float | None:
    known = [one[VALUE] / one[to] for one in rounds if one.get(to)]
    return _short(statistics.median(known)) if known else None


def _short(number: float) -> float:
    """Four significant figures: the noise is larger."""
    return float(f"{number:.4g}")
