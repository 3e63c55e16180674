"""How does a whole group of commands enter PostgreSQL in one transaction?

Under one advisory lock, held to the end of the transaction, so that positions are given in commit order: a
reader that has seen position n will never be shown a smaller one later. What is asked after the lock has its
own snapshot and sees all that was committed before; the group is settled on it, and the good ones are written
before the lock is let go.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from application.ports import Answer
from infrastructure.eventstore.ledger import Draft, Known, Verdict
from infrastructure.eventstore.settle import placed, settle

LOCK = "SELECT pg_advisory_xact_lock(7301101)"

CHANNEL = "onrecord_facts"
NOTIFY = f"NOTIFY {CHANNEL}"

LOOK = """
SELECT 'key', k.id, k.fingerprint, k.stream, k.version, k.position, k.facts
FROM unnest(%(ids)s::text[]) AS asked (id) JOIN command_key k ON k.id = asked.id
UNION ALL
SELECT 'stream', w.stream, NULL, NULL, coalesce((
    SELECT e.originator_version FROM stored_events e WHERE e.originator_id = w.stream
    ORDER BY e.originator_version DESC LIMIT 1
), 0), NULL, NULL FROM unnest(%(streams)s::text[]) AS w (stream)
UNION ALL
SELECT 'free', NULL, NULL, NULL, NULL, nextval('stored_events_notification_id_seq'), NULL
FROM generate_series(1, %(facts)s::int)
"""
"""Only under the lock is a position taken, so those of a group follow one another; unused ones are gaps."""

WRITE = f"""
WITH facts AS (
    INSERT INTO stored_events (notification_id, originator_id, originator_version, topic, state, organisation)
    SELECT * FROM unnest(
        %(position)s::bigint[], %(stream)s::text[], %(version)s::bigint[], %(topic)s::text[],
        %(state)b::bytea[], %(organisation)s::text[]
    )
), keys AS (
    INSERT INTO command_key (id, fingerprint, stream, version, position, facts)
    SELECT * FROM unnest(
        %(id)s::text[], %(fingerprint)b::bytea[], %(of)s::text[], %(came_to)s::bigint[], %(last)s::bigint[],
        %(facts)s::int[]
    )
)
SELECT pg_notify('{CHANNEL}', '')
"""

APPEND_ONE = f"""
WITH good AS (
    SELECT WHERE NOT EXISTS (SELECT FROM command_key WHERE id = %(id)s::text)
    AND NOT EXISTS (
        SELECT FROM unnest(%(watched)s::text[], %(watched_at)s::bigint[]) AS w (stream, expected)
        WHERE w.expected <> coalesce((
            SELECT e.originator_version FROM stored_events e WHERE e.originator_id = w.stream
            ORDER BY e.originator_version DESC LIMIT 1
        ), 0)
    )
), written AS (
    INSERT INTO stored_events (originator_id, originator_version, topic, state, organisation)
    SELECT %(stream)s, %(expected)s::bigint + f.k, f.topic, f.state, %(organisation)s
    FROM good, unnest(%(topic)s::text[], %(state)b::bytea[]) WITH ORDINALITY AS f (topic, state, k)
    ORDER BY f.k
    RETURNING notification_id
)
INSERT INTO command_key (id, fingerprint, stream, version, position, facts)
SELECT %(id)s, %(fingerprint)b, %(stream)s, %(expected)s::bigint + %(facts)s::int,
    coalesce((SELECT max(notification_id) FROM written), 0), %(facts)s::int FROM good
RETURNING position, pg_notify('{CHANNEL}', '')
"""
"""For a lone draft, in one round trip. No row: it may not be written, and settling tells why."""

SESSION = """
SET default_transaction_isolation = 'read committed';
SET lock_timeout = '5s'; SET statement_timeout = '30s';
SET plan_cache_mode = force_generic_plan;
SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off
"""
"""What is asked after the lock must see what was committed while it was waited for, whatever the default of
the database. Plans are made once per connection, perhaps while the tables are empty: only index scans stay
good."""


def looked_for(drafts: Sequence[Draft]) -> dict[str, Any]:
    """What must be known to settle a group."""
    return {
        "ids": list({draft.command_id for draft in drafts}),
        "streams": list({stream for draft in drafts for stream, _ in draft.watched}),
        "facts": sum(len(draft.facts) for draft in drafts),
    }


def settled(
    drafts: Sequence[Draft], seen: Iterable[Sequence[Any]]
) -> tuple[list[Verdict], dict[str, Any] | None]:
    """A verdict for each draft, and the values of WRITE, None where nothing is to be written.

    ``seen`` are the rows of LOOK.
    """
    known, versions, free = _sorted(seen)
    verdicts = settle(drafts, known, versions)
    fresh = [d for d, v in zip(drafts, verdicts, strict=True) if isinstance(v, Answer) and not v.repeated]
    positions = iter(free)
    facts = [
        (next(positions), d.stream, d.expected + k, topic, state, d.organisation, d.command_id)
        for d in fresh
        for k, (topic, state) in enumerate(d.facts, 1)
    ]
    last = {command_id: position for position, *_, command_id in facts}
    keys = [
        (d.command_id, d.fingerprint, d.stream, d.expected + n, last.get(d.command_id, 0), n)
        for d in fresh
        for n in (len(d.facts),)
    ]
    values = {
        **_columns(("position", "stream", "version", "topic", "state", "organisation"), facts),
        **_columns(("id", "fingerprint", "of", "came_to", "last", "facts"), keys),
    }
    return placed(drafts, verdicts, last), values if fresh else None


def _sorted(seen: Iterable[Sequence[Any]]) -> tuple[dict[str, Known], dict[str, int], list[int]]:
    """Keys by id, versions by stream, and positions to use."""
    known: dict[str, Known] = {}
    versions: dict[str, int] = {}
    free: list[int] = []
    for kind, name, fingerprint, stream, version, position, facts in seen:
        if kind == "free":
            free.append(position)
        elif kind == "stream":
            versions[name] = version
        else:
            known[name] = Known(fingerprint, Answer(stream, version, position, facts))
    return known, versions, free


def parameters_of_one(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.command_id,
        "fingerprint": draft.fingerprint,
        "organisation": draft.organisation,
        "stream": draft.stream,
        "expected": draft.expected,
        "facts": len(draft.facts),
        **_columns(("watched", "watched_at"), draft.watched),
        **_columns(("topic", "state"), draft.facts),
    }


def answer_of_one(draft: Draft, position: int) -> Answer:
    facts = len(draft.facts)
    return Answer(draft.stream, draft.expected + facts, position, facts)


def _columns(names: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}
