"""Which date does a text print?"""

from __future__ import annotations

import re
from datetime import date

from domain.plan.calendar_words import MONTH, YEAR, month
from domain.spelling import plain

DATE = re.compile(
    rf"(?:(\d{{1,2}})\.(\d{{1,2}})\.({YEAR}))|(?:[\"«]?(\d{{1,2}})[\"»]?\s({MONTH})\s({YEAR}))|"
    rf"(?:ngày\s(\d{{1,2}})\stháng\s(\d{{1,2}})\snăm\s({YEAR}))"
)


def date_in(text: str) -> tuple[str, date | None] | None:
    """The first date of a text, as printed and as a day (None for one that no calendar has)."""
    match = DATE.search(plain(text))
    if match is None:
        return None
    if match[1]:
        day, number, year = match[1], int(match[2]), match[3]
    elif match[4]:
        day, number, year = match[4], month(match[5]), match[6]
    else:
        day, number, year = match[7], int(match[8]), match[9]
    try:
        return match.group(), date(int(year), number, int(day))
    except ValueError:
        return match.group(), None
