"""The two sentences of the system: a command asks, a fact (event) states.

A fact's wire name (``plan.submitted``) is chosen by hand and never derived from the module path, so code may
move while history stays readable. Who, when and where in the stream live in the envelope
(:class:`application.ports.Recorded`), never in the fact.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from operator import eq
from typing import Annotated, Any, ClassVar, Generic, NewType, TypeVar

from msgspec import Struct
from msgspec import field as part
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints

from domain.people.standing import NOBODY, Capacity, Standing

_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
PersonId = NewType("PersonId", str)
SYSTEM = PersonId("system")
_ONE = Decimal(1)


def _readable(text: str) -> str:
    """NFC, and nothing that a text column of PostgreSQL or a line of a log cannot carry."""
    if _UNREADABLE.search(text):
        raise ValueError("text holds a NUL or a lone surrogate")
    return unicodedata.normalize("NFC", text)


def _plain(number: Decimal) -> Decimal:
    """One spelling for one number: no exponent, no trailing zeros."""
    whole = number.to_integral_value()
    return whole.quantize(_ONE) if whole == number else number.normalize()


Text = Annotated[str, AfterValidator(_readable), StringConstraints(max_length=20_000)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
Word = Annotated[str, StringConstraints(pattern=r"^[!-~]{0,200}$")]
"""A name from a closed list or a technical word: printable ASCII without blanks."""
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 in hex."""
Quantity = Annotated[
    Decimal,
    Field(ge=0, le=10**9, decimal_places=3, allow_inf_nan=False),
    AfterValidator(_plain),
    PlainSerializer("{:f}".format, return_type=str, when_used="json"),
]

Amount = Annotated[
    Decimal,
    Field(ge=0, le=10**15, decimal_places=3, allow_inf_nan=False),
    AfterValidator(_plain),
    PlainSerializer("{:f}".format, return_type=str, when_used="json"),
]
"""Money, in the unit that stands beside it."""


def added(default: Any) -> Any:
    """A field that came later: written only where it says something. What was said before it came keeps its
    bytes, so a command that is repeated after an upgrade is still known as the same."""
    return Field(default=default, exclude_if=partial(eq, default))


class Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Personal(Message):
    """Words about a person: encrypted under that person's key wherever they are stored.

    ``of`` is the person whose key it is; ``text`` is None once that key was destroyed.
    """

    of: Id
    text: Text | None


class Event(Message):
    """A fact, named in the past tense. Subclass with ``name="plan.submitted"`` and, later, ``version=2``.

    ``formerly`` is a name it was stored under before: such facts are read as this one, and stay as they are.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    registry: ClassVar[dict[str, type[Event]]] = {}
    former: ClassVar[dict[str, type[Event]]] = {}

    def __init_subclass__(
        cls, *, name: str, version: int = 1, formerly: str | None = None, **kwargs: Any
    ) -> None:
        super().__init_subclass__(**kwargs)
        cls.name, cls.version = name, version
        for known in filter(None, (name, formerly)):
            if taken := Event.called(known):
                raise TypeError(f"event name {known!r} already belongs to {taken.__qualname__}")
        Event.registry[name] = cls
        if formerly:
            Event.former[formerly] = cls

    @staticmethod
    def called(name: str) -> type[Event] | None:
        """The fact of this name, or of this name of old."""
        return Event.registry.get(name) or Event.former.get(name)


class Command(Message):
    """A request, named in the imperative. May be refused.

    ``commutes``: the order among such commands on one stream does not matter, so a conflict is retried.
    ``legal``: a legal act; it is never retried onto a changed plan and asks for the version that was read.
    ``beside``: facts that may come between what was read and the act and change nothing of it, such as the
    visa of a colleague who was asked at the same time; it is then decided again.
    """

    commutes: ClassVar[bool] = False
    legal: ClassVar[bool] = False
    beside: ClassVar[tuple[type[Event], ...]] = ()
    registry: ClassVar[dict[str, type[Command]]] = {}

    def __init_subclass__(cls, *, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if abstract:
            return
        if taken := Command.registry.get(cls.__name__):
            raise TypeError(f"command {cls.__name__!r} already belongs to {taken.__module__}")
        Command.registry[cls.__name__] = cls

    @property
    def stream(self) -> str:
        """The stream whose facts decide, ``<capability>-<id>``."""
        raise NotImplementedError

    def reads(self, organisation: str) -> tuple[str, ...]:
        """Other streams whose state the decision looks at, beside the office's people; they must not change
        under it."""
        return ()

    @property
    def under(self) -> str:
        """The office that another one is put under. The decision looks at the line of offices above, and none
        of them may change under it."""
        return ""

    @property
    def happened_on(self) -> date | None:
        """The day the told deed happened, where it is not the moment of telling."""
        return None


class Refused(Exception):
    """An anticipated refusal. The code is worded for people in ``interfaces/phrases``."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


T = TypeVar("T")


class Moment(Struct, frozen=True):
    """Who asks, when, and what stands around: all that a decision may know beside its own stream.

    ``at`` is aware UTC; ``today`` is the date in the organisation's zone; ``command_id`` seeds the ids of
    what a decision creates; ``around`` holds the states of the streams that the command ``reads``, by type.
    """

    by: str
    at: datetime
    today: date
    command_id: str
    organisation: str = ""
    standing: Standing = NOBODY
    channel: str = "cli"
    around: Mapping[type, Any] = part(default_factory=dict)

    def seen(self, kind: type[T]) -> T:
        state: T = self.around[kind]
        return state

    def id_of_new(self, thing: str) -> str:
        """An id for what this command creates: the same command always names it the same."""
        return f"{thing}-{hashlib.sha256(f'{self.command_id}/{thing}'.encode()).hexdigest()[:12]}"


S = TypeVar("S")
C = TypeVar("C", bound=Command)
Decision = Callable[[S, C, Moment], Iterable[Event]]


@dataclass(slots=True)
class Decider(Generic[S]):
    """One kind of stream (an aggregate): how it starts, what it may decide, how it changes."""

    category: str
    initial: S
    evolve: Callable[[S, Event], S]
    acts_as: Callable[[S, Command, Moment, Sequence[Event]], Capacity | None] = lambda *asked: None
    """The capacity in which a command was acted, where its facts or the state say so (a step of a route)."""
    foresee: Callable[[S, Mapping[type, Any]], None] = lambda state, around: None
    """Reckons and keeps what the next decision will ask of a state, while its facts are being written;
    ``around`` is what the last one saw."""
    decisions: dict[type[Command], Callable[[S, Any, Moment], Iterable[Event]]] = field(default_factory=dict)

    def decides(self, command: type[C]) -> Callable[[Decision[S, C]], Decision[S, C]]:
        def register(decision: Decision[S, C]) -> Decision[S, C]:
            self.decisions[command] = decision
            return decision

        return register

    def fold(self, history: Iterable[Event], state: S | None = None) -> S:
        folded = self.initial if state is None else state
        for event in history:
            folded = self.evolve(folded, event)
        return folded

    def decide(self, state: S, command: Command, moment: Moment) -> list[Event]:
        return list(self.decisions[type(command)](state, command, moment))
