"""A rich life of a plan, scripted or by lot, and the case of its report."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from application.explain.case import Case
from application.ports import Envelope, Recorded
from domain.messages import Event
from domain.plan.document import Additivity, Measure
from domain.plan.events import (
    CorrectionRequested,
    DuePostponed,
    ExecutionCorrected,
    ExecutionRetracted,
    IndicatorReported,
    LevelPart,
    MeasureCancelled,
    NilDeclared,
    PeriodClosed,
    PlanAmended,
    ShortfallExplained,
)
from domain.report.compile import compile_report
from domain.report.shapes import AsOf
from tests.domain.quarter import in_force, office, plan_of
from tests.domain.small_office import (
    AS_NEEDED,
    DASHED,
    HASH,
    JANUARY_ONLY,
    MONTHLY,
    PAIR,
    STOCK,
    by_month,
    logged,
    measure,
    number,
)

ZONE = ZoneInfo("Europe/Kyiv")
WHO = "clerk-education"
PART = measure("m7", title="у т.ч. онлайн", relation="included_in", parent="1.1", target=number(2))
SHARE = measure(
    "m8", due=by_month(m02=4, m03=2), target=number(6), additivity=Additivity.INCLUDED, parent="1.9"
)
FLOW = measure("m9", target=number(30))
OTHER = measure("m10", due=by_month(m02=1, m03=1), target=number(2))
SILENT = measure("m11", target=number(5))
ROWS = (MONTHLY, JANUARY_ONLY, AS_NEEDED, PAIR, STOCK, DASHED, PART, SHARE, FLOW, OTHER, SILENT)
SUMMABLE = ("m1", "m2", "m7", "m8", "m9", "m10", "m6", "m3")
SPRING = datetime(2021, 4, 20, 18, tzinfo=ZONE)


def recorded(events: Sequence[tuple[Event, date]]) -> list[Recorded]:
    """On these days, in the stream of plan 1, one position each from 1001 on."""
    found = []
    for n, (event, day) in enumerate(events, 1):
        at = datetime.combine(day, time(12), ZONE)
        envelope = Envelope("lipky", WHO, "Фахівець", "cli", at, at, f"c-{n}", "", f"c-{n}")
        found.append(Recorded(event, "plan-1", n, 1000 + n, envelope))
    return found


def case_after(
    events: Sequence[tuple[Event, date]], period: str = "2021Q1", today: datetime = SPRING
) -> Case:
    history = recorded(events)
    numbered = [(r.version, r.event, r.envelope.recorded_at.date()) for r in history]
    report = compile_report("1", numbered, office(), period, AsOf(history[-1].position, today))
    return Case(report, history)


def corrected(execution: str, of: str, day: date, quantity: int, **more: object) -> ExecutionCorrected:
    return ExecutionCorrected(
        execution=execution,
        measure=of,
        done_on=day,
        quantity=Decimal(quantity),
        reason="хиба",
        person=WHO,
        **more,
    )


def scripted(*, closing: bool = True) -> list[tuple[Event, date]]:
    """Every kind of row, correction, retraction, level, nil, shortfall, amendment, later day, late fact."""
    february, april = date(2021, 2, 20), date(2021, 4, 5)
    schedule = in_force(plan_of(*ROWS))[1].schedule  # type: ignore[attr-defined]
    due = next(d for d in schedule if d.measure == "m2")
    later = due.model_copy(update={"due": date(2021, 3, 15)})
    amended = FLOW.model_copy(update={"target": number(32)})
    events: list[Event] = [
        *in_force(plan_of(*ROWS)),
        logged("e1", done_on=date(2021, 1, 14), place="м. Липки", people_reached=25, quantity=Decimal(2)),
        logged("e2", done_on=date(2021, 2, 18)),
        corrected("e2", "m1", date(2021, 2, 17), 0),
        logged("e3", done_on=date(2021, 3, 2), quantity=Decimal(7)),
        ExecutionRetracted(execution="e3", measure="m1", reason="двічі", person=WHO),
        logged("e4", done_on=date(2020, 12, 30)),
        DuePostponed(request="r1", due=due.due, new=later),
        logged("e5", measure="m2", done_on=date(2021, 2, 1), quantity=None),
        NilDeclared(measure="m3", period="2021Q1", person=WHO),
        logged("e6", measure="m4", quantity=None, parts=(Decimal(1), Decimal(0)), done_on=date(2021, 1, 19)),
        logged("e7", measure="m4", quantity=None, parts=(Decimal(0), Decimal(1)), done_on=date(2021, 1, 20)),
        IndicatorReported(measure="m5", on=date(2021, 2, 1), value=Decimal(40), person=WHO),
        IndicatorReported(measure="m5", on=date(2021, 3, 20), value=Decimal("44.5"), person=WHO),
        IndicatorReported(measure="m5", on=date(2021, 4, 1), value=Decimal(50), person=WHO),
        logged("e8", measure="m7", done_on=date(2021, 1, 14)),
        logged("e9", measure="m8", done_on=date(2021, 2, 25), quantity=Decimal(4)),
        PlanAmended(
            amendment="a1",
            text_version=2,
            text_hash=HASH,
            approved_on=february,
            effective_from=february,
            act="",
            measures=(amended,),
            removed=(),
            count=len(ROWS),
            schedule=tuple(d for d in schedule if d.measure == "m9"),
        ),
        logged("e10", measure="m9", done_on=date(2021, 3, 1), quantity=Decimal("10.5")),
        logged("e11", measure="m9", done_on=date(2021, 3, 9), quantity=Decimal(20)),
        CorrectionRequested(
            request="q1",
            execution="e11",
            measure="m9",
            done_on=date(2021, 3, 9),
            quantity=Decimal(21),
            reason="довідка",
            person=WHO,
        ),
        MeasureCancelled(measure="m10", reason="лист", person="director"),
        ShortfallExplained(measure="m9", period="2021Q1", reason="карантин", new_term="квітень", person=WHO),
    ]
    told = [(event, february if n < 12 else april) for n, event in enumerate(events)]
    if closing:
        told.append((PeriodClosed(period="2021Q1", silent=("m11",), person="planner"), date(2021, 4, 6)))
        told.append((logged("e12", done_on=date(2021, 3, 4), late=True), date(2021, 4, 12)))
        told.append((corrected("e10", "m9", date(2021, 3, 1), 11, late=True), date(2021, 4, 13)))
    return told


def by_lot(lot: random.Random, period: str = "2021Q1") -> list[tuple[Event, date]]:
    """A plan of a quarter or a year, and whatever may come after; the first quarter closed or not."""
    rows = [row for row in ROWS if lot.random() < 0.9] or [FLOW]
    known, done = {row.id for row in rows}, dict[str, str]()
    day = date(2021, 1, 5)
    told: list[tuple[Event, date]] = [(event, day) for event in in_force(plan_of(*rows, period=period))]
    for n in range(lot.randrange(50)):
        day += timedelta(days=lot.randrange(4))
        told += [(event, day) for event in _something(lot, n, known, done)]
    if lot.random() < 0.5:
        day += timedelta(days=1)
        told.append((PeriodClosed(period="2021Q1", silent=(), person="planner"), day))
        for n in range(100, 105):
            told += [(event, day) for event in _something(lot, n, known, done)]
    return told


def _something(lot: random.Random, n: int, known: set[str], done: dict[str, str]) -> Iterator[Event]:
    day = date(2020, 12, 20) + timedelta(days=lot.randrange(130))
    row = lot.choice(sorted(known))
    match lot.randrange(10):
        case 0:
            yield NilDeclared(measure=row, period=lot.choice(("2021Q1", "2021-02")), person=WHO)
        case 1:
            yield ShortfallExplained(
                measure=row, period="2021Q1", reason="р", new_term=lot.choice(("", "квітень")), person=WHO
            )
        case 2 if done:
            execution = lot.choice(sorted(done))
            yield corrected(execution, done[execution], day, lot.randrange(5))
        case 3 if done:
            execution, of = done.popitem()
            yield ExecutionRetracted(execution=execution, measure=of, reason="р", person=WHO)
        case 4 if "m5" in known:
            whole = lot.randrange(60)
            part = LevelPart(
                unit="bureau", item=lot.choice(("", "лекція")), value=Decimal(lot.randrange(whole + 1))
            )
            of_which = lot.choice(((), (part,)))
            yield IndicatorReported(measure="m5", on=day, value=Decimal(whole), of_which=of_which, person=WHO)
        case 5 if "m4" in known:
            pair = (Decimal(lot.randrange(2)), Decimal(1))
            yield logged(f"p{n}", measure="m4", done_on=day, quantity=None, parts=pair)
        case 6 if lot.random() < 0.2:
            yield MeasureCancelled(measure=row, reason="р", person="director")
        case _ if row in SUMMABLE:
            done[f"e{n}"] = row
            amount = lot.choice((None, Decimal(1), Decimal("2.5"), Decimal(12)))
            part = {"unit": lot.choice((None, "bureau", "education")), "item": lot.choice(("", "", "лекція"))}
            yield logged(f"e{n}", measure=row, done_on=day, quantity=amount, **part)


def text_of(case: Case, fact: str, measure: str) -> Measure:
    """The measure as this fact reads it."""
    event = case.fact(fact).event
    document = getattr(event, "document", None)
    found: Sequence[Measure] = document.measures if document else getattr(event, "measures", ())
    return next(m for m in found if m.id == measure)
