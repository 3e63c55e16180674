"""Which reports were compiled, of which plan and period, in which format?"""

from __future__ import annotations

from sqlalchemy import Column, Connection, Integer, String, Table, select

from application.ports import Recorded
from application.projections.base import Projection, metadata
from application.projections.rows import Rows
from domain.report.events import ReportCompiled

compiled = Table(
    "compiled_reports",
    metadata,
    Column("plan", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("format", String, primary_key=True),
    Column("position", Integer, nullable=False, doc="of the log, as of which the latest was compiled"),
    Column("sha256", String, nullable=False),
)

projection = Projection("compiled_reports", version=1, tables=(compiled,))


@projection.on(ReportCompiled)
def _(rows: Rows, e: ReportCompiled, r: Recorded) -> None:
    if e.corrective:
        return
    rows.put(compiled, plan=e.plan, period=e.period, format=e.format, position=e.position, sha256=e.sha256)


def compiled_in(db: Connection, format: str) -> set[tuple[str, str]]:
    """Plans and periods of which there is a report in the format."""
    found = select(compiled.c.plan, compiled.c.period).where(compiled.c.format == format)
    return {(row.plan, row.period) for row in db.execute(found)}
