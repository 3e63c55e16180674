"""How is a plan told: to a script as one object, to a person as a page of lines?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from domain.plan.document import Deadline, DueKind, Measure
from domain.report.remaining import remaining
from domain.report.shapes import Verdict
from domain.run.route import RouteStep
from interfaces.cli.output import table
from interfaces.cli.telling_findings import finding_lines

if TYPE_CHECKING:
    from application.sentences import Sentences
    from domain.report.shapes import Row
    from domain.run.state import Run
    from interfaces.cli.session import Session
    from interfaces.cli.standing_plan import Look


def value(look: Look) -> dict[str, object]:
    plan, last = look.plan, look.last
    return {
        "id": look.id,
        "title": plan.text.header.title,
        "organisation": look.office.id,
        "period": plan.text.period,
        "language": plan.text.language,
        "status": plan.status,
        "version": plan.version,
        "position": last.position,
        "recorded_at": last.envelope.recorded_at,
        "author": plan.author,
        "text_version": plan.text_version,
        "text_hash": plan.text_hash,
        "workflow": plan.run.workflow,
        "route": [{**dict(s), "state": state_of(look, s), "by": plan.decided.get(s.key)} for s in plan.route],
        "remarks": plan.remarks,
        "runs": [run_value(run) for run in plan.runs.values()],
        "proposed": [id for id in plan.amendments if id not in plan.runs],
        "approved": plan.approved.model_dump(mode="json", exclude={"schedule"}) if plan.approved else None,
        "acknowledged": sorted(plan.acknowledged),
        "closed": plan.closed,
        "findings": [
            {"finding": n, **dict(f), "resolved": n in plan.resolved} for n, f in enumerate(plan.findings)
        ],
        "counts": counts(look),
        "measures": [measure_value(look, m) for m in plan.text.measures],
    }


def run_value(run: Run) -> dict[str, object]:
    """What stands on a route of its own beside the plan: an amendment, a later day, a report."""
    return {
        "run": run.id,
        "subject": run.subject,
        "workflow": run.workflow,
        "workflow_version": run.workflow_version,
        "outcome": run.outcome,
        "open": [step.key for step in run.open_steps],
        "submitted_by": run.submitted_by,
    }


def counts(look: Look) -> dict[str, object]:
    """How many measures there are, and how many stand how once the plan is in force."""
    states = Counter(row.verdict for row in look.rows.values())
    return {
        "measures": len(look.plan.text.measures),
        "states": {state.value: states[state] for state in Verdict if states[state]},
    }


def measure_value(look: Look, measure: Measure) -> dict[str, object]:
    """The measure as it reads, what of it is done (``amounts``: one number, or the parts of a pair) and the
    records that count."""
    row, carried = look.rows.get(measure.id), look.plan.of(measure.id)
    return {
        **measure.model_dump(mode="json"),
        "state": row.verdict if row else None,
        "done": amount(row),
        "amounts": row.actual.amounts if row else (),
        "percent": row.percent if row else (),
        "remaining": remaining(row, look.case.planned(row)) if row else (),
        "days_late": look.case.lateness(row).days if row else None,
        "executions": [
            {
                "execution": id,
                "counts": record.counts,
                "logged": record.logged,
                "corrected": record.corrected,
                "retracted": record.retracted,
            }
            for id, record in carried.executions.items()
        ],
        "levels": [level.reported for level in carried.levels],
        "nils": sorted(carried.nils),
        "shortfalls": list(carried.shortfalls.values()),
    }


def lines(session: Session, look: Look) -> Iterator[str]:
    plan, sentences = look.plan, session.sentences_of(f"plan-{look.id}")
    yield plan.text.header.title
    yield session.say(
        "show.standing",
        status=session.say(f"status.{plan.status}"),
        period=sentences.period(plan.text.period),
        version=plan.version,
        position=look.last.position,
        time=sentences.when(look.last),
    )
    yield session.say("show.author", person=sentences.person(plan.author))
    yield from (route_line(session, sentences, look, step) for step in plan.route)
    if plan.approved:
        approved = plan.approved
        yield session.say("show.approved", day=approved.approved_on, start=approved.effective_from)
    for run in plan.runs.values():
        kind, outcome = session.say(f"subject.{run.subject}"), session.say(f"web.outcome-{run.outcome}")
        steps = "; ".join(awaited.title for awaited in run.open_steps)
        yield session.say("show.run", kind=kind, run=run.id, outcome=outcome, steps=steps)
    for id in (id for id in plan.amendments if id not in plan.runs):
        yield session.say("show.proposed", kind=session.say("subject.amendment"), run=id)
    if plan.closed:
        yield session.say("show.closed", periods=[sentences.period(p) for p in plan.closed])
    if look.rows:
        yield session.say("show.states", states=states_of(session, look))
    if doubts := [f for n, f in enumerate(plan.findings) if n not in plan.resolved]:
        yield session.say("show.findings", count=len(doubts))
        yield from finding_lines(session, doubts)
    yield ""
    headings = ("id", "number", "measure", "executor", "due", "target", "done", "state")
    yield from table(
        [session.say(f"show.{h}") for h in headings], (cells(session, look, m) for m in plan.text.measures)
    )


def route_line(session: Session, sentences: Sentences, look: Look, step: RouteStep) -> str:
    run = look.plan.run
    return session.say(
        "show.step",
        stage=step.stage,
        title=step.title,
        act=session.say(f"act.{step.act}"),
        state=session.say(f"step.{state_of(look, step)}"),
        person=sentences.decider(run, step) if step.key in run.decided else "",
        due=step.due,
    )


def states_of(session: Session, look: Look) -> list[str]:
    from application.reports.words import WORDS

    states = Counter(row.verdict for row in look.rows.values())
    return [f"{WORDS[session.language].verdicts[state]} {n}" for state, n in states.items()]


def cells(session: Session, look: Look, measure: Measure) -> tuple[object, ...]:
    from application.reports.words import WORDS

    row = look.rows.get(measure.id)
    raw = measure.target.raw
    return (
        measure.id,
        measure.number,
        measure.title,
        measure.executors_raw or ", ".join(e.raw for e in measure.executors),
        due_words(session, measure.due),
        raw if isinstance(raw, str) else " · ".join(part for part in raw if part),
        amount(row),
        WORDS[session.language].verdicts[row.verdict] if row else "",
    )


def due_words(session: Session, due: Deadline) -> str:
    """The words of the plan beside how they are read, where the two differ."""
    read = reading(session, due)
    return f"{due.raw} [{read}]" if due.raw and read != due.raw.strip().lower() else due.raw or read


def reading(session: Session, due: Deadline) -> str:
    if due.kind is DueKind.MONTHLY_TARGETS:
        months = ", ".join(f"{month}: {quantity}" for month, quantity in due.monthly.items())
        return session.say("due.monthly_targets", months=months)
    days = [plain(d) for d in dict.fromkeys((due.start, due.end)) if d]
    return "–".join(days) or session.say(f"due.{due.kind}")


def plain(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def amount(row: Row | None) -> str | None:
    """What is done, as it is written: ``2``, or ``1/1`` for a pair; None where nothing is on record."""
    return "/".join(format(a, "f") for a in row.actual.amounts) or None if row else None


def state_of(look: Look, step: RouteStep) -> str:
    if step.key in look.plan.decided:
        return "decided"
    return "open" if step in look.plan.open_steps else "later"
