"""``onrecord simulate``: how would past submissions have gone by another route, people or calendar?"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from application.sentences import Sentences
    from application.simulation.cases import Case
    from application.simulation.running import Course, Ground, Stall
    from domain.workflow.definition import Subject
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("file", metavar="WORKFLOW_FILE", help=words.say("argument-workflow-file"))
    parser.add_argument("--over", metavar="HISTORY", help=words.say("option-over"))
    parser.add_argument("--org", metavar="ID", help=words.say("option-org"))
    parser.add_argument("--people", metavar="FILE", help=words.say("option-people"))
    parser.add_argument("--calendar", metavar="FILE", help=words.say("option-calendar"))


def run(session: Session) -> int:
    from application.simulation.running import simulated
    from interfaces.cli.workflow import office_of, read_file, refuse

    organisation = office_of(session)
    read = read_file(session, session.options.file)
    if wrong := read.bars(session.office(organisation)):
        return refuse(session, wrong)
    past = cases(session, organisation, read.written.subject)
    courses = simulated(past, ground(session, organisation, read.steps))
    sentences = session.sentences_of(f"people-{organisation}")
    return session.show(value(courses), lambda: lines(session, sentences, courses))


def cases(session: Session, organisation: str, subject: Subject) -> list[Case]:
    """What is simulated over: a history from a file, else the record; it is only read."""
    from application.simulation import cases, written

    if name := session.options.over:
        return written.history(content_of(session, name), name)
    office, days = session.office(organisation), session.app.state(f"calendar-{organisation}").days
    return cases.of_record(session.app.store, organisation, office.zone, days, subject)


def ground(session: Session, organisation: str, steps: tuple) -> Ground:  # type: ignore[type-arg]
    from application.simulation import written
    from application.simulation.running import Ground

    asked, office = session.options, session.office(organisation)
    days = session.app.state(f"calendar-{organisation}").days
    if asked.people:
        office = written.substituted(office, content_of(session, asked.people), asked.people)
    if asked.calendar:
        days = written.calendar(content_of(session, asked.calendar), asked.calendar)
    return Ground(steps, office, days, session.office(office.above) if office.above else None)


def content_of(session: Session, name: str) -> bytes:
    from interfaces.cli.session import WrongUsage

    try:
        return Path(name).read_bytes()
    except OSError as unread:
        raise WrongUsage("no-file", session.say("usage.no-file", path=name), path=name) from unread


def value(courses: Sequence[Course]) -> dict[str, object]:
    from application.simulation.running import ASSUMED, workload

    load = sorted(workload(courses).items())
    return {
        "simulation": True,
        "assumed": ASSUMED,
        "cases": [
            {
                "case": c.case.id,
                "submitted": c.case.submitted,
                "really": c.case.really,
                "days": c.days,
                "ended": c.ended,
                "stalled": c.stalled,
                "asked": c.asked,
            }
            for c in courses
        ],
        "workload": [{"voice": v, "week": w, "asked": n} for (v, w), n in load],
    }


def lines(session: Session, sentences: Sentences, courses: Sequence[Course]) -> Iterator[str]:
    from application.simulation.running import ASSUMED
    from interfaces.cli.output import table

    yield session.say("simulation.label")
    yield ""
    headings = [
        session.say(f"simulation.{h}") for h in ("case", "submitted", "really", "would-take", "ended")
    ]
    label = session.say("simulation.short")
    yield from table(
        [*headings[:3], f"{headings[3]} ({label})", f"{headings[4]} ({label})"],
        (
            (
                c.case.id,
                session.say("show.day", day=c.case.submitted),
                "" if c.case.really is None else c.case.really,
                session.say("simulation.stalled") if c.days is None else c.days,
                session.say("show.day", day=c.ended) if c.ended else "",
            )
            for c in courses
        ),
    )
    for c in courses:
        if c.stalled:
            yield f"{c.case.id}: {stalled(session, sentences, c.stalled)}"
    yield ""
    yield from loaded(session, sentences, courses)
    yield ""
    yield session.say("simulation.assumed")
    for assumed in ASSUMED:
        yield "- " + session.say(f"simulation.{assumed}")
    yield session.say("simulation.label")


def stalled(session: Session, sentences: Sentences, stall: Stall) -> str:
    from application.workflows.picture import named

    voice, facts = named(sentences, stall.voice), {"step": stall.step, "day": stall.on}
    if stall.person:
        return session.say("simulation.barred", voice=voice, person=sentences.person(stall.person), **facts)
    return session.say("simulation.nobody", voice=voice, **facts)


def loaded(session: Session, sentences: Sentences, courses: Sequence[Course]) -> Iterator[str]:
    """Voices asked for, post by post and week by week; the fullest week last."""
    from application.simulation.running import workload
    from application.workflows.picture import named
    from interfaces.cli.output import table

    load: Counter[tuple[str, str]] = workload(courses)
    headings = [session.say(f"simulation.{h}") for h in ("post", "week", "asked")]
    rows = ((named(sentences, voice), week, n) for (voice, week), n in sorted(load.items()))
    yield from table(headings, rows)
