"""``onrecord import FILE --onto PLAN``: what does a corrected file change in a draft or a plan in force?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from application.app import Done
    from application.imports.onto import Correction
    from application.imports.onto_force import FileAmendment
    from application.imports.reading import Reading
    from domain.people.state import Organisation
    from domain.plan.differences import Difference
    from domain.plan.pairing import Unclear
    from domain.plan.state import Plan
    from interfaces.cli.session import Session

_ANSWER = re.compile(r"(?P<id>[a-z0-9][a-z0-9._-]{0,63})=(?P<row>\d{1,5})")
_MOST_TOLD = 400


def corrected(session: Session, content: bytes) -> int:
    """Shows the difference; unless it is a dry run, and once nothing is unclear, puts it on record: as a
    draft's new text, or as an amendment proposed to a plan in force."""
    from application.imports.onto import correction, refuse_while_unclear
    from domain.messages import Refused
    from domain.plan.decisions.drafting import RedraftPlan
    from domain.plan.state import Status
    from interfaces.cli.acting import act, refuse_unless_allowed_here
    from interfaces.cli.file_read import reading
    from interfaces.cli.offices import planner_of

    app, asked = session.app, session.options
    stream = f"plan-{asked.onto}"
    history = app.history(stream)
    if not history:
        raise Refused("not-found")
    session.stream, session.asked = stream, RedraftPlan.__name__
    plan: Plan = app.state(stream)
    office = session.office(history[0].envelope.organisation)
    read = reading(session, app.reader, content, office.names(), plan.text.period)
    if plan.status is Status.IN_FORCE:
        return amended(session, plan, office, read, content)
    found = correction(plan, read, said(session))
    if asked.dry_run:
        return session.show(value(session, read, found), lambda: lines(session, plan, found))
    refuse_while_unclear(plan, found)
    planner = asked.person or planner_of(session, office)
    refuse_unless_allowed_here(session, RedraftPlan.__name__, planner)
    app.files.put(content)
    ask = RedraftPlan(
        plan=asked.onto, document=found.document, findings=found.findings, reason=asked.reason or ""
    )
    try:
        done = act(session, ask, by=planner, expect=plan.version)
    except Refused as refused:
        if refused.code != "reason-missing":
            raise
        return session.refuse(refused.code, session.say("usage.reason-missing"))
    told = value(session, read, found) | {"plan": asked.onto, "position": done.answer.position}
    return session.show(told, lambda: lines(session, plan, found, done))


def amended(session: Session, plan: Plan, office: Organisation, read: Reading, content: bytes) -> int:
    """A plan in force stays as it is; what the file says otherwise is proposed, and goes on a route later."""
    from application.imports.onto import refuse_while_unclear
    from application.imports.onto_force import amendment_in
    from domain.messages import Refused
    from domain.plan.decisions.amending import ProposeAmendment
    from domain.plan.events import AmendmentProposed
    from interfaces.cli.acting import act, refuse_unless_allowed_here
    from interfaces.cli.offices import planner_of

    app, asked = session.app, session.options
    session.asked = ProposeAmendment.__name__
    found = amendment_in(plan, read, said(session))
    if asked.dry_run:
        return session.show(
            value(session, read, found.correction), lambda: amendment_lines(session, plan, found)
        )
    refuse_while_unclear(plan, found.correction)
    planner = asked.person or planner_of(session, office)
    refuse_unless_allowed_here(session, ProposeAmendment.__name__, planner)
    app.files.put(content)
    try:
        done = act(session, found.command(asked.onto, asked.reason or ""), by=planner, expect=plan.version)
    except Refused as refused:
        if refused.code != "reason-missing":
            raise
        return session.refuse(refused.code, session.say("usage.reason-missing"))
    recorded = app.history(f"plan-{asked.onto}")[done.answer.version - 1].event
    assert isinstance(recorded, AmendmentProposed)
    told = value(session, read, found.correction) | {
        "plan": asked.onto,
        "position": done.answer.position,
        "amendment": recorded.amendment,
    }
    return session.show(told, lambda: amendment_lines(session, plan, found, recorded.amendment))


def amendment_lines(session: Session, plan: Plan, found: FileAmendment, amendment: str = "") -> Iterator[str]:
    from interfaces.cli.telling_findings import finding_lines

    yield from difference_lines(session, found.correction.differences)
    yield from unclear_lines(session, plan, found.unclear)
    yield from finding_lines(session, found.findings)
    if found.left:
        yield session.say("correct.left", count=len(found.left))
    if amendment:
        yield session.say("correct.proposed", plan=session.options.onto, amendment=amendment)
    else:
        yield session.say("correct.would-propose" if not found.is_silent else "correct.nothing-in-force")


def said(session: Session) -> dict[int, str]:
    """``--same m012=15``: measure 15 of the file is m012 of the draft; ``--new 15``: it is none of them."""
    from domain.plan.pairing import NEW
    from interfaces.cli.session import WrongUsage

    answers = dict.fromkeys(session.options.new or (), NEW)
    for written in session.options.same or ():
        match = _ANSWER.fullmatch(written)
        if match is None:
            raise WrongUsage("not-a-pair", session.say("usage.not-a-pair", given=written), given=written)
        answers[int(match["row"])] = match["id"]
    return answers


def value(session: Session, read: Reading, found: Correction) -> dict[str, object]:
    from dataclasses import replace

    from application.imports.truth import as_truth

    whole = replace(read, document=found.document, findings=found.findings)
    return {
        **as_truth(whole, session.worded),
        "differences": [asdict(difference) for difference in found.differences],
        "settled": list(found.settled),
        "fallen": [{"code": f.code, "measure": f.measure, "place": f.place} for f in found.fallen],
        "questions": [asdict(question) for question in found.unclear],
    }


def lines(session: Session, plan: Plan, found: Correction, done: Done | None = None) -> Iterator[str]:
    from interfaces.cli.telling_findings import finding_lines

    yield from difference_lines(session, found.differences)
    yield from unclear_lines(session, plan, found.unclear)
    settled = {*found.settled}
    yield from finding_lines(session, (f for n, f in enumerate(found.findings) if n not in settled))
    counted = {"differences": len(found.differences), "settled": len(settled), "fallen": len(found.fallen)}
    yield session.say("correct.counts", **counted)
    if done is None:
        yield session.say("correct.would")
    elif not done.recorded:
        yield session.say("correct.nothing")
    else:
        yield session.say("correct.done", plan=session.options.onto, position=done.answer.position)


def difference_lines(session: Session, differences: Sequence[Difference]) -> Iterator[str]:
    from domain.plan.differences import WORDED
    from interfaces.cli.telling_review import shortened

    for difference in differences[:_MOST_TOLD]:
        field = session.say(f"field.{difference.field}") if difference.field else ""
        said = [difference.old, difference.new]
        if difference.field in WORDED:
            said = [session.say(f"field-word.{word}") if word else "–" for word in said]
        old, new = map(shortened, said)
        facts = {"number": difference.number, "field": field, "old": old, "new": new}
        key = f"correct.{difference.kind}" if difference.measure else "correct.plan-changed"
        yield session.say(key, **facts)


def unclear_lines(session: Session, plan: Plan, unclear: Sequence[Unclear]) -> Iterator[str]:
    from interfaces.cli.telling_review import shortened

    for question in unclear:
        names = "; ".join(f"{id} = {shortened(plan.measures[id].title)}" for id in question.candidates)
        yield session.say(
            "correct.unclear",
            row=question.ordinal,
            number=question.number,
            title=shortened(question.title),
            candidates=names,
        )
