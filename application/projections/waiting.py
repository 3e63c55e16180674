"""What waits for whom, and until when?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Boolean, Column, Connection, Date, Index, Integer, RowMapping, String, Table, select

from application.ports import Recorded
from application.projections.base import Instant, Projection, Sharing, metadata
from application.projections.plan_board import plan_of
from application.projections.rollup_counts import offices
from application.projections.rows import Row, Rows
from domain.plan.events import PlanReturned, PlanSubmitted, SubmissionWithdrawn
from domain.run.events import (
    RunMoved,
    RunRejected,
    RunReturned,
    RunStarted,
    RunVoided,
    RunWithdrawn,
    StepAcknowledged,
    StepAgreed,
    StepApproved,
    StepObjected,
    StepSigned,
    StepSkipped,
)
from domain.run.route import RouteStep

steps = Table(
    "waiting_steps",
    metadata,
    Column("plan", String, primary_key=True),
    Column("run", String, primary_key=True, doc="blank for the approval of the plan itself"),
    Column("step", String, primary_key=True),
    Column("organisation", String, nullable=False),
    Column("title", String, nullable=False),
    Column("act", String, nullable=False),
    Column("stage", Integer, nullable=False),
    Column("due", Date, nullable=False),
    Column("needs", Integer, nullable=False, doc="so many voices must speak for it"),
    Column("spoken", Integer, nullable=False, default=0, doc="so many did"),
    Column("person", String, doc="who decided it, null while nobody did"),
    Column("open", Boolean, nullable=False, doc="its turn has come and nobody decided it"),
    Column("since", Instant, doc="when its turn came"),
)
voices = Table(
    "waiting_voices",
    metadata,
    Column("plan", String, primary_key=True),
    Column("run", String, primary_key=True),
    Column("step", String, primary_key=True),
    Column("reference", String, primary_key=True, doc="see domain.workflow.definition.Who"),
    Column("person", String, doc="who spoke for it, null while nobody did"),
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
Index("waiting_steps_open", steps.c.organisation, sqlite_where=_OPEN, postgresql_where=_OPEN)
Index("waiting_voices_reference", voices.c.reference)
Index("waiting_returned_author", returned.c.organisation, returned.c.author)

_SAME_STEP = (voices.c.plan == steps.c.plan) & (voices.c.run == steps.c.run) & (voices.c.step == steps.c.step)

projection = Projection("waiting", version=3, tables=(steps, voices, returned), sharing=Sharing())


@projection.on(PlanSubmitted)
def _(rows: Rows, e: PlanSubmitted, r: Recorded) -> None:
    rows.delete(returned, plan_of(r))
    set_out(rows, r, "", e.route)


@projection.on(RunStarted)
def _(rows: Rows, e: RunStarted, r: Recorded) -> None:
    set_out(rows, r, e.run, e.route)


@projection.on(StepAgreed, StepApproved, StepSigned, StepAcknowledged)
def _(rows: Rows, e: StepAgreed | StepApproved | StepSigned | StepAcknowledged, r: Recorded) -> None:
    step = rows.get(steps, plan_of(r), e.run, e.step)
    assert step is not None
    spoken = step["spoken"] + 1
    done = {"person": e.person, "open": False} if spoken >= step["needs"] else {}
    rows.change(steps, plan_of(r), e.run, e.step, spoken=spoken, **done)
    speaks(rows, r, e)
    open_what_is_next(rows, r, e.run)


@projection.on(StepObjected)
def _(rows: Rows, e: StepObjected, r: Recorded) -> None:
    speaks(rows, r, e)


@projection.on(StepSkipped)
def _(rows: Rows, e: StepSkipped, r: Recorded) -> None:
    rows.change(steps, plan_of(r), e.run, e.step, person=e.person, open=False)
    open_what_is_next(rows, r, e.run)


@projection.on(PlanReturned)
def _(rows: Rows, e: PlanReturned, r: Recorded) -> None:
    if e.to_step is not None:
        take_back(rows, r, "", e.to_step)
        return
    forget(rows, r, "")
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


@projection.on(RunReturned)
def _(rows: Rows, e: RunReturned, r: Recorded) -> None:
    if e.to_step is None:
        forget(rows, r, e.run)
    else:
        take_back(rows, r, e.run, e.to_step)


@projection.on(SubmissionWithdrawn)
def _(rows: Rows, e: SubmissionWithdrawn, r: Recorded) -> None:
    forget(rows, r, "")


@projection.on(RunWithdrawn, RunRejected, RunVoided)
def _(rows: Rows, e: RunWithdrawn | RunRejected | RunVoided, r: Recorded) -> None:
    forget(rows, r, e.run)


@projection.on(RunMoved)
def _(rows: Rows, e: RunMoved, r: Recorded) -> None:
    before = {row["step"]: row for row in rows.find(steps, plan_of(r), e.run)}
    spoken = {(v["step"], v["reference"]): v["person"] for v in rows.find(voices, plan_of(r), e.run)}
    forget(rows, r, e.run)
    for step in e.route:
        old = before.get(step.key)
        kept = kept_of(old, step, spoken) if old else {}
        place(rows, r, e.run, step, **kept)
        for reference in step.who:
            rows.change(
                voices, plan_of(r), e.run, step.key, reference, person=spoken.get((step.key, reference))
            )
    open_what_is_next(rows, r, e.run)


def kept_of(old: Row, step: RouteStep, spoken: Mapping[tuple[str, str], str | None]) -> dict[str, object]:
    """What was said stays; whether it is enough is told by the other version. Passed over stays so."""
    decided = old["person"] if old["spoken"] < old["needs"] else None
    if old["spoken"] >= step.needs:
        said = (spoken.get((step.key, reference)) for reference in step.who)
        decided = old["person"] or next(filter(None, said), None)
    return {"spoken": old["spoken"], "person": decided, "since": old["since"]}


def set_out(rows: Rows, r: Recorded, run: str, route: Iterable[RouteStep]) -> None:
    forget(rows, r, run)
    for step in route:
        place(rows, r, run, step)
    open_what_is_next(rows, r, run)


def place(rows: Rows, r: Recorded, run: str, step: RouteStep, **known: object) -> None:
    rows.put(
        steps,
        plan=plan_of(r),
        run=run,
        step=step.key,
        organisation=r.envelope.organisation,
        title=step.title,
        act=step.act.value,
        stage=step.stage,
        due=step.due,
        needs=step.needs,
        open=False,
        **known,
    )
    for reference in step.who:
        rows.put(voices, plan=plan_of(r), run=run, step=step.key, reference=reference)


def forget(rows: Rows, r: Recorded, run: str) -> None:
    rows.delete_all(steps, plan_of(r), run)
    rows.delete_all(voices, plan_of(r), run)


def speaks(
    rows: Rows,
    r: Recorded,
    e: StepAgreed | StepApproved | StepSigned | StepAcknowledged | StepObjected,
) -> None:
    """Facts from before there were several voices do not name theirs: it is the only one."""
    for row in rows.find(voices, plan_of(r), e.run, e.step):
        if row["reference"] == e.voice or not e.voice:
            rows.change(voices, plan_of(r), e.run, e.step, row["reference"], person=e.person)


def open_what_is_next(rows: Rows, r: Recorded, run: str) -> None:
    """The undecided steps of the first unfinished stage are open."""
    left = [row for row in rows.find(steps, plan_of(r), run) if row["person"] is None]
    stage = min((row["stage"] for row in left), default=0)
    for row in left:
        if row["stage"] == stage and not row["open"]:
            rows.change(steps, plan_of(r), run, row["step"], open=True, since=r.envelope.recorded_at)


def take_back(rows: Rows, r: Recorded, run: str, to_step: str) -> None:
    """The stage of that step and all after it are undecided again."""
    route = rows.find(steps, plan_of(r), run)
    stage = stage_of(route, to_step)
    for row in route:
        if row["stage"] >= stage:
            rows.change(steps, plan_of(r), run, row["step"], person=None, spoken=0, open=False, since=None)
            rows.change_all(voices, plan_of(r), run, row["step"], person=None)
    open_what_is_next(rows, r, run)


def stage_of(route: Iterable[Row], step: str) -> int:
    return next(int(row["stage"]) for row in route if row["step"] == step)


def steps_waiting_for(db: Connection, organisation: str, references: Iterable[str]) -> Sequence[RowMapping]:
    """Open steps that wait for these voices, each once, the earliest due first."""
    waits = (
        select(steps)
        .join(voices, _SAME_STEP)
        .where(
            _OPEN,
            steps.c.organisation == organisation,
            voices.c.person.is_(None),
            voices.c.reference.in_(list(references)),
        )
        .distinct()
    )
    return db.execute(waits.order_by(steps.c.due, steps.c.plan, steps.c.run, steps.c.step)).mappings().all()


def steps_waiting_above(
    db: Connection, organisation: str, positions: Iterable[str] | None = None
) -> Sequence[RowMapping]:
    """Open steps of offices below that wait for these posts of the office above them, for any of its posts
    where none is named."""
    below = select(offices.c.organisation).where(offices.c.above == organisation)
    named = [f"above:{position}" for position in positions or ()]
    spoken_for = (
        voices.c.reference.startswith("above:") if positions is None else voices.c.reference.in_(named)
    )
    waits = (
        select(steps)
        .join(voices, _SAME_STEP)
        .where(_OPEN, steps.c.organisation.in_(below), voices.c.person.is_(None), spoken_for)
        .distinct()
    )
    return db.execute(waits.order_by(steps.c.due, steps.c.plan, steps.c.run, steps.c.step)).mappings().all()


def steps_of(db: Connection, plan: str, run: str = "") -> Sequence[RowMapping]:
    """The route that a plan is on or was approved by, in its order; empty for a draft."""
    route = select(steps).where(steps.c.plan == plan, steps.c.run == run)
    return db.execute(route.order_by(steps.c.stage, steps.c.due, steps.c.step)).mappings().all()


def voices_of(db: Connection, plan: str, run: str, step: str) -> Sequence[RowMapping]:
    """Whose word a step waits for, and who gave it."""
    named = select(voices).where(voices.c.plan == plan, voices.c.run == run, voices.c.step == step)
    return db.execute(named.order_by(voices.c.reference)).mappings().all()


def open_steps(db: Connection, organisation: str | None = None) -> Sequence[RowMapping]:
    """Every step that somebody should decide now, the earliest due first."""
    waits = select(steps).where(_OPEN)
    if organisation is not None:
        waits = waits.where(steps.c.organisation == organisation)
    return db.execute(waits.order_by(steps.c.due, steps.c.plan, steps.c.run, steps.c.step)).mappings().all()


def returned_to(db: Connection, organisation: str, author: str) -> Sequence[RowMapping]:
    """Plans that came back to this person with remarks, the longest waiting first."""
    waits = select(returned).where(returned.c.organisation == organisation, returned.c.author == author)
    return db.execute(waits.order_by(returned.c.since, returned.c.plan)).mappings().all()


def steps_overdue(db: Connection, before: date) -> Sequence[RowMapping]:
    """Open steps of all offices that were due before a day, the longest waiting first."""
    found = select(steps).where(_OPEN, steps.c.due < before)
    return db.execute(found.order_by(steps.c.due, steps.c.plan, steps.c.run, steps.c.step)).mappings().all()
