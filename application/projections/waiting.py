"""What waits for whom, and until when?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Boolean, Column, Connection, Date, Index, Integer, RowMapping, String, Table, select

from application.ports import Recorded
from application.projections.base import Instant, Projection, metadata
from application.projections.plan_board import plan_of
from application.projections.rows import Row, Rows
from domain.plan.events import (
    PlanReturned,
    PlanSubmitted,
    StepAgreed,
    StepApproved,
    SubmissionWithdrawn,
)

steps = Table(
    "waiting_steps",
    metadata,
    Column("plan", String, primary_key=True),
    Column("step", String, primary_key=True),
    Column("organisation", String, nullable=False),
    Column("position", String, nullable=False),
    Column("title", String, nullable=False),
    Column("act", String, nullable=False),
    Column("stage", Integer, nullable=False),
    Column("due", Date, nullable=False),
    Column("person", String, doc="who decided it, null while nobody did"),
    Column("open", Boolean, nullable=False, doc="its turn has come and nobody decided it"),
    Column("since", Instant, doc="when its turn came"),
)
returned = Table(
    "waiting_returned",
    metadata,
    Column("plan", String, primary_key=True),
    Column("organisation", String, nullable=False),
    Column("author", String, nullable=False),
    Column("step", String, nullable=False),
    Column("remarks", Integer, nullable=False),
    Column("fix_by", Date),
    Column("since", Instant, nullable=False),
)
_OPEN = steps.c.open.is_(True)
Index(
    "waiting_steps_open",
    steps.c.organisation,
    steps.c.position,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)
Index("waiting_returned_author", returned.c.organisation, returned.c.author)

projection = Projection("waiting", version=1, tables=(steps, returned))


@projection.on(PlanSubmitted)
def _(rows: Rows, e: PlanSubmitted, r: Recorded) -> None:
    rows.delete(returned, plan_of(r))
    rows.delete_all(steps, plan_of(r))
    for step in e.route:
        rows.put(
            steps,
            plan=plan_of(r),
            step=step.key,
            organisation=r.envelope.organisation,
            position=step.position,
            title=step.title,
            act=step.act.value,
            stage=step.stage,
            due=step.due,
            open=False,
        )
    open_what_is_next(rows, r)


@projection.on(StepAgreed, StepApproved)
def _(rows: Rows, e: StepAgreed | StepApproved, r: Recorded) -> None:
    rows.change(steps, plan_of(r), e.step, person=e.person, open=False)
    open_what_is_next(rows, r)


@projection.on(PlanReturned)
def _(rows: Rows, e: PlanReturned, r: Recorded) -> None:
    if e.to_step is not None:
        take_back(rows, r, e.to_step)
        return
    rows.delete_all(steps, plan_of(r))
    rows.put(
        returned,
        plan=plan_of(r),
        organisation=r.envelope.organisation,
        author=e.author,
        step=e.step,
        remarks=len(e.remarks),
        fix_by=e.fix_by,
        since=r.envelope.recorded_at,
    )


@projection.on(SubmissionWithdrawn)
def _(rows: Rows, e: SubmissionWithdrawn, r: Recorded) -> None:
    rows.delete_all(steps, plan_of(r))


def open_what_is_next(rows: Rows, r: Recorded) -> None:
    """The undecided steps of the first unfinished stage are open."""
    left = [row for row in rows.find(steps, plan_of(r)) if row["person"] is None]
    stage = min((row["stage"] for row in left), default=0)
    for row in left:
        if row["stage"] == stage and not row["open"]:
            rows.change(steps, plan_of(r), row["step"], open=True, since=r.envelope.recorded_at)


def take_back(rows: Rows, r: Recorded, to_step: str) -> None:
    """The stage of that step and all after it are undecided again."""
    route = rows.find(steps, plan_of(r))
    stage = stage_of(route, to_step)
    for row in route:
        if row["stage"] >= stage:
            rows.change(steps, plan_of(r), row["step"], person=None, open=False, since=None)
    open_what_is_next(rows, r)


def stage_of(route: Iterable[Row], step: str) -> int:
    return next(int(row["stage"]) for row in route if row["step"] == step)


def steps_waiting_for(db: Connection, organisation: str, positions: Iterable[str]) -> Sequence[RowMapping]:
    """Open steps of these posts, the earliest due first."""
    waits = select(steps).where(
        _OPEN, steps.c.organisation == organisation, steps.c.position.in_(list(positions))
    )
    return db.execute(waits.order_by(steps.c.due, steps.c.plan, steps.c.step)).mappings().all()


def steps_of(db: Connection, plan: str) -> Sequence[RowMapping]:
    """The route that a plan is on or was approved by, in its order; empty for a draft."""
    route = select(steps).where(steps.c.plan == plan).order_by(steps.c.stage, steps.c.due, steps.c.step)
    return db.execute(route).mappings().all()


def open_steps(db: Connection, organisation: str | None = None) -> Sequence[RowMapping]:
    """Every step that somebody should decide now, the earliest due first."""
    waits = select(steps).where(_OPEN)
    if organisation is not None:
        waits = waits.where(steps.c.organisation == organisation)
    return db.execute(waits.order_by(steps.c.due, steps.c.plan, steps.c.step)).mappings().all()


def returned_to(db: Connection, organisation: str, author: str) -> Sequence[RowMapping]:
    """Plans that came back to this person with remarks, the longest waiting first."""
    waits = select(returned).where(returned.c.organisation == organisation, returned.c.author == author)
    return db.execute(waits.order_by(returned.c.since, returned.c.plan)).mappings().all()
