"""What is owed on which day, how much of it is done, and what must be told next?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, Index, Integer, RowMapping, String, Table, select

from application.ports import Recorded
from application.projections.base import Amount, Projection, Sharing, metadata
from application.projections.rows import Row, Rows
from domain.calendar import periods
from domain.notice.events import NoticeRaised
from domain.notice.policy import LOOKED_AT, Rung, lead_of, next_ring
from domain.plan.decisions.carrying_out import span
from domain.plan.document import PlanDocument
from domain.plan.events import (
    Due,
    DuePostponed,
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
    ExecutorAssigned,
    IndicatorReported,
    MeasureCancelled,
    MeasureHandedOver,
    MeasureRevised,
    NilDeclared,
    PeriodClosed,
    PeriodReopened,
    PlanAmended,
    PlanApproved,
    PlanDrafted,
    PlanRedrafted,
)

leads = Table(
    "due_leads",
    metadata,
    Column("plan", String, primary_key=True),
    Column("measure", String, primary_key=True),
    Column("lead", String, doc="reference, '' while unknown, null where nobody can be reminded"),
    Column("author", String, nullable=False),
)
ledger = Table(
    "due_ledger",
    metadata,
    Column("plan", String, primary_key=True),
    Column("measure", String, primary_key=True),
    Column("key", String, primary_key=True, doc="month 2021-01, quarter 2021Q1, or ''"),
    Column("organisation", String, nullable=False),
    Column("lead", String),
    Column("author", String, nullable=False),
    Column("planned", Date, nullable=False),
    Column("due", Date, nullable=False),
    Column("remind", Date, nullable=False),
    Column("escalate", Date, nullable=False),
    Column("before_approval", Boolean, nullable=False),
    Column("quantity", Amount, doc="null where any record will do"),
    Column("done", Amount, nullable=False, default=Decimal(0)),
    Column("records", Integer, nullable=False, default=0),
    Column("level_on", Date, doc="the day of the latest level of a stock"),
    Column("nil", Boolean, nullable=False, default=False),
    Column("state", String, nullable=False, default="open", doc="open, done or closed"),
    Column("since", Date, nullable=False, doc="the day from which on it was open"),
    Column("told", String, nullable=False, default="", doc="the last rung told, '' for none"),
    Column("ring", Date, doc="the day of the next rung, null where nothing will be told"),
)
ZERO = Decimal(0)
deeds = Table(
    "due_deeds",
    metadata,
    Column("plan", String, primary_key=True),
    Column("execution", String, primary_key=True),
    Column("measure", String, nullable=False),
    Column("done_on", Date, nullable=False),
    Column("quantity", Amount, nullable=False),
)
_RINGS, _OPEN = ledger.c.ring.is_not(None), ledger.c.state == "open"
Index("due_ledger_ring", ledger.c.ring, sqlite_where=_RINGS, postgresql_where=_RINGS)
Index("due_ledger_open", ledger.c.organisation, ledger.c.due, sqlite_where=_OPEN, postgresql_where=_OPEN)

projection = Projection(
    "due_ledger",
    version=5,
    tables=(leads, ledger, deeds),
    sharing=Sharing({NoticeRaised: lambda raised: f"plan-{raised.plan}"}),
    together={leads: 1, ledger: 1},
)


LEADS = tuple(f"document.measures.{name}" for name in ("id", *(f"executors.{e}" for e in LOOKED_AT)))
OWED = ("measure", "key", "planned", "due", "remind", "escalate", "quantity", "before_approval")
DEED = ("execution", "measure", "done_on", "quantity")
_of_due = attrgetter(*OWED)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a row, for `domain.notice.policy`."""

    due: date
    remind: date
    escalate: date


@projection.on(PlanDrafted, reads=("prepared_by", *LEADS))
def _(rows: Rows, e: PlanDrafted, r: Recorded) -> None:
    put_leads(rows, plan_of(r), e.document, e.prepared_by)


@projection.on(PlanRedrafted, reads=("author", *LEADS))
def _(rows: Rows, e: PlanRedrafted, r: Recorded) -> None:
    rows.delete_all(leads, plan_of(r))
    put_leads(rows, plan_of(r), e.document, e.author)


@projection.on(MeasureRevised)
def _(rows: Rows, e: MeasureRevised, r: Recorded) -> None:
    rows.change(leads, plan_of(r), e.measure.id, lead=lead_of(e.measure.executors))


@projection.on(ExecutorAssigned)
def _(rows: Rows, e: ExecutorAssigned, r: Recorded) -> None:
    rows.change(leads, plan_of(r), e.measure, lead=lead_of(e.executors))


@projection.on(MeasureHandedOver)
def _(rows: Rows, e: MeasureHandedOver, r: Recorded) -> None:
    rows.change(leads, plan_of(r), e.measure, lead=e.to)
    rows.change_all(ledger, plan_of(r), e.measure, lead=e.to)


@projection.on(PlanApproved, reads=("approved_on", *(f"schedule.{name}" for name in OWED)))
def _(rows: Rows, e: PlanApproved, r: Recorded) -> None:
    since = e.approved_on
    for due in e.schedule:
        settle(rows, put_due(rows, r, due, since), since)


@projection.on(PlanAmended)
def _(rows: Rows, e: PlanAmended, r: Recorded) -> None:
    author = rows.find(leads, plan_of(r))[0]["author"]
    for measure in e.measures:
        lead = lead_of(measure.executors)
        rows.put(leads, plan=plan_of(r), measure=measure.id, lead=lead, author=author)
    for id in (*e.removed, *(measure.id for measure in e.measures)):
        drop_what_is_owed_no_more(rows, r, id, {due.key for due in e.schedule if due.measure == id})
    for due in e.schedule:
        owe(rows, r, due)


@projection.on(DuePostponed)
def _(rows: Rows, e: DuePostponed, r: Recorded) -> None:
    owe(rows, r, e.new)


@projection.on(ExecutionLogged, reads=DEED)
def _(rows: Rows, e: ExecutionLogged, r: Recorded) -> None:
    amount = e.quantity or ZERO
    count(rows, r, e.measure, e.done_on, amount, 1)
    rows.put(
        deeds,
        plan=plan_of(r),
        execution=e.execution,
        measure=e.measure,
        done_on=e.done_on,
        quantity=amount,
    )


@projection.on(ExecutionCorrected, reads=DEED)
def _(rows: Rows, e: ExecutionCorrected, r: Recorded) -> None:
    take_back(rows, r, e.execution)
    amount = e.quantity or ZERO
    count(rows, r, e.measure, e.done_on, amount, 1)
    rows.change(deeds, plan_of(r), e.execution, done_on=e.done_on, quantity=amount)


@projection.on(ExecutionRetracted)
def _(rows: Rows, e: ExecutionRetracted, r: Recorded) -> None:
    take_back(rows, r, e.execution)
    rows.delete(deeds, plan_of(r), e.execution)


@projection.on(NilDeclared)
def _(rows: Rows, e: NilDeclared, r: Recorded) -> None:
    first, last = span(e.period)
    for row in rows.find(ledger, plan_of(r), e.measure):
        if first <= row["planned"] <= last:
            settle(rows, rows.change(ledger, *key_of(row), nil=True), since=day_of(r))


@projection.on(IndicatorReported)
def _(rows: Rows, e: IndicatorReported, r: Recorded) -> None:
    for row in rows_of_day(rows, r, e.measure, e.on):
        if row["level_on"] is None or row["level_on"] <= e.on:
            level = {"done": e.value, "level_on": e.on, "records": row["records"] + 1}
            settle(rows, rows.change(ledger, *key_of(row), **level), since=day_of(r))


@projection.on(PeriodClosed)
def _(rows: Rows, e: PeriodClosed, r: Recorded) -> None:
    for row in rows.find(ledger, plan_of(r)):
        if periods.covers(e.period, row["planned"]):
            rows.change(ledger, *key_of(row), state="closed")


@projection.on(PeriodReopened)
def _(rows: Rows, e: PeriodReopened, r: Recorded) -> None:
    for row in rows.find(ledger, plan_of(r)):
        if row["state"] == "closed" and periods.covers(e.period, row["planned"]):
            opened = {"state": "done"} if is_done(row) else {"state": "open", "since": day_of(r)}
            rows.change(ledger, *key_of(row), **opened)


@projection.on(MeasureCancelled)
def _(rows: Rows, e: MeasureCancelled, r: Recorded) -> None:
    drop_what_is_owed_no_more(rows, r, e.measure, set())


@projection.on(NoticeRaised)
def _(rows: Rows, e: NoticeRaised, r: Recorded) -> None:
    """A date may have been dropped while it was told."""
    key = (e.plan, str(e.measure), e.subject.rpartition("/")[2])
    if e.kind in set(Rung) and rows.get(ledger, *key) is not None:
        rows.change(ledger, *key, told=e.kind)


@projection.finishes_rows_of(ledger)
def _(row: Row) -> dict[str, date | None]:
    return {"ring": ring_of(row)}


def put_leads(rows: Rows, plan: str, document: PlanDocument, author: str) -> None:
    for measure in document.measures:
        rows.put(leads, plan=plan, measure=measure.id, lead=lead_of(measure.executors), author=author)


def drop_what_is_owed_no_more(rows: Rows, r: Recorded, measure: str, keys: set[str]) -> None:
    for row in rows.find(ledger, plan_of(r), measure):
        if row["state"] != "closed" and row["key"] not in keys:
            rows.delete(ledger, *key_of(row))


def owe(rows: Rows, r: Recorded, due: Due) -> None:
    """A date as it counts from now on, with what was done for it before; a later day is told anew."""
    known = rows.get(leads, plan_of(r), due.measure)
    assert known is not None
    before = rows.get(ledger, plan_of(r), due.measure, due.key)
    if before is None:
        new = put_due(rows, r, due, day_of(r))
        counted = done_before(rows, r, due)
        settle(rows, rows.change(ledger, *key_of(new), **counted), since=day_of(r))
        return
    again = {"told": "", "since": day_of(r)} if before["due"] != due.due else {}
    days = {**owed_by(due), "lead": known["lead"], **again}
    settle(rows, rows.change(ledger, *key_of(before), **days), since=day_of(r))


def put_due(rows: Rows, r: Recorded, due: Due, since: date) -> Row:
    plan, office = plan_of(r), r.envelope.organisation
    known = rows.get(leads, plan, due.measure)
    assert known is not None
    lead, author = known["lead"], known["author"]
    return rows.put(
        ledger, plan=plan, organisation=office, lead=lead, author=author, since=since, **owed_by(due)
    )


def owed_by(due: Due) -> dict[str, Any]:
    return dict(zip(OWED, _of_due(due), strict=True))


def done_before(rows: Rows, r: Recorded, due: Due) -> dict[str, Any]:
    """What deeds recorded earlier come to for a date that is owed only now."""
    deeds_of = [d for d in rows.find(deeds, plan_of(r)) if d["measure"] == due.measure]
    counted = [d["quantity"] for d in deeds_of if due.key in keys_of(d["done_on"])]
    return {"done": sum(counted, Decimal(0)), "records": len(counted)}


def plan_of(r: Recorded) -> str:
    return r.stream.removeprefix("plan-")


def day_of(r: Recorded) -> date:
    return r.envelope.recorded_at.date()


def key_of(row: Row) -> tuple[str, str, str]:
    return row["plan"], row["measure"], row["key"]


def rows_of_day(rows: Rows, r: Recorded, measure: str, day: date) -> Sequence[Row]:
    """The dates that a deed of this day counts towards: its month's, its quarter's, or the measure's only
    one."""
    plan = plan_of(r)
    return [row for key in keys_of(day) if (row := rows.get(ledger, plan, measure, key))]


@lru_cache(maxsize=4000)
def keys_of(day: date) -> tuple[str, str, str]:
    return f"{day:%Y-%m}", f"{day.year}Q{(day.month + 2) // 3}", ""


def count(rows: Rows, r: Recorded, measure: str, day: date, amount: Decimal, records: int) -> None:
    plan, get = plan_of(r), rows.get
    for key in keys_of(day):
        if row := get(ledger, plan, measure, key):
            done, told = row["done"] + amount, row["records"] + records
            new = rows.change(ledger, plan, measure, key, done=done, records=told)
            settle(rows, new, since=day_of(r))


def take_back(rows: Rows, r: Recorded, execution: str) -> None:
    deed = rows.get(deeds, plan_of(r), execution)
    assert deed is not None
    count(rows, r, deed["measure"], deed["done_on"], -deed["quantity"], -1)


def settle(rows: Rows, row: Row, since: date) -> None:
    """Say anew of a changed row whether it is done; ``since`` is the day where that opens it again."""
    state = "done" if is_done(row) else "open"
    if row["state"] != state and row["state"] != "closed":
        opened = {"since": since} if state == "open" else {}
        rows.change(ledger, *key_of(row), state=state, **opened)


def is_done(row: Mapping[str, Any]) -> bool:
    """Enough was counted; where no number is planned, any record or nil will do."""
    if row["quantity"] is None:
        return bool(row["records"] or row["nil"])
    return bool(row["done"] >= row["quantity"])


def ring_of(row: Mapping[str, Any]) -> date | None:
    """What was due before the approval is told in the letter about the approval, and never again."""
    if row["state"] != "open" or row["lead"] is None or row["before_approval"]:
        return None
    return next_ring(days_of(row), row["told"], row["since"])


def days_of(row: Mapping[str, Any]) -> Days:
    return Days(row["due"], row["remind"], row["escalate"])


@dataclass(frozen=True, slots=True)
class Ringing:
    """A date with a rung to tell; see `domain.notice.policy.Owed`."""

    organisation: str
    plan: str
    measure: str
    key: str
    lead: str
    author: str
    due: date
    remind: date
    escalate: date
    since: date
    told: str
    ring: date

    @property
    def subject(self) -> str:
        return f"{self.plan}/{self.measure}/{self.key}"


_RINGING = tuple(ledger.c[name] for name in Ringing.__slots__)


def what_rings(db: Connection, today: date, limit: int) -> list[Ringing]:
    """Dates with a rung reached by ``today``, the longest waiting first; read through the partial index."""
    reached = select(*_RINGING).where(ledger.c.ring <= today).order_by(ledger.c.ring).limit(limit)
    return [Ringing(*row) for row in db.execute(reached)]


def due_of(db: Connection, plan: str, measure: str, key: str) -> RowMapping | None:
    one = select(ledger).where(ledger.c.plan == plan, ledger.c.measure == measure, ledger.c.key == key)
    return db.execute(one).mappings().one_or_none()


def dues_of(db: Connection, plan: str) -> Sequence[RowMapping]:
    """All dates that a plan owes, the earliest first."""
    owed = select(ledger).where(ledger.c.plan == plan).order_by(ledger.c.due, ledger.c.measure, ledger.c.key)
    return db.execute(owed).mappings().all()


def offices_that_ring(db: Connection) -> Sequence[str]:
    """Organisations to which something is still to be told."""
    return db.execute(select(ledger.c.organisation).where(_RINGS).distinct()).scalars().all()
