"""How would past submissions have gone by this route, with these people and these days?

A simulation: pure, on what it is given. Its assumptions are those of `ASSUMED`, and are told with every
answer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median_low

from application.simulation.cases import Case
from domain.calendar.days import WorkingCalendar
from domain.people.may import MAY, MAY_BELOW
from domain.people.state import Organisation
from domain.run.decisions import COMMAND
from domain.run.route import holds, needed, voices_of
from domain.workflow.definition import Act, Step

ASSUMED = (
    "assumed-pace",
    "assumed-no-returns",
    "assumed-no-queues",
    "assumed-holder-first",
    "assumed-horizon",
    "assumed-above-free",
)
"""What a simulation takes for granted; worded for people under ``simulation``."""
HORIZON = 60
"""Calendar days that a voice is waited for before the case counts as stalled."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ground:
    """What is tried: the route, the people and the days. ``above`` is the office above, where it is known."""

    steps: tuple[Step, ...]
    office: Organisation
    days: WorkingCalendar
    above: Organisation | None = None


@dataclass(frozen=True, slots=True)
class Stall:
    """Where a case would have stood still. ``person`` is the only one who could, barred because they prepared
    the text or spoke before; blank where nobody could at all."""

    step: str
    voice: str
    on: date
    person: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One voice that would have been asked and given."""

    step: str
    voice: str
    person: str
    on: date
    given: date


@dataclass(frozen=True, slots=True)
class Course:
    """One case as it would have gone: in force after so many working days, or stalled."""

    case: Case
    asked: tuple[Asked, ...]
    ended: date | None = None
    days: int | None = None
    stalled: Stall | None = None


@dataclass(frozen=True, slots=True)
class Paces:
    """How many working days a voice takes: the median of what it really took."""

    by_person: dict[tuple[str, str, str], int] = field(default_factory=dict)
    by_voice: dict[tuple[str, str], int] = field(default_factory=dict)
    by_act: dict[str, int] = field(default_factory=dict)

    def of(self, voice: str, person: str, step: Step) -> int:
        """Of this person in this voice, else of the voice, else of such acts, else the step's own term."""
        act = str(step.act)
        known = (
            self.by_person.get((voice, person, act)),
            self.by_voice.get((voice, act)),
            self.by_act.get(act),
        )
        return next((days for days in known if days is not None), step.term)


def paces(cases: Iterable[Case]) -> Paces:
    person: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    voice: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    act: defaultdict[str, list[int]] = defaultdict(list)
    for took in (t for case in cases for t in case.took):
        person[took.voice, took.person, took.act].append(took.days)
        voice[took.voice, took.act].append(took.days)
        act[took.act].append(took.days)
    return Paces(
        {k: median_low(v) for k, v in person.items()},
        {k: median_low(v) for k, v in voice.items()},
        {k: median_low(v) for k, v in act.items()},
    )


def simulated(cases: Sequence[Case], ground: Ground) -> list[Course]:
    """Every case by the route of ``ground``; how long each voice takes is learnt from all of them."""
    known = paces(cases)
    return [course(case, ground, known) for case in cases]


def workload(courses: Iterable[Course]) -> Counter[tuple[str, str]]:
    """How many voices each post would have been asked for, by ISO week (``2021-W03``)."""
    return Counter(
        (asked.voice, "{}-W{:02}".format(*asked.on.isocalendar()[:2])) for c in courses for asked in c.asked
    )


def course(case: Case, ground: Ground, known: Paces) -> Course:
    concerned = [s for s in ground.steps if holds(s.when, case.of) and voices_of(s, case.of)]
    day, spoken, asked = case.submitted, set[str](), list[Asked]()
    for stage in sorted({step.stage for step in concerned}):
        ends = [day]
        for step in (s for s in concerned if s.stage == stage):
            heard, barred = heard_at(step, case, day, spoken, ground, known)
            needs = needed(step, len(voices_of(step, case.of)))
            if len(heard) < needs:
                return Course(case, tuple(asked), stalled=barred)
            counted = sorted(heard, key=lambda a: a.given)[:needs]
            asked += heard
            if step.act is not Act.ACKNOWLEDGE:
                spoken |= {a.person for a in counted}
            ends += [a.given for a in counted]
        day = max(ends)
    return Course(case, tuple(asked), day, ground.days.working_days_between(case.submitted, day))


def heard_at(
    step: Step, case: Case, day: date, spoken: set[str], ground: Ground, known: Paces
) -> tuple[list[Asked], Stall | None]:
    """The voices of a step that somebody can give, each person once; and the first that nobody can."""
    heard: list[Asked] = []
    stalled: Stall | None = None
    taken = set() if step.act is Act.ACKNOWLEDGE else {*case.authors, *spoken}
    for voice in voices_of(step, case.of):
        person, when = _who_when(step, voice, day, taken, ground)
        if when is None:
            stalled = stalled or Stall(step.key, voice, day, person)
            continue
        start = ground.days.shift(when, known.of(voice, person, step))
        heard.append(Asked(step.key, voice, person, when, start))
        taken.add(person)
    return heard, stalled


def _who_when(step: Step, voice: str, day: date, taken: set[str], ground: Ground) -> tuple[str, date | None]:
    """The first day on which somebody free of the case can speak; else who alone could, and no day."""
    only = ""
    for n in range(HORIZON + 1):
        on = day + n * ONE_DAY
        for person, giver in who_may(step, voice, on, ground):
            if not {person, giver} & taken:
                return person, on
            only = only or person
    return only, None


def who_may(step: Step, voice: str, on: date, ground: Ground) -> Iterator[tuple[str, str]]:
    """Who may give this voice on a day, the holder first; the second is for whom, or the same person."""
    kind, _, id = voice.partition(":")
    if kind == "above":
        yield from _above(step, voice, id, on, ground.above)
        return
    office, command = ground.office, COMMAND[step.act]
    holders = {
        "position": [a.person for a in office.holders(id, on)] if kind == "position" else [],
        "unit": [p for p in [office.head_of(id, on) if kind == "unit" else None] if p],
        "person": [id] if id in office.persons else [],
    }[kind]
    for person in holders:
        if office.standing(person, on).roles_for(command) & MAY[command]:
            yield person, person
    for given in office.delegations.values():
        lends = given.giver in holders and command in given.acts and office.counts(given, on)
        if lends and (kind != "position" or given.position == id):
            yield given.taker, given.giver


def _above(
    step: Step, voice: str, position: str, on: date, above: Organisation | None
) -> Iterator[tuple[str, str]]:
    """Somebody of the office above; where that office is not known, one who is always free."""
    if above is None or not above.id:
        yield voice, voice
        return
    command = COMMAND[step.act]
    for held in above.holders(position, on):
        if above.standing(held.person, on).roles_for(command) & MAY_BELOW.get(command, frozenset()):
            yield held.person, held.person
