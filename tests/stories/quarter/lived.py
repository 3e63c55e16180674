"""How does an office live a quarter act by act, each by the person whose act it is, through the one door?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from application.app import App
from application.imports.directory import Directory
from application.imports.reading import read_plan
from application.projections.due_ledger import due_of
from application.reports.compile import compile_report
from application.reports.deliver import render
from application.samples.offices import shipped_office
from application.samples.opening import set_up_office
from domain.messages import Command, Refused
from domain.plan.decisions.approval import AgreeStep, ApproveStep, SubmitPlan
from domain.plan.decisions.closing import ClosePeriod, ExplainShortfall
from domain.plan.decisions.correcting import ConfirmCorrection, CorrectExecution, RetractExecution
from domain.plan.decisions.drafting import AssignExecutor, DraftPlan, OverrideOwnerGate
from domain.plan.decisions.execution import LogExecution
from domain.plan.decisions.nil_and_levels import DeclareNil, ReportIndicator
from domain.plan.state import Plan
from infrastructure.bootstrap import build
from infrastructure.settings import Settings
from tests.stories.quarter.scene import Act, Scene

KYIV = ZoneInfo("Europe/Kyiv")
OFFICE, PLANNER, DIRECTOR = "ua-office", "olena.honchar", "solomiia.yavornytska"
ROUTE = (
    (AgreeStep, "visa-outreach", "lesia.stepova"),
    (AgreeStep, "visa-defence", "roman.kosovych"),
    (AgreeStep, "deputy", "ostap.vilkhovyi"),
)
FORMATS = ("docx", "xlsx", "pdf", "json", "csv")


@dataclass
class Quarter:
    """A plan in its house. ``closed_at`` is the place in the record of its closing, ``then`` the files that
    were made as of it before anything came late."""

    app: App
    scene: Scene
    closed_at: int = 0
    then: dict[str, bytes] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        state: Plan = self.app.state(f"plan-{self.scene.name}")
        return state

    def id_of(self, number: str) -> str:
        return next(m.id for m in self.plan.text.measures if m.number == number)

    def ask(self, command: Command, by: str, on: date) -> None:
        self.app.at(max(self.app.clock.now(), datetime.combine(on, time(12), KYIV))).do(command, by=by)

    def file(self, format: str, **how: object) -> bytes:
        report = compile_report(self.app, self.scene.name, self.scene.period, **how)  # type: ignore[arg-type]
        return render(self.app, report, format)

    def record_of(self, number: str, day: date) -> str:
        """The one record of a measure that counts for a day."""
        counted = self.plan.of(self.id_of(number)).counted()
        (execution,) = [e.logged.execution for e in counted if e.counts and e.counts.done_on == day]
        return execution

    def owed(self, number: str, key: str) -> tuple[Decimal, Decimal]:
        """What is done and planned for one date."""
        self.app.catch_up()
        due = self.app.ask(due_of, self.scene.name, self.id_of(number), key)
        assert due is not None
        return due["done"], due["quantity"]


def lived(scene: Scene, file: Path, data: Path) -> Quarter:
    app = build(Settings(data=data, now=datetime.combine(scene.drafted, time(9), KYIV)))
    set_up_office(app, shipped_office(OFFICE))
    quarter = Quarter(app, scene)
    comes_in(quarter, file)
    takes_force(quarter)
    for act in scene.acts():
        ACTS[act.act](quarter, act)
    return quarter


def comes_in(quarter: Quarter, file: Path) -> None:
    app, scene, on = quarter.app, quarter.scene, quarter.scene.drafted
    names = Directory(app.state(f"people-{OFFICE}").names())
    reading = read_plan(file.read_bytes(), file.name, app.reader, directory=names)
    drafted = DraftPlan(plan=scene.name, document=reading.document, findings=reading.findings)
    quarter.ask(drafted, PLANNER, on)
    for words, to in scene.meant.items():
        quarter.ask(AssignExecutor(plan=scene.name, words=words, to=to), PLANNER, on)
    orphan = OverrideOwnerGate(
        plan=scene.name, measure=quarter.id_of(scene.orphan), reason="виконавець невідомий"
    )
    quarter.ask(orphan, PLANNER, on)


def takes_force(quarter: Quarter) -> None:
    scene = quarter.scene
    quarter.ask(SubmitPlan(plan=scene.name, workflow="quarterly"), PLANNER, scene.drafted)
    for (kind, step, person), on in zip(ROUTE, scene.visas, strict=True):
        quarter.ask(kind(plan=scene.name, step=step), person, on)
    quarter.ask(ApproveStep(plan=scene.name, step="director"), DIRECTOR, scene.approved)


def logs(quarter: Quarter, act: Act) -> None:
    parts = tuple(Decimal(part) for part in act.amount.split("/")) if "/" in act.amount else ()
    log = LogExecution(
        plan=quarter.scene.name,
        measure=quarter.id_of(act.measure),
        done_on=date.fromisoformat(act.about),
        quantity=Decimal(act.amount) if act.amount and not parts else None,
        parts=parts,
    )
    quarter.ask(log, act.person, act.recorded)


def reports_a_level(quarter: Quarter, act: Act) -> None:
    level = ReportIndicator(
        plan=quarter.scene.name,
        measure=quarter.id_of(act.measure),
        on=date.fromisoformat(act.about),
        value=Decimal(act.amount),
    )
    quarter.ask(level, act.person, act.recorded)


def corrects(quarter: Quarter, act: Act) -> None:
    day = date.fromisoformat(act.about)
    correct = CorrectExecution(
        plan=quarter.scene.name,
        measure=quarter.id_of(act.measure),
        execution=quarter.record_of(act.measure, day),
        done_on=day,
        quantity=Decimal(act.amount),
        reason=act.words,
    )
    quarter.ask(correct, act.person, act.recorded)


def retracts(quarter: Quarter, act: Act) -> None:
    record = quarter.record_of(act.measure, date.fromisoformat(act.about))
    retract = RetractExecution(
        plan=quarter.scene.name, measure=quarter.id_of(act.measure), execution=record, reason=act.words
    )
    quarter.ask(retract, act.person, act.recorded)


def declares_nil(quarter: Quarter, act: Act) -> None:
    nil = DeclareNil(plan=quarter.scene.name, measure=quarter.id_of(act.measure), period=act.about)
    quarter.ask(nil, act.person, act.recorded)


def explains(quarter: Quarter, act: Act) -> None:
    said = ExplainShortfall(
        plan=quarter.scene.name,
        measure=quarter.id_of(act.measure),
        period=act.about,
        reason=act.words,
        new_term=act.amount,
    )
    quarter.ask(said, act.person, act.recorded)


def closes(quarter: Quarter, act: Act) -> None:
    quarter.ask(ClosePeriod(plan=quarter.scene.name, period=act.about), act.person, act.recorded)
    quarter.closed_at = quarter.app.store.head()
    quarter.then = {format: quarter.file(format) for format in FORMATS}


def confirms(quarter: Quarter, act: Act) -> None:
    measure = quarter.id_of(act.measure)
    (wanted,) = [r for r in quarter.plan.corrections.values() if r.measure == measure]
    quarter.ask(ConfirmCorrection(plan=quarter.scene.name, request=wanted.request), act.person, act.recorded)


def fails_to_confirm(quarter: Quarter, act: Act) -> None:
    with pytest.raises(Refused) as refused:
        confirms(quarter, act)
    assert refused.value.code == act.about


ACTS: dict[str, Callable[[Quarter, Act], None]] = {
    "logs": logs,
    "level": reports_a_level,
    "corrects": corrects,
    "retracts": retracts,
    "nil": declares_nil,
    "explains": explains,
    "closes": closes,
    "confirms": confirms,
    "fails to confirm": fails_to_confirm,
}
