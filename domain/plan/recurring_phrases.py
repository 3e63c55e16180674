"""Which deadlines come round: every month, every quarter, by which day?"""

from __future__ import annotations

import re
from datetime import date

from domain.calendar.periods import ends, month_end, starts
from domain.plan.calendar_words import DURING, OF_YEAR, YEAR
from domain.plan.document import Deadline, DueKind, Every

_ONCE = r"(?:(?:не (?:рідше|менше)\s)?(?:(?:один|одного|1)\s)?раз(?:у|ів)?\s(?:на|у|в)\s)"
_TIMES = {
    Every.WEEK: (
        rf"щотижня|щотижнево|кожного тижня|{_ONCE}тиждень|weekly|(?:each|every) week|once a week|"
        r"(?:hàng|hằng|mỗi) tuần"
    ),
    Every.MONTH: (
        rf"щомісяця|щомісячно|щомісяць|кожного місяця|{_ONCE}місяць|monthly|(?:each|every) month|"
        r"once a month|(?:hàng|hằng|mỗi) tháng|(?:1|một) lần ?/ ?tháng"
    ),
    Every.QUARTER: (
        rf"щоквартально|щокварталу|щоквартал|кожного кварталу|{_ONCE}квартал|quarterly|"
        r"(?:each|every) quarter|once a quarter|(?:hàng|hằng|mỗi) quý|(?:1|một) lần ?/ ?quý"
    ),
    Every.HALF: (
        rf"щопівроку|кожного півріччя|{_ONCE}(?:півріччя|півроку)|(?:двічі|2 рази) на рік|half-yearly|"
        r"bi-?annual(?:ly)?|twice a year|6 tháng (?:một|1) lần|6 tháng ?/ ?lần"
    ),
    Every.YEAR: (
        rf"щороку|щорічно|кожного року|{_ONCE}рік|annually|yearly|(?:each|every) year|once a year|"
        r"(?:hàng|hằng|mỗi) năm|(?:1|một) lần ?/ ?năm"
    ),
}
_EVERY = "|".join(f"(?P<{every.value}>{form})" for every, form in _TIMES.items())
_BY_DAY = (
    r"(?:до|не пізніше(?: ніж)?|by(?: the)?|before(?: the)?|on the|trước ngày|trước|vào ngày|ngày)\s"
    r"(?P<{0}>\d{{1,2}})(?:-?го|-?е|st|nd|rd|th)?(?:\s(?:числа|число|day)(?: місяця)?)?(?:\sof)?"
)
_DURING = rf"(?:[\s,]+(?:{DURING}|of\s|trong\s)?(?:(?:the\s)?(?:року|year|năm)|{YEAR}(?:\s?{OF_YEAR})?))?"
_RECURRING = re.compile(
    rf"(?:định kỳ\s)?(?:{_BY_DAY.format('before')}\s)?(?:{_EVERY})"
    rf"(?:[\s,]+{_BY_DAY.format('after')})?{_DURING}"
)
_LAST_MONTH = re.compile(
    rf"(?:(?:щоквартально|щокварталу)[\s,]+)?{_BY_DAY.format('day')}\s(?:останнього|третього)\sмісяця\s(?:кожного\s)?"
    r"кварталу"
)
_KINDS = {
    Every.WEEK: DueKind.CONTINUOUS,
    Every.MONTH: DueKind.MONTH_RANGE,
    Every.QUARTER: DueKind.QUARTER_RANGE,
    Every.HALF: DueKind.QUARTER_RANGE,
    Every.YEAR: DueKind.YEAR,
}


def recurring(words: str, period: str) -> Deadline | None:
    """Over the whole period; the last time is its end, or its last month's ``day``."""
    if match := _LAST_MONTH.fullmatch(words):
        return _round(Every.QUARTER, int(match["day"]), period)
    match = _RECURRING.fullmatch(words)
    if match is None:
        return None
    every = next(every for every in Every if match[every.value])
    day = match["before"] or match["after"]
    if day and (every is not Every.MONTH or (match["before"] and match["after"])):
        return None
    return _round(every, int(day) if day else None, period)


def _round(every: Every, day: int | None, period: str) -> Deadline:
    span = period[:4] if every is Every.YEAR else period
    return Deadline(
        kind=_KINDS[every],
        start=starts(span),
        end=_last(day, ends(span)) if day else ends(span),
        every=every,
        day=day,
    )


def _last(day: int, end: date) -> date:
    if not 1 <= day <= 31:
        raise ValueError(day)
    return min(end, month_end(end.strftime("%Y-%m"))).replace(day=min(day, end.day))
