"""How a report is written as plain JSON values: every figure with its rule and its facts."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from domain.report.shapes import QuarterlyReport


def plain(report: QuarterlyReport) -> dict[str, Any]:
    """Dataclasses become objects, numbers JSON numbers (at most three decimals), days ISO text."""
    return {field.name: _plain(getattr(report, field.name)) for field in fields(report)}


def _plain(value: object) -> Any:
    match value:
        case Enum():
            return value.value
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime() | date():
            return value.isoformat()
        case tuple() if value and isinstance(value[0], tuple) and isinstance(value[0][0], Enum):
            return {key.value: count for key, count in value}
        case tuple():
            return [_plain(item) for item in value]
        case _ if is_dataclass(value):
            return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value
