"""What stands on the pages of a report, cell by cell, in one language? Every format prints this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from application.reports.corrective_words import changes, corrects, heading
from application.reports.course_tables import CourseTable, course_tables
from application.reports.plots import Plot, plots_of
from application.reports.row_words import Cell, Line, numbered, pair, row_cells, written
from application.reports.signature_words import day, grouped, short, signed, stamp
from application.reports.summary import Run, closing, summary
from application.reports.words import WORDS, Words
from domain.calendar.periods import ROMAN
from domain.report.shapes import LateFact, QuarterlyReport

NUMBERS = frozenset({5, 6, 7})
"""Columns of figures: planned, actual, percent."""
PERCENTS = frozenset({7})
NO_SHARE = frozenset[int]()
LATE_NUMBERS = frozenset({3})


@dataclass(frozen=True, slots=True)
class Block:
    """The measures of one section, in the plan's order; ``title`` is blank in a plan without sections."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A report in words. Cells hold plain text: nothing in them is markup or a formula.

    ``summary`` stands above the table of the form, ``closing`` right below it; ``corrects`` are the lines of
    the summary about what a corrective report corrects, for a form that has its summary elsewhere.
    ``stamp`` are the four lines of «ЗАТВЕРДЖУЮ», ``signed`` those below the tables.
    """

    language: str
    plan_language: str
    words: Words
    office: str
    title: tuple[str, ...]
    state_line: str
    fingerprint: str
    blocks: tuple[Block, ...]
    summary: tuple[tuple[Run, ...], ...]
    corrects: tuple[str, ...]
    closing: tuple[str, ...]
    late: tuple[tuple[Cell, ...], ...]
    before: tuple[tuple[Cell, ...], ...]
    changed: tuple[tuple[Cell, ...], ...]
    late_title: str
    stamp: tuple[str, ...]
    signed: tuple[str, ...]
    courses: tuple[CourseTable, ...]
    plots: tuple[Plot, ...]
    at: datetime

    def number(self, cell: Cell, column: int) -> str:
        """A cell of the report's own table as it is printed."""
        return self.shown(cell, column in PERCENTS)

    def shown(self, cell: Cell, tenths: bool = False) -> str:
        """A cell as it is printed, with the language's decimal sign; a share has ``tenths``."""
        return cell if isinstance(cell, str) else written(cell, self.words, tenths)

    def is_figure(self, cell: Cell) -> bool:
        """Figures are set to the right: numbers, pairs and the dash; words to the left."""
        return isinstance(cell, Decimal) or not any(c.isalpha() for c in cell)


def printed(report: QuarterlyReport) -> Printed:
    words = WORDS[report.language]
    return Printed(
        language=report.language,
        plan_language=report.plan_language,
        words=words,
        office=report.office,
        title=(
            heading(report, words),
            words.carried_out.format(title=" ".join(report.title.split())),
            _period(report.period, words),
        ),
        state_line=_state_line(report, words),
        fingerprint=short(report.fingerprint),
        blocks=tuple(_blocks(report, words)),
        summary=summary(report, words),
        corrects=tuple(corrects(report, words)),
        closing=tuple(closing(report, words)),
        late=tuple(_late(fact, words) for fact in report.late),
        before=tuple(_late(fact, words) for fact in report.before),
        changed=tuple(changes(report, words)),
        late_title=words.late_counted if report.corrective else words.late_title,
        stamp=stamp(report, words),
        signed=tuple(signed(report, words)),
        courses=tuple(course_tables(report, words)),
        plots=tuple(plots_of(report, words)),
        at=report.as_of.at,
    )


def _period(period: str, words: Words) -> str:
    if "Q" in period:
        return words.quarter.format(quarter=ROMAN[int(period[5]) - 1], year=period[:4])
    return words.year.format(year=period)


def _state_line(report: QuarterlyReport, words: Words) -> str:
    at = report.as_of.at
    line = words.state_line.format(
        day=day(at.date()),
        time=f"{at:%H:%M}",
        position=grouped(report.as_of.position),
        fingerprint=short(report.fingerprint),
    )
    return f"{line}; {words.closed if report.closed_by else words.running}"


def _blocks(report: QuarterlyReport, words: Words) -> Iterator[Block]:
    """Consecutive rows of one section; a section that comes again later gets its heading again."""
    title, lines = None, list[Line]()
    for row in report.rows:
        if row.section != title and lines:
            yield Block(title or "", tuple(lines))
            lines = []
        title = row.section
        lines.append(Line(row_cells(row, words), row.included))
    if lines:
        yield Block(title or "", tuple(lines))


def _late(fact: LateFact, words: Words) -> tuple[Cell, ...]:
    amount: Cell = fact.amounts[0] if len(fact.amounts) == 1 else pair(fact.amounts, words)
    return (
        numbered(fact.number, fact.title),
        words.late_kinds[fact.kind],
        day(fact.on) if fact.on else "",
        amount,
        fact.reason,
        day(fact.recorded_on),
        words.erased if fact.person is None else fact.person,
    )
