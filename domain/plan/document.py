"""What stands in a plan of measures: header, sections, tasks, measures, each reading beside its raw words.

The shapes follow the schema ``plan-truth/1``. Raw strings are kept exactly as the source has them; a reading
(`Deadline`, `Target`, `Executor.to`) never replaces them. What was added after the first facts were recorded
is left out where it is empty (`domain.messages.added`), so that an older text keeps its bytes and its hash.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from domain.calendar.periods import Period
from domain.messages import Amount, Hash, Id, Message, Quantity, Text, Word, added


class CellState(StrEnum):
    """A value, a blank, a dash and a missing column mean different things; none of them is 0."""

    VALUE = "value"
    BLANK = "blank"
    DASH = "dash"
    MISSING = "missing"


UNSTATED = (CellState.BLANK, CellState.DASH, CellState.MISSING)


class DueKind(StrEnum):
    MONTH = "month"
    MONTH_RANGE = "month_range"
    MONTHLY_TARGETS = "monthly_targets"
    BY_DATE = "by_date"
    QUARTER_RANGE = "quarter_range"
    YEAR = "year"
    CONTINUOUS = "continuous"
    AS_NEEDED = "as_needed"
    BY_SCHEDULE = "by_schedule"
    TEXT = "text"
    NONE = "none"


class TargetKind(StrEnum):
    NUMBER = "number"
    FRACTION = "fraction"
    AS_NEEDED = "as_needed"
    CONTINUOUS = "continuous"
    BY_SCHEDULE = "by_schedule"
    TEXT = "text"
    NONE = "none"


class Additivity(StrEnum):
    """A flow is summed, a stock is a level and never summed, an included row is part of its parent."""

    FLOW = "flow"
    STOCK = "stock"
    INCLUDED = "included"


class Confidence(StrEnum):
    """Literal: the words say it themselves. Read: the vocabulary or the plan's period fills in. Ambiguous: a
    person must say it."""

    LITERAL = "literal"
    READ = "read"
    AMBIGUOUS = "ambiguous"


class Every(StrEnum):
    """How often a deadline comes round within its reading."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


Month = Annotated[str, StringConstraints(pattern=r"^(19|20)\d\d-(0[1-9]|1[0-2])$")]
Part = Annotated[str, StringConstraints(pattern=r"^((19|20)\d\d-(0[1-9]|1[0-2])|I|II|III|IV)$")]
"""A month, or a quarter of the plan's year."""
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
Hour = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Deadline(Message):
    """When a measure is due; ``monthly`` is keyed ``2021-01``. ``end`` is the last day of the reading.

    «щомісяця до 5 числа» comes round ``every`` month on its ``day``; ``hour`` is ``14:00``.
    """

    raw: Text = ""
    state: CellState = CellState.MISSING
    kind: DueKind = DueKind.NONE
    start: Day | None = None
    end: Day | None = None
    monthly: dict[Month, Quantity] = Field(default_factory=dict)
    every: Every | None = added(None)
    day: int | None = added(None)
    hour: Hour | None = added(None)
    confidence: Confidence = added(Confidence.LITERAL)


class Target(Message):
    """How much is planned; ``per_period`` is keyed by month ``2021-01`` or quarter ``I``–``IV``.

    ``unit`` is the word beside the number («%», «forums»). ``limit`` is a bound not to be passed («< 1%»): no
    quantity to be reached, so ``value`` stays empty.
    """

    raw: Text | tuple[Text | None, ...] = ""
    state: CellState = CellState.MISSING
    kind: TargetKind = TargetKind.NONE
    value: Quantity | None = None
    parts: tuple[Quantity, ...] = ()
    per_period: dict[Part, Quantity] = Field(default_factory=dict)
    unit: Text | None = added(None)
    limit: Quantity | None = added(None)
    confidence: Confidence = added(Confidence.LITERAL)


Reference = Annotated[str, StringConstraints(pattern=r"^(unit|position|person):[a-z0-9][a-z0-9._-]{0,63}$")]


class Executor(Message):
    """Who carries a measure out: the words of the cell, and whom they mean.

    ``to`` is ``unit:ID``, ``position:ID`` or ``person:ID`` of the organisation, None while unknown. ``due``
    is this executor's own deadline, in a matrix with executors as columns.
    """

    raw: Text
    to: Reference | None = None
    lead: bool = False
    by_consent: bool = False
    due: Deadline | None = added(None)


class SubItem(Message):
    """A line inside a measure's cell; ``unit`` is the bureau it stands under, as printed."""

    title: Text
    unit: Text | None = None
    quantity: Quantity | None = None


class Funding(Message):
    """Money for a measure: where from, the cell's words, the amount in ``unit``, for one quarter or all."""

    source: Text | None = None
    raw: Text = ""
    amount: Amount | None = None
    unit: Text | None = None
    period: Part | None = None


class Printed(Message):
    """A cell of the source that nothing is read from; ``role`` says what its heading calls it."""

    heading: Text
    raw: Text
    role: Word = "other"


class Measure(Message):
    """One row that somebody carries out. ``id`` is ours; ``number`` is the office's and may repeat.

    ``printed`` keeps what has no reading, among it what a report form says was done: no fact comes of it.
    ``places`` tells per field where its words stand.
    """

    id: Id
    ordinal: int
    number: Text | None = None
    number_raw: Text | None = None
    section: Text | None = None
    task_number: Text | None = None
    task: Text | None = None
    subtask: Text | None = None
    purpose: Text | None = None
    title: Text
    executors_raw: Text | None = None
    executors: tuple[Executor, ...] = ()
    co_executors: tuple[Text, ...] = ()
    due: Deadline = Deadline()
    indicator: Text | None = None
    target: Target = Target()
    additivity: Additivity = Additivity.FLOW
    sub_items: tuple[SubItem, ...] = ()
    parent: Text | None = None
    relation: Text | None = None
    place: Text = ""
    expected_result: Text | None = added(None)
    baseline: Text | None = added(None)
    weight: Text | None = added(None)
    note: Text | None = added(None)
    funding: tuple[Funding, ...] = added(())
    printed: tuple[Printed, ...] = added(())
    places: dict[Word, Text] = added({})

    @property
    def obliges(self) -> bool:
        """Somebody owes something here: a target or a deadline is stated, so a person must answer for it."""
        return not (self.target.state in UNSTATED and self.due.state in UNSTATED)


class Task(Message):
    number: Text | None = None
    title: Text
    raw: Text = ""
    section: Text | None = None


class Approver(Message):
    """A stamp of approval as printed in the source; it approves nothing here."""

    stamp_raw: Text | None = None
    position: Text | None = None
    name: Text | None = None
    on_raw: Text | None = None
    on: date | None = None


class Modality(StrEnum):
    """How much a clause of an order asks for."""

    APPROVES = "approves"
    OBLIGES = "obliges"
    RECOMMENDS = "recommends"
    ASSIGNS = "assigns"


class Clause(Message):
    """A numbered point of the order that approves a plan: who is asked for what, by when, towards whom."""

    number: Text | None = None
    text: Text
    modality: Modality | None = None
    who: Text | None = None
    to: Text | None = None
    due: Deadline | None = None


class Signature(Message):
    """Who signed, or signs that they have read (with a date of their own)."""

    raw: Text
    position: Text | None = None
    name: Text | None = None
    on_raw: Text | None = None
    on: date | None = None


class Header(Message):
    organisation: Text | None = None
    title: Text
    period_raw: Text | None = None
    approved_by: tuple[Approver, ...] = ()
    order_number: Text | None = None
    order_date: date | None = None
    parent_plan: Text | None = None
    signatories: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    legal_basis: tuple[Text, ...] = added(())
    clauses: tuple[Clause, ...] = added(())
    purpose: Text | None = added(None)
    funding: Text | None = added(None)
    responsibilities: tuple[Text, ...] = added(())
    distribution: tuple[Text, ...] = added(())
    signatures: tuple[Signature, ...] = added(())
    acknowledged: tuple[Signature, ...] = added(())


class Column(Message):
    index: int
    heading: Text
    role: Text


class Source(Message):
    """Where the plan came from; the bytes are kept under their hash."""

    sha256: Hash
    file_name: Text
    media_type: Word


class PlanDocument(Message):
    """A whole plan, as approved and as shown. Its canonical JSON is what an approval's hash is over."""

    header: Header
    period: Period
    language: str = Field(pattern="^(uk|vi|en)$")
    columns: tuple[Column, ...] = ()
    sections: tuple[Text, ...] = ()
    tasks: tuple[Task, ...] = ()
    measures: tuple[Measure, ...] = ()
    source: Source | None = None


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    QUESTION = "question"
    INFO = "info"


class Finding(Message):
    """Something in the source that a person should look at.

    ``place`` is ``Sheet!C9``, ``table 1 row 5 col 3``, ``page 2 table 1 row 5 col 3`` or ``line 10``.
    ``facts`` are what the message speaks of, so that it can be said in another language.
    """

    code: Word
    severity: Severity
    place: Text
    message: Text
    facts: dict[str, Text] = Field(default_factory=dict)
    proposal: Text | None = None
    measure: Text | None = None
