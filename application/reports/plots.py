"""What do people rather look at than read? Plan and fact by task and by month, as numbers for any drawing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from application.reports.course_words import COURSE_WORDS, CourseWords
from application.reports.row_words import NONE, Cell
from application.reports.words import Words
from domain.calendar.periods import ROMAN
from domain.report.percent import tenths
from domain.report.shapes import Figure, Group, QuarterlyReport, Stretch

PLOT_NUMBERS, PLOT_SHARE = frozenset({1, 2, 3}), frozenset({3})
"""Columns of the table of a plot's numbers."""
MOST = 14
"""More bars than these are no picture: the smaller ones become one."""
LONGEST = 62
"""A label longer than this is cut in the drawing; the table beside it has it whole."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A pair of bars: what was planned and what was done."""

    label: str
    planned: Decimal
    actual: Decimal
    percent: Decimal | None

    @property
    def short(self) -> str:
        return self.label if len(self.label) <= LONGEST else f"{self.label[: LONGEST - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Plot:
    """``across``: bars lie on their side, for long labels. ``about`` tells what the numbers are."""

    key: str
    sheet: str
    title: str
    about: str
    heading: str
    planned: str
    actual: str
    percent: str
    bars: tuple[Bar, ...]
    across: bool


def numbers_of(bar: Bar) -> tuple[Cell, ...]:
    """A line of the table that says the same as the drawing."""
    return bar.label, bar.planned, bar.actual, NONE if bar.percent is None else bar.percent


def plots_of(report: QuarterlyReport, words: Words) -> Iterator[Plot]:
    said = COURSE_WORDS[words.code]
    if report.groups:
        by_task = any(row.task for row in report.rows)
        title, heading = (said.by_task, said.task) if by_task else (said.by_section, said.section)
        yield _plot("task", title, heading, said, tuple(_groups(report.groups, said)), across=True)
    by_month = "Q" in report.plan_period or any(row.months for row in report.rows)
    stretches = report.months if by_month else report.quarters
    if any(one.planned.amounts or one.actual.amounts for one in stretches):
        title, heading = (said.by_month, said.month) if by_month else (said.by_quarter, said.in_quarter)
        bars = tuple(_bar(_name(one, by_month, said), one.planned, one.actual) for one in stretches)
        yield _plot("month", title, heading, said, bars, across=False)


def _plot(
    key: str, title: str, heading: str, said: CourseWords, bars: tuple[Bar, ...], *, across: bool
) -> Plot:
    return Plot(
        key,
        said.plots_sheet,
        title,
        said.plot_of,
        heading,
        said.planned,
        said.done,
        said.percent,
        bars,
        across,
    )


def _groups(groups: Sequence[Group], said: CourseWords) -> Iterator[Bar]:
    """In the plan's order; of too many the smallest become one."""
    kept = set(range(len(groups)))
    if len(groups) > MOST:
        by_size = sorted(kept, key=lambda n: (-_amount(groups[n].planned), n))
        kept = set(by_size[: MOST - 1])
    for n in sorted(kept):
        yield _bar(groups[n].title, groups[n].planned, groups[n].actual)
    if left := [group for n, group in enumerate(groups) if n not in kept]:
        planned = sum((_amount(group.planned) for group in left), Decimal())
        actual = sum((_amount(group.actual) for group in left), Decimal())
        yield Bar(said.others.format(count=len(left)), planned, actual, _share(actual, planned))


def _bar(label: str, planned: Figure, actual: Figure) -> Bar:
    wanted, done = _amount(planned), _amount(actual)
    return Bar(label, wanted, done, _share(done, wanted))


def _share(done: Decimal, wanted: Decimal) -> Decimal | None:
    return tenths(done, wanted) if wanted else None


def _amount(figure: Figure) -> Decimal:
    return sum(figure.amounts, Decimal())


def _name(stretch: Stretch, by_month: bool, said: CourseWords) -> str:
    month = stretch.first.month
    return said.months[month - 1] if by_month else said.quarter.format(quarter=ROMAN[month // 3])
