"""How is one step of a run decided, and by whom not? The one engine behind every subject."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import Any

from domain.changed import made
from domain.messages import Event, Moment, Refused
from domain.people.may import MAY, POLICY
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
from domain.run.turns import Turn, turns_at
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
    act_words: str = "",
    effective_from: date | None = None,
) -> Iterator[Event]:
    """One voice for the text; what it leads to is the subject's matter. ``shown`` is the hash seen."""
    turns = turns_of(run, step, moment, shown, acts={act}, command=COMMAND[act])
    turn = turns[0] if act is Act.ACKNOWLEDGE else independent(run, turns, moment, prepared_by)
    said: dict[str, Any] = {
        "step": step,
        "person": moment.by,
        "text_hash": run.text_hash,
        "run": run.id,
        "voice": turn.reference,
        "for_whom": turn.for_whom,
        "policy": POLICY,
    }
    if act in FINAL:
        said |= {"act": act_words, "effective_from": effective_from}
    if act is Act.APPROVE:
        refuse_unless_closable(remarks, close_by, moment)
        said |= {"remarks": remarks, "close_by": close_by}
    yield made(_VOICED[act], **said)


def finishes(run: Run, step: str, *, skipped: bool = False) -> bool:
    """Would one more voice at this step end the run, or that it is passed over?"""
    waiting = run.waiting
    if len(waiting) != 1 or waiting[0].key != step:
        return False
    return skipped or sum(not v.against for v in run.at(step)) + 1 >= waiting[0].needs


def ordered(run: Run, act: str, effective_from: date | None) -> tuple[str, date | None]:
    """How several gave the text force: as the last of them who wrote it down did, from the latest day that
    any of them named."""
    acts = [*(v.act for v in run.voices), act]
    days = [*(v.effective_from for v in run.voices), effective_from]
    return next(filter(None, reversed(acts)), ""), max(filter(None, days), default=None)


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
    turns = turns_of(run, step, moment, shown, acts=RETURNING, command="ReturnPlan")
    turn = next((t for t in turns if not {moment.by, t.for_whom} & run.spoken), turns[0])
    if not remarks or not all(r.text.strip() for r in remarks):
        raise Refused("remarks-missing")
    refuse_unless_earlier(run, turn.step, to_step)
    if turn.step.veto:
        yield said(turn.step, to_step, remarks)
        return
    if {moment.by, turn.for_whom} & run.spoken:
        raise counted_already(run, moment, turn)
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
    turns_of(run, step, moment, shown, acts=FINAL, command="RejectSubmission")
    if not reason.strip():
        raise Refused("reason-missing")
    yield RunRejected(run=run.id, step=step, reason=reason, person=moment.by)


def skip(run: Run, step: str, reason: str, moment: Moment, prepared_by: Collection[str]) -> Iterator[Event]:
    """Pass over a step that the definition lets go; never the last where nobody has given the text force."""
    refuse_unless_open(run)
    here = refuse_unless_step_open(run, step)
    given = {s.key for s in run.route if s.act in FINAL} & {v.step for v in run.voices if not v.against}
    if not here.skippable or (finishes(run, step, skipped=True) and not given):
        raise Refused("step-not-skippable", step=step)
    if not reason.strip():
        raise Refused("reason-missing")
    authors = {*prepared_by, run.submitted_by}
    if moment.by in authors:
        raise Refused("prepared-it-yourself")
    refuse_if_only_for(authors, "SkipStep", moment)
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


def turns_of(
    run: Run, step: str, moment: Moment, shown: str, acts: Collection[Act], command: str
) -> list[Turn]:
    """The open step that is asked about: open, of these acts, shown as it is, and mine to decide so."""
    refuse_unless_open(run)
    here = refuse_unless_step_open(run, step)
    if here.act not in acts:
        raise Refused("other-act", step=step, act=here.act)
    if shown and shown != run.text_hash:
        raise Refused("text-changed", version=run.workflow_version)
    mine = turns_at(here, moment, command)
    if not mine:
        raise Refused("not-your-step", step=step, position=here.who[0], person=holder_of(here, moment))
    taken = {v.reference for v in run.at(step)}
    free = [turn for turn in mine if turn.reference not in taken]
    if not free:
        raise Refused("counted-already", step=step)
    return free


def holder_of(step: RouteStep, moment: Moment) -> str | None:
    """Whom the step waits for, as far as this office knows."""
    office = moment.seen(Organisation)
    return next((p for ref in step.who if (p := office.person_behind(ref, moment.today))), None)


def refuse_unless_open(run: Run) -> None:
    if run.outcome is Outcome.VOIDED:
        raise Refused("run-voided")
    if run.outcome is not Outcome.OPEN:
        raise Refused("not-in-review", status=run.outcome)


def refuse_unless_step_open(run: Run, step: str) -> RouteStep:
    here = next((s for s in run.open_steps if s.key == step), None)
    if here is None:
        if decider := run.decided.get(step):
            raise Refused("step-decided", step=step, person=decider)
        raise Refused("step-not-open", step=step, open=", ".join(s.key for s in run.open_steps))
    return here


def independent(run: Run, turns: Sequence[Turn], moment: Moment, prepared_by: Collection[str]) -> Turn:
    """The first turn in which this person may speak at all, else refused for the reason of the first."""
    authors = {*prepared_by, run.submitted_by}
    barred = [why_not_independent(run, turn, moment, authors) for turn in turns]
    if all(barred) and barred[0]:
        raise barred[0]
    return turns[barred.index(None)]


def why_not_independent(run: Run, turn: Turn, moment: Moment, authors: Collection[str]) -> Refused | None:
    """Separation of duties, on the person: not what one prepared or submitted, and never two voices in a run.

    Who speaks for another is both: neither of them may have prepared the text or spoken before. Settling a
    finding of the source is preparing; opening the owner gate is a director's right.
    """
    if moment.by in authors:
        return Refused("prepared-it-yourself")
    if turn.for_whom in authors:
        return Refused("prepared-by-whom-you-stand-for", person=turn.for_whom)
    if {moment.by, turn.for_whom} & run.spoken:
        return counted_already(run, moment, turn)
    return None


def counted_already(run: Run, moment: Moment, turn: Turn) -> Refused:
    """With the step at which that voice stands."""
    persons = {moment.by, turn.for_whom}
    return Refused(
        "counted-already", step=next(v.step for v in run.voices if v.persons & persons and not v.read)
    )


def refuse_if_only_for(authors: Collection[str], command: str, moment: Moment) -> None:
    """A right that comes from an author's own post alone is the author's."""
    capacities = moment.standing.capacities
    rights = [c for c in capacities if c.role in MAY[command] and c.covers(command)]
    if rights and all(c.for_whom in authors for c in rights):
        raise Refused("prepared-by-whom-you-stand-for", person=rights[0].for_whom)


def refuse_unless_earlier(run: Run, step: RouteStep, to_step: str | None) -> None:
    if to_step is None:
        return
    earlier = [s.key for s in run.route if s.stage < step.stage]
    allowed = [key for key in earlier if step.returns_to is None or key in step.returns_to]
    if to_step not in allowed:
        code = "return-not-allowed" if to_step in earlier else "not-an-earlier-step"
        raise Refused(code, step=step.key, to_step=to_step, allowed=", ".join(allowed))


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
