"""What does each of the twelve cells of a report's row say?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from application.reports.course_words import COURSE_WORDS
from application.reports.words import Words
from domain.report.shapes import Amounts, Deed, Row, Rule, Share, Verdict

NONE = "–"
DASH = "\u00a0—\u00a0"
"""Keeps a number on the line of what it counts."""
NARROW = "\u00a0"
"""Keeps thousands apart and together."""
SHOWN_DEEDS = 8
"""More deeds than these are counted, not listed: a row of a printed page stays a row. JSON has them all."""
SHORT = frozenset({Verdict.PARTLY, Verdict.OVERDUE})

ONE = (Decimal(1),)
Cell = str | Decimal
"""Words, or a number that a spreadsheet may reckon with."""


class Line(NamedTuple):
    """One measure; ``included`` is set in italics."""

    cells: tuple[Cell, ...]
    included: bool


def row_cells(row: Row, words: Words) -> tuple[Cell, ...]:
    return (
        f"{row.ordinal}.",
        numbered(row.number, row.title),
        row.executors,
        _term(row, words),
        row.indicator,
        _planned(row, words),
        _actual(row, words),
        _percent(row, words),
        _state(row, words),
        _done(row, words),
        _reason(row, words),
        "; ".join(_new_terms(row)) if row.explained or row.postponed else "",
    )


def numbered(number: str, title: str) -> str:
    return f"{number} {title}".strip()


def written(number: Decimal, words: Words, tenths: bool = False) -> str:
    """With the language's decimal sign, thousands apart."""
    plain = f"{number:,.1f}" if tenths else f"{number:,f}"
    return plain.replace(",", NARROW).replace(".", words.decimal)


def plainly(number: Decimal, words: Words, tenths: bool = False) -> str:
    """The same with nothing between thousands, as programs read it."""
    plain = f"{number:.1f}" if tenths else f"{number:f}"
    return plain.replace(".", words.decimal)


def pair(amounts: Amounts, words: Words) -> str:
    return "/".join(written(part, words) for part in amounts)


def _term(row: Row, words: Words) -> str:
    """The plan's own words, and beside them each day that was put off with its new one."""
    if not row.postponed:
        return row.term
    moved = (
        COURSE_WORDS[words.code].postponed.format(old=day(put_off.old), new=day(put_off.new))
        for put_off in row.postponed
    )
    return "; ".join(filter(None, (row.term, *moved)))


def _new_terms(row: Row) -> Iterator[str]:
    yield from (said.new_term for said in row.explained if said.new_term)
    latest = {put_off.key: put_off.new for put_off in row.postponed}
    yield from (day(new) for new in latest.values())


def _state(row: Row, words: Words) -> str:
    """What is carried forward says too how much of it was done."""
    said = words.verdicts[row.verdict]
    if row.verdict is not Verdict.CARRIED:
        return said
    if any((*row.earlier.amounts, *row.actual.amounts)):
        return f"{words.verdicts[Verdict.PARTLY]}, {said}"
    return f"{words.verdicts[Verdict.NOT_DONE]}, {said}" if row.actual.amounts else said


def day(on: date) -> str:
    return f"{on:%d.%m.%Y}"


def _planned(row: Row, words: Words) -> Cell:
    amounts = row.planned.amounts
    if row.share is Share.NOT_PLANNED:
        return NONE
    if len(amounts) == 1:
        return amounts[0]
    return pair(amounts, words) or (NONE if row.verdict is Verdict.NOT_DUE else row.planned_words)


def _actual(row: Row, words: Words) -> Cell:
    amounts = row.actual.amounts
    if len(amounts) == 1:
        return amounts[0]
    return pair(amounts, words) or ("" if row.share is Share.NOT_ASSIGNED else NONE)


def _percent(row: Row, words: Words) -> Cell:
    if len(row.percent) == 1:
        return row.percent[0]
    if row.percent:
        return " / ".join(written(part, words, True) for part in row.percent)
    return "" if row.share is Share.NOT_ASSIGNED else NONE


def _reason(row: Row, words: Words) -> str:
    said = "; ".join(explained.reason for explained in row.explained) if row.explained else ""
    return said or (words.no_reason if row.verdict in SHORT else "")


def _done(row: Row, words: Words) -> str:
    """What was done, and last how many records the figures leave out."""
    if not row.unfit:
        return _counted(row, words)
    return "; ".join(filter(None, (_counted(row, words), words.unfit.format(count=len(row.unfit)))))


def _counted(row: Row, words: Words) -> str:
    """Most rows have one deed or none: those are told the short way."""
    if row.earlier.amounts or len(row.deeds) > 1 or row.actual.rule is Rule.LAST:
        return "; ".join(_what_was_done(row, words))
    return _deed(row.deeds[0], words, alone=True) if row.deeds else _no_need_in(row, words)


def _no_need_in(row: Row, words: Words) -> str:
    """The months said to be without need, where of others of the period nothing was said."""
    if not row.nil_months:
        return ""
    months = ", ".join(f"{month[5:]}.{month[:4]}" for month in row.nil_months)
    return f"{words.verdicts[Verdict.NO_NEED]}: {months}"


def _what_was_done(row: Row, words: Words) -> Iterator[str]:
    if row.earlier.amounts:
        yield words.earlier.format(count=pair(row.earlier.amounts, words))
    if row.actual.rule is Rule.LAST and row.deeds:
        yield words.level.format(day=f"{row.deeds[-1].on:%d.%m.%Y}")
        yield from _of_which(row, words)
        return
    yield from _of_which(row, words)
    for deed in row.deeds[:SHOWN_DEEDS]:
        yield _deed(deed, words, alone=len(row.deeds) == 1)
    if len(row.deeds) > SHOWN_DEEDS:
        yield words.more.format(count=len(row.deeds) - SHOWN_DEEDS)


def _of_which(row: Row, words: Words) -> Iterator[str]:
    """What each unit and sub-item has of the row's number, and the rest: together they are the number."""
    if len(row.portions) > 1:
        each = (f"{one.title or words.rest} — {pair(one.actual.amounts, words)}" for one in row.portions)
        yield words.of_which.format(parts=", ".join(each))


def _deed(deed: Deed, words: Words, alone: bool) -> str:
    amount = "" if alone or not deed.amounts or deed.amounts == ONE else f" — {pair(deed.amounts, words)}"
    said = [_short_day(deed.on) + amount]
    if deed.unit or deed.item:
        said += filter(None, (deed.unit, deed.item))
    if deed.place:
        said.append(deed.place)
    if deed.people_reached is not None:
        said.append(words.people_reached.format(count=deed.people_reached))
    if deed.note:
        said.append(deed.note)
    if deed.evidence:
        said.append(words.evidence.format(names=", ".join(deed.evidence)))
    return ", ".join(said)


@lru_cache(maxsize=1000)
def _short_day(on: date) -> str:
    return f"{on.day:02}.{on.month:02}"
