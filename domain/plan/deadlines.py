"""When is a measure due? The phrases of Ukrainian, Vietnamese and English plans, each with its reading.

The vocabulary is closed: a phrase that is not in it stays text and becomes a question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from domain.calendar.periods import ROMAN, ends, month_end, starts
from domain.plan.calendar_words import MONTH, YEAR, first_day, month
from domain.plan.day_phrases import (
    by_date,
    end_of,
    hour_of,
    may_be_month_first,
    span_of_days,
    weekday_of,
)
from domain.plan.document import CellState, Confidence, Deadline, DueKind
from domain.plan.findings import Doubt, doubt
from domain.plan.period_phrases import half, months, quarters, quarters_named, whole_period, years
from domain.plan.recurring_phrases import recurring
from domain.plan.standing_phrases import standing_of
from domain.spelling import is_dash, plain

Reading = tuple[Deadline, tuple[Doubt, ...]]
_MONTH_TARGET = re.compile(rf"({MONTH})\s?[-:(]\s?(\d{{1,6}})\)?\s?(?:шт\.?|од\.?)?\s?[,;.]?\s?")
_NAMES_YEAR = re.compile(rf"(?<!\d){YEAR}(?!\d)")
_NOT_OF_THE_PERIOD = {DueKind.YEAR, DueKind.CONTINUOUS, DueKind.AS_NEEDED, DueKind.BY_SCHEDULE}
_SAYS_ITSELF = {DueKind.AS_NEEDED, DueKind.BY_SCHEDULE}


def read_deadline(raw: str, period: str, language: str = "") -> Reading:
    """The reading of a cell's words; a month without a year belongs to the period's year.

    ``language`` is the plan's: in English ``03/04/2021`` may be two days.
    """
    if not plain(raw):
        return Deadline(raw=raw, state=CellState.BLANK), ()
    if is_dash(raw):
        return Deadline(raw=raw, state=CellState.DASH), ()
    phrase, hour = hour_of(plain(raw).strip(" .;:"))
    words, weekday = weekday_of(phrase)
    for reader in _READERS:
        try:
            found = reader(words, period)
        except ValueError:
            return _text(raw, "date-impossible")
        if found is not None:
            read, doubts = _checked(raw, words, period, found.model_copy(update={"hour": hour}))
            return read, (*doubts, *_asked(raw, words, language, read, weekday))
    return _text(raw, "deadline-unknown")


def _checked(raw: str, words: str, period: str, found: Deadline) -> Reading:
    if found.start and found.end and found.end < found.start:
        return _text(raw, "range-reversed")
    literal = found.kind in _SAYS_ITSELF or bool(_NAMES_YEAR.search(words))
    told = {
        "raw": raw,
        "state": CellState.VALUE,
        "confidence": Confidence.LITERAL if literal else Confidence.READ,
    }
    outside = found.kind not in _NOT_OF_THE_PERIOD and not _meets(found, period)
    doubts = (doubt("date-outside-period", words=raw, period=period),) if outside else ()
    return found.model_copy(update=told), doubts


def _asked(raw: str, words: str, language: str, read: Deadline, weekday: int | None) -> Iterator[Doubt]:
    """What a date leaves open although it can be read."""
    if weekday is not None and (read.end is None or read.end.weekday() != weekday):
        yield doubt("weekday-against-date", words=raw)
    if language == "en" and may_be_month_first(words) and read.end:
        other = read.end.replace(month=read.end.day, day=read.end.month)
        yield doubt("date-ambiguous", words=raw, proposal=other.isoformat())


def _meets(found: Deadline, period: str) -> bool:
    if found.end is None:
        return True
    return found.end >= starts(period) and (found.start or found.end) <= ends(period)


def _text(raw: str, code: str) -> Reading:
    read = Deadline(raw=raw, state=CellState.VALUE, kind=DueKind.TEXT, confidence=Confidence.AMBIGUOUS)
    return read, (doubt(code, words=raw),)


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
        kind=DueKind.MONTHLY_TARGETS, start=first_day(first), end=month_end(last), monthly=monthly
    )


_READERS: tuple[Callable[[str, str], Deadline | None], ...] = (
    _standing,
    _monthly,
    recurring,
    months,
    by_date,
    end_of,
    span_of_days,
    quarters,
    half,
    whole_period,
    years,
)


def quarter_name(heading: str) -> str | None:
    """``I`` to ``IV`` where a column heading names a quarter and nothing else."""
    named, year = quarters_named(plain(heading).strip(" ."))
    return ROMAN[named[0] - 1] if len(named) == 1 and year is None else None
