"""What the application needs from outside. Few, and named by role."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from msgspec import Struct
from msgspec import field as part

from application.imports.grid import Papers
from domain.messages import Event
from domain.report.shapes import QuarterlyReport

S = TypeVar("S")


class Envelope(Struct, frozen=True):
    """Who, when and why: common to all facts of one command. Times are aware UTC.

    ``cause`` is the id of the command or ``stream@version`` of the fact that led to it, ``""`` for a person's
    own act; ``correlation`` is the id of the first command of the chain. ``office`` is where the person acted
    from, where that is another office than the stream's: each office has ids of its own.
    """

    organisation: str
    by: str
    capacity: str
    channel: str
    recorded_at: datetime
    occurred_at: datetime
    command_id: str
    cause: str
    correlation: str
    office: str = ""


class Recorded(Struct, frozen=True):
    """A fact and its envelope: where it stands, who caused it, when."""

    event: Event
    stream: str
    version: int
    position: int
    envelope: Envelope


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A stored row that today's code cannot turn into a fact; a projection parks its stream."""

    stream: str
    version: int
    position: int
    name: str
    error: str


class Answer(Struct, frozen=True):
    """What a command came to: the first answer, kept under its key for ever. Version and position of its last
    fact, or the stream's version and position 0 where it yielded none."""

    stream: str
    version: int
    position: int
    facts: int
    repeated: bool = False


class Entry(Struct, frozen=True):
    """All that one command adds, stored in one transaction or not at all.

    ``expected`` is the stream's version that was decided on (0: must not exist). ``fingerprint`` is the hash
    of the command's body. ``unchanged`` names other streams, with the versions that the decision looked at.
    """

    stream: str
    expected: int
    events: Sequence[Event]
    envelope: Envelope
    fingerprint: str
    unchanged: dict[str, int] = part(default_factory=dict)


class Conflict(Exception):
    """Somebody else appended first. ``stream`` stands at ``actual``, not at ``expected``."""

    def __init__(self, stream: str, expected: int, actual: int) -> None:
        super().__init__(f"{stream} is at version {actual}, not {expected}")
        self.stream, self.expected, self.actual = stream, expected, actual


class KeyReused(Exception):
    """The command's id was used before for another command or body; nothing was stored."""

    def __init__(self, command_id: str) -> None:
        super().__init__(command_id)
        self.command_id = command_id


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Fields:
    """What is read of a fact, by its name: fields of it, ``document.period`` within another; all of one that
    is not named here."""

    of: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the record, in whole streams.

    Streams whose names begin as in ``split`` are dealt out by bucket; all others are in every share, and
    so are the facts named in ``everywhere``.
    """

    buckets: frozenset[int]
    split: tuple[str, ...]
    everywhere: tuple[str, ...] = ()


class EventStore(Protocol):
    """The record: append-only, one order for all facts, one key per command.

    Kept by memory, SQLite and PostgreSQL alike (``tests/contracts/test_event_store.py``).
    """

    @property
    def epoch(self) -> str:
        """A uuid made with the store; a read model of another epoch must be rebuilt."""

    def answer_to(self, command_id: str, fingerprint: str) -> Answer | None:
        """The stored answer, ``repeated=True``; None for a new id; KeyReused for another body."""

    def append(
        self, entry: Entry, meanwhile: Callable[[], None] | None = None
    ) -> tuple[Answer, Sequence[Recorded]]:
        """Store the facts and the command's key together. ``meanwhile`` may be done while the answer is
        waited for, once, several times or not at all; it does not raise.

        The same key and body again gives the first answer and no facts. Raises Conflict for a stream that
        moved (its own or an ``unchanged`` one), KeyReused for another body. Callers that wait in one process
        are grouped into one transaction on PostgreSQL; a loser never fails the others of its group.
        """

    def stream(self, name: str, *, after: int = 0, up_to: int | None = None) -> Sequence[Recorded]:
        """Facts of one stream in version order, ``after`` excluded, ``up_to`` included. Raises
        UnreadableFact where one of them cannot be read."""

    def log(
        self,
        after: int,
        limit: int = 1000,
        *,
        words: bool = True,
        checked: bool = True,
        share: Share | None = None,
        fields: Fields | None = None,
    ) -> Sequence[Recorded | Unreadable]:
        """Facts of all streams, or of a share, in commit order: a later call never shows a position at or
        below one seen.

        Without ``words`` what is Personal stays sealed and reads as None: read models never hold it, so an
        erased person is nowhere else to be erased from. Then, and not ``checked``, what was recorded is
        taken at its word: values have their types, their limits are not looked at again. And then nothing
        but the ``fields`` is there, and of the envelope ``organisation`` and ``recorded_at``.
        """

    def weights(self, split: tuple[str, ...]) -> Sequence[int]:
        """About how much lies in each bucket of the streams whose names begin so; every stream has one."""

    def bucket_of(self, stream: str) -> int:
        """Where a stream of this name is found among the weights, whether there is one or not."""

    def head(self) -> int:
        """The last position, 0 for an empty store."""

    def version(self, stream: str) -> int:
        """0 where the stream does not exist."""

    def heard(self) -> int:
        """A number that changes whenever there may be more facts: also for all that a log lacks which is read
        after it was asked for."""

    def wait_for_more(self, heard: int, timeout: float) -> None:
        """Sleep until `heard` is another number (any process wrote), at most ``timeout`` seconds."""

    def wait_beyond(self, position: int, timeout: float) -> bool:
        """Sleep until a fact beyond ``position`` may exist (any process), at most ``timeout`` seconds."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[S]):
    """A folded state, put away. ``version`` is that of the last fact in it, ``tip`` tells that fact from any
    other (`application.snapshots.tip_of`)."""

    state: S
    version: int
    organisation: str
    tip: str


class Snapshots(Protocol):
    """A cache of folded states that can be thrown away: without it everything is slower and nothing else.

    Kept by memory, SQLite and PostgreSQL alike (``tests/contracts/test_snapshots.py``).
    """

    def find(self, stream: str, kind: type[Any]) -> Snapshot[Any] | None:
        """The last state put away; None where there is none, where other code wrote it, or where anybody but
        the house changed it. Erased words read as None in it."""

    def put(self, stream: str, snapshot: Snapshot[Any]) -> None:
        """Nothing of its personal words is written in clear. Raises StoreUnavailable."""


class UnreadableFact(Exception):
    def __init__(self, row: Unreadable) -> None:
        super().__init__(f"{row.stream}@{row.version} {row.name}: {row.error}")
        self.row = row


class StoreUnavailable(Exception):
    """The record cannot be reached. Whether the command was stored is unknown: its id sent again tells."""


class NotSent(Exception):
    """The channel would not take the message now; its text names the reason, without addresses."""


class Mailer(Protocol):
    """One message out, or NotSent.

    ``message_id`` stays the same at every attempt: a mailbox can drop a second copy.
    """

    channel: str

    def send(self, *, to: str, subject: str, text: str, message_id: str) -> None: ...


class FileStore(Protocol):
    """Bytes kept under their SHA-256 (hex)."""

    def put(self, content: bytes) -> str: ...

    def get(self, sha256: str) -> bytes: ...

    def holds(self, sha256: str) -> bool: ...


class NotScanned(Exception):
    """The scanner did not answer, or not in a way that says anything of the file."""


class Scanner(Protocol):
    """Looks at a file that a person hands in, before it is kept."""

    def finds(self, content: bytes) -> str:
        """What was found in it, blank where nothing was. Raises NotScanned."""


class Seal(Protocol):
    """A mark under the house's own secret: equal for equal content, and nobody else can make it."""

    def mark(self, content: bytes) -> bytes: ...


class Clock(Protocol):
    """Aware UTC."""

    def now(self) -> datetime: ...


@runtime_checkable
class StoryClock(Clock, Protocol):
    """Simulated time: it stands still until it is advanced, and never goes back."""

    def advance(self, to: datetime) -> None: ...


class DocumentRefused(Exception):
    """The file cannot be taken at all, and nothing of it is stored. ``code`` is a finding's code."""

    def __init__(self, code: str, place: str = "", **facts: object) -> None:
        super().__init__(code)
        self.code, self.place, self.facts = code, place, facts


class DocumentReader(Protocol):
    """An office's file as grids and lines; the type is told by the content, never by the name."""

    def read(self, content: bytes, file_name: str) -> Papers:
        """Raises DocumentRefused for what is unsafe, damaged, protected or of a type that is not read."""


class Phrasebook(Protocol):
    """The words of the house: uk, en and vi."""

    def say(self, key: str, language: str, /, **facts: object) -> str:
        """The phrase ``section.name`` with its facts put in; an unknown language is answered in English.

        Dates, times and numbers are written the language's way; a time keeps the zone it comes in. Raises
        KeyError for an unknown key or a missing fact.
        """

    def knows(self, key: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Link:
    """A link that lets a person in once; ``usable`` until it was used or its time ran out."""

    organisation: str
    person: str
    expires_at: datetime
    used_at: datetime | None
    usable: bool


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whom a session belongs to."""

    organisation: str
    person: str


class Sessions(Protocol):
    """The door of the web. Tokens are random, shown once and kept as hashes; looking never uses a link up."""

    def invite(self, organisation: str, person: str) -> str:
        """The token of a new link."""

    def link(self, token: str) -> Link | None:
        """What a token would open; None for an unknown one."""

    def sign_in(self, token: str, instead_of: str = "") -> str | None:
        """Use a link up, once among all who try: the token of a new session, which takes the place of
        ``instead_of``; None where the link is not usable."""

    def signed_in(self, session: str) -> SignedIn | None: ...

    def sign_out(self, session: str) -> None: ...

    def revoke(self, organisation: str, person: str) -> int:
        """End all sessions of a person; how many there were."""


class ReportRenderer(Protocol):
    """A report as the bytes of one format: a pure function, equal for equal reports on every machine."""

    def __call__(self, report: QuarterlyReport) -> bytes: ...
