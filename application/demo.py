"""What does the demonstration play, and what has come of it?"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from application.ports import Recorded, Unreadable
from application.samples.offices import shipped_office
from application.samples.opening import set_up_office
from application.story.approval import is_approved
from application.story.closing import is_closed, is_late, is_reported
from application.story.coming_in import comes_in, is_settled
from application.story.left_open import ANNUAL, PROVINCE, is_left_open
from application.story.proof import counted, is_verified
from application.story.quarter import is_carried_out
from application.story.stage import Say, Stage, Voice, one_line
from domain.messages import Refused

if TYPE_CHECKING:
    from application.app import App

QUARTER = "ua-2026q3"
PLANS = (QUARTER, ANNUAL, PROVINCE)
BEGINS = datetime(2026, 7, 20, 6, tzinfo=UTC)
ENDS = datetime(2026, 10, 21, tzinfo=UTC)
BREATH = 0.12
"""Seconds for each line to be read."""
TELLS = ("demo-", "setup-")
"""How the ids of the story's commands begin, and of those that open a shipped office."""
BY_ITSELF = frozenset({"clock", "reaction"})


@dataclass(frozen=True, slots=True)
class PlanShown:
    id: str
    title: str
    measures: int
    period: str


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the demonstration leaves behind; ``reports`` are absolute paths."""

    plans: Sequence[PlanShown]
    carried_out: str
    position: int
    facts: int
    notices_sent: int
    reports: Sequence[str]
    verified: bool
    seconds: float

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def run_demo(app: App, *, fast: bool, say: Say, language: str = "en") -> DemoResult:
    """Live through the third quarter of 2026 in an invented office, and prove what was recorded.

    The application needs a simulated clock that stands at `BEGINS` or earlier. ``fast`` leaves no time to
    read. Run again on the same record it adds nothing, whatever was done since. Refuses ``record-in-use``.
    """
    started = time.perf_counter()
    voice = Voice(say, language, 0.0 if fast else BREATH)
    ukraine, viet_nam = (Stage(app, shipped_office(id), voice) for id in ("ua-office", "vn-office"))
    refuse_if_in_use(app)
    ukraine.tell("demo.begins" if not app.store.head() else "demo.again", day=ukraine.today)
    opens(ukraine)
    lives(ukraine)
    reported = is_reported(ukraine, QUARTER, (app.settings.data / "reports").resolve())
    opens(viet_nam)
    is_left_open(ukraine, viet_nam)
    verified = is_verified(ukraine, PLANS, QUARTER, reported)
    log = counted(app.store)
    ukraine.tell("demo.ends", facts=log.facts, notices=log.notices_sent)
    return DemoResult(
        plans=[shown(ukraine, plan) for plan in PLANS],
        carried_out=QUARTER,
        position=app.store.head(),
        facts=log.facts,
        notices_sent=log.notices_sent,
        reports=[str(path) for path in reported.files],
        verified=verified and not log.unreadable,
        seconds=round(time.perf_counter() - started, 2),
    )


def refuse_if_in_use(app: App) -> None:
    """A record that did not live through the story to its end may hold what the story began, and nothing
    else: invented offices are not mixed into a real one, nor dated before what stands there."""
    head = app.store.head()
    if not head or any(is_told(r) for r in app.store.stream(f"plan-{PROVINCE}", up_to=1)):
        return
    last = app.store.log(head - 1, 1)[0]
    goes_on = isinstance(last, Recorded) and last.envelope.recorded_at > ENDS
    if goes_on or any(not is_told(fact) for fact in everything(app)):
        raise Refused("record-in-use", facts=head)


def everything(app: App) -> Iterator[Recorded | Unreadable]:
    position = 0
    while page := app.store.log(position, words=False):
        yield from page
        position = page[-1].position


def is_told(fact: Recorded | Unreadable) -> bool:
    """Whether the story asked for it, or the house did by itself."""
    if isinstance(fact, Unreadable):
        return False
    envelope = fact.envelope
    return envelope.channel in BY_ITSELF or envelope.command_id.startswith(TELLS)


def opens(stage: Stage) -> None:
    office = stage.office
    set_up_office(stage.app, office)
    stage.app.catch_up()
    persons, units = len(office.persons), len(office.units)
    stage.tell("demo.opened", title=office.title, persons=persons, units=units, zone=office.zone)


def lives(stage: Stage) -> None:
    """One plan, from the Word file to the closed quarter."""
    comes_in(stage, QUARTER, "plan-kvartal-2026-3.docx")
    is_settled(stage, QUARTER)
    is_approved(stage, QUARTER)
    is_carried_out(stage, QUARTER)
    is_closed(stage, QUARTER)
    is_late(stage, QUARTER)


def shown(stage: Stage, plan: str) -> PlanShown:
    text = stage.plan(plan).text
    return PlanShown(plan, one_line(text.header.title), len(text.measures), text.period)
