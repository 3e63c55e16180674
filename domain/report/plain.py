"""How is a report written as plain JSON values: every figure with its rule and its facts?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from operator import attrgetter
from typing import Any

from domain.report.shapes import LATER_FIELD, QuarterlyReport

AS_IT_IS = frozenset({str, int, bool, float, type(None)})
Plainly = Callable[[Any], Any]


def plain(report: QuarterlyReport) -> dict[str, Any]:
    """Dataclasses become objects, numbers JSON numbers (at most three decimals), days ISO text."""
    told: dict[str, Any] = _WAYS[QuarterlyReport](report)
    return told


class _Ways(dict[type, Plainly]):
    """How a value of a type is told: found out once for each type, as a report holds tens of thousands."""

    def __missing__(self, kind: type) -> Plainly:
        way = self[kind] = _way(kind)
        return way


def _way(kind: type) -> Plainly:
    if issubclass(kind, Enum):
        return attrgetter("_value_")  # ``value`` itself is a property, five times slower
    if issubclass(kind, Decimal):
        return _number
    if issubclass(kind, date):
        return kind.isoformat
    if issubclass(kind, tuple):
        return _items
    return _object(kind) if is_dataclass(kind) else _same


def _object(kind: type) -> Plainly:
    names = [field.name for field in fields(kind)]
    values = attrgetter(*names, names[0])  # one name alone would give the value bare
    later = {field.name: field.default for field in fields(kind) if LATER_FIELD in field.metadata}

    def told(value: Any) -> dict[str, Any]:
        said = dict(zip(names, _each(values(value)), strict=False))
        for name, nothing in later.items():
            if getattr(value, name) == nothing:
                del said[name]
        return said

    return told


def _items(value: tuple[Any, ...]) -> Any:
    if not value or type(value[0]) in AS_IT_IS:
        return [*value]
    if isinstance(value[0], tuple) and isinstance(value[0][0], Enum):
        return {key.value: count for key, count in value}
    return _each(value)


def _each(values: Sequence[Any]) -> list[Any]:
    return [value if (kind := type(value)) in AS_IT_IS else _WAYS[kind](value) for value in values]


@lru_cache(maxsize=4096)
def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _same(value: object) -> object:
    return value


_WAYS = _Ways()
