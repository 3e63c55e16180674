"""How do the words of a period read one period later, and when is that certain?

A date moves only where its new words, read by the same vocabulary, give exactly the old reading moved by one
period. Whatever else a plan says of days is left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.calendar.periods import ROMAN, month_end
from domain.plan.calendar_words import MONTHS, forms_of_month
from domain.plan.deadlines import read_deadline
from domain.plan.document import CellState, Confidence, Deadline, DueKind, Target

_STATED = frozenset({CellState.VALUE})
_MONTH = re.compile(r"\b(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b", re.IGNORECASE)
_THANG = re.compile(r"(?<=tháng )\d{1,2}\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d\s*[-–—]\s*(?:(?:19|20)\d\d|\d\d)(?!\d)")
"""From one year to another: a programme's, or of what was; never the period of a plan."""
_QUARTER = re.compile(
    r"(?<![\wІі])(?P<before>(?:quý|квартал|quarter)\s+|q)?(?P<number>IV|I{1,3}|ІV|І{1,3}|[1-4])"
    r"(?P<after>(?:-?(?:й|ий|го|st|nd|rd|th))?\s+(?:квартал|кв\.|quarter))?(?![\w.])",
    re.IGNORECASE,
)
_LATIN = str.maketrans("ІіVv", "IiVv")


@dataclass(frozen=True, slots=True)
class Moved:
    """``certain`` is False where a person must say the date; the calendar then offers a ``proposal``."""

    due: Deadline
    certain: bool
    proposal: str = ""


def next_period(period: str) -> str:
    """``2026Q4`` → ``2027Q1``, ``2026`` → ``2027``."""
    year = int(period[:4])
    if "Q" not in period:
        return str(year + 1)
    quarter = int(period[5:])
    return f"{year}Q{quarter + 1}" if quarter < 4 else f"{year + 1}Q1"


def moved_deadline(due: Deadline, period: str, language: str) -> Moved:
    """A deadline of ``period`` one period later."""
    if due.state not in _STATED:
        return Moved(due, True)
    after = next_period(period)
    read, doubts = read_deadline(moved_words(due.raw, period), after, language)
    wanted = _one_later(due, period)
    if not doubts and not _names_a_day(due) and _same_reading(read, wanted):
        return Moved(read, True)
    open_one = Deadline(
        raw=due.raw, state=CellState.VALUE, kind=DueKind.TEXT, confidence=Confidence.AMBIGUOUS
    )
    return Moved(open_one, False, f"{wanted.end:%d.%m.%Y}" if wanted.end else "")


def moved_target(target: Target, due: Deadline, period: str) -> Target:
    """The same amounts; shares of months stand under the months of the moved deadline, or nowhere."""
    parts = dict(_later_parts(target.per_period, period))
    known = {key: amount for key, amount in parts.items() if key in ROMAN or due.kind is not DueKind.TEXT}
    return target.model_copy(update={"per_period": known})


def moved_words(words: str, period: str) -> str:
    """Months, quarters and years that the words name, one period later; all else as it stands."""
    if "Q" not in period:
        return _YEAR.sub(lambda found: str(int(found[0]) + 1), words)
    later = next_period(period)
    words = _MONTH.sub(_month_later, words)
    words = _THANG.sub(lambda found: str((int(found[0]) + 2) % 12 + 1), words)
    words = _QUARTER.sub(lambda found: _quarter_later(found, int(period[5:])), words)
    return _YEAR.sub(lambda found: later[:4] if found[0] == period[:4] else found[0], words)


def names_of_old(words: str, period: str) -> bool:
    """Whether words that were not moved speak of the period that they come from."""
    words = YEARS.sub(" ", words)
    if period[:4] in _YEAR.findall(words):
        return True
    return "Q" in period and moved_words(words, period) != words


def _names_a_day(due: Deadline) -> bool:
    """«до 15.09.2026» may hang on an event; «до кінця кварталу» names no day of its own."""
    return due.kind is DueKind.BY_DATE and bool(re.search(r"\d", due.raw) or _MONTH.search(due.raw))


def _month_later(found: re.Match[str]) -> str:
    word = found[0]
    number = MONTHS[word.casefold()]
    form = forms_of_month(number).index(word.casefold())
    later = forms_of_month((number + 2) % 12 + 1)[form]
    return later.upper() if word.isupper() else later.capitalize() if word[0].isupper() else later


def _quarter_later(found: re.Match[str], quarter: int) -> str:
    """Only a number that stands beside the word, and is that of the period."""
    written = found["number"]
    latin = written.upper().translate(_LATIN)
    number = ROMAN.index(latin) + 1 if latin in ROMAN else int(latin)
    if not (found["before"] or found["after"]) or number != quarter:
        return found[0]
    later = quarter % 4 + 1
    said = str(later) if written.isdigit() else ROMAN[later - 1]
    return f"{found['before'] or ''}{said}{found['after'] or ''}"


def _one_later(due: Deadline, period: str) -> Deadline:
    monthly = dict(_later_parts(due.monthly, period))
    start, end = (_day_later(day, period) if day else None for day in (due.start, due.end))
    return due.model_copy(update={"start": start, "end": end, "monthly": monthly})


def _later_parts(parts: Mapping[str, Decimal], period: str) -> Iterator[tuple[str, Decimal]]:
    for key, amount in parts.items():
        if key in ROMAN:
            yield (ROMAN[int(period[5:]) % 4] if "Q" in period else key), amount
        else:
            yield f"{_day_later(date(int(key[:4]), int(key[5:]), 1), period):%Y-%m}", amount


def _day_later(day: date, period: str) -> date:
    """The same day of the month, its last where it is the last or the month is shorter."""
    step = 3 if "Q" in period else 12
    months = day.year * 12 + day.month - 1 + step
    last = month_end(f"{months // 12}-{months % 12 + 1:02}")
    is_last = (day + timedelta(1)).month != day.month
    return last if is_last or day.day > last.day else last.replace(day=day.day)


def _same_reading(read: Deadline, wanted: Deadline) -> bool:
    asked = ("kind", "start", "end", "monthly", "every", "day", "hour")
    return all(getattr(read, field) == getattr(wanted, field) for field in asked)
