"""Which routes of approval does an office have, and for what?"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Boolean, Column, Connection, Integer, RowMapping, String, Table, select

from application.ports import Recorded
from application.projections.base import Projection, metadata
from application.projections.rows import Rows
from domain.workflow.events import DefinitionPublished, DefinitionRetired

routes = Table(
    "workflow_routes",
    metadata,
    Column("organisation", String, primary_key=True),
    Column("workflow", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("subject", String, nullable=False),
    Column("steps", Integer, nullable=False),
    Column("retired", Boolean, nullable=False),
)
projection = Projection("workflows", version=2, tables=(routes,))


@projection.on(DefinitionPublished)
def _(rows: Rows, e: DefinitionPublished, r: Recorded) -> None:
    key = {"organisation": r.envelope.organisation, "workflow": e.workflow}
    counted = {"number": e.number, "steps": len(e.steps)}
    rows.put(routes, **key, title=e.title, subject=e.subject.value, retired=False, **counted)


@projection.on(DefinitionRetired)
def _(rows: Rows, e: DefinitionRetired, r: Recorded) -> None:
    organisation, workflow = r.stream.removeprefix("workflow-").split(".", 1)
    rows.change(routes, organisation, workflow, retired=True)


def routes_of(db: Connection, organisation: str, subject: str = "") -> Sequence[RowMapping]:
    """Routes that may be used now, by title; for one subject only where it is named."""
    usable = select(routes).where(routes.c.organisation == organisation, routes.c.retired.is_(False))
    if subject:
        usable = usable.where(routes.c.subject == subject)
    return db.execute(usable.order_by(routes.c.title)).mappings().all()
