"""Does a second sheet go on with the plan of the first, repeat it, or hold another plan?"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from application.imports.heading_words import Role
from application.imports.numbers import measure_title, number_cell
from application.imports.rows import MeasureLine, Row, SectionLine
from domain.spelling import plain


class Follows(StrEnum):
    ON = "goes on"
    AGAIN = "repeats"
    APART = "apart"


def follows(first: Sequence[Row], second: Sequence[Row]) -> Follows:
    """Numbers begin anew only under a title of a section; half of the titles over again are a copy."""
    titles, numbers, last = _of(first, "")
    again, more, _ = _of(second, last)
    repeated = sum(title in titles for title in again)
    if again and 2 * repeated >= len(again):
        return Follows.AGAIN
    return Follows.APART if set(numbers) & set(more) or (repeated and not more) else Follows.ON


def _of(rows: Sequence[Row], section: str) -> tuple[list[str], list[tuple[str, str]], str]:
    titles: list[str] = []
    numbers: list[tuple[str, str]] = []
    for row in rows:
        if isinstance(row, SectionLine):
            section = plain(row.text)
        elif isinstance(row, MeasureLine) and row.text(Role.MEASURE).strip():
            named = measure_title(row.text(Role.MEASURE))
            titles.append(plain(named.title))
            if number := number_cell(row.text(Role.NUMBER)) or named.number:
                numbers.append((section, number))
    return titles, numbers, section
