"""Which reports were compiled, of which plan, period and closing, in which format?"""

from __future__ import annotations

from sqlalchemy import Column, Connection, Integer, String, Table, select

from application.ports import Recorded
from application.projections.base import Projection, Sharing, metadata
from application.projections.plan_board import plan_of
from application.projections.rows import Rows
from domain.plan.events import PeriodClosed, PeriodReopened
from domain.report.events import ReportCompiled

compiled = Table(
    "compiled_reports",
    metadata,
    Column("plan", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("closing", String, primary_key=True, doc="the fact that closed the period, blank while it ran"),
    Column("format", String, primary_key=True),
    Column("position", Integer, nullable=False, doc="of the log, as of which the latest was compiled"),
    Column("sha256", String, nullable=False),
)
closings = Table(
    "report_closings",
    metadata,
    Column("plan", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("closing", String, nullable=False, doc="the fact that closed the quarter, blank once reopened"),
)

projection = Projection(
    "compiled_reports", version=2, tables=(compiled, closings), sharing=Sharing(alike=(compiled,))
)


@projection.on(ReportCompiled)
def _(rows: Rows, e: ReportCompiled, r: Recorded) -> None:
    """A corrective report takes the place of no other."""
    if not e.corrective:
        rows.put(
            compiled,
            plan=e.plan,
            period=e.period,
            closing=e.closing,
            format=e.format,
            position=e.position,
            sha256=e.sha256,
        )


@projection.on(PeriodClosed)
def _(rows: Rows, e: PeriodClosed, r: Recorded) -> None:
    rows.put(closings, plan=plan_of(r), period=e.period, closing=f"{r.stream}@{r.version}")


@projection.on(PeriodReopened)
def _(rows: Rows, e: PeriodReopened, r: Recorded) -> None:
    rows.put(closings, plan=plan_of(r), period=e.period, closing="")


def compiled_in(db: Connection) -> set[tuple[str, str, str, str]]:
    """Plan, period, closing and format of every report there is."""
    c = compiled.c
    found = select(c.plan, c.period, c.closing, c.format)
    return {(row.plan, row.period, row.closing, row.format) for row in db.execute(found)}


def closings_now(db: Connection) -> dict[tuple[str, str], str]:
    """The fact that closed each quarter that was ever closed; blank for one that is open again."""
    rows = db.execute(select(closings.c.plan, closings.c.period, closings.c.closing))
    return {(row.plan, row.period): row.closing for row in rows}
