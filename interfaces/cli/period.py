"""``onrecord period``: what is missing before a period is closed, whom to ask, and what came too late?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from application.closing import PeriodSeen
    from interfaces.cli.session import Session


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("id", metavar="ID", help=words.say("argument-plan"))
    parser.add_argument("period", metavar="PERIOD", help=words.say("option-period"))


def run(session: Session) -> int:
    from application.closing import period_seen
    from interfaces.cli.typed_period import typed_period

    asked = session.options
    period = typed_period(session, asked.period)
    session.stream = f"plan-{asked.id}"
    seen = period_seen(session.app, asked.id, period)
    return session.show(value(seen), lambda: lines(session, seen))


def value(seen: PeriodSeen) -> dict[str, object]:
    return {
        "plan": seen.plan,
        "period": seen.period,
        "closed": seen.closed,
        "may_be_closed_from": seen.cut_off,
        "late_facts_go_to": seen.late_rule,
        "missing": [
            {"measure": m.measure.id, "number": m.measure.number, "missing": m.missing, "whom": m.whom}
            for m in seen.missing
        ],
        "late": [f"{r.stream}@{r.version}" for r in seen.late],
        "waiting": [c.request for c in seen.waiting],
    }


def lines(session: Session, seen: PeriodSeen) -> Iterator[str]:
    from interfaces.cli.output import table

    sentences = session.sentences_of(f"plan-{seen.plan}")
    state = "show.period-closed" if seen.closed else "show.period-open"
    yield session.say(state, period=sentences.period(seen.period), day=seen.cut_off)
    if seen.missing:
        yield from table(
            [session.say(f"show.{h}") for h in ("measure", "missing", "whom")],
            (
                (
                    m.measure.number or m.measure.id,
                    session.say(f"missing.{m.missing}"),
                    sentences.person(m.whom) if m.whom else "",
                )
                for m in seen.missing
            ),
        )
    elif not seen.closed:
        yield session.say("show.nothing-missing")
    for late in seen.late:
        yield session.say("show.late-line", time=sentences.when(late), what=sentences.of(late))
    for waits in seen.waiting:
        yield session.say(
            "show.correction-waits", request=waits.request, person=sentences.person(waits.person)
        )
