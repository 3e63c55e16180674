"""Which of the commands that wait may be written, and what are the others told?

Pure, and the same for every database: commands are settled in the order in which they came, each as if those
before it had already been written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from application.ports import Answer, Conflict, KeyReused
from infrastructure.eventstore.ledger import Draft, Known, Verdict


def settle(
    drafts: Sequence[Draft],
    known: Mapping[str, Known],
    versions: Mapping[str, int],
) -> list[Verdict]:
    """A verdict for each draft, given the stored keys and the versions at which the watched streams stand.

    An accepted draft gets its answer with position 0, to be filled in by whoever writes it.
    """
    settlement = _Settlement(dict(known), dict(versions))
    return [settlement.of(draft) for draft in drafts]


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

    def of(self, draft: Draft) -> Verdict:
        if first := self.known.get(draft.command_id):
            if first.fingerprint != draft.fingerprint:
                return KeyReused(draft.command_id)
            return replace(first.answer, repeated=True)
        for stream, expected in draft.watched:
            if (actual := self.versions.get(stream, 0)) != expected:
                return Conflict(stream, expected, actual)
        return self._accepted(draft)

    def _accepted(self, draft: Draft) -> Answer:
        facts = len(draft.facts)
        answer = Answer(draft.stream, draft.expected + facts, 0, facts)
        self.versions[draft.stream] = answer.version
        self.known[draft.command_id] = Known(draft.fingerprint, answer)
        return answer
