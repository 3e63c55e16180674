"""Which of the commands that wait may be written, and what are the others told?

Pure, and the same for every database: commands are settled in the order in which they came, each as if those
before it had already been written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from application.ports import Answer, Conflict, KeyReused
from infrastructure.eventstore.ledger import Draft, Known, Verdict


def independent(drafts: Sequence[Draft]) -> list[bool]:
    """For each draft, whether it can be settled beside those before it as if it came after them.

    Not where an earlier one has its id or writes what it watches, nor where it writes what an earlier one,
    not independent itself, still has to look at.
    """
    ids: set[str] = set()
    written: set[str] = set()
    awaited: set[str] = set()
    free = []
    for draft in drafts:
        watched = {stream for stream, _ in draft.watched}
        alone = draft.command_id not in ids and not watched & written and draft.stream not in awaited
        free.append(alone)
        ids.add(draft.command_id)
        written.add(draft.stream)
        if not alone:
            awaited |= watched
    return free


def settle(
    drafts: Sequence[Draft],
    known: Mapping[str, Known],
    versions: Mapping[str, int],
    writable: Sequence[bool] | None = None,
) -> list[Verdict]:
    """A verdict for each draft, given the stored keys and the versions at which the watched streams stand.

    An accepted draft gets its answer with position 0, to be filled in by whoever writes it. One that could be
    accepted but is not ``writable`` gets None, and so does any later one that depends on it.
    """
    return _Settlement(dict(known), dict(versions)).of(drafts, writable or [True] * len(drafts))


def placed(drafts: Sequence[Draft], verdicts: Sequence[Verdict], last: Mapping[str, int]) -> list[Verdict]:
    """The verdicts, with the ``last`` position of each command written just now filled in by its id."""
    return [
        Answer(verdict.stream, verdict.version, last[draft.command_id], verdict.facts, verdict.repeated)
        if isinstance(verdict, Answer) and draft.command_id in last
        else verdict
        for draft, verdict in zip(drafts, verdicts, strict=True)
    ]


class _Settlement:
    def __init__(self, known: dict[str, Known], versions: dict[str, int]) -> None:
        self.known, self.versions = known, versions
        self.open_keys: set[str] = set()
        self.open_streams: set[str] = set()

    def of(self, drafts: Sequence[Draft], writable: Sequence[bool]) -> list[Verdict]:
        return [self._one(draft, free) for draft, free in zip(drafts, writable, strict=True)]

    def _one(self, draft: Draft, free: bool) -> Verdict:
        if first := self.known.get(draft.command_id):
            if first.fingerprint != draft.fingerprint:
                return KeyReused(draft.command_id)
            return replace(first.answer, repeated=True)
        if draft.command_id in self.open_keys or any(s in self.open_streams for s, _ in draft.watched):
            self._postpone(draft)
            return None
        for stream, expected in draft.watched:
            if (actual := self.versions.get(stream, 0)) != expected:
                return Conflict(stream, expected, actual)
        if not free:
            self._postpone(draft)
            return None
        return self._accepted(draft)

    def _postpone(self, draft: Draft) -> None:
        self.open_keys.add(draft.command_id)
        self.open_streams.add(draft.stream)

    def _accepted(self, draft: Draft) -> Answer:
        facts = len(draft.facts)
        answer = Answer(draft.stream, draft.expected + facts, 0, facts)
        self.versions[draft.stream] = answer.version
        self.known[draft.command_id] = Known(draft.fingerprint, answer)
        return answer
