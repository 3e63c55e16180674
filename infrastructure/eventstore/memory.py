"""The record in the memory of one process: for tests of everything above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import RLock
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing.popo import POPOApplicationRecorder

from application.ports import Answer, Share
from infrastructure.eventstore.bell import Bell
from infrastructure.eventstore.ledger import Draft, Known, PutAway, Row, Verdict
from infrastructure.eventstore.refusals import StoreRefused
from infrastructure.eventstore.settle import placed, settle
from infrastructure.eventstore.sharing import bucket_of, rows_of, weights_of


@dataclass(slots=True)
class _Key:
    bytes: bytes | None


class MemoryLedger(POPOApplicationRecorder):
    def __init__(self) -> None:
        super().__init__()
        self.epoch = str(uuid4())
        self.faults: tuple[StoreRefused, ...] = ()
        self._bell = Bell()
        self._keys: dict[str, Known] = {}
        self._personal: dict[tuple[str, str], _Key] = {}
        self._snapshots: dict[str, PutAway] = {}
        self._writing = RLock()

    def write(self, drafts: Sequence[Draft]) -> list[Verdict]:
        with self._writing:
            versions = {stream: self.version(stream) for draft in drafts for stream, _ in draft.watched}
            settled = settle(drafts, self._keys, versions)
            last = {
                draft.command_id: self._keep(draft, answer)
                for draft, answer in zip(drafts, settled, strict=True)
                if isinstance(answer, Answer) and not answer.repeated
            }
            verdicts = placed(drafts, settled, last)
            for draft, verdict in zip(drafts, verdicts, strict=True):
                if isinstance(verdict, Answer) and not verdict.repeated:
                    self._keys[draft.command_id] = Known(draft.fingerprint, verdict)
        self._bell.ring()
        return verdicts

    def _keep(self, draft: Draft, answer: Answer) -> int:
        stored = [
            StoredEvent(draft.stream, draft.expected + n, topic, state)
            for n, (topic, state) in enumerate(draft.facts, 1)
        ]
        positions = self.insert_events(stored)
        return positions[-1] if positions else 0

    def known(self, command_id: str) -> Known | None:
        return self._keys.get(command_id)

    def stream_rows(self, stream: str, after: int, up_to: int | None) -> list[Row]:
        with self._database_lock:
            index = self._stored_events_index[stream]
            last = len(index) if up_to is None else min(up_to, len(index))
            return [self._row(index[version]) for version in range(after + 1, last + 1)]

    def log_rows(self, after: int, limit: int) -> list[Row]:
        with self._database_lock:
            return [self._row(i) for i in range(after, min(after + limit, len(self._stored_events)))]

    def share_rows(self, share: Share, after: int, limit: int) -> list[Row]:
        return rows_of(share, self.log_rows, after, limit)

    def weights(self, split: tuple[str, ...]) -> list[int]:
        return weights_of(self.log_rows, split)

    def bucket_of(self, stream: str) -> int:
        return bucket_of(stream)

    def _row(self, i: int) -> Row:
        stored = self._stored_events[i]
        return i + 1, str(stored.originator_id), stored.originator_version, stored.topic, stored.state

    def head(self) -> int:
        return len(self._stored_events)

    def version(self, stream: str) -> int:
        with self._database_lock:
            return len(self._stored_events_index.get(stream, ()))

    def rung(self) -> int:
        return self._bell.rings()

    def sleep(self, rung: int, timeout: float) -> None:
        self._bell.sleep(rung, timeout)

    def key_of(self, organisation: str, person: str) -> bytes | None:
        found = self._personal.get((organisation, person))
        return found.bytes if found else None

    def make_key(self, organisation: str, person: str, fresh: bytes) -> bytes | None:
        return self._personal.setdefault((organisation, person), _Key(fresh)).bytes

    def destroy_key(self, organisation: str, person: str) -> None:
        self._personal[organisation, person] = _Key(None)

    def snapshot_of(self, stream: str) -> PutAway | None:
        return self._snapshots.get(stream)

    def keep_snapshot(self, stream: str, snapshot: PutAway) -> None:
        with self._writing:
            there = self._snapshots.get(stream)
            if there is None or there.code != snapshot.code or there.version <= snapshot.version:
                self._snapshots[stream] = snapshot

    def close(self) -> None:
        """Nothing is held outside the process."""
