"""Which year are the deadlines of, where the title says nothing of a period?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from application.imports.heading_words import Role
from application.imports.outline import Place
from application.imports.rows import MeasureLine
from domain.plan.calendar_words import YEAR
from domain.plan.document import Finding
from domain.plan.findings import doubt
from domain.spelling import plain

_YEAR = re.compile(rf"(?<!\d)({YEAR})(?!\d)")


def period_of_deadlines(
    title: str, placed: Sequence[tuple[MeasureLine, Place]]
) -> tuple[str | None, list[Finding]]:
    """The first year that a deadline names; None where none does, or where the title names years itself."""
    years = sorted(year for line, _ in placed for text in _deadlines(line) for year in _YEAR.findall(text))
    if not years or _YEAR.search(plain(title)):
        return None, []
    return years[0], [doubt("period-from-deadlines", year=years[0], proposal=years[0]).at("title")]


def _deadlines(line: MeasureLine) -> Iterator[str]:
    yield plain(line.text(Role.DUE))
    for column, cell in line.extra.items():
        if line.heading and line.heading.roles[column] is Role.MATRIX:
            yield cell.iso or plain(cell.text)
