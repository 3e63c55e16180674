"""Do the numbers of a plan name its sections, as 1.1.2 names section I?"""

from __future__ import annotations

from collections.abc import Sequence

from application.imports.heading_words import Role
from application.imports.numbers import depth, measure_title, number_cell, section_title
from application.imports.rows import MeasureLine, Row, SectionLine

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def numbers_agree(rows: Sequence[Row]) -> set[int]:
    """The ids of those Roman-numbered section lines whose measures mostly begin with the section's number."""
    agreeing: set[int] = set()
    section: SectionLine | None = None
    told: list[bool] = []
    for row in (*rows, None):
        if isinstance(row, MeasureLine):
            number = measure_title(row.text(Role.MEASURE)).number or number_cell(row.text(Role.NUMBER))
            if section and number and depth(number) > 1:
                told.append(agrees(number, section.text))
            continue
        if row is not None and not isinstance(row, SectionLine):
            continue
        if section and sum(told) > len(told) / 2 and section_title(section.text).roman:
            agreeing.add(id(section))
        section, told = row, []
    return agreeing


def agrees(number: str, section: str) -> bool:
    roman = section_title(section).number
    first = number.split(".")[0]
    if roman not in _ROMAN or not first.isdigit() or depth(number) < 2:
        return True
    return _ROMAN.index(roman) + 1 == int(first)
