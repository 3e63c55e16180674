"""Which day, or which days, does a phrase name?"""

from __future__ import annotations

import re
from datetime import date

from domain.calendar.periods import ends, month_end
from domain.plan.calendar_words import IN_YEAR, MONTH, OF_YEAR, YEAR, first_day, month, month_key
from domain.plan.document import Deadline, DueKind
from domain.plan.period_phrases import half, months, quarters, years

_BY = (
    r"(?:до|по|не пізніше(?: ніж)?(?: до)?|until|not? later than|(?:by|on or before|before|on)(?: the)?|"
    r"(?:hoàn thành )?(?:trước|đến|xong trước|chậm nhất)(?: ngày)?|ngày)\s"
)
_FROM = r"(?:з|із|зі|від|from|từ(?: ngày)?)\s"
_TO = r"\s?(?:-|\bпо\b|\bдо\b|\bto\b|\buntil\b|\bđến(?: ngày)?\b)\s?"
_DAY = r"(\d{1,2})(?:-?го|-?е|st|nd|rd|th)?"
_NUMERIC = re.compile(rf"({_BY})?(\d{{1,2}})[./](\d{{1,2}})[./](\d{{4}}|\d{{2}})\s?(?:{OF_YEAR})?")
_ISO = re.compile(rf"({_BY})?(\d{{4}})-(\d{{2}})-(\d{{2}})")
_WEEKDAYS = (
    ("понеділок", "понеділка", "monday", "mon", "thứ hai"),
    ("вівторок", "вівторка", "tuesday", "tue", "thứ ba"),
    ("середа", "середи", "wednesday", "wed", "thứ tư"),
    ("четвер", "четверга", "thursday", "thu", "thứ năm"),
    ("п'ятниця", "п'ятниці", "friday", "fri", "thứ sáu"),
    ("субота", "суботи", "saturday", "sat", "thứ bảy"),
    ("неділя", "неділі", "sunday", "sun", "chủ nhật"),
)
_WEEKDAY = {word: number for number, words in enumerate(_WEEKDAYS) for word in words}
_NAMED = "|".join(sorted(map(re.escape, _WEEKDAY), key=len, reverse=True))
_DAY_OF_WEEK = re.compile(
    rf"(?P<by>{_BY})?(?P<first>{_NAMED}),?\s(?P<rest>.+)|(?P<words>.+?),?\s\(?(?P<last>{_NAMED})\)?"
)
_SLASHED = re.compile(rf"(?:{_BY})?(\d{{1,2}})/(\d{{1,2}})/\d{{2,4}}")
_WITHOUT_YEAR = re.compile(rf"(?:({_BY})(\d{{1,2}})/(\d{{1,2}})|(?:{_BY})?(\d{{1,2}})\.(\d{{2}}))")
_WORDED = re.compile(rf"({_BY})?{_DAY}\s(?:of\s)?({MONTH})" + IN_YEAR)
_ENGLISH = re.compile(rf"({_BY})?({MONTH})\s{_DAY}(?:,?\s({YEAR}))?")
_VIETNAMESE = re.compile(rf"({_BY})?(\d{{1,2}})\stháng\s(\d{{1,2}})(?:\snăm\s({YEAR}))?")
_END_OF = re.compile(
    r"(?:(?:до|на|в|у|наприкінці|by|by the|at|at the|before the|đến|trước|vào)\s)?"
    r"(?:кінця|кінець|кінці|end(?: of)?(?: the)?|hết|cuối)\s(?P<what>.+)|наприкінці\s(?P<also>.+)"
)
_THE_YEAR = {"року", "year", "năm", "поточного року", "календарного року", "the year"}
_THE_QUARTER = {"кварталу", "quarter", "quý", "звітного кварталу", "поточного кварталу"}
_NUMERIC_SPAN = re.compile(
    rf"(?:{_FROM})?(\d{{1,2}})(?:[./](\d{{1,2}}))?(?:[./]({YEAR}))?{_TO}"
    rf"(\d{{1,2}})[./](\d{{1,2}})[./]({YEAR})(?:\s?{OF_YEAR})?"
)
_WORDED_SPAN = re.compile(rf"(?:{_FROM})?(\d{{1,2}})(?:\s({MONTH}))?{_TO}(\d{{1,2}})\s({MONTH})" + IN_YEAR)
_DECADE = re.compile(
    rf"(?:(?P<one>[iі]|1|перш\w+)|(?P<two>[iі]{{2}}|2|друг\w+)|(?:[iі]{{3}}|3|трет\w+))(?:-?(?:а|я|га|тя|ша))?\sдекад\w+\s"
    rf"({MONTH})" + IN_YEAR
)
_HOUR = re.compile(
    r"(?P<words>.*?)[\s,]+(?:о(?:б)?\s|at\s|lúc\s)?(?P<h>[01]?\d|2[0-3])[.:](?P<m>[0-5]\d)"
    r"(?P<unit>\s?(?:год\w*\.?|hrs?\.?|hours|h|giờ))?"
)


def hour_of(words: str) -> tuple[str, str | None]:
    """A phrase without the hour at its end, and the hour as ``14:00``."""
    match = _HOUR.fullmatch(words)
    if match is None or not (match["unit"] or ":" in words[match.end("words") :]):
        return words, None
    return match["words"].strip(" ,;"), f"{int(match['h']):02}:{match['m']}"


def weekday_of(words: str) -> tuple[str, int | None]:
    """A phrase without the day of the week that it names, and that day, 0 for Monday."""
    match = _DAY_OF_WEEK.fullmatch(words)
    if match is None:
        return words, None
    rest = f"{match['by'] or ''}{match['rest']}" if match["first"] else match["words"]
    return rest, _WEEKDAY[match["first"] or match["last"]]


def may_be_month_first(words: str) -> bool:
    """Would ``03/04/2021`` name another day if it were written in the American way?"""
    match = _SLASHED.fullmatch(words)
    return bool(match and match[1] != match[2] and max(int(match[1]), int(match[2])) <= 12)


def by_date(words: str, period: str) -> Deadline | None:
    year: str | None
    if match := _NUMERIC.fullmatch(words):
        day, number, year = match[2], int(match[3]), match[4] if len(match[4]) == 4 else f"20{match[4]}"
    elif match := _ISO.fullmatch(words):
        day, number, year = match[4], int(match[3]), match[2]
    elif match := _WITHOUT_YEAR.fullmatch(words):
        day, number, year = match[2] or match[4], int(match[3] or match[5]), None
    elif match := _WORDED.fullmatch(words):
        day, number, year = match[2], month(match[3]), match[4]
    elif match := _ENGLISH.fullmatch(words):
        day, number, year = match[3], month(match[2]), match[4]
    elif match := _VIETNAMESE.fullmatch(words):
        day, number, year = match[2], int(match[3]), match[4]
    else:
        return None
    return Deadline(kind=DueKind.BY_DATE, end=date(int(year or period[:4]), number, int(day)))


def end_of(words: str, period: str) -> Deadline | None:
    """By the last day of a month, a quarter, a half-year or a year."""
    match = _END_OF.fullmatch(words)
    if match is None:
        return None
    what = match["what"] or match["also"]
    if what in _THE_YEAR:
        return Deadline(kind=DueKind.BY_DATE, end=ends(period[:4]))
    if what in _THE_QUARTER:
        return Deadline(kind=DueKind.BY_DATE, end=ends(period)) if "Q" in period else None
    named = next((found for read in (months, quarters, half, years) if (found := read(what, period))), None)
    return Deadline(kind=DueKind.BY_DATE, end=named.end) if named else None


def span_of_days(words: str, period: str) -> Deadline | None:
    """From a day to a day; a third of a month («декада») is one too."""
    if match := _DECADE.fullmatch(words):
        key = month_key(match[4] or period[:4], month(match[3]))
        return _decade(key, 1 if match["one"] else 2 if match["two"] else 3)
    if match := _NUMERIC_SPAN.fullmatch(words):
        year = int(match[6])
        start = date(int(match[3] or year), int(match[2] or match[5]), int(match[1]))
        return _days(start, date(year, int(match[5]), int(match[4])))
    if match := _WORDED_SPAN.fullmatch(words):
        year = int(match[5] or period[:4])
        start = date(year, month(match[2] or match[4]), int(match[1]))
        return _days(start, date(year, month(match[4]), int(match[3])))
    return None


def _days(start: date, end: date) -> Deadline:
    return Deadline(kind=DueKind.BY_DATE, start=start, end=end)


def _decade(key: str, number: int) -> Deadline:
    start = first_day(key).replace(day=10 * number - 9)
    return _days(start, month_end(key) if number == 3 else start.replace(day=10 * number))
