"""How is a period of a plan said: a quarter, a year or a month?"""

from __future__ import annotations

import re

from application.ports import Phrasebook
from domain.calendar import periods

_PERIOD = re.compile(r"[0-9]{4}(Q[1-4]|-(0[1-9]|1[0-2]))?")


def period_words(phrases: Phrasebook, language: str, written: str) -> str:
    """``2021Q1``, ``2021`` or ``2021-01`` in words; what is none of these stays as it is."""
    if not _PERIOD.fullmatch(written):
        return written
    year = written[:4]
    if written[4:5] == "Q":
        quarter = int(written[5:])
        roman = periods.ROMAN[quarter - 1]
        return phrases.say("period.quarter", language, quarter=quarter, roman=roman, year=year)
    if written[4:5] == "-":
        month = phrases.say("format.months", language).split()[int(written[5:7]) - 1]
        return phrases.say("period.month", language, month=month, year=year)
    return phrases.say("period.year", language, year=year)
