"""Which columns hold numbers, and which of them are the targets though headed as indicators?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from application.imports.grid import Grid
from application.imports.headings import Heading, Role, is_numbering, is_repeated
from domain.plan.document import TargetKind
from domain.plan.targets import read_target
from domain.spelling import clean, is_dash

Headed = tuple[Grid, Heading]
_LANGUAGES = ("", "vi")
"""A number in either way of writing it is one; one with a stop behind it counts the rows."""


def with_targets(headed: Sequence[Headed]) -> list[Headed]:
    """Where no table has targets and the indicators are nothing but numbers, these are the targets."""
    columns = [heading.column(Role.INDICATOR) for _, heading in headed]
    if any(_has_targets(heading) for _, heading in headed):
        return list(headed)
    texts = [
        text
        for (grid, heading), column in zip(headed, columns, strict=True)
        if column is not None
        for text in _texts(grid, heading, column)
    ]
    if not texts or not all(map(_is_number, texts)):
        return list(headed)
    return [
        (grid, heading if column is None else _counted(heading, column))
        for (grid, heading), column in zip(headed, columns, strict=True)
    ]


def holds_numbers(grid: Grid, heading: Heading, column: int) -> bool:
    """Are most of its written cells numbers?"""
    numbers = [_is_number(text) for text in _texts(grid, heading, column)]
    return 2 * sum(numbers) > len(numbers)


def _counted(heading: Heading, column: int) -> Heading:
    roles = {**heading.roles, column: Role.TARGET}
    return replace(heading, roles=roles, counted_by=heading.texts[column])


def _has_targets(heading: Heading) -> bool:
    return heading.column(Role.TARGET) is not None or bool(heading.quarters)


def _texts(grid: Grid, heading: Heading, column: int) -> Iterator[str]:
    for row, cells in grid.rows():
        cell = grid.at(row, column)
        if row <= heading.last or cell is None or cell.row != row or cell.columns > 1:
            continue
        own = tuple(other for other in cells if other.row == row)
        if is_numbering(own) or is_repeated(own, heading) or is_dash(cell.text):
            continue
        if text := clean(cell.text):
            yield text


def _is_number(text: str) -> bool:
    if text.endswith((".", ")")) or any(letter.isalpha() for letter in text):
        return False
    return any(read_target(text, language)[0].kind is TargetKind.NUMBER for language in _LANGUAGES)
