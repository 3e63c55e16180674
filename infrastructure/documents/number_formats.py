"""How does a workbook show a number: as a number, a percentage or a date?"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

_BUILT_IN_DATES = {
    14: "dd.mm.yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm",
    19: "h:mm:ss",
    20: "h:mm",
    21: "h:mm:ss",
    22: "dd.mm.yyyy h:mm",
    27: "dd.mm.yyyy",
    30: "dd.mm.yyyy",
    36: "dd.mm.yyyy",
    45: "mm:ss",
    46: "h:mm:ss",
    47: "mm:ss",
}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DATE_CODE = re.compile(r"yyyy|yy|mmmm|mmm|mm|m|dddd|ddd|dd|d", re.IGNORECASE)


def date_format(number_format: int, code: str) -> str | None:
    """The date codes of a format, None where it shows no date."""
    if not code:
        return _BUILT_IN_DATES.get(number_format)
    bare = _QUOTED.sub(lambda match: match.group()[1:2] if match.group()[0] == "\\" else "", code).split(";")[
        0
    ]
    return bare if re.search(r"[dmy]", bare, re.IGNORECASE) and "0" not in bare and "#" not in bare else None


def day_of(serial: str, *, from_1904: bool) -> datetime | None:
    try:
        days = float(serial)
        return (datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)) + timedelta(days=days)  # noqa: DTZ001
    except (ValueError, OverflowError):
        return None


def shown_date(day: datetime, code: str) -> str:
    """The day as its format shows it; names of months become numbers."""
    written = {
        "yyyy": f"{day.year:04}",
        "yy": f"{day.year % 100:02}",
        "mm": f"{day.month:02}",
        "m": str(day.month),
        "dd": f"{day.day:02}",
        "d": str(day.day),
    }
    return _DATE_CODE.sub(lambda match: written.get(match.group().lower(), f"{day.month:02}"), code)


def shown_number(value: str, code: str) -> str:
    """``45.0`` reads ``45``; a percentage reads as one."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return value
    if "%" in code:
        number *= 100
    number = round(number, 10).normalize()
    return format(number, "f") + ("%" if "%" in code else "")
