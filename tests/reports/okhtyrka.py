"""A scripted quarter of the real plan 000: what its office might have put on record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from domain.calendar.decisions import decider as calendar_decider
from domain.messages import Event, Personal
from domain.people.state import Organisation, evolve
from domain.plan.document import (
    Additivity,
    CellState,
    Deadline,
    DueKind,
    Executor,
    Header,
    Measure,
    PlanDocument,
    Target,
    TargetKind,
)
from domain.plan.events import (
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
    IndicatorReported,
    NilDeclared,
    PeriodClosed,
    PlanApproved,
    PlanDrafted,
    ShortfallExplained,
)
from domain.plan.schedule import schedule
from domain.report.late import Numbered
from domain.report.shapes import AsOf
from tests.domain.small_office import CALENDAR, PEOPLE

ZONE = ZoneInfo("Europe/Kyiv")
AFTER_CLOSE = AsOf(4812, datetime(2021, 4, 20, 15, tzinfo=UTC).astimezone(ZONE))
APPROVED, CLOSED = date(2021, 2, 5), date(2021, 4, 5)
LEVELS = {"1.6.3"}


def document(truth: Path) -> PlanDocument:
    """The plan as read by hand."""
    read = json.loads(truth.read_text(encoding="utf-8"))
    return PlanDocument(
        header=Header(title=read["header"]["title"], organisation=read["header"]["organisation"]),
        period="2021Q1",
        language=read["language"],
        sections=tuple(section["raw"] for section in read["sections"]),
        measures=tuple(_measure(row) for row in read["measures"]),
    )


def _measure(row: dict[str, Any]) -> Measure:
    number = row["number"]
    return Measure(
        id=f"m{row['ordinal']}",
        ordinal=row["ordinal"],
        number=number,
        section=row["section"],
        task_number=row["task_number"],
        title=row["title"],
        executors_raw=row["executors_raw"],
        executors=tuple(Executor(raw=words, to="unit:education") for words in row["executors"]),
        due=_deadline(row),
        indicator=row["indicator_name"],
        target=_target(row),
        additivity=Additivity.STOCK if number in LEVELS else Additivity.FLOW,
        parent=row["parent"],
        relation=row["relation"],
    )


def _deadline(row: dict[str, Any]) -> Deadline:
    due = row["due"]
    return Deadline(
        raw=row["due_raw"] or "",
        state=CellState(due["state"]),
        kind=DueKind(due["kind"]),
        start=date.fromisoformat(due["from"]) if due["from"] else None,
        end=date.fromisoformat(due["to"]) if due["to"] else None,
        monthly={month: Decimal(n) for month, n in due.get("monthly", {}).items()},
    )


def _target(row: dict[str, Any]) -> Target:
    target = row["target"]
    return Target(
        raw=row["target_raw"] or "",
        state=CellState(target["state"]),
        kind=TargetKind(target["kind"]),
        value=None if target["value"] is None else Decimal(target["value"]),
        parts=tuple(Decimal(part["value"]) for part in target.get("parts", ())),
        per_period={month: Decimal(n) for month, n in target["per_period"].items()},
    )


def office() -> Organisation:
    state = Organisation()
    for event in PEOPLE:
        state = evolve(state, event)
    return state


def history(plan: PlanDocument) -> list[Numbered]:
    """Facts with versions from 1, and the day each was recorded on."""
    dated = list(_facts(plan))
    return [(version, event, on) for version, (event, on) in enumerate(dated, 1)]


def _facts(plan: PlanDocument) -> Iterator[tuple[Event, date]]:
    ids = {m.number: m.id for m in plan.measures}
    days = calendar_decider.fold([CALENDAR]).days
    yield PlanDrafted(document=plan, prepared_by="planner"), date(2021, 1, 20)
    yield (
        PlanApproved(
            text_version=1,
            text_hash="0" * 64,
            approved_on=APPROVED,
            effective_from=APPROVED,
            act="",
            schedule=schedule(plan, days, APPROVED),
        ),
        APPROVED,
    )
    for number, day, how in DEEDS:
        yield _deed(ids[number], day, how), date(2021, 3, 31)
    yield _corrected(ids["1.6.9"], f"e-{ids['1.6.9']}-2021-01-28"), date(2021, 3, 31)
    yield _retracted(ids["2.4.2"], f"e-{ids['2.4.2']}-2021-02-17"), date(2021, 3, 31)
    for level, on in ((44, date(2021, 1, 31)), (45, date(2021, 3, 30))):
        yield (
            IndicatorReported(measure=ids["1.6.3"], on=on, value=Decimal(level), person="clerk-education"),
            date(2021, 3, 31),
        )
    for number in ("1.5.1", "1.5.2", "1.7.2"):
        yield NilDeclared(measure=ids[number], period="2021Q1", person="clerk-education"), date(2021, 4, 1)
    for number, reason, term in REASONS:
        yield (
            ShortfallExplained(
                measure=ids[number], period="2021Q1", reason=reason, new_term=term, person="clerk-education"
            ),
            date(2021, 4, 2),
        )
    yield PeriodClosed(period="2021Q1", silent=(), person="planner"), CLOSED
    yield _deed(ids["1.6.4"], date(2021, 2, 24), {"late": True}), date(2021, 4, 12)
    yield (
        ExecutionCorrected(
            execution=f"e-{ids['1.1.2']}-2021-02-18",
            measure=ids["1.1.2"],
            done_on=date(2021, 2, 18),
            quantity=Decimal(2),
            reason="у записі пропущено другу зустріч",
            person="clerk-education",
            late=True,
        ),
        date(2021, 4, 14),
    )


DEEDS: tuple[tuple[str, date, dict[str, Any]], ...] = (
    (
        "1.1.2",
        date(2021, 1, 14),
        {"place": "м. Охтирка, міська рада", "people_reached": 25, "words": "зустріч із представником"},
    ),
    ("1.1.2", date(2021, 2, 18), {}),
    ("1.2.1", date(2021, 3, 11), {"people_reached": 18}),
    *(("1.3.1", date(2021, month, 12), {"quantity": n}) for month, n in ((1, 2), (2, 3), (3, 2))),
    ("1.3.2", date(2021, 2, 3), {"quantity": 5}),
    ("1.3.2.1", date(2021, 2, 3), {"quantity": 2}),
    ("1.6.8", date(2021, 1, 29), {"quantity": 12}),
    ("1.6.8", date(2021, 2, 26), {"quantity": 10}),
    ("1.6.8", date(2021, 3, 30), {"quantity": 14, "place": "газета, радіо, соціальні мережі"}),
    ("1.6.9", date(2021, 1, 28), {"quantity": 3}),
    *(("1.7.1", date(2021, 3, day), {"people_reached": 7 + day}) for day in (2, 9, 16, 23)),
    *(("1.7.1.1", date(2021, 3, day), {}) for day in (2, 9, 16)),
    ("2.2.1", date(2021, 3, 4), {"quantity": None}),
    ("2.4.2", date(2021, 2, 17), {}),
    *(("2.4.5", date(2021, month, 25), {}) for month in (1, 2, 3)),
    ("2.5.3", date(2021, 3, 3), {"words": "запрошення надійшло після затвердження плану"}),
    ("2.5.5", date(2021, 3, 10), {"quantity": 3}),
    *(("3.6.1", date(2021, month, 20), {"people_reached": 30}) for month in (1, 2, 3)),
    ("3.6.5", date(2021, 2, 20), {"quantity": 1, "place": "ЗОШ № 5"}),
    ("4.1.2", date(2021, 1, 19), {"quantity": None, "parts": (1, 1)}),
    ("4.3.1", date(2021, 3, 26), {}),
)
REASONS = (
    ("1.1.2", "березневий захід скасовано через карантин", "квітень 2021"),
    ("3.6.5", "навчальні заклади працювали дистанційно", "II квартал 2021"),
    ("3.6.4", "приміщення зачинено на ремонт", "травень 2021"),
)


def _deed(measure: str, day: date, how: dict[str, Any]) -> ExecutionLogged:
    quantity = how.get("quantity", 1)
    words = how.get("words")
    return ExecutionLogged(
        execution=f"e-{measure}-{day}",
        measure=measure,
        done_on=day,
        quantity=None if quantity is None else Decimal(quantity),
        parts=tuple(Decimal(part) for part in how.get("parts", ())),
        place=how.get("place", ""),
        people_reached=how.get("people_reached"),
        note=Personal(of="clerk-education", text=words) if words else None,
        person="clerk-education",
        late=how.get("late", False),
    )


def _corrected(measure: str, execution: str) -> ExecutionCorrected:
    return ExecutionCorrected(
        execution=execution,
        measure=measure,
        done_on=date(2021, 1, 28),
        quantity=Decimal(1),
        reason="помилка у записі",
        person="clerk-education",
    )


def _retracted(measure: str, execution: str) -> ExecutionRetracted:
    return ExecutionRetracted(
        execution=execution, measure=measure, reason="захід не відбувся", person="clerk-education"
    )


def numbered(events: Sequence[Event], on: date = CLOSED) -> list[Numbered]:
    return [(version, event, on) for version, event in enumerate(events, 1)]
