"""How do unit, centre, region and country stand in a period?

Every row of a report is counted once under the course its state takes from day to day, for its unit, its
office and each office above: a look reads no more than the counters of the nodes it shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Index,
    Integer,
    String,
    Table,
    Text,
    func,
    select,
)

from application.ports import Recorded
from application.projections.base import Amount, Listed, Projection, metadata
from application.projections.rows import Row, Rows
from domain.calendar import periods
from domain.people.events import OrganisationRegistered, PositionCreated
from domain.plan.decisions.execution import span
from domain.plan.document import Measure
from domain.plan.events import (
    Due,
    DuePostponed,
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
    ExecutorAssigned,
    IndicatorReported,
    MeasureRevised,
    NilDeclared,
    PeriodClosed,
    PlanAmended,
    PlanApproved,
    PlanDrafted,
    PlanRedrafted,
    ShortfallExplained,
)
from domain.report.actual import figure
from domain.report.compile import added, carries_over, is_summed
from domain.report.course import OnRecord, State, course, state_of, state_on, written
from domain.report.planned import Meaning, Planned, planned_in
from domain.report.shapes import Amounts, Deed

offices = Table(
    "rollup_offices",
    metadata,
    Column("organisation", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("above", String, nullable=False),
    Column("zone", String, nullable=False),
)
Index("rollup_offices_above", offices.c.above)
posts = Table(
    "rollup_posts",
    metadata,
    Column("organisation", String, primary_key=True),
    Column("position", String, primary_key=True),
    Column("unit", String, nullable=False),
)
plans = Table(
    "rollup_plans",
    metadata,
    Column("plan", String, primary_key=True),
    Column("period", String, nullable=False),
    Column("in_force", Boolean, nullable=False, default=False),
    Column("closed", Listed, nullable=False),
)
texts = Table(
    "rollup_texts",
    metadata,
    Column("plan", String, primary_key=True),
    Column("measure", String, primary_key=True),
    Column("text", Text, nullable=False, doc="the measure as JSON"),
    Column("dues", Listed, nullable=False, doc="day due by key of the schedule"),
)
deeds = Table(
    "rollup_deeds",
    metadata,
    Column("plan", String, primary_key=True),
    Column("measure", String, primary_key=True),
    Column("execution", String, primary_key=True),
    Column("on", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("amounts", Listed, nullable=False),
)
said = Table(
    "rollup_said",
    metadata,
    Column("plan", String, primary_key=True),
    Column("measure", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("nil", Boolean, nullable=False, default=False),
    Column("explained", Boolean, nullable=False, default=False),
    Column("carried", Boolean, nullable=False, default=False),
)
counted = Table(
    "rollup_rows",
    metadata,
    Column("plan", String, primary_key=True),
    Column("measure", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("organisation", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("course", String, nullable=False),
    Column("planned", Amount, nullable=False),
    Column("done", Amount, nullable=False),
    Column("settled", Boolean, nullable=False, default=False, doc="its period is closed"),
)
counts = Table(
    "rollup_counts",
    metadata,
    Column("node", String, primary_key=True, doc="an office, or ORG/UNIT"),
    Column("period", String, primary_key=True),
    Column("course", String, primary_key=True, doc="how its rows stand, day by day"),
    Column("rows", Integer, nullable=False),
    Column("planned", Amount, nullable=False),
    Column("done", Amount, nullable=False),
)

projection = Projection(
    "rollup", version=1, tables=(offices, posts, plans, texts, deeds, said, counted, counts)
)
DEEPEST = 16
"""So many offices may stand above each other; a longer chain is a ring."""


@projection.on(OrganisationRegistered)
def _(rows: Rows, e: OrganisationRegistered, r: Recorded) -> None:
    above = e.above or ""
    rows.put(offices, organisation=e.organisation, title=e.title, above=above, zone=e.zone)
    if above:
        for row in rows.find(counts, e.organisation):
            for node in chain(rows, above):
                add(rows, node, row["period"], row["course"], row["rows"], row["planned"], row["done"])


@projection.on(PositionCreated)
def _(rows: Rows, e: PositionCreated, r: Recorded) -> None:
    rows.put(posts, organisation=r.envelope.organisation, position=e.position, unit=e.unit)


@projection.on(PlanDrafted, PlanRedrafted)
def _(rows: Rows, e: PlanDrafted | PlanRedrafted, r: Recorded) -> None:
    rows.delete_all(texts, plan_of(r))
    rows.put(plans, plan=plan_of(r), period=e.document.period, closed=[])
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


@projection.on(PlanApproved)
def _(rows: Rows, e: PlanApproved, r: Recorded) -> None:
    rows.change(plans, plan_of(r), in_force=True)
    for due in e.schedule:
        put_due(rows, r, due)
    for row in rows.find(texts, plan_of(r)):
        recount(rows, r, row["measure"])


@projection.on(PlanAmended)
def _(rows: Rows, e: PlanAmended, r: Recorded) -> None:
    for measure in e.measures:
        put_text(rows, r, measure, {})
    for due in e.schedule:
        put_due(rows, r, due)
    for measure in e.measures:
        recount(rows, r, measure.id)
    for id in e.removed:
        for row in rows.find(counted, plan_of(r), id):
            if not row["settled"]:
                stands(rows, {**row, "course": State.CANCELLED, "planned": Decimal(), "done": Decimal()})
        rows.delete(texts, plan_of(r), id)


@projection.on(DuePostponed)
def _(rows: Rows, e: DuePostponed, r: Recorded) -> None:
    put_due(rows, r, e.new)
    recount(rows, r, e.new.measure)


@projection.on(ExecutionLogged, ExecutionCorrected)
def _(rows: Rows, e: ExecutionLogged | ExecutionCorrected, r: Recorded) -> None:
    before = rows.get(deeds, plan_of(r), e.measure, e.execution)
    amounts = e.parts or (() if e.quantity is None else (e.quantity,))
    version = before["version"] if before else r.version
    put_deed(rows, r, e.measure, e.execution, e.done_on, version, amounts)


@projection.on(ExecutionRetracted)
def _(rows: Rows, e: ExecutionRetracted, r: Recorded) -> None:
    rows.delete(deeds, plan_of(r), e.measure, e.execution)
    recount(rows, r, e.measure)


@projection.on(IndicatorReported)
def _(rows: Rows, e: IndicatorReported, r: Recorded) -> None:
    put_deed(rows, r, e.measure, f"{LEVEL}{r.version}", e.on, r.version, (e.value,))


@projection.on(NilDeclared)
def _(rows: Rows, e: NilDeclared, r: Recorded) -> None:
    for period in reported_on(rows, r):
        if periods.covers(period, span(e.period)[1]):
            say(rows, r, e.measure, period, nil=True)
    recount(rows, r, e.measure)


@projection.on(ShortfallExplained)
def _(rows: Rows, e: ShortfallExplained, r: Recorded) -> None:
    say(rows, r, e.measure, e.period, explained=True, carried=bool(e.new_term))
    recount(rows, r, e.measure)


@projection.on(PeriodClosed)
def _(rows: Rows, e: PeriodClosed, r: Recorded) -> None:
    """The state on the day of closing stands, for each period whose last quarter this is."""
    plan = rows.get(plans, plan_of(r))
    assert plan is not None
    closed = [*plan["closed"], e.period]
    rows.change(plans, plan_of(r), closed=closed)
    office = rows.get(offices, r.envelope.organisation)
    today = r.envelope.recorded_at.astimezone(ZoneInfo(office["zone"] if office else "UTC")).date()
    for row in rows.find(counted, plan_of(r)):
        if not row["settled"] and set(periods.quarters(row["period"])) <= set(closed):
            stands(rows, {**row, "course": final(rows, row, today), "settled": True})


LEVEL = "level "


def plan_of(r: Recorded) -> str:
    return r.stream.removeprefix("plan-")


def put_text(rows: Rows, r: Recorded, measure: Measure, dues: Mapping[str, str]) -> None:
    text = measure.model_dump_json(exclude_defaults=True)
    rows.put(texts, plan=plan_of(r), measure=measure.id, text=text, dues=dict(dues))


def put_due(rows: Rows, r: Recorded, due: Due) -> None:
    row = rows.get(texts, plan_of(r), due.measure)
    assert row is not None
    rows.change(texts, plan_of(r), due.measure, dues={**row["dues"], due.key: due.due.isoformat()})


def put_deed(
    rows: Rows, r: Recorded, measure: str, execution: str, on: date, version: int, amounts: Amounts
) -> None:
    told = [str(amount) for amount in amounts]
    key = {"plan": plan_of(r), "measure": measure, "execution": execution}
    rows.put(deeds, **key, on=on, version=version, amounts=told)
    recount(rows, r, measure)


def say(rows: Rows, r: Recorded, measure: str, period: str, **what: bool) -> None:
    key = (plan_of(r), measure, period)
    if rows.get(said, *key) is None:
        rows.put(said, plan=key[0], measure=measure, period=period)
    rows.change(said, *key, **what)


def reported_on(rows: Rows, r: Recorded) -> Sequence[str]:
    """The quarters of the plan, and its whole year."""
    plan = rows.get(plans, plan_of(r))
    assert plan is not None
    return tuple(dict.fromkeys((*periods.quarters(plan["period"]), plan["period"])))


def recount(rows: Rows, r: Recorded, measure: str) -> None:
    """The measure's rows as they stand now; those of closed periods stay, and nothing is told of a draft."""
    plan, text = rows.get(plans, plan_of(r)), rows.get(texts, plan_of(r), measure)
    if text is None or plan is None or not plan["in_force"]:
        return
    for period in reported_on(rows, r):
        before = rows.get(counted, plan_of(r), measure, period)
        if not (before and before["settled"]):
            one = One.of(rows, plan["period"], text, period)
            organisation = r.envelope.organisation
            stands(
                rows,
                {
                    "plan": plan_of(r),
                    "measure": measure,
                    "period": period,
                    "organisation": organisation,
                    "unit": unit_of(rows, organisation, one.measure),
                    "course": written(course(one.planned, one.known, periods.ends(period))),
                    **one.sums(),
                    "settled": False,
                },
            )


def final(rows: Rows, row: Row, today: date) -> str:
    if row["course"] == State.CANCELLED:
        return State.CANCELLED
    plan, text = rows.get(plans, row["plan"]), rows.get(texts, row["plan"], row["measure"])
    assert plan is not None
    assert text is not None
    one = One.of(rows, plan["period"], text, row["period"])
    return state_on(one.planned, one.known, periods.ends(row["period"]), today)


@dataclass(frozen=True, slots=True)
class One:
    """One measure in one period: what is planned, what was done, what was said."""

    measure: Measure
    planned: Planned
    known: OnRecord

    @classmethod
    def of(cls, rows: Rows, plan_period: str, text: Row, period: str) -> One:
        measure = read(text["text"])
        dues = {key: as_due(measure.id, key, day) for key, day in text["dues"].items()}
        planned = planned_in(measure, period, plan_period, dues)
        spoken = rows.get(said, text["plan"], measure.id, period) or {}
        records = [as_deed(row) for row in of_kind(rows.find(deeds, text["plan"], measure.id), planned)]
        here = reckoned_in(sorted(records, key=in_order), planned, period)
        done = done_of(here, planned, period)
        known = OnRecord(
            done,
            bool(spoken.get("nil")),
            bool(spoken.get("explained")),
            bool(spoken.get("carried")),
            met_on(here, planned, period),
        )
        return cls(measure, planned, known)

    def sums(self) -> dict[str, Decimal]:
        """Flows that are summed; a level, a pair and an included row add nothing."""
        if not is_summed(self.measure, self.planned):
            return {"planned": Decimal(), "done": Decimal()}
        return {"planned": self.planned.amounts[0], "done": sum(self.known.done, Decimal())}


def of_kind(found: Sequence[Row], planned: Planned) -> Iterator[Row]:
    """Levels of a stock, deeds of all else."""
    level = planned.meaning is Meaning.LEVEL
    return (row for row in found if row["execution"].startswith(LEVEL) is level)


def as_due(measure: str, key: str, day: str) -> Due:
    due = date.fromisoformat(day)
    return Due(measure=measure, key=key, planned=due, due=due, remind=due, escalate=due)


def as_deed(row: Row) -> Deed:
    amounts = tuple(Decimal(amount) for amount in row["amounts"])
    return Deed(row["on"], amounts, "", None, None, (), (str(row["version"]),))


def in_order(deed: Deed) -> tuple[date, int]:
    return deed.on, int(deed.facts[0])


def reckoned_in(records: Sequence[Deed], planned: Planned, period: str) -> list[Deed]:
    """What counts towards the target of a period, as a report would say it."""
    first, last = periods.starts(period), periods.ends(period)
    if planned.meaning is Meaning.LEVEL:
        first = date.min
    elif carries_over(planned, first):
        first = planned.since
    return [deed for deed in records if first <= deed.on <= last]


def done_of(records: Sequence[Deed], planned: Planned, period: str) -> Amounts:
    if planned.meaning is Meaning.LEVEL:
        return figure(records, planned.meaning).amounts
    first = periods.starts(period)
    earlier = figure([deed for deed in records if deed.on < first], planned.meaning)
    return added(
        earlier.amounts, figure([deed for deed in records if deed.on >= first], planned.meaning).amounts
    )


def met_on(records: Sequence[Deed], planned: Planned, period: str) -> date | None:
    """The day of the deed with which what was done first came to what was wanted."""
    wanted = planned.amounts or planned.whole
    for n, deed in enumerate(records, 1):
        done = done_of(records[:n], planned, period)
        if len(done) == len(wanted) and all(d >= w for d, w in zip(done, wanted, strict=True)):
            return deed.on
    return records[-1].on if records and not wanted else None


def unit_of(rows: Rows, organisation: str, measure: Measure) -> str:
    """The unit of the lead executor, blank where it is not known."""
    lead = next((e.to for e in measure.executors if e.lead and e.to), "") or ""
    kind, _, id = lead.partition(":")
    if kind == "unit":
        return id
    post = rows.get(posts, organisation, id) if kind == "position" else None
    return str(post["unit"]) if post else ""


def stands(rows: Rows, after: Row) -> None:
    """The row as it stands from now on, told to its unit, its office and all above."""
    before = rows.get(counted, after["plan"], after["measure"], after["period"])
    if before == after:
        return
    if before:
        tell(rows, before, -1)
    rows.put(counted, **after)
    tell(rows, after, 1)


def tell(rows: Rows, row: Row, sign: int) -> None:
    nodes = [f"{row['organisation']}/{row['unit']}"] if row["unit"] else []
    for node in (*nodes, *chain(rows, row["organisation"])):
        amounts = (row["planned"] * sign, row["done"] * sign)
        add(rows, node, row["period"], row["course"], sign, *amounts)


def add(
    rows: Rows, node: str, period: str, course: str, number: int, planned: Decimal, done: Decimal
) -> None:
    known = rows.get(counts, node, period, course) or {"rows": 0, "planned": Decimal(), "done": Decimal()}
    left = known["rows"] + number
    if not left:
        rows.delete(counts, node, period, course)
        return
    sums = {"planned": known["planned"] + planned, "done": known["done"] + done}
    rows.put(counts, node=node, period=period, course=course, rows=left, **sums)


def chain(rows: Rows, organisation: str) -> Iterator[str]:
    """The office and all above it."""
    at = organisation
    for _ in range(DEEPEST):
        if not at:
            return
        yield at
        office = rows.get(offices, at)
        at = office["above"] if office else ""


@lru_cache(maxsize=4096)
def read(text: str) -> Measure:
    return Measure.model_validate_json(text)


@dataclass(frozen=True, slots=True)
class Standing:
    """A node of the roll-up in a period. ``states`` add up to ``measures``."""

    node: str
    title: str
    measures: int
    states: Mapping[State, int]
    planned: Decimal
    done: Decimal


def rolled_up(db: Connection, node: str, period: str, today: date) -> Standing:
    """An office with all that is below it, or one unit ``ORG/UNIT``; nothing but its own counters is read."""
    title = db.execute(select(offices.c.title).where(offices.c.organisation == node)).scalar()
    return _standings(db, counts.c.node == node, {node: title or node}, period, today)[0]


def below(db: Connection, node: str, period: str, today: date) -> list[Standing]:
    """The offices directly below, by id; for an office without such, its units."""
    children = select(offices.c.organisation, offices.c.title).where(offices.c.above == node)
    titles = {row[0]: str(row[1]) for row in db.execute(children)}
    named = counts.c.node.in_(titles) if titles else counts.c.node.startswith(f"{node}/", autoescape=True)
    return _standings(db, named, titles, period, today)


def tops(db: Connection) -> list[str]:
    """The offices that have none above."""
    found = select(offices.c.organisation).where(offices.c.above == "").order_by(offices.c.organisation)
    return list(db.execute(found).scalars())


def _standings(
    db: Connection, named: ColumnElement[bool], titles: Mapping[str, str], period: str, today: date
) -> list[Standing]:
    """By id; an office with a title and nothing to count is there too."""
    mine = (named, counts.c.period == period)
    told = select(counts.c.node, counts.c.course, counts.c.rows).where(*mine)
    sums = (func.sum(counts.c.planned, type_=Amount), func.sum(counts.c.done, type_=Amount))
    states: dict[str, Counter[State]] = {id: Counter() for id in titles}
    for node, said_of_rows, number in db.execute(told):
        states.setdefault(node, Counter())[state_of(said_of_rows, today)] += number
    added = {
        row[0]: row[1:] for row in db.execute(select(counts.c.node, *sums).where(*mine).group_by("node"))
    }
    nothing = (Decimal(), Decimal())
    return [
        Standing(
            node,
            titles.get(node, node),
            counted.total(),
            {state: counted[state] for state in State if counted[state]},
            *added.get(node, nothing),
        )
        for node, counted in sorted(states.items())
    ]
