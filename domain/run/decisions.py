"""How is one step of a run decided, and by whom not? The one engine behind every subject."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.messages import Event, Moment, Refused
from domain.people.may import POLICY
from domain.people.standing import Capacity
from domain.people.state import Organisation
from domain.run.events import (
    Remark,
    RemarkClosed,
    RunRejected,
    RunWithdrawn,
    StepAcknowledged,
    StepAgreed,
    StepApproved,
    StepObjected,
    StepSigned,
    StepSkipped,
    Voiced,
)
from domain.run.route import RouteStep
from domain.run.state import Outcome, Run
from domain.workflow.definition import FINAL, Act

RETURNING = frozenset({Act.AGREE, Act.APPROVE, Act.SIGN})
_VOICED: dict[Act, type[Voiced]] = {
    Act.AGREE: StepAgreed,
    Act.APPROVE: StepApproved,
    Act.SIGN: StepSigned,
    Act.ACKNOWLEDGE: StepAcknowledged,
}

COMMAND = {
    Act.AGREE: "AgreeStep",
    Act.APPROVE: "ApproveStep",
    Act.SIGN: "SignStep",
    Act.ACKNOWLEDGE: "ReadStep",
}
"""The command that gives each voice; a delegation names commands."""
SendBack = Callable[[RouteStep, str | None, tuple[Remark, ...]], Event]
"""How a subject says that it was returned: the step, the step it goes back to, the remarks."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An open step, and as whom this person may speak there."""

    step: RouteStep
    reference: str
    capacity: Capacity | None

    @property
    def for_whom(self) -> str | None:
        return self.capacity.for_whom if self.capacity else None


def voice(
    run: Run,
    step: str,
    act: Act,
    moment: Moment,
    prepared_by: Collection[str],
    *,
    shown: str = "",
    remarks: tuple[Remark, ...] = (),
    close_by: date | None = None,
) -> Iterator[Event]:
    """One voice for the text; what it leads to is the subject's matter. ``shown`` is the hash seen."""
    turn = turn_of(run, step, moment, shown, acts={act}, command=COMMAND[act])
    if act is not Act.ACKNOWLEDGE:
        refuse_if_not_independent(run, turn, moment, prepared_by)
    said: dict[str, Any] = {
        "step": step,
        "run": run.id,
        "voice": turn.reference,
        "person": moment.by,
        "for_whom": turn.for_whom,
        "text_hash": run.text_hash,
        "policy": POLICY,
    }
    if act is Act.APPROVE:
        refuse_unless_closable(remarks, close_by, moment)
        said |= {"remarks": remarks, "close_by": close_by}
    yield _VOICED[act](**said)


def finishes(run: Run, step: str) -> bool:
    """Would one more voice at this step end the run?"""
    here = run.step(step)
    assert here is not None
    last = sum(not v.against for v in run.at(step)) + 1 >= here.needs
    return last and all(s.key == step or run.is_done(s) for s in run.route)


def send_back(
    run: Run,
    step: str,
    to_step: str | None,
    remarks: tuple[Remark, ...],
    moment: Moment,
    said: SendBack,
    *,
    shown: str = "",
) -> Iterator[Event]:
    """Against the text: back with remarks; where the step has no veto, one voice among several."""
    turn = turn_of(run, step, moment, shown, acts=RETURNING, command="ReturnPlan")
    if not remarks or not all(r.text.strip() for r in remarks):
        raise Refused("remarks-missing")
    refuse_unless_earlier(run, turn.step, to_step)
    if turn.step.veto:
        yield said(turn.step, to_step, remarks)
        return
    if {moment.by, turn.for_whom} & run.spoken:
        raise Refused("counted-already")
    yield StepObjected(
        step=step,
        run=run.id,
        voice=turn.reference,
        person=moment.by,
        for_whom=turn.for_whom,
        text_hash=run.text_hash,
        remarks=remarks,
        policy=POLICY,
    )
    against = [*(r for v in run.at(step) for r in v.against), *remarks]
    objections = sum(bool(v.against) for v in run.at(step)) + 1
    if len(turn.step.who) - objections < turn.step.needs:
        yield said(turn.step, to_step, tuple(against))


def reject(run: Run, step: str, reason: str, moment: Moment, *, shown: str = "") -> Iterator[Event]:
    """No for good. Only who could have given the text force may say so."""
    turn_of(run, step, moment, shown, acts=FINAL, command="RejectSubmission")
    if not reason.strip():
        raise Refused("reason-missing")
    yield RunRejected(run=run.id, step=step, reason=reason, person=moment.by)


def skip(run: Run, step: str, reason: str, moment: Moment, prepared_by: Collection[str]) -> Iterator[Event]:
    """Pass over a step that the definition lets go."""
    refuse_unless_open(run)
    here = refuse_unless_step_open(run, step)
    if not here.skippable:
        raise Refused("step-not-skippable", step=step)
    if not reason.strip():
        raise Refused("reason-missing")
    if moment.by in {*prepared_by, run.submitted_by}:
        raise Refused("prepared-it-yourself")
    yield StepSkipped(run=run.id, step=step, reason=reason, person=moment.by)


def withdraw(run: Run, reason: str, moment: Moment, authors: Collection[str]) -> Iterator[Event]:
    """Take a submission back; for the approval of a plan see `domain.plan.decisions.approval`."""
    refuse_unless_withdrawable(run, moment, authors)
    yield RunWithdrawn(run=run.id, reason=reason, person=moment.by)


def close_remark(run: Run, remark: int, how: str, moment: Moment) -> Iterator[Event]:
    if not 0 <= remark < len(run.owed):
        raise Refused("no-such-remark", remark=remark)
    if not how.strip():
        raise Refused("reason-missing")
    if not run.owed[remark].closed:
        yield RemarkClosed(run=run.id, remark=remark, how=how, person=moment.by)


def turn_of(run: Run, step: str, moment: Moment, shown: str, acts: Collection[Act], command: str) -> Turn:
    """The open step that is asked about: open, of these acts, shown as it is, and mine to decide so."""
    refuse_unless_open(run)
    here = refuse_unless_step_open(run, step)
    if here.act not in acts:
        raise Refused("other-act", step=step, act=here.act)
    if shown and shown != run.text_hash:
        raise Refused("text-changed", version=run.workflow_version)
    taken = {v.reference for v in run.at(step)}
    mine = [turn for ref in here.who if (turn := turn_as(here, ref, moment, command))]
    if not mine:
        raise Refused("not-your-step", step=step, position=here.who[0], person=holder_of(here, moment))
    free = next((turn for turn in mine if turn.reference not in taken), None)
    if free is None:
        raise Refused("counted-already")
    return free


def turn_as(step: RouteStep, reference: str, moment: Moment, command: str) -> Turn | None:
    """As what this person may speak for ``reference``, None where it is somebody else's voice."""
    kind, _, id = reference.partition(":")
    standing, office = moment.standing, moment.seen(Organisation)
    if kind == "person":
        if moment.by == id:
            return Turn(step, reference, None)
        lent = (c for c in standing.capacities if c.for_whom == id and c.covers(command))
        capacity = next(lent, None)
    elif kind == "unit":
        head = office.head_of(id, moment.today)
        led = (c for c in standing.capacities if c.unit == id and (c.for_whom or standing.person) == head)
        capacity = next((c for c in led if c.covers(command)), None)
    else:
        home = standing.office in ("", office.id) if kind == "position" else standing.office == office.above
        capacity = standing.in_position(id, command) if home else None
    if capacity is None:
        return None
    return Turn(step, reference, capacity)


def holder_of(step: RouteStep, moment: Moment) -> str | None:
    """Whom the step waits for, as far as this office knows."""
    office = moment.seen(Organisation)
    return next((p for ref in step.who if (p := office.person_behind(ref, moment.today))), None)


def refuse_unless_open(run: Run) -> None:
    if run.outcome is not Outcome.OPEN:
        raise Refused("not-in-review", status=run.outcome)


def refuse_unless_step_open(run: Run, step: str) -> RouteStep:
    here = next((s for s in run.open_steps if s.key == step), None)
    if here is None:
        if decider := run.decided.get(step):
            raise Refused("step-decided", step=step, person=decider)
        raise Refused("step-not-open", step=step, open=", ".join(s.key for s in run.open_steps))
    return here


def refuse_if_not_independent(run: Run, turn: Turn, moment: Moment, prepared_by: Collection[str]) -> None:
    """Separation of duties, on the person: not what one prepared or submitted, and never two voices in a run.

    Who speaks for another is both: neither of them may have prepared the text or spoken before. Settling a
    finding of the source is preparing; opening the owner gate is a director's right.
    """
    speaking = {moment.by, turn.for_whom} - {None}
    authors = {*prepared_by, run.submitted_by}
    if moment.by in authors:
        raise Refused("prepared-it-yourself")
    if speaking & authors:
        raise Refused("prepared-by-whom-you-stand-for", person=turn.for_whom)
    if speaking & run.spoken:
        raise Refused("counted-already")


def refuse_unless_earlier(run: Run, step: RouteStep, to_step: str | None) -> None:
    if to_step is None:
        return
    if not any(s.key == to_step and s.stage < step.stage for s in run.route):
        raise Refused("not-an-earlier-step", step=to_step)
    if step.returns_to is not None and to_step not in step.returns_to:
        raise Refused("return-not-allowed", step=step.key, to=to_step)


def refuse_unless_closable(remarks: tuple[Remark, ...], close_by: date | None, moment: Moment) -> None:
    if not remarks:
        return
    if not all(r.text.strip() for r in remarks):
        raise Refused("remarks-missing")
    if close_by is None or close_by < moment.today:
        raise Refused("close-by-missing")


def refuse_unless_withdrawable(run: Run, moment: Moment, authors: Collection[str]) -> None:
    refuse_unless_open(run)
    if moment.by not in {*authors, run.submitted_by}:
        raise Refused("not-your-plan", author=run.submitted_by)
    if not run.untouched:
        raise Refused("decided-already", person=run.voices[0].person if run.voices else "")
