"""How do indicators stand by month, by quarter and cumulatively, and what is foreseen, in words?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from application.reports.course_words import COURSE_WORDS, CourseWords
from application.reports.row_words import DASH, NONE, Cell, Line, day, numbered, pair, written
from application.reports.words import Words
from domain.calendar import periods
from domain.calendar.periods import ROMAN
from domain.report.shapes import Forecast, QuarterlyReport, Row, Share, Stretch, Timing

NUMBER, INDICATOR, SHARE, EXPECTED = 10, 34, 14, 27
LEAST, PER_LETTER, EDGES = 13, 1.75, 3
"""Widths in millimetres; the measure takes what is left of the page. A column holds its longest word."""
TABLE = 257
MANY = 4
"""With more stretches than these, plan and fact of one share a column."""


@dataclass(frozen=True, slots=True)
class CourseTable:
    """A table beside that of the report; ``figures`` are its columns of numbers, ``percents`` those of
    shares. ``notes`` stand under it."""

    title: str
    sheet: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    figures: frozenset[int]
    percents: frozenset[int]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]


def course_tables(report: QuarterlyReport, words: Words) -> Iterator[CourseTable]:
    said = COURSE_WORDS[words.code]
    by_month = [row for row in report.rows if row.months and _tells(row)]
    if by_month:
        yield _months(report, by_month, words, said)
    by_quarter = [row for row in report.rows if row.cumulative and _tells(row)]
    if by_quarter:
        yield _quarters(report, by_quarter, words, said)


def _tells(row: Row) -> bool:
    known = (*row.months, *row.quarters, *(filter(None, (row.cumulative,))))
    return row.share is not Share.NOT_ASSIGNED and any(
        one.planned.amounts or one.actual.amounts for one in known
    )


def _months(report: QuarterlyReport, rows: Sequence[Row], words: Words, said: CourseWords) -> CourseTable:
    names = [said.months[month.first.month - 1] for month in rows[0].months]
    split = len(names) <= MANY
    headings = list(_amount_headings(names, said, split))
    whole = "Q" not in report.period or "Q" in report.plan_period
    ends = [said.together] if whole else []
    columns = (*headings, *_amount_headings(ends, said, True), *([said.percent] if whole else ()))
    lines = tuple(
        _line(row, (*_amounts(row.months, words, split), *(_sums(row, words) if whole else ())))
        for row in rows
    )
    return _table(said.months_title, said.months_sheet, said, columns, lines, ())


def _sums(row: Row, words: Words) -> Iterator[Cell]:
    """The row's own figures: its period is the sum of these months."""
    yield _cell(row.planned.amounts, words)
    yield _cell(row.actual.amounts, words)
    yield _share(row.percent, words)


def _quarters(report: QuarterlyReport, rows: Sequence[Row], words: Words, said: CourseWords) -> CourseTable:
    names = [said.quarter.format(quarter=ROMAN[n]) for n in range(len(report.quarters))]
    foreseen = any(row.forecast for row in rows) or report.forecast is not None
    since = said.cumulative[len(names)]
    columns = (
        *_amount_headings([*names, since], said, True),
        said.percent,
        *((said.expected,) if foreseen else ()),
    )
    lines = [
        _line(row, _quarter_cells(row.quarters, row.cumulative, row.forecast, words, said, foreseen))
        for row in rows
    ]
    if report.cumulative and report.cumulative.planned.amounts:
        cells = _quarter_cells(report.quarters, report.cumulative, report.forecast, words, said, foreseen)
        lines.append(Line(("", said.all_flows, "", *cells), False))
    notes = (*((said.rule,) if foreseen else ()), *((said.late_counted,) if report.counts_late else ()))
    return _table(said.quarters_title, said.quarters_sheet, said, columns, tuple(lines), notes)


def _quarter_cells(
    quarters: Sequence[Stretch],
    since: Stretch | None,
    forecast: Forecast | None,
    words: Words,
    said: CourseWords,
    foreseen: bool,
) -> tuple[Cell, ...]:
    assert since is not None
    cells = (*_amounts((*quarters, since), words, True), _share(since.percent, words))
    if not foreseen:
        return cells
    end = periods.ends(f"{since.first:%Y}")
    return (*cells, _expected(forecast, words, said, end) if forecast else NONE)


def _expected(forecast: Forecast, words: Words, said: CourseWords, end: date) -> str:
    """``end`` is that of the plan: only another day is named."""
    told = said.forecast_of.format(
        expected=_shown(forecast.expected.amounts, words),
        planned=_shown(forecast.planned.amounts, words),
        percent=_percent(forecast, words),
    )
    return told if forecast.until == end else f"{told}, {said.by_day.format(day=day(forecast.until))}"


def terms_said(report: QuarterlyReport, words: Words) -> Iterator[str]:
    counts = Counter(dict(report.timings))
    every = len(report.rows) - counts[Timing.NO_TERM]
    if every:
        said = COURSE_WORDS[words.code].terms.format(
            all=every,
            on_time=counts[Timing.ON_TIME],
            late=counts[Timing.LATE],
            open=counts[Timing.OPEN],
            overdue=counts[Timing.OVERDUE],
        )
        yield said.replace(" — ", DASH)


def forecast_said(report: QuarterlyReport, words: Words) -> Iterator[str]:
    said, forecast = COURSE_WORDS[words.code], report.forecast
    if forecast:
        yield said.plan_forecast.format(
            days=forecast.gone.amounts[0],
            of=forecast.gone.amounts[1],
            day=day(forecast.until),
            expected=_shown(forecast.expected.amounts, words),
            planned=_shown(forecast.planned.amounts, words),
            percent=_percent(forecast, words),
        )


def _table(
    title: str,
    sheet: str,
    said: CourseWords,
    columns: tuple[str, ...],
    lines: tuple[Line, ...],
    notes: tuple[str, ...],
) -> CourseTable:
    widths = tuple(_width(heading, said) for heading in columns)
    measure = TABLE - NUMBER - INDICATOR - sum(widths)
    first = (said.number, said.measure, said.indicator)
    figures = frozenset(n for n, heading in enumerate(columns, 3) if heading != said.expected)
    percents = frozenset(n for n, heading in enumerate(columns, 3) if heading == said.percent)
    return CourseTable(
        title=title,
        sheet=sheet,
        headings=(*first, *columns),
        widths=(NUMBER, measure, INDICATOR, *widths),
        figures=figures,
        percents=percents,
        lines=lines,
        notes=notes,
    )


def _width(heading: str, said: CourseWords) -> int:
    longest = max(len(word) for word in heading.split())
    amount = max(LEAST, math.ceil(longest * PER_LETTER) + EDGES)
    return {said.expected: EXPECTED, said.percent: SHARE}.get(heading, amount)


def _amount_headings(names: Sequence[str], said: CourseWords, split: bool) -> Iterator[str]:
    for name in names:
        if split:
            yield f"{name}, {said.planned}"
            yield f"{name}, {said.done}"
        else:
            yield said.both.format(of=name)


def _amounts(stretches: Sequence[Stretch], words: Words, split: bool) -> Iterator[Cell]:
    for one in stretches:
        if split:
            yield _cell(one.planned.amounts, words)
            yield _cell(one.actual.amounts, words)
        else:
            yield f"{_shown(one.planned.amounts, words)} / {_shown(one.actual.amounts, words)}"


def _line(row: Row, cells: Sequence[Cell]) -> Line:
    told = (f"{row.ordinal}.", numbered(row.number, row.title), row.indicator, *cells)
    return Line(told, row.included)


def _cell(amounts: Sequence[Decimal], words: Words) -> Cell:
    return amounts[0] if len(amounts) == 1 else _shown(amounts, words)


def _shown(amounts: Sequence[Decimal], words: Words) -> str:
    return pair(tuple(amounts), words) or NONE


def _share(percent: Sequence[Decimal], words: Words) -> Cell:
    if len(percent) == 1:
        return percent[0]
    return " / ".join(written(part, words, True) for part in percent) or NONE


def _percent(forecast: Forecast, words: Words) -> str:
    return " / ".join(written(part, words, True) for part in forecast.percent) or NONE
