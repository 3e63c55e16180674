"""When is a measure due? The phrases of Ukrainian, Vietnamese and English plans, each with its reading.

The vocabulary is closed: a phrase that is not in it stays text and becomes a question.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from domain.calendar.periods import ROMAN, ends, month_end, starts
from domain.plan.calendar_words import MONTH, QUARTER, YEAR, month, quarter
from domain.plan.document import CellState, Deadline, DueKind
from domain.plan.findings import Doubt, doubt
from domain.plan.standing_phrases import standing_of
from domain.spelling import is_dash, plain

Reading = tuple[Deadline, tuple[Doubt, ...]]

_OF_YEAR = r"(?:року|рік|роки|років|році|рр?\.?)"
_IN_YEAR = rf"(?:[\s/,]*(?:năm\s)?({YEAR})(?:\s?{_OF_YEAR})?)?"
_DURING = r"(?:протягом|упродовж|впродовж|у|в|за|на|during|in|throughout|trong)\s"
_BY = (
    r"(?:до|по|не пізніше(?: ніж)?|by|until|before|not later than|"
    r"(?:hoàn thành )?(?:trước|đến|xong trước)(?: ngày)?|ngày)\s"
)
_QUARTER_WORD = r"(?:\s?(?:-?[йго]{1,2}\s)?(?:квартал\w*|кв\.?|quarters?))"

_NUMERIC_DATE = re.compile(rf"({_BY})?(\d{{1,2}})[./](\d{{1,2}})[./](\d{{4}}|\d{{2}})\s?(?:{_OF_YEAR})?")
_WORDED_DATE = re.compile(rf"({_BY})?(\d{{1,2}})\s({MONTH})" + _IN_YEAR)
_ENGLISH_DATE = re.compile(rf"({_BY})?({MONTH})\s(\d{{1,2}})(?:,?\s({YEAR}))?")
_VIETNAMESE_DATE = re.compile(rf"({_BY})?(\d{{1,2}})\stháng\s(\d{{1,2}})(?:\snăm\s({YEAR}))?")
_ONE_MONTH = re.compile(rf"(?:{_DURING})?({MONTH})" + _IN_YEAR)
_MONTHS = re.compile(rf"(?:з\s|from\s)?({MONTH}){_IN_YEAR}\s?(?:-|по|до|to|until)\s?({MONTH})" + _IN_YEAR)
_NUMBERED_MONTH = re.compile(r"tháng\s(\d{1,2})" + _IN_YEAR)
_NUMBERED_MONTHS = re.compile(
    rf"(?:từ\s)?tháng\s(\d{{1,2}}){_IN_YEAR}\s?(?:-|đến)\s?(?:tháng\s)?(\d{{1,2}})" + _IN_YEAR
)
_MONTH_TARGET = re.compile(rf"({MONTH})\s?[-:(]\s?(\d{{1,6}})\)?\s?(?:шт\.?|од\.?)?\s?[,;.]?\s?")
_QUARTERS = re.compile(
    rf"(?:{_DURING})?(?:quý\s)?(q?{QUARTER}){_QUARTER_WORD}?(?:\s?(?:-|đến|to)\s?(?:quý\s)?(q?{QUARTER}))?"
    rf"{_QUARTER_WORD}?" + _IN_YEAR
)
_NAMES_QUARTER = re.compile(r"квартал|кв\.|\bкв\b|quý|quarter|\bq[1-4]")
_THIS_QUARTER = re.compile(rf"{_DURING}(?:(?:усього|всього|звітного|the)\s)?(?:кварталу?|quarter|quý)")
_END_OF = re.compile(
    r"(?:до|на|by the|by|đến|trước) (?:кінця|кінець|end of(?: the)?|hết|cuối) "
    r"(року|year|năm|кварталу|quarter|quý)"
)
_YEARS = re.compile(
    rf"(?:{_DURING})?(?:(?:всього|усього|cả)\s)?(?:năm\s)?({YEAR})(?:\s?-\s?({YEAR}))?\s?(?:{_OF_YEAR})?"
)
_THIS_YEAR = re.compile(
    rf"(?:{_DURING})(?:(?:всього|усього|поточного|the|whole)\s)*(?:року|рік|year|năm)|"
    r"cả năm|trong cả năm|all year|year-round|весь рік"
)


def read_deadline(raw: str, period: str) -> Reading:
    """The reading of a cell's words; a month without a year belongs to the period's year."""
    if not plain(raw):
        return Deadline(raw=raw, state=CellState.BLANK), ()
    if is_dash(raw):
        return Deadline(raw=raw, state=CellState.DASH), ()
    words = plain(raw).strip(" .;:")
    for reader in _READERS:
        try:
            found = reader(words, period)
        except ValueError:
            return _text(raw, "date-impossible")
        if found is not None:
            return _checked(raw, period, found)
    return _text(raw, "deadline-unknown")


def _checked(raw: str, period: str, found: Deadline) -> Reading:
    if found.start and found.end and found.end < found.start:
        return _text(raw, "range-reversed")
    deadline = found.model_copy(update={"raw": raw, "state": CellState.VALUE})
    outside = found.kind not in _NOT_OF_THE_PERIOD and not _meets(found, period)
    return deadline, (doubt("date-outside-period", words=raw, period=period),) if outside else ()


def _meets(found: Deadline, period: str) -> bool:
    if found.end is None:
        return True
    return found.end >= starts(period) and (found.start or found.end) <= ends(period)


def _text(raw: str, code: str) -> Reading:
    return Deadline(raw=raw, state=CellState.VALUE, kind=DueKind.TEXT), (doubt(code, words=raw),)


_NOT_OF_THE_PERIOD = {DueKind.YEAR, DueKind.CONTINUOUS, DueKind.AS_NEEDED, DueKind.BY_SCHEDULE}


def _standing(words: str, period: str) -> Deadline | None:
    standing = standing_of(words)
    if standing is None:
        return None
    if standing == "continuous":
        return Deadline(kind=DueKind.CONTINUOUS, start=starts(period), end=ends(period))
    return Deadline(kind=DueKind(standing.value))


def _monthly(words: str, period: str) -> Deadline | None:
    parts = list(_MONTH_TARGET.finditer(words))
    if not parts or "".join(part.group() for part in parts) != words:
        return None
    monthly: dict[str, Decimal] = {}
    for part in parts:
        key = f"{period[:4]}-{month(part[1]):02}"
        if key in monthly:
            return None
        monthly[key] = Decimal(part[2])
    first, last = min(monthly), max(monthly)
    return Deadline(
        kind=DueKind.MONTHLY_TARGETS, start=_first_day(first), end=month_end(last), monthly=monthly
    )


def _month(words: str, period: str) -> Deadline | None:
    if match := _ONE_MONTH.fullmatch(words):
        number = month(match[1])
    elif match := _NUMBERED_MONTH.fullmatch(words):
        number = int(match[1])
    else:
        return None
    key = _key(match[2] or period[:4], number)
    return Deadline(kind=DueKind.MONTH, start=_first_day(key), end=month_end(key))


def _month_range(words: str, period: str) -> Deadline | None:
    if match := _MONTHS.fullmatch(words):
        first, last = month(match[1]), month(match[3])
    elif match := _NUMBERED_MONTHS.fullmatch(words):
        first, last = int(match[1]), int(match[3])
    else:
        return None
    end_year = match[4] or match[2] or period[:4]
    start, end = _key(match[2] or end_year, first), _key(end_year, last)
    return Deadline(kind=DueKind.MONTH_RANGE, start=_first_day(start), end=month_end(end))


def _by_date(words: str, period: str) -> Deadline | None:
    year: str | None
    if match := _END_OF.fullmatch(words):
        of_year = match[1] in ("року", "year", "năm")
        if not of_year and "Q" not in period:
            return None
        return Deadline(kind=DueKind.BY_DATE, end=ends(period[:4] if of_year else period))
    if match := _NUMERIC_DATE.fullmatch(words):
        day, number, year = match[2], int(match[3]), match[4] if len(match[4]) == 4 else f"20{match[4]}"
    elif match := _WORDED_DATE.fullmatch(words):
        day, number, year = match[2], month(match[3]), match[4]
    elif match := _ENGLISH_DATE.fullmatch(words):
        day, number, year = match[3], month(match[2]), match[4]
    elif match := _VIETNAMESE_DATE.fullmatch(words):
        day, number, year = match[2], int(match[3]), match[4]
    else:
        return None
    return Deadline(kind=DueKind.BY_DATE, end=date(int(year or period[:4]), number, int(day)))


def _quarters(words: str, period: str) -> Deadline | None:
    if _THIS_QUARTER.fullmatch(words) and "Q" in period:
        return Deadline(kind=DueKind.QUARTER_RANGE, start=starts(period), end=ends(period))
    match = _QUARTERS.fullmatch(words)
    if match is None or not _NAMES_QUARTER.search(words):
        return None
    first, year = quarter(match[1]), match[3] or period[:4]
    last = quarter(match[2]) if match[2] else first
    if first is None or last is None:
        return None
    return Deadline(kind=DueKind.QUARTER_RANGE, start=starts(f"{year}Q{first}"), end=ends(f"{year}Q{last}"))


def _year(words: str, period: str) -> Deadline | None:
    if _THIS_YEAR.fullmatch(words):
        first = last = period[:4]
    elif match := _YEARS.fullmatch(words):
        first, last = match[1], match[2] or match[1]
    else:
        return None
    return Deadline(kind=DueKind.YEAR, start=starts(first), end=ends(last))


_READERS: tuple[Callable[[str, str], Deadline | None], ...] = (
    _standing,
    _monthly,
    _month,
    _month_range,
    _by_date,
    _quarters,
    _year,
)


def _key(year: str, number: int) -> str:
    if not 1 <= number <= 12:
        raise ValueError(number)
    return f"{year}-{number:02}"


def _first_day(key: str) -> date:
    return date(int(key[:4]), int(key[5:]), 1)


def quarter_name(heading: str) -> str | None:
    """``I`` to ``IV`` where a column heading names a quarter and nothing else."""
    match = _QUARTERS.fullmatch(plain(heading).strip(" ."))
    number = quarter(match[1]) if match and not match[2] and not match[3] else None
    return ROMAN[number - 1] if number else None
