"""Which plans are where, since when, and how far have they come?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Column, Connection, Date, Index, Integer, RowMapping, String, Table, select

from application.ports import Recorded
from application.projections.base import Instant, Listed, Projection, Sharing, metadata
from application.projections.rows import Row, Rows
from domain.calendar import periods
from domain.messages import Event
from domain.plan.events import (
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
    FindingResolved,
    IndicatorReported,
    NilDeclared,
    PeriodClosed,
    PeriodReopened,
    PlanAmended,
    PlanApproved,
    PlanDrafted,
    PlanRedrafted,
    PlanReturned,
    PlanSubmitted,
    ShortfallExplained,
    SubmissionWithdrawn,
)
from domain.plan.state import Status
from domain.run.events import RunRejected

board = Table(
    "plan_board",
    metadata,
    Column("plan", String, primary_key=True),
    Column("organisation", String, nullable=False),
    Column("title", String, nullable=False),
    Column("period", String, nullable=False),
    Column("language", String, nullable=False),
    Column("author", String, nullable=False),
    Column("status", String, nullable=False),
    Column("since", Instant, nullable=False),
    Column("measures", Integer, nullable=False),
    Column("findings", Integer, nullable=False),
    Column("resolved", Integer, nullable=False, default=0),
    Column("text_version", Integer, nullable=False, default=0),
    Column("text_hash", String),
    Column("approved_on", Date),
    Column("effective_from", Date),
    Column("records", Integer, nullable=False, default=0, doc="records of execution that count"),
    Column("last_record", Instant, doc="when somebody last told of a measure"),
    Column("closed", Listed, nullable=False, doc="periods closed so far"),
)
Index("plan_board_office", board.c.organisation, board.c.status)

projection = Projection("plan_board", version=4, tables=(board,), sharing=Sharing())

TITLE = (
    "document.header.title",
    "document.period",
    "document.language",
    "document.measures.id",
    "findings.code",
)
"""What is looked at in a draft; of measures and findings no more than how many there are."""


@projection.on(PlanDrafted, reads=(*TITLE, "prepared_by"))
def _(rows: Rows, e: PlanDrafted, r: Recorded) -> None:
    rows.put(
        board,
        plan=plan_of(r),
        organisation=r.envelope.organisation,
        title=e.document.header.title,
        period=e.document.period,
        language=e.document.language,
        author=e.prepared_by,
        measures=len(e.document.measures),
        findings=len(e.findings),
        closed=[],
        **now(r, Status.DRAFT),
    )


@projection.on(PlanRedrafted, reads=(*TITLE, "settled"))
def _(rows: Rows, e: PlanRedrafted, r: Recorded) -> None:
    rows.change(
        board,
        plan_of(r),
        title=e.document.header.title,
        period=e.document.period,
        language=e.document.language,
        measures=len(e.document.measures),
        findings=len(e.findings),
        resolved=len(e.settled),
    )


@projection.on(FindingResolved)
def _(rows: Rows, e: FindingResolved, r: Recorded) -> None:
    rows.change(board, plan_of(r), resolved=row_of(rows, r)["resolved"] + 1)


@projection.on(PlanSubmitted)
def _(rows: Rows, e: PlanSubmitted, r: Recorded) -> None:
    text = {"text_version": e.text_version, "text_hash": e.text_hash}
    rows.change(board, plan_of(r), **text, **now(r, Status.IN_REVIEW))


@projection.on(SubmissionWithdrawn)
def _(rows: Rows, e: SubmissionWithdrawn, r: Recorded) -> None:
    rows.change(board, plan_of(r), **now(r, Status.DRAFT))


@projection.on(PlanReturned)
def _(rows: Rows, e: PlanReturned, r: Recorded) -> None:
    if e.to_step is None:
        rows.change(board, plan_of(r), **now(r, Status.RETURNED))


@projection.on(PlanApproved, reads=("approved_on", "effective_from"))
def _(rows: Rows, e: PlanApproved, r: Recorded) -> None:
    days = {"approved_on": e.approved_on, "effective_from": e.effective_from}
    rows.change(board, plan_of(r), **days, **now(r, Status.IN_FORCE))


@projection.on(PlanAmended)
def _(rows: Rows, e: PlanAmended, r: Recorded) -> None:
    text = {"text_version": e.text_version, "text_hash": e.text_hash}
    rows.change(board, plan_of(r), measures=e.count, **text)


@projection.on(RunRejected)
def _(rows: Rows, e: RunRejected, r: Recorded) -> None:
    if not e.run:
        rows.change(board, plan_of(r), **now(r, Status.REJECTED))


@projection.on(ExecutionLogged, reads=())
def _(rows: Rows, e: ExecutionLogged, r: Recorded) -> None:
    told = {"last_record": r.envelope.recorded_at}
    rows.change(board, plan_of(r), records=row_of(rows, r)["records"] + 1, **told)


@projection.on(ExecutionCorrected, IndicatorReported, NilDeclared, ShortfallExplained)
def _(rows: Rows, e: Event, r: Recorded) -> None:
    rows.change(board, plan_of(r), last_record=r.envelope.recorded_at)


@projection.on(ExecutionRetracted, reads=())
def _(rows: Rows, e: ExecutionRetracted, r: Recorded) -> None:
    rows.change(board, plan_of(r), records=row_of(rows, r)["records"] - 1)


@projection.on(PeriodClosed)
def _(rows: Rows, e: PeriodClosed, r: Recorded) -> None:
    row = row_of(rows, r)
    closed = [*row["closed"], e.period]
    rows.change(board, plan_of(r), closed=closed)
    if set(periods.quarters(row["period"])) <= set(closed):
        rows.change(board, plan_of(r), **now(r, Status.CLOSED))


@projection.on(PeriodReopened)
def _(rows: Rows, e: PeriodReopened, r: Recorded) -> None:
    closed = [period for period in row_of(rows, r)["closed"] if period != e.period]
    rows.change(board, plan_of(r), closed=closed, **now(r, Status.IN_FORCE))


def plan_of(r: Recorded) -> str:
    return r.stream.removeprefix("plan-")


def row_of(rows: Rows, r: Recorded) -> Row:
    row = rows.get(board, plan_of(r))
    assert row is not None
    return row


def now(r: Recorded, status: Status) -> dict[str, object]:
    return {"status": status.value, "since": r.envelope.recorded_at}


def plans(db: Connection, organisation: str | None = None, limit: int = 500) -> Sequence[RowMapping]:
    """All plans, or those of one office: the latest moved first."""
    found = select(board).order_by(board.c.since.desc(), board.c.plan).limit(limit)
    if organisation is not None:
        found = found.where(board.c.organisation == organisation)
    return db.execute(found).mappings().all()


def plans_of(db: Connection, organisations: Iterable[str], period: str) -> Sequence[RowMapping]:
    """The plans of these offices that cover the period, by office; of one office the latest moved first."""
    found = select(board).where(board.c.organisation.in_(list(organisations)))
    covering = {period, period[:4], *periods.quarters(period)}
    found = found.where(board.c.period.in_(covering))
    return (
        db.execute(found.order_by(board.c.organisation, board.c.since.desc(), board.c.plan)).mappings().all()
    )


def plan(db: Connection, id: str) -> RowMapping | None:
    """One plan by its id."""
    return db.execute(select(board).where(board.c.plan == id)).mappings().one_or_none()
