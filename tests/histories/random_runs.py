"""Is a run the same however its state came about, on any definition, through any decisions?

A definition is drawn from a seed and published; a plan goes on it; people decide at random, and a plan that
took force is amended on another route that was drawn. In April its quarter is closed, and its report goes
on a third one, while somebody may open the quarter again. After every fact the house is started anew from
what it had put away, and three states must be equal: the *live* one, folded fact by fact as they came; the
*replayed* one, read from the record by a house that starts; and the *put away* one, which begins with the
last snapshot, of this fact or of one some facts ago, and on which the next decision is made. At the end
what waits for whom must be the same as well.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from application.execute import Asked, execute
from application.folding import Loaded, States
from application.ports import Conflict
from application.projections import waiting
from application.snapshots import Shelf
from domain.messages import SYSTEM, Command, Refused
from domain.plan.decisions import approval, drafting
from domain.plan.decisions.amending import ProposeAmendment, SubmitAmendment
from domain.plan.decisions.closing import ClosePeriod, ReopenPeriod
from domain.plan.decisions.signing import SubmitReport
from domain.plan.document import Header, PlanDocument
from domain.plan.state import CARRIED_OUT, EDITABLE, Plan, Status
from domain.report.decisions import RecordReport
from domain.run.events import Remark
from domain.run.state import Outcome, Run
from domain.workflow.decisions import PublishDefinition
from domain.workflow.definition import Act, Condition, Step, Subject
from infrastructure.eventstore.opening import open_store
from infrastructure.seal import FileSeal
from tests.domain.small_office import MONTHLY, by_month
from tests.dsl import read_model_of
from tests.stories.test_the_one_door import opening
from tests.telling import Told as Fact

START = datetime(2021, 1, 11, 9, tzinfo=UTC)
OFFICE, STREAM = "lipky", "plan-1"
DECIDERS = ("head-education", "head-bureau", "deputy", "director", "clerk-education")
VOICES = (
    "position:head-education",
    "position:head-bureau",
    "position:deputy",
    "unit:education",
    "unit:bureau",
    "person:deputy",
)
DOCUMENT = PlanDocument(header=Header(title="План"), period="2021Q1", language="uk", measures=(MONTHLY,))
REMARKS = (Remark(measure="m1", field="due", text="уточніть строк"),)
ACTS = 40
REPORTING_ACTS = 15
APRIL, QUARTER = datetime(2021, 4, 2, 9, tzinfo=UTC), "2021Q1"


def drawn_steps(dice: random.Random) -> tuple[Step, ...]:
    """One to three stages of visas and readings, then an approval."""
    steps: list[Step] = []
    for stage in range(1, dice.randint(1, 3) + 1):
        for _ in range(dice.randint(1, 2)):
            who = tuple(dice.sample(VOICES, dice.randint(1, 3)))
            needs = dice.choice(("all", "any", str(dice.randint(1, len(who)))))
            earlier = tuple(s.key for s in steps if s.stage < stage)
            steps.append(
                Step(
                    key=f"s{len(steps)}",
                    title=f"Крок {len(steps)}",
                    act=dice.choice((Act.AGREE, Act.AGREE, Act.ACKNOWLEDGE)),
                    who=who,
                    needs=needs,
                    veto=dice.random() < 0.5,
                    when=dice.choice((None, None, Condition(fields=("due",)), Condition(period="quarter"))),
                    stage=stage,
                    term=dice.randint(1, 5),
                    returns_to=dice.choice((None, None, (), earlier[:1])),
                    skippable=dice.random() < 0.3,
                )
            )
    last = Step(key="last", title="Затвердження", act=Act.APPROVE, position="director", stage=9)
    return (*steps, last)


@dataclass
class Lived:
    """One run and what was found wrong with it; ``facts`` of its plan, ``granted`` how often a text won,
    ``taken_up`` how often a start had a snapshot to begin with."""

    dice: random.Random
    folder: Path
    wrong: list[str] = field(default_factory=list)
    facts: int = 0
    restarts: int = 0
    granted: int = 0
    asked: int = 0
    taken_up: int = 0
    signed: int = 0
    later: timedelta = timedelta()
    states: States = field(init=False)
    shelf: Shelf = field(init=False)
    live: Loaded | None = None

    def __post_init__(self) -> None:
        store = open_store("memory:", self.folder)
        kept = store.snapshots(FileSeal(self.folder / "house.key"))
        self.shelf = Shelf(store, kept, self.dice.choice((1, 1, 2, 3, 5)))
        self.states = States(store, self.shelf)

    def lives(self) -> Lived:
        self.opens()
        self.does("planner", drafting.DraftPlan(plan="1", document=DOCUMENT))
        for _ in range(ACTS):
            if self.wrong:
                break
            self.does(*self.drawn())
        if self.plan.status is Status.IN_FORCE and not self.wrong:
            self.reports()
        self.wrong += self.waits_otherwise()
        return self

    def reports(self) -> None:
        self.later = APRIL - START
        self.publishes("reports", Subject.REPORT)
        for _ in range(REPORTING_ACTS):
            if self.wrong:
                break
            self.does(*self.drawn_of_a_report())

    def drawn_of_a_report(self) -> tuple[str, Command]:
        """Whoever closed the quarter may be the director, who then signs nothing."""
        plan = self.plan
        sent = [plan.run_of(run) for run in plan.reports]
        waiting = [run for run in sent if run.outcome is Outcome.OPEN]
        if not plan.closed:
            return self.dice.choice(("planner", "planner", "director")), ClosePeriod(plan="1", period=QUARTER)
        if self.dice.random() < 0.08:
            by = self.dice.choice(("director", "planner"))
            return by, ReopenPeriod(plan="1", period=QUARTER, reason="пропущено захід")
        if waiting:
            return self.decision(self.dice.choice(waiting))
        closing = f"{STREAM}@{plan.closings[QUARTER]}"
        compiled = {"fingerprint": f"{plan.version:064x}", "position": plan.version}
        house = {"language": "uk", "format": "json", "template_version": "1", "code_version": "1"}
        record = RecordReport(plan="1", period=QUARTER, closing=closing, sha256="0" * 64, **compiled, **house)
        self.does(SYSTEM, record)
        return "planner", SubmitReport(plan="1", period=QUARTER, workflow="reports", **compiled)

    def waits_otherwise(self) -> list[str]:
        """Is the read model of what waits another than the state says?"""
        record = self.states.store.stream(STREAM)
        facts = [Fact(r.event, STREAM, by=r.envelope.by, organisation=OFFICE) for r in record]
        with read_model_of(waiting.projection, facts) as db:
            shown = {(row["run"], row["step"]) for row in waiting.open_steps(db)}
        opened = {(run.id, step.key) for run in self.open_runs() for step in run.open_steps}
        return [] if shown == opened else [f"{shown} is shown to wait, {opened} does"]

    def opens(self) -> None:
        for command in opening(OFFICE):
            self.does(SYSTEM, command)
        for key, subject in (("plans", Subject.PLAN), ("changes", Subject.AMENDMENT)):
            self.publishes(key, subject)

    def publishes(self, key: str, subject: Subject) -> None:
        """Draws until the house takes it."""
        while not self.does(
            SYSTEM,
            PublishDefinition(
                organisation=OFFICE,
                workflow=key,
                title=key,
                subject=subject,
                steps=drawn_steps(self.dice),
            ),
        ):
            pass

    @property
    def plan(self) -> Plan:
        state: Plan = self.states.now(STREAM, refresh=False).state
        return state

    def drawn(self) -> tuple[str, Command]:
        plan = self.plan
        if plan.status in EDITABLE:
            if self.dice.random() < 0.5:
                return "planner", approval.SubmitPlan(plan="1", workflow="plans")
            title = f"Захід {self.dice.randint(0, 9)}"
            return "planner", drafting.ReviseMeasure(
                plan="1", measure=MONTHLY.model_copy(update={"title": title})
            )
        if plan.status is Status.IN_FORCE and not self.open_runs():
            if plan.amendments and self.dice.random() < 0.6:
                asked = self.dice.choice(list(plan.amendments))
                return "planner", SubmitAmendment(plan="1", amendment=asked, workflow="changes")
            moved = by_month(m01=1, m02=self.dice.randint(0, 2), m03=self.dice.randint(0, 2))
            measure = MONTHLY.model_copy(update={"due": moved})
            return "planner", ProposeAmendment(plan="1", measures=(measure,), reason="карантин")
        return self.decision(self.dice.choice(self.open_runs() or [plan.run]))

    def open_runs(self) -> list[Run]:
        return [r for r in (self.plan.run, *self.plan.runs.values()) if r.outcome is Outcome.OPEN]

    def decision(self, run: Run) -> tuple[str, Command]:
        step = self.dice.choice(run.open_steps or run.route)
        here: dict[str, Any] = {"plan": "1", "step": step.key, "run": run.id}
        voice = {
            Act.AGREE: approval.AgreeStep,
            Act.ACKNOWLEDGE: approval.ReadStep,
            Act.APPROVE: approval.ApproveStep,
            Act.SIGN: approval.SignStep,
        }[step.act]
        back = self.dice.choice((None, self.dice.choice(run.route).key))
        kind = self.dice.choices(
            (
                voice(**here),
                approval.ReturnPlan(**here, remarks=REMARKS, to_step=back),
                approval.SkipStep(**here, reason="немає кому"),
                approval.WithdrawSubmission(plan="1", run=run.id, reason="помилка"),
                approval.RejectSubmission(**here, reason="немає коштів"),
            ),
            (30, 4, 3, 1, 0.3),
        )[0]
        who = "planner" if isinstance(kind, approval.WithdrawSubmission) else self.dice.choice(DECIDERS)
        return who, kind

    def does(self, who: str, command: Command) -> bool:
        """Asks; and after what was recorded starts the house anew, and compares."""
        self.asked += 1
        at = START + self.later + timedelta(hours=5 * self.asked)
        try:
            _, recorded = execute(self.states, Asked(command, who, OFFICE, at, f"c-{self.asked}"))
        except (Refused, Conflict):
            return False
        if command.stream == STREAM and recorded:
            self.facts += len(recorded)
            self.granted += sum(r.event.name in ("plan.approved", "plan.amended") for r in recorded)
            self.signed += sum(r.event.name == "plan.report-signed" for r in recorded)
            self.starts_anew()
        return True

    def starts_anew(self) -> None:
        """Live is folded on and on and never thrown away; replayed is read; put away is what acts next."""
        self.taken_up += self.shelf.find(STREAM, Plan) is not None
        acting = States(self.states.store, self.shelf).now(STREAM, refresh=True)
        self.live = States(self.states.store, kept={STREAM: self.live} if self.live else {}).now(
            STREAM, refresh=True
        )
        replayed = States(self.states.store).now(STREAM, refresh=True)
        for name, other in (("replayed", replayed), ("put away", acting)):
            if other != self.live:
                self.wrong.append(f"{name} differs at version {self.live.version}")
        self.wrong += [f"version {self.live.version}: {told}" for told in untrue(self.live.state)]
        self.states = States(self.states.store, self.shelf, kept={STREAM: acting})
        self.restarts += 1


def untrue(plan: Plan) -> Sequence[str]:
    """What no plan may ever be, whatever was decided."""
    told = []
    for run in (plan.run, *plan.runs.values()):
        undone = [s.key for s in run.route if not run.is_done(s)]
        if run.outcome is Outcome.GRANTED and undone:
            told.append(f"granted while {undone} are not done")
        if run.outcome is Outcome.OPEN and not undone and run.route:
            told.append("everything is done and nothing follows")
        if len({s.stage for s in run.open_steps}) > 1:
            told.append("two stages are open at once")
        readings = {s.key for s in run.route if s.act is Act.ACKNOWLEDGE}
        deciders = [p for v in run.voices if v.step not in readings for p in v.persons]
        if len(deciders) != len(set(deciders)):
            told.append("somebody counts twice")
    told += reports_untrue(plan)
    if (plan.status in CARRIED_OUT) != (plan.approved is not None):
        told.append("in force without an approval, or approved and not in force")
    return told


def reports_untrue(plan: Plan) -> Sequence[str]:
    """A report on its route while its period is open; one decided by who closed the period or sent it."""
    told = []
    for id, sent in plan.reports.items():
        run = plan.run_of(id)
        if run.outcome is Outcome.OPEN and sent.period not in plan.closed:
            told.append("a report of an open period waits")
        readers = {s.key for s in run.route if s.act is Act.ACKNOWLEDGE}
        voices = {p for v in run.voices if v.step not in readers for p in v.persons}
        of_this_closing = sent.closing == f"{STREAM}@{plan.closings[sent.period]}"
        if of_this_closing and voices & {sent.person, plan.closed_by[sent.period]}:
            told.append("who prepared the report decides on it")
    return told


@dataclass
class Told:
    """What a number of runs came to."""

    wrong: list[str] = field(default_factory=list)
    runs: int = 0
    facts: int = 0
    restarts: int = 0
    granted: int = 0
    taken_up: int = 0
    signed: int = 0


def runs(count: int, seed: int, folder: Path, *, stop_at_first: bool = False) -> Told:
    told = Told()
    for number in range(count):
        lived = Lived(random.Random(f"{seed}/{number}"), folder).lives()
        told = replace(
            told,
            wrong=[*told.wrong, *(f"run {seed}/{number}: {wrong}" for wrong in lived.wrong)],
            runs=told.runs + 1,
            facts=told.facts + lived.facts,
            restarts=told.restarts + lived.restarts,
            granted=told.granted + lived.granted,
            taken_up=told.taken_up + lived.taken_up,
            signed=told.signed + lived.signed,
        )
        if told.wrong and stop_at_first:
            break
    return told
