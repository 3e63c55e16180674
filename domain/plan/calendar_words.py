"""Which month, quarter or year does a word name, in Ukrainian, Vietnamese and English?"""

from __future__ import annotations

import re
from datetime import date

_MONTH_STEMS = (
    ("січ", "january", "jan"),
    ("лют", "february", "feb"),
    ("берез", "march", "mar"),
    ("квіт", "april", "apr"),
    ("трав", "may", "may"),
    ("черв", "june", "jun"),
    ("лип", "july", "jul"),
    ("серп", "august", "aug"),
    ("верес", "september", "sep"),
    ("жовт", "october", "oct"),
    ("листопад", "november", "nov"),
    ("груд", "december", "dec"),
)
_ENDINGS = {
    "січ": "ень|ня|ні",
    "лют": "ий|ого|ому",
    "берез": "ень|ня|ні",
    "квіт": "ень|ня|ні",
    "трав": "ень|ня|ні",
    "черв": "ень|ня|ні",
    "лип": "ень|ня|ні",
    "серп": "ень|ня|ні",
    "верес": "ень|ня|ні",
    "жовт": "ень|ня|ні",
    "листопад": "|а|і",
    "груд": "ень|ня|ні",
}


def forms_of_month(number: int) -> list[str]:
    """Full and short English, then the Ukrainian cases in the order that all months share."""
    stem, full, short = _MONTH_STEMS[number - 1]
    return [full, short, *(stem + ending for ending in _ENDINGS[stem].split("|"))]


MONTHS: dict[str, int] = {form: number for number in range(1, 13) for form in forms_of_month(number)}
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_ROMAN_CYRILLIC = str.maketrans("іІвВ", "iIvV")
QUARTER = r"(?:[iі]v|[iі]{1,3}|[1-4])"
YEAR = r"(?:19|20)\d\d"


def month(word: str) -> int:
    return MONTHS[word.rstrip(".")]


def quarter(word: str) -> int | None:
    """``I`` to ``IV`` (a Cyrillic ``І`` too), ``1`` to ``4``, ``Q1`` to ``Q4``; None for anything else."""
    return _QUARTERS.get(re.sub(r"^q\s?", "", word.strip().casefold()).translate(_ROMAN_CYRILLIC))


OF_YEAR = r"(?:року|рік|роки|років|році|рр?\.?)"
IN_YEAR = rf"(?:[\s/,]*(?:năm\s)?({YEAR})(?:\s?{OF_YEAR})?)?"
DURING = r"(?:протягом|на протязі|упродовж|впродовж|у|в|за|на|during|in|over|throughout|trong)\s"


def month_key(year: str, number: int) -> str:
    """``2021-03``; ValueError for a thirteenth month."""
    if not 1 <= number <= 12:
        raise ValueError(number)
    return f"{year}-{number:02}"


def first_day(key: str) -> date:
    return date(int(key[:4]), int(key[5:]), 1)
