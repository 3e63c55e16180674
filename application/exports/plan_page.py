"""How does a plan's document become the page that every format writes?"""

from __future__ import annotations

from datetime import datetime

from application.exports.around import after, before, signatures
from application.exports.form import columns_of
from application.exports.outline import rows_of
from application.exports.page import Page
from application.exports.prose import came_as_prose, lines_of
from domain.plan.document import PlanDocument


def page_of(plan: PlanDocument, *, at: datetime, prose: bool = False) -> Page:
    """The form it came in: its own columns, or prose where ``prose`` may be; else the house form."""
    as_prose = prose and came_as_prose(plan)
    columns = () if as_prose else columns_of(plan)
    return Page(
        language=plan.language,
        name=" ".join(plan.header.title.split()),
        office=" ".join((plan.header.organisation or "").split()),
        at=at,
        before=before(plan, prose=as_prose),
        columns=columns,
        rows=rows_of(plan, columns) if columns else (),
        lines=tuple(lines_of(plan)) if as_prose else (),
        signatures=signatures(plan.header),
        after=after(plan.header),
    )
