"""What stands in the columns beside the measure itself: money, executors as columns, what is only kept?"""

from __future__ import annotations

from collections.abc import Sequence

from application.exports.page import FormColumn
from application.imports.heading_words import REPORTED, Role, without_quarter
from domain.plan.document import Funding, Measure, Printed
from domain.spelling import clean

TAKES_PART = "+"


def beside(measure: Measure, columns: Sequence[FormColumn]) -> dict[int, str]:
    """The words by column."""
    return _money(measure, columns) | _kept(measure, columns) | _matrix(measure, columns)


def _money(measure: Measure, columns: Sequence[FormColumn]) -> dict[int, str]:
    """Amounts under the source that the heading names; words of a source in the next column there is."""
    left = list(measure.funding)
    held: dict[int, str] = {}
    for at, column in enumerate(columns):
        if column.role is Role.FUNDING and left and _stands_under(left[0], column.heading):
            held[at] = left.pop(0).raw
    return held


def _stands_under(funding: Funding, heading: str) -> bool:
    named = {None, heading, without_quarter(heading)}
    return funding.source in named or funding.source == clean(funding.raw) or funding.period is not None


def _kept(measure: Measure, columns: Sequence[FormColumn]) -> dict[int, str]:
    left = list(measure.printed)
    held: dict[int, str] = {}
    for at, column in enumerate(columns):
        if column.role in (Role.OTHER, *REPORTED):
            found = next((printed for printed in left if _is_of(printed, column)), None)
            if found:
                left.remove(found)
                held[at] = found.raw
    return held


def _is_of(printed: Printed, column: FormColumn) -> bool:
    """A heading below a group is kept with its group: «Показники / Факт»."""
    own = printed.heading.rpartition(" / ")[2]
    return printed.role == column.role.value and column.heading in (printed.heading, own)


def _matrix(measure: Measure, columns: Sequence[FormColumn]) -> dict[int, str]:
    by_name = {executor.raw: executor.due for executor in measure.executors}
    return {
        at: due.raw if (due := by_name[column.heading]) else TAKES_PART
        for at, column in enumerate(columns)
        if column.role is Role.MATRIX and column.heading in by_name
    }
