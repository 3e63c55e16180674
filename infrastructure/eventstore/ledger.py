"""What does the store ask of a database?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from msgspec import Struct

from application.ports import Answer, Conflict, KeyReused, Share
from infrastructure.eventstore.refusals import StoreRefused
from infrastructure.personal import KeyTable

Row = tuple[int, str, int, str, bytes]
"""A stored fact: position, stream, version, topic, state. The sealed columns, in the sealed order."""

Verdict = Answer | Conflict | KeyReused
"""What became of a draft."""


class Draft(Struct, frozen=True):
    """A command's facts, written out and ready to be stored; ``fingerprint`` is the SHA-256 of its body.

    ``watched`` names every stream that must stand where it was when the command was decided, its own first;
    ``facts`` are pairs of topic and state. ``meanwhile`` is what its caller has to get done whatever the
    answer: a database that keeps one waiting may do it then, once or several times; it does not raise.
    """

    command_id: str
    fingerprint: bytes
    organisation: str
    stream: str
    expected: int
    watched: tuple[tuple[str, int], ...]
    facts: tuple[tuple[str, bytes], ...]
    meanwhile: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A command's key as it stands in the record."""

    fingerprint: bytes
    answer: Answer


@dataclass(frozen=True, slots=True)
class PutAway:
    """A folded state as bytes: of which version of its stream, written by which code."""

    version: int
    code: str
    content: bytes


class SnapshotTable(Protocol):
    """Where folded states lie, one for each stream at most."""

    def snapshot_of(self, stream: str) -> PutAway | None: ...

    def keep_snapshot(self, stream: str, snapshot: PutAway) -> None:
        """In place of the one that lies there, unless that one is of a later version and of the same code."""


class Ledger(KeyTable, SnapshotTable, Protocol):
    """One database, or the memory of one process."""

    epoch: str
    faults: tuple[StoreRefused, ...]

    def write(self, drafts: Sequence[Draft]) -> list[Verdict]:
        """All that may be written, in one transaction, and a verdict for each draft."""

    def known(self, command_id: str) -> Known | None: ...

    def stream_rows(self, stream: str, after: int, up_to: int | None) -> list[Row]: ...

    def log_rows(self, after: int, limit: int) -> list[Row]: ...

    def share_rows(self, share: Share, after: int, limit: int) -> list[Row]:
        """The same of a share alone."""

    def weights(self, split: tuple[str, ...]) -> list[int]:
        """The bytes in each bucket; an estimate will do."""

    def bucket_of(self, stream: str) -> int: ...

    def head(self) -> int: ...

    def version(self, stream: str) -> int: ...

    def rung(self) -> int:
        """A number that changes whenever this process may have heard of new facts."""

    def sleep(self, rung: int, timeout: float) -> None:
        """Until :meth:`rung` differs from ``rung``, at most ``timeout`` seconds."""

    def close(self) -> None: ...
