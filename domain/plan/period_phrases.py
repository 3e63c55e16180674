"""Which months, quarters, half-years or years does a phrase name?"""

from __future__ import annotations

import re
from itertools import pairwise

from domain.calendar.periods import ends, month_end, starts
from domain.plan.calendar_words import (
    DURING,
    IN_YEAR,
    MONTH,
    OF_YEAR,
    QUARTER,
    YEAR,
    first_day,
    month,
    month_key,
)
from domain.plan.calendar_words import quarter as quarter_number
from domain.plan.document import Deadline, DueKind

_AND = r"\s?(?:,|;|\bта\b|\bі\b|\bй\b|\band\b|&|\bvà\b)\s?"
_TO = r"\s?(?:-|\bпо\b|\bдо\b|\bto\b|\buntil\b|\bđến\b)\s?"
_MONTH_LIST = re.compile(rf"(?:{DURING})?(?P<list>{MONTH}(?:{_AND}{MONTH})*){IN_YEAR}")
_MONTHS = re.compile(rf"(?:{DURING}|з\s|із\s|from\s)?({MONTH}){IN_YEAR}{_TO}({MONTH})" + IN_YEAR)
_NUMBERED_LIST = re.compile(
    rf"(?:trong\s|các\s)*tháng\s(?P<list>\d{{1,2}}(?:{_AND}(?:tháng\s)?\d{{1,2}})*){IN_YEAR}"
)
_NUMBERED_MONTHS = re.compile(
    rf"(?:từ\s)?tháng\s(\d{{1,2}}){IN_YEAR}\s?(?:-|đến)\s?(?:tháng\s)?(\d{{1,2}})" + IN_YEAR
)
_QUARTER_WORD = re.compile(
    r"\b(?:квартал\w*|кварт\b\.?|кв\b\.?|quý|quarters?)|(?<=\d|і|i|v)-(?:й|ий|го|му|ому)\b"
)
_YEAR_AT_END = re.compile(rf"[\s/,]*(?:\bof\s|\bnăm\s)?(?<!\d)({YEAR})(?:\s?{OF_YEAR})?$")
_QUARTER_LIST = re.compile(rf"(?P<first>q?\s?{QUARTER})(?P<more>(?:(?:{_AND}|{_TO})q?\s?{QUARTER})*)")
_ONE_MORE = re.compile(rf"(?P<and>{_AND})?(?:{_TO})?q?\s?(?P<q>{QUARTER})")
_NAMES_QUARTER = re.compile(r"квартал|\bкв\b|quý|quarter|\bq\s?[1-4]")
_THIS_QUARTER = re.compile(
    rf"{DURING}(?:(?:усього|всього|звітного|поточного|the)\s)*(?:кварталу?|quarter|quý)"
)
_HALF_WORD = r"(?:-?(?:е|ге|го|му))?\s(?:півріччя|півріччі|півр\b\.?|half)"
_FIRST_HALF = rf"(?:[iі]|1|1st|перш\w+|first){_HALF_WORD}|h1|6 tháng đầu|nửa đầu|(?:6|шість) місяців"
_SECOND_HALF = rf"(?:[iі]{{2}}|2|2nd|друг\w+|second){_HALF_WORD}|h2|6 tháng cuối|nửa cuối"
_BOTH_HALVES = r"(?:[iі]|1)(?:\s?-\s?|\sта\s|\sі\s|,\s?)(?:[iі]{2}|2)\sпівріччя"
_NINE_MONTHS = r"(?:9|дев'ять) (?:місяців|months|tháng(?: đầu)?)"
_HALF = re.compile(
    rf"(?:{DURING}|trong\s)?(?:the\s)?"
    rf"(?:(?P<first>{_FIRST_HALF})|(?P<second>{_SECOND_HALF})|(?P<both>{_BOTH_HALVES})|(?P<nine>{_NINE_MONTHS}))"
    rf"(?:\s(?:of\s)?(?:the\s)?(?:поточного\s)?(?:року|year|năm))?"
    rf"(?:[\s/,]*(?:of\s|năm\s)?({YEAR})(?:\s?{OF_YEAR})?)?"
)
_YEARS = re.compile(
    rf"(?:{DURING})?(?:(?:всього|усього|cả)\s)?(?:năm\s)?({YEAR})(?:\s?-\s?({YEAR}))?\s?(?:{OF_YEAR})?"
)
_THIS_YEAR = re.compile(
    rf"(?:{DURING})(?:(?:всього|усього|поточного|календарного|планового|the|whole|entire)\s)*"
    r"(?:року|рік|year|năm)|cả năm|trong cả năm|all year(?: round)?|year-round|весь рік|увесь рік"
)
_THIS_PERIOD = re.compile(
    rf"{DURING}(?:(?:всього|усього|звітного|планового|the|whole|entire|reporting)\s)*"
    r"(?:періоду?|терміну дії плану|строку дії плану|period)|весь період|увесь період"
)


def months(words: str, period: str) -> Deadline | None:
    """One month, a range, or a list without gaps; a list with gaps is none of them."""
    if match := _MONTH_LIST.fullmatch(words):
        named = [month(word) for word in re.findall(MONTH, match["list"])]
        year = match[2]
    elif match := _NUMBERED_LIST.fullmatch(words):
        named, year = [int(n) for n in re.findall(r"\d+", match["list"])], match[2]
    elif match := _MONTHS.fullmatch(words):
        return _range(month(match[1]), match[2], month(match[3]), match[4], period)
    elif match := _NUMBERED_MONTHS.fullmatch(words):
        return _range(int(match[1]), match[2], int(match[3]), match[4], period)
    else:
        return None
    keys = [month_key(year or period[:4], number) for number in named]
    if named != list(range(named[0], named[0] + len(named))):
        return None
    kind = DueKind.MONTH if len(named) == 1 else DueKind.MONTH_RANGE
    return Deadline(kind=kind, start=first_day(keys[0]), end=month_end(keys[-1]))


def _range(first: int, first_year: str | None, last: int, last_year: str | None, period: str) -> Deadline:
    end_year = last_year or first_year or period[:4]
    start, end = month_key(first_year or end_year, first), month_key(end_year, last)
    return Deadline(kind=DueKind.MONTH_RANGE, start=first_day(start), end=month_end(end))


def quarters_named(words: str) -> tuple[list[int], str | None]:
    """The quarters that a phrase lists, ranges filled in, and its year; none where it is no such phrase."""
    bare = re.sub(rf"^{DURING}", "", words)
    year = _YEAR_AT_END.search(bare)
    bare = _QUARTER_WORD.sub(" ", bare[: year.start()] if year else bare)
    match = _QUARTER_LIST.fullmatch(" ".join(bare.split()).strip(" ,."))
    first = quarter_number(match["first"]) if match else None
    if match is None or first is None:
        return [], None
    named = [first]
    for more in _ONE_MORE.finditer(match["more"]):
        number = quarter_number(more["q"]) or 0
        between = range(named[-1] + 1, number) if more["and"] is None else ()
        named += [*between, number]
    return named, year[1] if year else None


def quarters(words: str, period: str) -> Deadline | None:
    if _THIS_QUARTER.fullmatch(words) and "Q" in period:
        return Deadline(kind=DueKind.QUARTER_RANGE, start=starts(period), end=ends(period))
    if not _NAMES_QUARTER.search(words):
        return None
    named, year = quarters_named(words)
    gaps = any(later - earlier != 1 for earlier, later in pairwise(named))
    reversed_range = len(named) == 2 and named[1] < named[0]
    if not named or (gaps and not reversed_range):
        return None
    return _of_quarters(named[0], named[-1], year or period[:4])


def _of_quarters(first: int, last: int, year: str) -> Deadline:
    return Deadline(kind=DueKind.QUARTER_RANGE, start=starts(f"{year}Q{first}"), end=ends(f"{year}Q{last}"))


def half(words: str, period: str) -> Deadline | None:
    """A half-year, or nine months, as the quarters it consists of."""
    match = _HALF.fullmatch(words)
    if match is None:
        return None
    spans = {"first": (1, 2), "second": (3, 4), "both": (1, 4), "nine": (1, 3)}
    first, last = next(span for name, span in spans.items() if match[name])
    return _of_quarters(first, last, match[5] or period[:4])


def whole_period(words: str, period: str) -> Deadline | None:
    if not _THIS_PERIOD.fullmatch(words):
        return None
    kind = DueKind.QUARTER_RANGE if "Q" in period else DueKind.YEAR
    return Deadline(kind=kind, start=starts(period), end=ends(period))


def years(words: str, period: str) -> Deadline | None:
    if _THIS_YEAR.fullmatch(words):
        first = last = period[:4]
    elif match := _YEARS.fullmatch(words):
        first, last = match[1], match[2] or match[1]
    else:
        return None
    return Deadline(kind=DueKind.YEAR, start=starts(first), end=ends(last))
