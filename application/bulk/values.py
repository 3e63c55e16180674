"""How is one cell of a table of what was done read? What is not clear is never guessed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from application.bulk.columns import Column, Line
from application.imports.grid import CellKind
from domain.messages import Refused
from domain.people.state import Organisation
from domain.plan.day_phrases import may_be_month_first
from domain.plan.thousands import both_readings, parts_either
from domain.spelling import folded

YES = frozenset(
    {
        *("так", "є", "виконано", "зроблено"),
        *("có", "đã"),
        *("yes", "y", "true", "done"),
        *("+", "v", "x", "х", "✓"),
    }
)
NO = frozenset({*("ні", "не виконано"), *("không", "chưa"), *("no", "n", "false"), "-"})
MOST = Decimal(10**9)
_NUMBER = re.compile(r"\d{1,3}(?:[   ]\d{3})+(?:[.,]\d{1,4})?|\d{1,10}(?:[.,]\d{1,4})?")
_PARTS = re.compile(r"\s*[/;]\s*")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\s*р?\.?)?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")
_PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])|\d{4}Q[1-4]")


class CellRefused(Refused):
    """A line is not recorded because of one of its cells; ``column`` names it.

    ``line-…``: ``no-measure`` · ``unknown-measure`` (given) · ``measure-twice`` (given, known) · ``no-day`` ·
    ``not-a-day`` (given) · ``day-either-way`` (given) · ``not-a-number`` (given) ·
    ``may-be-thousands`` (given, thousands, decimal) · ``not-whole`` (given) · ``not-yes-or-no`` (given) ·
    ``nil-and-done`` · ``not-a-unit`` (given, known).
    """

    def __init__(self, code: str, column: Column, **facts: object) -> None:
        super().__init__(code, **facts)
        self.column = column


def read_either_way(line: Line) -> str:
    """The words of a day like ``05/08/2026``, which in the American way would be another one; blank for
    all other cells."""
    cell, given = line.cells.get(Column.DAY), line.text(Column.DAY)
    if cell is None or _ISO.fullmatch(cell.iso or given):
        return ""
    return given if may_be_month_first(given) else ""


def day_in(line: Line, language: str = "") -> date | None:
    """The day of a date cell, or of words like ``05.02.2021``, the day first, as Ukrainian and Vietnamese
    offices write; in an English plan ``05/08/2026`` is asked about. None where nothing stands."""
    cell, given = line.cells.get(Column.DAY), line.text(Column.DAY)
    if cell is None:
        return None
    if language == "en" and read_either_way(line):
        raise CellRefused("line-day-either-way", Column.DAY, given=given)
    try:
        if found := _ISO.fullmatch(cell.iso or given):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.fullmatch(given):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError as impossible:
        raise CellRefused("line-not-a-day", Column.DAY, given=given) from impossible
    raise CellRefused("line-not-a-day", Column.DAY, given=given)


def amounts_in(line: Line) -> tuple[Decimal, ...]:
    """``3``, ``1,5``, ``1 200``, or the parts of a pair ``1/1``; ``1,200`` is a question."""
    given = line.text(Column.QUANTITY)
    parts = _PARTS.split(given) if given else []
    read = [_NUMBER.fullmatch(part) for part in parts]
    if not all(read):
        raise CellRefused("line-not-a-number", Column.QUANTITY, given=given)
    unsure = next((part for part in parts if parts_either(part)), None)
    if unsure and not _is_typed_number(line, Column.QUANTITY):
        thousands, decimal = both_readings(unsure)
        raise CellRefused(
            "line-may-be-thousands", Column.QUANTITY, given=unsure, thousands=thousands, decimal=decimal
        )
    amounts = tuple(Decimal(re.sub(r"\s", "", match[0]).replace(",", ".")) for match in read if match)
    if any(amount > MOST for amount in amounts):
        raise CellRefused("line-not-a-number", Column.QUANTITY, given=given)
    return amounts


def was_done(line: Line) -> bool | None:
    """Yes or no in words; None where the cell says something else."""
    given = folded(line.text(Column.QUANTITY))
    return True if given in YES else False if given in NO else None


def nil_in(line: Line) -> str | None:
    """That no need arose: ``""`` for the term that the line's day lies in, or the period that the cell names;
    None where it says no."""
    given = line.text(Column.NIL)
    if not given or folded(given) in NO:
        return None
    if _PERIOD.fullmatch(given):
        return given
    if folded(given) in YES:
        return ""
    raise CellRefused("line-not-yes-or-no", Column.NIL, given=given)


def unit_in(line: Line, office: Organisation) -> str | None:
    """The id of a unit by its id, its title or another name of it; None where nothing stands."""
    given = line.text(Column.UNIT)
    if not given:
        return None
    kind, _, id = (office.called(given) or "").partition(":")
    if kind == "unit" or given in office.units:
        return id if kind == "unit" else given
    known = "; ".join(unit.title for unit in office.units.values())
    raise CellRefused("line-not-a-unit", Column.UNIT, given=given, known=known)


def people_in(line: Line) -> int | None:
    """A whole number: any decimal sign is a question, for ``2.000`` may be two thousand."""
    given = line.text(Column.PEOPLE)
    if not given:
        return None
    found = _NUMBER.fullmatch(given)
    number = Decimal(re.sub(r"\s", "", found[0]).replace(",", ".")) if found else None
    if number is None or number > MOST:
        raise CellRefused("line-not-a-number", Column.PEOPLE, given=given)
    if "." in given or "," in given:
        raise CellRefused("line-not-whole", Column.PEOPLE, given=given)
    return int(number)


def _is_typed_number(line: Line, column: Column) -> bool:
    """Of a workbook's own number the dot is the decimal sign, whoever reads it."""
    cell = line.cells[column]
    return cell.kind is CellKind.NUMBER and "," not in cell.text
