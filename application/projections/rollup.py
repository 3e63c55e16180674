"""How do unit, centre, region and country stand in a period?

Every row of a report is counted once under the course its state takes from day to day, for its unit, its
office and each office above: a look reads no more than the counters of the nodes it shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Connection,
    select,
)

from application.ports import Recorded
from application.projections.base import Projection, Sharing, is_one_of
from application.projections.rollup_counts import (
    LEVEL,
    add,
    chain,
    counted,
    counts,
    deeds,
    held,
    offices,
    plans,
    posts,
    read,
    recount,
    reported_on,
    said,
    stands,
    texts,
)
from application.projections.rollup_standing import Standing, standings
from application.projections.rows import Row, Rows
from domain.calendar import periods
from domain.people.events import OfficeMoved, OrganisationRegistered, PositionCreated
from domain.plan.decisions.carrying_out import span
from domain.plan.document import Measure
from domain.plan.events import (
    Due,
    DuePostponed,
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
    ExecutorAssigned,
    IndicatorReported,
    MeasureCancelled,
    MeasureRevised,
    NilDeclared,
    PeriodClosed,
    PeriodReopened,
    PlanAmended,
    PlanApproved,
    PlanDrafted,
    PlanRedrafted,
    ShortfallExplained,
)
from domain.report.course import state_of
from domain.report.put_off import falls_later
from domain.report.shapes import Amounts

projection = Projection(
    "rollup",
    version=5,
    tables=(offices, held, posts, plans, texts, deeds, said, counted, counts),
    sharing=Sharing(alike=(offices, held, posts), summed=(counts,)),
    together={texts: 1, deeds: 2, said: 1, counted: 1},
)
projection.reckons(recount)
HELD = "held"
DEED = ("execution", "measure", "done_on", "quantity", "parts")


@projection.on(OrganisationRegistered)
def _(rows: Rows, e: OrganisationRegistered, r: Recorded) -> None:
    rows.put(offices, organisation=e.organisation, title=e.title, above="", said=e.above or "", zone=e.zone)
    place(rows, e.organisation)


@projection.on(OfficeMoved)
def _(rows: Rows, e: OfficeMoved, r: Recorded) -> None:
    """All that is counted of the office, and of those below it, leaves the old offices above for the new."""
    office = rows.change(offices, r.envelope.organisation, said=e.above or "")
    carry(rows, office["organisation"], office["above"], -1)
    rows.change(offices, office["organisation"], above="")
    place(rows, office["organisation"])


@projection.on(PositionCreated)
def _(rows: Rows, e: PositionCreated, r: Recorded) -> None:
    rows.reckon_now()
    rows.put(posts, organisation=r.envelope.organisation, position=e.position, unit=e.unit)


@projection.on(PlanDrafted, PlanRedrafted, reads=("document.period", "document.measures"))
def _(rows: Rows, e: PlanDrafted | PlanRedrafted, r: Recorded) -> None:
    rows.delete_all(texts, plan_of(r))
    named = {"organisation": r.envelope.organisation, "period": e.document.period}
    rows.put(plans, plan=plan_of(r), **named, closed=[])
    for measure in e.document.measures:
        put_text(rows, r, measure, {})


@projection.on(MeasureRevised)
def _(rows: Rows, e: MeasureRevised, r: Recorded) -> None:
    put_text(rows, r, e.measure, {})


@projection.on(ExecutorAssigned)
def _(rows: Rows, e: ExecutorAssigned, r: Recorded) -> None:
    row = rows.get(texts, plan_of(r), e.measure)
    assert row is not None
    put_text(rows, r, read(row["text"]).model_copy(update={"executors": e.executors}), row["dues"])


@projection.on(PlanApproved, reads=("schedule",))
def _(rows: Rows, e: PlanApproved, r: Recorded) -> None:
    rows.change(plans, plan_of(r), in_force=True)
    for due in e.schedule:
        put_due(rows, r, due)
    for row in rows.find(texts, plan_of(r)):
        rows.reckon_later(plan_of(r), row["measure"])


@projection.on(PlanAmended)
def _(rows: Rows, e: PlanAmended, r: Recorded) -> None:
    for measure in e.measures:
        put_text(rows, r, measure, {})
    for due in e.schedule:
        put_due(rows, r, due)
    for measure in e.measures:
        rows.reckon_later(plan_of(r), measure.id)
    for id in e.removed:
        rows.delete(texts, plan_of(r), id)
        rows.reckon_later(plan_of(r), id)


@projection.on(MeasureCancelled)
def _(rows: Rows, e: MeasureCancelled, r: Recorded) -> None:
    rows.change(texts, plan_of(r), e.measure, cancelled=True)
    rows.reckon_later(plan_of(r), e.measure)


@projection.on(DuePostponed)
def _(rows: Rows, e: DuePostponed, r: Recorded) -> None:
    put_due(rows, r, e.new)
    rows.reckon_later(plan_of(r), e.new.measure)


@projection.on(ExecutionLogged, reads=DEED)
def _(rows: Rows, e: ExecutionLogged, r: Recorded) -> None:
    put_deed(rows, r, e.measure, e.execution, e.done_on, r.version, amounts_of(e))


@projection.on(ExecutionCorrected, reads=DEED)
def _(rows: Rows, e: ExecutionCorrected, r: Recorded) -> None:
    """It keeps its place among the deeds of its day."""
    before = rows.get(deeds, plan_of(r), e.measure, e.execution)
    version = before["version"] if before else r.version
    put_deed(rows, r, e.measure, e.execution, e.done_on, version, amounts_of(e))


@projection.on(ExecutionRetracted)
def _(rows: Rows, e: ExecutionRetracted, r: Recorded) -> None:
    rows.delete(deeds, plan_of(r), e.measure, e.execution)
    rows.reckon_later(plan_of(r), e.measure)


@projection.on(IndicatorReported)
def _(rows: Rows, e: IndicatorReported, r: Recorded) -> None:
    put_deed(rows, r, e.measure, f"{LEVEL}{r.version}", e.on, r.version, (e.value,))


@projection.on(NilDeclared)
def _(rows: Rows, e: NilDeclared, r: Recorded) -> None:
    for period in reported_on(plan_row(rows, plan_of(r))["period"]):
        if periods.covers(period, span(e.period)[1]):
            before = rows.get(said, plan_of(r), e.measure, period)
            say(rows, r, e.measure, period, nils=[*(before["nils"] if before else ()), e.period])
    rows.reckon_later(plan_of(r), e.measure)


@projection.on(ShortfallExplained)
def _(rows: Rows, e: ShortfallExplained, r: Recorded) -> None:
    say(rows, r, e.measure, e.period, explained=True, carried=falls_later(e.new_term, e.period))
    rows.reckon_later(plan_of(r), e.measure)


@projection.on(PeriodClosed)
def _(rows: Rows, e: PeriodClosed, r: Recorded) -> None:
    """The state on the day of closing stands, for each period whose last quarter this is."""
    rows.reckon_now()
    closed = [*plan_row(rows, plan_of(r))["closed"], e.period]
    rows.change(plans, plan_of(r), closed=closed)
    office = rows.get(offices, r.envelope.organisation)
    today = r.envelope.recorded_at.astimezone(ZoneInfo(office["zone"] if office else "UTC")).date()
    for row in rows.find(counted, plan_of(r)):
        if not row["settled"] and set(periods.quarters(row["period"])) <= set(closed):
            stands(rows, row, {**row, "course": state_of(row["course"], today).value, "settled": True})


@projection.on(PeriodReopened)
def _(rows: Rows, e: PeriodReopened, r: Recorded) -> None:
    """Rows of the period count again, with what came since."""
    rows.reckon_now()
    closed = [period for period in plan_row(rows, plan_of(r))["closed"] if period != e.period]
    rows.change(plans, plan_of(r), closed=closed)
    for row in rows.find(counted, plan_of(r)):
        if row["settled"] and e.period in periods.quarters(row["period"]):
            stands(rows, row, {**row, "settled": False})
            rows.reckon_later(plan_of(r), row["measure"])


def place(rows: Rows, organisation: str) -> None:
    """The office, and each that was held back, goes under the one that it stands under by the record; in a
    ring one of them is held back and stays a top until the ring is undone."""
    known = rows.get(held, HELD)
    waiting = known["offices"] if known else []
    still = [office for office in dict.fromkeys([organisation, *waiting]) if not placed(rows, office)]
    if still or waiting:
        rows.put(held, what=HELD, offices=still)


def placed(rows: Rows, organisation: str) -> bool:
    """False where that would make a ring."""
    office = rows.get(offices, organisation)
    assert office is not None
    if organisation in chain(rows, office["said"]):
        return False
    rows.change(offices, organisation, above=office["said"])
    carry(rows, organisation, office["said"], 1)
    return True


def carry(rows: Rows, organisation: str, above: str, sign: int) -> None:
    """The counters of an office, to or from each office above it."""
    for row in rows.find(counts, organisation):
        for node in chain(rows, above):
            amounts = (row["planned"] * sign, row["done"] * sign)
            add(rows, node, row["period"], row["course"], row["rows"] * sign, *amounts)


def plan_of(r: Recorded) -> str:
    return r.stream.removeprefix("plan-")


def plan_row(rows: Rows, plan: str) -> Row:
    row = rows.get(plans, plan)
    assert row is not None
    return row


def put_text(rows: Rows, r: Recorded, measure: Measure, dues: Mapping[str, str]) -> None:
    text = measure.model_dump_json(exclude_defaults=True)
    rows.put(texts, plan=plan_of(r), measure=measure.id, text=text, dues=dict(dues))


def put_due(rows: Rows, r: Recorded, due: Due) -> None:
    row = rows.get(texts, plan_of(r), due.measure)
    assert row is not None
    rows.change(texts, plan_of(r), due.measure, dues={**row["dues"], due.key: due.due.isoformat()})


def amounts_of(e: ExecutionLogged | ExecutionCorrected) -> Amounts:
    return e.parts or (() if e.quantity is None else (e.quantity,))


def put_deed(
    rows: Rows, r: Recorded, measure: str, execution: str, on: date, version: int, amounts: Amounts
) -> None:
    told = [str(amount) for amount in amounts]
    key = {"plan": plan_of(r), "measure": measure, "execution": execution}
    rows.put(deeds, **key, on=on, version=version, amounts=told)
    rows.reckon_later(plan_of(r), measure)


def say(rows: Rows, r: Recorded, measure: str, period: str, **what: bool | list[str]) -> None:
    key = (plan_of(r), measure, period)
    if rows.get(said, *key) is None:
        rows.put(said, plan=key[0], measure=measure, period=period, nils=[])
    rows.change(said, *key, **what)


def rolled_up(db: Connection, node: str, period: str, today: date) -> Standing:
    """An office with all that is below it, or one unit ``ORG/UNIT``; nothing but its own counters is read."""
    title = db.execute(select(offices.c.title).where(offices.c.organisation == node)).scalar()
    return standings(db, counts.c.node == node, {node: title or node}, period, today)[0]


def below(db: Connection, node: str, period: str, today: date) -> list[Standing]:
    """The offices directly below, by id; for an office without such, its units."""
    children = select(offices.c.organisation, offices.c.title).where(offices.c.above == node)
    titles = {row[0]: str(row[1]) for row in db.execute(children)}
    units = counts.c.node.startswith(f"{node}/", autoescape=True)
    named = is_one_of(db, counts.c.node, list(titles)) if titles else units
    return standings(db, named, titles, period, today)


def tops(db: Connection) -> list[str]:
    """The offices that have none above."""
    found = select(offices.c.organisation).where(offices.c.above == "").order_by(offices.c.organisation)
    return list(db.execute(found).scalars())
