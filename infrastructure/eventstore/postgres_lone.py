"""How does a command that nobody shares a transaction with enter PostgreSQL?

As a group does (`infrastructure.eventstore.postgres_append`), by the same conditions and into the same rows,
but as one call of a function that has a place for each value and takes the lock itself: the server unpacks
no lists and answers once, and a lone person waits less.
"""

from __future__ import annotations

from collections.abc import Sequence

from infrastructure.eventstore.ledger import Draft
from infrastructure.eventstore.postgres_wire import number

MOST_FACTS, MOST_WATCHED = 2, 5
"""What is larger goes as a group of one."""
KINDS = ("text", "bytea", "text", *("text", "bigint") * MOST_WATCHED, *("text", "bytea") * MOST_FACTS)
ALONE = f"SELECT record_alone({', '.join(f'${n}::{kind}' for n, kind in enumerate(KINDS, 1))})"
"""The position of the first fact; NULL where it may not be so, and settling tells why. The function is made
by `infrastructure/migrations`."""
_NOTHING: list[bytes | None] = [None]
_NOT_WATCHED = [_NOTHING * 2 * (MOST_WATCHED - n) for n in range(MOST_WATCHED + 1)]
_NOT_SAID = [_NOTHING * 2 * (MOST_FACTS - n) for n in range(MOST_FACTS + 1)]


def lone(draft: Draft) -> Sequence[bytes | None] | None:
    """The values of ALONE; None for a draft of another shape."""
    facts, watched = draft.facts, draft.watched
    if not (0 < len(facts) <= MOST_FACTS and len(watched) <= MOST_WATCHED):
        return None
    if watched[0] != (draft.stream, draft.expected):
        return None
    values: list[bytes | None]
    values = [draft.command_id.encode(), draft.fingerprint, draft.organisation.encode()]
    for stream, at in watched:
        values += stream.encode(), number(at)
    values += _NOT_WATCHED[len(watched)]
    for topic, state in facts:
        values += topic.encode(), state
    values += _NOT_SAID[len(facts)]
    return values
