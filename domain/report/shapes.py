"""What a quarterly report says: every figure with the rule that made it and the facts behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from domain.report.percent import Amounts as Amounts
from domain.report.percent import percent_of

LATER_FIELD = "said only where it says something"
"""Marks a field that reports made before it did not have: left out of JSON and fingerprint where empty."""


def later(default: Any) -> Any:
    return field(default=default, metadata={LATER_FIELD: True})


class Rule(StrEnum):
    """How a figure came about. A pair is counted by its parts; ``last`` is a level, never a sum. ``pace`` is
    no count: what will stand at the end of a term if it goes on as it went."""

    SUM = "sum"
    COUNT = "count"
    LAST = "last"
    PAIR = "pair"
    PACE = "pace"
    WORKING_DAYS = "working-days"
    ALL_FLOWS = "all-flows"
    MONTHS = "months"
    QUARTERS = "quarters"
    WHOLE = "whole"
    LEVEL = "level"
    WORDS = "words"


class Share(StrEnum):
    """Which share of the plan a row belongs to in this period; the four add up to all rows."""

    OBLIGATORY = "obligatory"
    AS_NEEDED = "as-needed"
    NOT_PLANNED = "not-planned"
    NOT_ASSIGNED = "not-assigned"


class Verdict(StrEnum):
    """How a row stands. Silence is a verdict of its own and never a zero."""

    DONE = "done"
    OVERFULFILLED = "over-fulfilled"
    PARTLY = "partly"
    ON_TRACK = "on-track"
    NOT_DONE = "not-done"
    OVERDUE = "overdue"
    NOT_STARTED = "not-started"
    NOT_DUE = "not-due"
    STANDING = "standing"
    NO_NEED = "no-need"
    NOT_REPORTED = "not-reported"
    UNPLANNED = "unplanned"
    NOT_PLANNED = "not-planned"
    NOT_ASSIGNED = "not-assigned"
    CANCELLED = "cancelled"
    CARRIED = "carried-forward"


class State(StrEnum):
    """As states are counted; these add up to all rows. ``LATE`` is done, but after its day."""

    COMPLETE = "complete"
    LATE = "complete-late"
    ON_TRACK = "on-track"
    BEHIND = "behind"
    OVERDUE = "overdue"
    NOT_STARTED = "not-started"
    NOT_DONE = "not-done"
    CARRIED = "carried-forward"
    NOT_REPORTED = "not-reported"
    UNPLANNED = "unplanned"
    NOT_PLANNED = "not-planned"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Figure:
    """``facts`` are ``plan-ID@version``, in the order of the record."""

    amounts: Amounts
    rule: Rule
    facts: tuple[str, ...] = ()


NOTHING = Figure((), Rule.WORDS)


@dataclass(frozen=True, slots=True)
class Deed:
    """One execution as it counts, or one level reported. ``note`` is None where erased or never given.
    ``unit`` is the title of the one that did it, ``item`` the sub-item in the document's words."""

    on: date
    amounts: Amounts
    place: str
    people_reached: int | None
    note: str | None
    evidence: tuple[str, ...]
    facts: tuple[str, ...]
    unit: str = later("")
    item: str = later("")


@dataclass(frozen=True, slots=True)
class Portion:
    """What of a row's ``actual`` is of one unit, by its title, and of one sub-item, in its words; both blank
    for what was not told apart. The portions of a row come to its ``actual``."""

    unit: str
    item: str
    actual: Figure

    @property
    def title(self) -> str:
        return ": ".join(filter(None, (self.unit, self.item)))


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why less was done than planned, and by when it will be."""

    reason: str
    new_term: str
    fact: str


@dataclass(frozen=True, slots=True)
class Postponed:
    """A day that was put off: the old one beside the new. ``key`` is its month or quarter, or blank."""

    key: str
    old: date
    new: date
    fact: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Plan and fact of some of the plan's time: a month, a quarter, or all from its first day on."""

    first: date
    last: date
    planned: Figure
    actual: Figure

    @property
    def period(self) -> str:
        """``2021-01``, ``2021Q1``; of more than a quarter the first and the last month."""
        months = self.last.month - self.first.month
        if months == 2:
            return f"{self.first:%Y}Q{self.last.month // 3}"
        return f"{self.first:%Y-%m}" if not months else f"{self.first:%Y-%m}-{self.last:%m}"

    @property
    def percent(self) -> Amounts:
        return percent_of(self.planned.amounts, self.actual.amounts)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What will stand ``until`` the end of a term if it goes on as it went: target x pace, where pace is what
    was done over that part of the target whose working days are gone.

    ``gone`` are the term's working days that are, and all of them; a level is foreseen as the last one
    reported. ``measures`` are those that a plan's forecast is of.
    """

    until: date
    gone: Figure
    planned: Figure
    expected: Figure
    measures: tuple[str, ...] = ()

    @property
    def percent(self) -> Amounts:
        return percent_of(self.planned.amounts, self.expected.amounts)


class Timing(StrEnum):
    """How an obligatory row stands to its term, by the day that counts: a postponed one where there is one.
    What is only explained is gone by."""

    ON_TIME = "on-time"
    LATE = "late"
    OPEN = "open"
    OVERDUE = "gone-by"
    NO_TERM = "no-term"


@dataclass(frozen=True, slots=True)
class Group:
    """Plan and fact of one task, or section, summed over its flows; ``measures`` are those summed."""

    title: str
    planned: Figure
    actual: Figure
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One measure in the period.

    ``planned_words`` are the plan's own where no number is planned. ``earlier`` was done before the period
    within the same term: it counts towards ``percent`` and the verdict, not towards ``actual``. ``percent``
    has one value per part of a pair. An ``included`` row is shown and stays out of the totals.

    ``portions`` stand where records tell units or sub-items apart; ``nil_months`` are the months said to be
    without need where others of the period are silent. ``unfit`` are the facts that no figure here can hold,
    for the text came to be counted otherwise under them; they are told, and are no part of the fingerprint:
    a report that was signed before they were told is the same report.

    ``months`` stand where the plan speaks of months; ``quarters`` up to the end of the period, and what is
    ``cumulative`` from the plan's first day, where it is a plan of a year.
    """

    measure: str
    ordinal: int
    number: str
    title: str
    section: str
    executors: str
    term: str
    indicator: str
    share: Share
    verdict: Verdict
    included: bool
    planned: Figure
    planned_words: str
    actual: Figure
    earlier: Figure
    percent: Amounts
    deeds: tuple[Deed, ...]
    nils: tuple[str, ...]
    explained: tuple[Explanation, ...]
    task: str = ""
    state: State = State.NOT_PLANNED
    met: date | None = None
    timing: Timing = Timing.NO_TERM
    postponed: tuple[Postponed, ...] = ()
    months: tuple[Stretch, ...] = ()
    quarters: tuple[Stretch, ...] = ()
    cumulative: Stretch | None = None
    forecast: Forecast | None = None
    portions: tuple[Portion, ...] = later(())
    nil_months: tuple[str, ...] = later(())
    unfit: tuple[str, ...] = later(())


@dataclass(frozen=True, slots=True)
class LateFact:
    """A fact about a closed period that came after its closing; it is shown and changes no figure."""

    measure: str
    number: str
    title: str
    kind: str
    on: date | None
    amounts: Amounts
    reason: str
    recorded_on: date
    person: str | None
    fact: str


@dataclass(frozen=True, slots=True)
class Total:
    """Flow figures of obligatory rows that fell due, without levels and included rows."""

    planned: Decimal
    actual: Decimal
    percent: Decimal | None
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, and as what. ``name`` is None where unknown, or ``erased``."""

    position: str
    name: str | None
    erased: bool = False


class Cell(StrEnum):
    """A figure that a corrective report may change."""

    ACTUAL = "actual"
    PERCENT = "percent"
    STATE = "state"
    TOTAL = "total"
    TOTAL_PERCENT = "total-percent"


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says: amounts, or the verdict where it is a state."""

    amounts: Amounts = ()
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """One figure as it was closed and as it is with the late facts; ``measure`` is blank for a total."""

    measure: str
    number: str
    title: str
    cell: Cell
    was: Said
    now: Said
    why: tuple[LateFact, ...]


@dataclass(frozen=True, slots=True)
class Corrective:
    """What makes a report a corrective one: its number among those of one closing, the report that it
    corrects, and the corrective one before it, by their fingerprints."""

    number: int
    corrects: str
    corrects_position: int | None
    previous: str
    changes: tuple[Corrected, ...]


@dataclass(frozen=True, slots=True)
class SignedBy:
    """One voice on the route of a report: ``act`` is the engine's, ``position`` the capacity as recorded."""

    act: str
    position: str
    name: str | None
    at: datetime
    erased: bool = False


@dataclass(frozen=True, slots=True)
class SignOff:
    """The fact that made a report an act of the office: what was signed, and by whom, the last voice last.

    ``fingerprint`` and ``position`` are those of the report as it was submitted; ``recorded`` is the place of
    the fact itself in the log.
    """

    fingerprint: str
    position: int
    act: str
    fact: str
    recorded: int
    voices: tuple[SignedBy, ...]


@dataclass(frozen=True, slots=True)
class AsOf:
    """The place in the record at which the report was made; ``at`` is aware, in the office's zone."""

    position: int
    at: datetime

    @property
    def today(self) -> date:
        return self.at.date()


@dataclass(frozen=True, slots=True)
class QuarterlyReport:
    """A plan carried out in a period. The same record gives the same report, and ``fingerprint``.

    ``fingerprint`` is over what is reported: not over the place in the record, the language or the format,
    nor over who holds the posts that sign it or has signed, nor over the number of a corrective one.
    ``months``, ``quarters`` and ``cumulative`` sum all flows of the plan; ``groups`` part the total by task.
    ``counts_late``: facts count here that were put on record after quarters before the period were closed.

    ``before`` are late facts about periods closed before this one, where the office has them told here.
    """

    plan: str
    organisation: str
    office: str
    title: str
    period: str
    plan_language: str
    language: str
    as_of: AsOf
    closed_by: str | None
    rows: tuple[Row, ...]
    shares: tuple[tuple[Share, int], ...]
    verdicts: tuple[tuple[Verdict, int], ...]
    total: Total
    late: tuple[LateFact, ...]
    director: Signature
    compiler: Signature
    erased: int = 0
    fingerprint: str = ""
    signed: SignOff | None = None
    corrective: Corrective | None = None
    before: tuple[LateFact, ...] = ()
    plan_period: str = ""
    counts_late: bool = False
    timings: tuple[tuple[Timing, int], ...] = ()
    groups: tuple[Group, ...] = ()
    months: tuple[Stretch, ...] = ()
    quarters: tuple[Stretch, ...] = ()
    cumulative: Stretch | None = None
    forecast: Forecast | None = None
