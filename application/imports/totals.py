"""Does a row of totals say what its measures add up to: their count, targets, quarters and money?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from application.imports.cells import spoken
from application.imports.extras import amount_of, source_of_column
from application.imports.grid import Cell
from application.imports.heading_words import Role
from application.imports.headings import Heading
from application.imports.rows import MeasureLine, Row, SectionLine, TotalsLine
from domain.plan.document import Finding, Measure
from domain.plan.findings import doubt
from domain.plan.targets import read_target
from domain.plan.thousands import perhaps_joined
from domain.spelling import clean, plain

_COUNT = re.compile(r"(?:заход\w*|hoạt động|measures)\D{0,3}(\d+)")
_OF_A_GROUP = re.compile(r"розділ|напрям|завданн|за ціллю|section|mục|nhiệm vụ|sub-?total|проміжн")
_WITHOUT = ((), ("included",), ("stock",), ("included", "stock"))
Value = Callable[[Measure], Decimal | None]


def totals_findings(rows: Sequence[Row], measures: Sequence[Measure], language: str) -> Iterator[Finding]:
    """A row is right where it fits the whole plan, or what stands above it since the last group began."""
    placed: dict[str, list[Measure]] = {}
    for measure in measures:
        placed.setdefault(measure.place, []).append(measure)
    since: list[Measure] = []
    for row in rows:
        match row:
            case SectionLine():
                since = []
            case MeasureLine():
                since += placed.pop(row.place, [])
            case TotalsLine():
                yield from _row(row, since, measures, language)
                since = []


def _row(
    row: TotalsLine, since: Sequence[Measure], whole: Sequence[Measure], language: str
) -> Iterator[Finding]:
    words = plain(row.cells[0].text)
    groups = (since, whole) if _OF_A_GROUP.search(words) and since else (whole, since)
    if (counted := _COUNT.search(words)) and int(counted[1]) not in map(len, groups):
        yield doubt("totals-differ", said=counted[1], held=len(groups[0])).at(row.cells[0].place)
    for cell in row.cells if row.heading else ():
        if row.heading and (value := _value(row.heading, cell)):
            yield from _cell(row.heading, cell, value, groups, spoken(cell, language))


def _cell(
    heading: Heading, cell: Cell, value: Value, groups: Sequence[Sequence[Measure]], language: str
) -> Iterator[Finding]:
    is_money = heading.roles[cell.column] is Role.FUNDING
    words = clean(cell.text)
    said = amount_of(words, language) if is_money else read_target(cell.text, language)[0].value
    if perhaps_joined(words, language):
        return
    sums = [[_sum(group, value, without) for without in _WITHOUT] for group in groups if group]
    if said is not None and not any(said in of_group for of_group in sums):
        yield doubt("totals-differ", said=said, held=sums[0][-1] if sums else 0).at(cell.place)


def _value(heading: Heading, cell: Cell) -> Value | None:
    """What the measures hold in the column of this cell."""
    column = cell.column
    if heading.roles.get(column) in (Role.TARGET, Role.TOTAL):
        return lambda measure: measure.target.value
    if column in heading.quarters:
        return lambda measure: measure.target.per_period.get(heading.quarters[column])
    if heading.roles.get(column) is Role.FUNDING:
        source, period = source_of_column(heading, column), heading.periods.get(column)
        return lambda measure: next(
            (f.amount for f in measure.funding if f.source == source and f.period == period), None
        )
    return None


def _sum(measures: Sequence[Measure], value: Value, without: tuple[str, ...]) -> Decimal:
    return sum((value(m) or Decimal(0) for m in measures if m.additivity not in without), Decimal(0))
