"""How does a command that nobody shares a transaction with enter PostgreSQL?

As a group does (`infrastructure.eventstore.postgres_append`), by the same conditions and into the same rows,
but by a statement that has a place for each value: the server unpacks no lists, and a lone person waits less.
"""

from __future__ import annotations

from functools import cache
from itertools import count

from infrastructure.eventstore.ledger import Draft
from infrastructure.eventstore.postgres_wire import Asked, number

MOST_FACTS, MOST_WATCHED = 2, 5
"""A statement is prepared for each shape; what is larger goes as a group of one."""
NEXT = "nextval('stored_events_notification_id_seq')"
STANDS = """coalesce((
    SELECT e.originator_version FROM stored_events e WHERE e.originator_id = {stream}
    ORDER BY e.originator_version DESC LIMIT 1
), 0) = {at}"""
FACT = "SELECT p{n}, {stream}, {at} + {n}, {topic}, {state}, {organisation} FROM good"
LONE = """
WITH good AS MATERIALIZED (
    SELECT {positions} WHERE NOT EXISTS (SELECT FROM command_key k WHERE k.id = {id}) AND {stands}
), facts AS (
    INSERT INTO stored_events (notification_id, originator_id, originator_version, topic, state, organisation)
    {facts}
), keys AS (
    INSERT INTO command_key (id, fingerprint, stream, version, position, facts)
    SELECT {id}, {fingerprint}, {stream}, {at} + {count}, p{count}, {count} FROM good
)
SELECT p1, pg_notify('{channel}', '') FROM good
"""


def lone(draft: Draft, channel: str) -> Asked | None:
    """The statement and its values, no row where it may not be written; None for a draft of another shape."""
    facts, watched = draft.facts, draft.watched
    own = (draft.stream, draft.expected)
    if not (0 < len(facts) <= MOST_FACTS and len(watched) <= MOST_WATCHED and watched[0] == own):
        return None
    values = [draft.command_id.encode(), draft.fingerprint, draft.organisation.encode()]
    for stream, at in watched:
        values += stream.encode(), number(at)
    for topic, state in facts:
        values += topic.encode(), state
    return _statement(len(facts), len(watched), channel), values


@cache
def _statement(facts: int, watched: int, channel: str) -> str:
    numbers = count(1)
    id, fingerprint, organisation = (f"${next(numbers)}::{kind}" for kind in ("text", "bytea", "text"))
    streams = [(f"${next(numbers)}::text", f"${next(numbers)}::bigint") for _ in range(watched)]
    told = [(f"${next(numbers)}::text", f"${next(numbers)}::bytea") for _ in range(facts)]
    stream, at = streams[0]
    return LONE.format(
        id=id,
        fingerprint=fingerprint,
        stream=stream,
        at=at,
        count=facts,
        channel=channel,
        positions=", ".join(f"{NEXT} AS p{n}" for n in range(1, facts + 1)),
        stands=" AND ".join(STANDS.format(stream=name, at=version) for name, version in streams),
        facts=" UNION ALL ".join(
            FACT.format(n=n, stream=stream, at=at, topic=topic, state=state, organisation=organisation)
            for n, (topic, state) in enumerate(told, 1)
        ),
    )
