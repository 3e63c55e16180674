"""How is a measure counted, under the course of its state, for its unit, its office and each office above?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from application.projections.base import Amount, Listed, metadata
from application.projections.rows import Key, Row, Rows
from domain.calendar import periods
from domain.plan.document import Measure
from domain.plan.events import (
    Due,
)
from domain.plan.nils import is_all_nil
from domain.report.actual import fitting, met_on
from domain.report.course import OnRecord, course, written
from domain.report.planned import Meaning, Planned, is_summed, planned_in
from domain.report.reckoned import done_of, reckoned_in
from domain.report.shapes import Deed, State

offices = Table(
    "rollup_offices",
    metadata,
    Column("organisation", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("above", String, nullable=False, doc="under which it is counted; blank where that made a ring"),
    Column("said", String, nullable=False, default="", doc="under which it stands by the record"),
    Column("zone", String, nullable=False),
)
Index("rollup_offices_above", offices.c.above)
held = Table(
    "rollup_held",
    metadata,
    Column("what", String, primary_key=True, doc="one row alone"),
    Column("offices", Listed, nullable=False, doc="under none yet, for where they stand made a ring"),
)
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
    Column("organisation", String, nullable=False),
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
    Column("cancelled", Boolean, nullable=False, default=False),
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
    Column("nils", Listed, nullable=False, doc="months and quarters said to be without need"),
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

COUNTED_UNDER = ("organisation", "unit", "course")
"""While a row keeps these its counters are the same ones, and only their sums change."""
_in_order = itemgetter("on", "version")
LEVEL = "level "
"""So begins the key of a level beside those of deeds."""


def reported_on(period: str) -> Sequence[str]:
    """The quarters of a plan, and its whole year."""
    return tuple(dict.fromkeys((*periods.quarters(period), period)))


def recount(rows: Rows, key: Key) -> None:
    """A measure's rows as they stand; those of closed periods stay, and nothing is told of a draft."""
    plan, text = rows.get(plans, key[0]), rows.get(texts, *key)
    if plan is None or not plan["in_force"]:
        return
    for period in reported_on(plan["period"]):
        before = rows.get(counted, *key, period)
        if not (before and before["settled"]):
            stands(rows, before, reckoned(rows, plan, text, period) if text else None)


def reckoned(rows: Rows, plan: Row, text: Row, period: str) -> Row:
    one = One.of(rows, plan["period"], text, period)
    told = course(one.planned, one.known, periods.ends(period))
    nothing = {"course": State.CANCELLED.value, "planned": Decimal(), "done": Decimal()}
    return {
        "plan": text["plan"],
        "measure": text["measure"],
        "period": period,
        "organisation": plan["organisation"],
        "unit": unit_of(rows, plan["organisation"], one.measure),
        **(nothing if text["cancelled"] else {"course": written(told), **one.sums()}),
        "settled": False,
    }


@dataclass(frozen=True, slots=True)
class One:
    """One measure in one period: what is planned, what was done, what was said."""

    measure: Measure
    planned: Planned
    known: OnRecord

    @classmethod
    def of(cls, rows: Rows, plan_period: str, text: Row, period: str) -> One:
        measure = read(text["text"])
        planned = planned_of(text["text"], tuple(text["dues"].items()), period, plan_period)
        spoken = rows.get(said, text["plan"], measure.id, period) or {}
        found = of_kind(rows.those(deeds, text["plan"], measure.id), planned)
        records = [as_deed(row) for row in sorted(found, key=_in_order)]
        if planned.meaning is not Meaning.LEVEL:
            records = list(fitting(records, measure))
        here = reckoned_in(records, planned, period)
        known = OnRecord(
            done_of(here, planned),
            is_all_nil(measure, spoken.get("nils", ()), periods.starts(period), periods.ends(period)),
            bool(spoken.get("explained")),
            bool(spoken.get("carried")),
            met_on(here, planned),
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


@lru_cache(maxsize=4096)
def planned_of(text: str, dues: tuple[tuple[str, str], ...], period: str, plan_period: str) -> Planned:
    """What a measure plans, which deeds do not change."""
    measure = read(text)
    days = {key: as_due(measure.id, key, day) for key, day in dues}
    return planned_in(measure, period, plan_period, days)


def as_due(measure: str, key: str, day: str) -> Due:
    due = date.fromisoformat(day)
    return Due(measure=measure, key=key, planned=due, due=due, remind=due, escalate=due)


def as_deed(row: Row) -> Deed:
    return deed_of(row["on"], row["version"], *row["amounts"])


@lru_cache(maxsize=32768)
def deed_of(on: date, version: int, *amounts: str) -> Deed:
    """A deed is looked at again with every later one of its measure."""
    return Deed(on, tuple(map(Decimal, amounts)), "", None, None, (), (str(version),))


def unit_of(rows: Rows, organisation: str, measure: Measure) -> str:
    """The unit of the lead executor, blank where it is not known."""
    lead = next((e.to for e in measure.executors if e.lead and e.to), "") or ""
    kind, _, id = lead.partition(":")
    if kind == "unit":
        return id
    post = rows.get(posts, organisation, id) if kind == "position" else None
    return str(post["unit"]) if post else ""


def stands(rows: Rows, before: Row | None, after: Row | None) -> None:
    """The row as it stands from now on, told to its unit, its office and all above; None: it is no more."""
    if before == after:
        return
    if before and after and all(before[name] == after[name] for name in COUNTED_UNDER):
        rows.put(counted, **after)
        tell(rows, after, 0, after["planned"] - before["planned"], after["done"] - before["done"])
        return
    if before:
        tell(rows, before, -1, -before["planned"], -before["done"])
        rows.delete(counted, before["plan"], before["measure"], before["period"])
    if after:
        rows.put(counted, **after)
        tell(rows, after, 1, after["planned"], after["done"])


def tell(rows: Rows, row: Row, number: int, planned: Decimal, done: Decimal) -> None:
    if not (number or planned or done):
        return
    nodes = [f"{row['organisation']}/{row['unit']}"] if row["unit"] else []
    for node in (*nodes, *chain(rows, row["organisation"])):
        add(rows, node, row["period"], row["course"], number, planned, done)


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
    while at:
        yield at
        office = rows.get(offices, at)
        at = office["above"] if office else ""


@lru_cache(maxsize=4096)
def read(text: str) -> Measure:
    return Measure.model_validate_json(text)
