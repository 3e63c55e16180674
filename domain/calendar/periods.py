"""Which days a period covers, and how it is written: ``2021Q1``, ``2021``."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator

KNOWN = 1024
"""So many periods are reckoned once: a report asks for the same few thousands of times."""
ROMAN = ("I", "II", "III", "IV")


def _period(text: str) -> str:
    if not re.fullmatch(r"(19|20)\d\d(Q[1-4])?", text):
        raise ValueError("a period is written 2021 or 2021Q1")
    return text


Period = Annotated[str, AfterValidator(_period)]


@lru_cache(maxsize=KNOWN)
def starts(period: str) -> date:
    quarter = int(period[5:] or 1)
    return date(int(period[:4]), 3 * quarter - 2, 1)


@lru_cache(maxsize=KNOWN)
def ends(period: str) -> date:
    month = 3 * int(period[5:] or 4)
    return date(int(period[:4]), month, calendar.monthrange(int(period[:4]), month)[1])


@lru_cache(maxsize=KNOWN)
def months(period: str) -> tuple[str, ...]:
    """``2021-01`` … in order."""
    return tuple(f"{period[:4]}-{m:02}" for m in range(starts(period).month, ends(period).month + 1))


@lru_cache(maxsize=KNOWN)
def quarters(period: str) -> tuple[str, ...]:
    """The quarters inside a period; a quarter holds itself."""
    return (period,) if "Q" in period else tuple(f"{period}Q{q}" for q in (1, 2, 3, 4))


def quarter_of(period: str) -> str:
    """The quarter in which a month ``2021-01`` lies; a quarter is its own."""
    return period if "Q" in period else f"{period[:4]}Q{(int(period[5:7]) + 2) // 3}"


def covers(period: str, day: date) -> bool:
    return starts(period) <= day <= ends(period)


@lru_cache(maxsize=KNOWN)
def month_end(month: str) -> date:
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, calendar.monthrange(year, number)[1])
