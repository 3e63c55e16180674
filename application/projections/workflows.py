"""Which routes of approval may an office send a plan on?"""

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
    Column("steps", Integer, nullable=False),
    Column("retired", Boolean, nullable=False),
)
projection = Projection("workflows", version=1, tables=(routes,))


@projection.on(DefinitionPublished)
def _(rows: Rows, e: DefinitionPublished, r: Recorded) -> None:
    key = {"organisation": r.envelope.organisation, "workflow": e.workflow}
    rows.put(routes, **key, title=e.title, number=e.number, steps=len(e.steps), retired=False)


@projection.on(DefinitionRetired)
def _(rows: Rows, e: DefinitionRetired, r: Recorded) -> None:
    organisation, workflow = r.stream.removeprefix("workflow-").split(".", 1)
    rows.change(routes, organisation, workflow, retired=True)


def routes_of(db: Connection, organisation: str) -> Sequence[RowMapping]:
    """Routes that may be used now, by title."""
    usable = select(routes).where(routes.c.organisation == organisation, routes.c.retired.is_(False))
    return db.execute(usable.order_by(routes.c.title)).mappings().all()
