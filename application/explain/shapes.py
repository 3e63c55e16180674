"""What is an explanation of a figure, before it has words?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.report.shapes import Amounts


class Way(StrEnum):
    """How a figure came about where no `Rule` of a report says it."""

    NOTHING = "nothing"
    SAID_ZERO = "said-zero"
    NOT_HERE = "not-here"
    NOT_OWED = "not-owed"
    CALLED_OFF = "called-off"
    RATIO = "ratio"
    NO_RATIO = "no-ratio"
    VERDICT = "verdict"
    SHARE = "share"
    TIMING = "timing"
    PLACE = "place"
    RECORD = "record"
    LATE = "late"
    ROWS = "rows"
    ADDED_UP = "added-up"
    LEFT = "left"
    DAYS = "days"
    IN_TIME = "in-time"
    BELOW = "below"
    POSITION = "position"
    ERASED = "erased"


class How(StrEnum):
    """What a fact did to a figure."""

    COUNTS = "counts"
    REPLACED = "replaced"
    CORRECTS = "corrects"
    SAYS_NONE = "says-none"
    EXPLAINS = "explains"
    TEXT = "text"
    ASSIGNS = "assigns"
    APPROVES = "approves"
    AMENDS = "amends"
    POSTPONES = "postpones"
    CANCELS = "cancels"
    RETRACTS = "retracts"
    CLOSES = "closes"
    STANDS = "stands"


class Why(StrEnum):
    """Why something is not part of a figure."""

    RETRACTED = "retracted"
    OTHER_PERIOD = "other-period"
    EARLIER = "earlier"
    IN_PERIOD = "in-period"
    AFTER_CLOSING = "after-closing"
    OLD_LEVEL = "old-level"
    NO_LEVEL = "no-level"
    UNFIT = "unfit"
    PENDING = "pending"
    NIL_ONLY = "nil-only"
    EXPLAINS_ONLY = "explains-only"
    INCLUDED = "included"
    LEVEL = "level"
    PAIR = "pair"
    NO_NUMBER = "no-number"
    NOT_PLANNED = "not-planned"
    NOT_ASSIGNED = "not-assigned"
    AS_NEEDED = "as-needed"
    NOT_DUE_HERE = "not-due-here"
    CANCELLED = "cancelled"
    ZERO = "zero"
    UNACCOUNTED = "unaccounted"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Used:
    """A fact that the rule used, ``plan-ID@version``. ``amounts`` are what it puts into the figure."""

    fact: str
    how: How
    amounts: Amounts = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Another figure that this one is made of. ``name`` is what it is called: a measure, a state, an office;
    ``word`` its value where that is no number, as a key of phrases."""

    address: str
    name: str
    amounts: Amounts = ()
    word: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a reader might have expected in the figure: facts, or another figure that is shown apart."""

    why: Why
    facts: tuple[str, ...] = ()
    amounts: Amounts = ()
    address: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure with all that made it. ``figure`` names it (``actual``), ``about`` says of what; ``word`` is
    its value where that is no number; ``rule`` a `Rule` or a `Way`; ``terms`` are the numbers it was made of,
    in order; ``told`` is what the rule's sentence speaks of."""

    address: str
    figure: str
    about: str
    period: str
    amounts: Amounts
    rule: str
    word: str = ""
    terms: tuple[Amounts, ...] = ()
    told: Mapping[str, object] = field(default_factory=dict)
    used: tuple[Used, ...] = ()
    parts: tuple[Part, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
