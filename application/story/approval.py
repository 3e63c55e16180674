"""How does the plan find its way to force: visas side by side, one return, the deputy, the director?"""

from __future__ import annotations

from datetime import date

from application.story.stage import Stage, by_number
from domain.messages import Command
from domain.plan.deadlines import read_deadline
from domain.plan.decisions.approval import AgreeStep, ApproveStep, ReturnPlan, SubmitPlan
from domain.plan.decisions.drafting import ReviseMeasure
from domain.run.events import Remark

RETURNED_FOR = "2.3.2"
REMARK = "Суд узагальнює практику 21 вересня: потрібно раніше, до 18.09.2026"
NEW_TERM = "до 18.09.2026"


def is_approved(stage: Stage, plan: str) -> None:
    """From the first submission to the director's stamp, five weeks into the quarter."""
    goes_round_once(stage, plan)
    is_mended(stage, plan)
    stage.on(date(2026, 7, 27))
    agrees(stage, plan, "head-outreach", "visa-outreach")
    agrees(stage, plan, "head-defence", "visa-defence")
    stage.on(date(2026, 7, 30))
    agrees(stage, plan, "deputy", "deputy")
    stage.on(date(2026, 8, 6), 15)
    takes_force(stage, plan)


def goes_round_once(stage: Stage, plan: str) -> None:
    stage.on(date(2026, 7, 21))
    submitted(stage, plan, "quarterly")
    own_visa = AgreeStep(plan=plan, step="visa-outreach")
    if refusal := stage.refusal(own_visa, stage.planner()):
        stage.tell("demo.refused", words=stage.sentences().refusal("AgreeStep", refusal))
    stage.on(date(2026, 7, 22))
    agrees(stage, plan, "head-outreach", "visa-outreach")
    stage.on(date(2026, 7, 23))
    measure = by_number(stage.plan(plan), RETURNED_FOR)
    remark = Remark(measure=measure.id, field="due", text=REMARK)
    who = stage.holder("head-defence")
    stage.do(ReturnPlan(plan=plan, step="visa-defence", remarks=(remark,)), by=who)
    stage.app.catch_up()
    stage.tell("demo.returned", person=stage.name(who), measure=RETURNED_FOR, remark=REMARK)


def is_mended(stage: Stage, plan: str) -> None:
    stage.on(date(2026, 7, 24))
    draft = stage.plan(plan)
    measure = by_number(draft, RETURNED_FOR)
    due, _ = read_deadline(NEW_TERM, draft.text.period)
    mended = measure.model_copy(update={"due": due})
    stage.do(ReviseMeasure(plan=plan, measure=mended), by=stage.planner())
    if measure.due.raw != NEW_TERM:
        stage.tell("demo.mended", measure=RETURNED_FOR, old=measure.due.raw, new=NEW_TERM)
    submitted(stage, plan, "quarterly")


def submitted(stage: Stage, plan: str, workflow: str) -> None:
    stage.do(SubmitPlan(plan=plan, workflow=workflow), by=stage.planner())
    stage.app.catch_up()
    route = stage.plan(plan).route
    waits = [stage.name(stage.behind(who)) for s in route if s.stage == 1 for who in s.who]
    if waits:
        stage.tell(
            "demo.submitted", version=stage.plan(plan).text_version, steps=len(route), persons=tuple(waits)
        )


def agrees(stage: Stage, plan: str, position: str, step: str) -> None:
    decides(stage, AgreeStep(plan=plan, step=step), position)
    stage.tell("demo.agreed", person=stage.name(stage.holder(position)))


def takes_force(stage: Stage, plan: str) -> None:
    act = "Затверджено директором центру 06.08.2026"
    decides(stage, ApproveStep(plan=plan, step="director", act=act), "director")
    approved = stage.plan(plan).approved
    assert approved is not None
    gone_by = sum(due.before_approval for due in approved.schedule)
    stage.tell(
        "demo.approved",
        person=stage.name(stage.holder("director")),
        day=approved.approved_on,
        dues=len(approved.schedule),
        gone_by=gone_by,
    )


def decides(stage: Stage, command: Command, position: str) -> None:
    stage.do(command, by=stage.holder(position))
    stage.app.catch_up()
