"""How does the record keep the promises of its port on any of its databases?"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable, Sequence
from time import monotonic

from application.ports import (
    Answer,
    Entry,
    Fields,
    KeyReused,
    Recorded,
    Seal,
    Share,
    StoreUnavailable,
    Unreadable,
    UnreadableFact,
)
from infrastructure.eventstore.groupcommit import GroupCommit
from infrastructure.eventstore.ledger import Draft, Ledger, Row
from infrastructure.eventstore.mapper import FactMapper
from infrastructure.eventstore.refusals import StoreRefused
from infrastructure.eventstore.snapshots import StoredSnapshots
from infrastructure.personal import PersonalWords


class RecordStore:
    """Keeps :class:`application.ports.EventStore`.

    A child process made by fork never uses what its parent opened: it opens its own at the first call.
    ``faults`` are the durability settings that an unsafe store runs with.
    """

    def __init__(self, open_ledger: Callable[[], Ledger]) -> None:
        self._open_ledger = open_ledger
        self._opening = threading.Lock()
        self._opened: _Opened | None = _Opened(open_ledger())
        _stores.add(self)

    @property
    def epoch(self) -> str:
        return self._now().ledger.epoch

    @property
    def faults(self) -> tuple[StoreRefused, ...]:
        return self._now().ledger.faults

    @property
    def personal(self) -> PersonalWords:
        return self._now().personal

    def snapshots(self, seal: Seal) -> StoredSnapshots:
        """Folded states put away in the same database."""

        def opened() -> tuple[Ledger, PersonalWords]:
            now = self._now()
            return now.ledger, now.personal

        return StoredSnapshots(opened, seal)

    def answer_to(self, command_id: str, fingerprint: str) -> Answer | None:
        known = self._now().ledger.known(command_id)
        if known is None:
            return None
        if known.fingerprint != bytes.fromhex(fingerprint):
            raise KeyReused(command_id)
        first = known.answer
        return Answer(first.stream, first.version, first.position, first.facts, repeated=True)

    def append(
        self, entry: Entry, meanwhile: Callable[[], None] | None = None
    ) -> tuple[Answer, Sequence[Recorded]]:
        opened = self._now()
        answer = opened.group.submit(_draft(entry, opened.mapper, meanwhile))
        if answer.repeated:
            return answer, ()
        first = answer.position - answer.facts + 1
        return answer, [
            Recorded(event, entry.stream, entry.expected + 1 + n, first + n, entry.envelope)
            for n, event in enumerate(entry.events)
        ]

    def stream(self, name: str, *, after: int = 0, up_to: int | None = None) -> Sequence[Recorded]:
        opened = self._now()
        facts: list[Recorded] = []
        for row in opened.ledger.stream_rows(name, after, up_to):
            fact = opened.mapper.read(row)
            if isinstance(fact, Unreadable):
                raise UnreadableFact(fact)
            facts.append(fact)
        return facts

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
        opened = self._now()
        read: Callable[[Row], Recorded | Unreadable]
        read = opened.mapper.read if words else opened.mapper.read_sealed
        if not (words or checked):
            read = opened.mapper.reader(fields) if fields else opened.mapper.read_unchecked
        ledger = opened.ledger
        rows = ledger.share_rows(share, after, limit) if share else ledger.log_rows(after, limit)
        return list(map(read, rows))

    def weights(self, split: tuple[str, ...]) -> Sequence[int]:
        return self._now().ledger.weights(split)

    def bucket_of(self, stream: str) -> int:
        return self._now().ledger.bucket_of(stream)

    def head(self) -> int:
        return self._now().ledger.head()

    def version(self, stream: str) -> int:
        return self._now().ledger.version(stream)

    def heard(self) -> int:
        return self._now().ledger.rung()

    def wait_for_more(self, heard: int, timeout: float) -> None:
        ledger, end = self._now().ledger, monotonic() + timeout
        while ledger.rung() == heard and (left := end - monotonic()) > 0:
            ledger.sleep(heard, left)

    def wait_beyond(self, position: int, timeout: float) -> bool:
        ledger, end = self._now().ledger, monotonic() + timeout
        while True:
            rung = ledger.rung()
            if ledger.head() > position:
                return True
            if (left := end - monotonic()) <= 0:
                return False
            ledger.sleep(rung, left)

    def close(self) -> None:
        """For good: a thread that still asks is told that the record cannot be reached."""
        opened, self._opened, self._open_ledger = self._opened, None, _closed
        if opened is not None:
            opened.ledger.close()

    def _now(self) -> _Opened:
        return self._opened or self._open_again()

    def _open_again(self) -> _Opened:
        with self._opening:
            if self._opened is None:
                self._opened = _Opened(self._open_ledger())
            return self._opened

    def forked(self) -> None:
        """Called in a child process: leave the parent's connections alone, open, until the process ends."""
        _inherited.append(self._opened)
        self._opening, self._opened = threading.Lock(), None


class _Opened:
    """What belongs to one process: the connections, and the line of those who wait for them."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.personal = PersonalWords(ledger)
        self.mapper = FactMapper(self.personal)
        self.group = GroupCommit(ledger.write)


def _draft(entry: Entry, mapper: FactMapper, meanwhile: Callable[[], None] | None = None) -> Draft:
    if not entry.envelope.command_id or not entry.fingerprint:
        raise ValueError("a command without an id or a fingerprint cannot be told from another")
    unchanged = ((stream, at) for stream, at in entry.unchanged.items() if stream != entry.stream)
    return Draft(
        entry.envelope.command_id,
        bytes.fromhex(entry.fingerprint),
        entry.envelope.organisation,
        entry.stream,
        entry.expected,
        ((entry.stream, entry.expected), *unchanged),
        tuple((event.name, mapper.state(event, entry.envelope)) for event in entry.events),
        meanwhile,
    )


def _closed() -> Ledger:
    raise StoreUnavailable("this store was closed")


_stores: weakref.WeakSet[RecordStore] = weakref.WeakSet()
_inherited: list[_Opened | None] = []


def _after_fork() -> None:
    for store in list(_stores):
        store.forked()


os.register_at_fork(after_in_child=_after_fork)
