"""How does a whole group of commands enter PostgreSQL in one round trip?

Under one advisory lock, held to the end of the transaction, so that positions are given in commit order: a
reader that has seen position n will never be shown a smaller one later. The statement after the lock has its
own snapshot, sees all that was committed before, checks every command for itself and writes the good ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from application.ports import Answer
from infrastructure.eventstore.ledger import Draft, Known, Verdict
from infrastructure.eventstore.settle import independent, placed, settle

LOCK = "SELECT pg_advisory_xact_lock(7301101)"

CHANNEL = "onrecord_facts"
NOTIFY = f"NOTIFY {CHANNEL}"

APPEND = """
WITH draft AS MATERIALIZED (
    SELECT * FROM unnest(
        %(id)s::text[], %(fingerprint)b::bytea[], %(organisation)s::text[], %(stream)s::text[],
        %(expected)s::bigint[], %(facts)s::int[], %(writable)s::bool[]
    ) WITH ORDINALITY AS d (id, fingerprint, organisation, stream, expected, facts, writable, n)
), watched AS MATERIALIZED (
    SELECT w.*, coalesce((
        SELECT e.originator_version FROM stored_events e WHERE e.originator_id = w.stream
        ORDER BY e.originator_version DESC LIMIT 1
    ), 0) AS actual
    FROM unnest(%(watched_by)s::int[], %(watched)s::text[], %(watched_at)s::bigint[])
    WITH ORDINALITY AS w (n, stream, expected, i)
), known AS MATERIALIZED (
    SELECT d.n, k.* FROM draft d JOIN command_key k ON k.id = d.id
), good AS MATERIALIZED (
    SELECT * FROM draft d WHERE d.writable
    AND NOT EXISTS (SELECT FROM known k WHERE k.n = d.n)
    AND NOT EXISTS (SELECT FROM watched w WHERE w.n = d.n AND w.actual <> w.expected)
), written AS (
    INSERT INTO stored_events (originator_id, originator_version, topic, state, organisation)
    SELECT g.stream, g.expected + f.k, f.topic, f.state, g.organisation
    FROM unnest(%(fact_of)s::int[], %(nth)s::int[], %(topic)s::text[], %(state)b::bytea[])
    WITH ORDINALITY AS f (n, k, topic, state, i) JOIN good g ON g.n = f.n ORDER BY f.i
    RETURNING originator_id, notification_id
), kept AS (
    INSERT INTO command_key (id, fingerprint, stream, version, position, facts)
    SELECT g.id, g.fingerprint, g.stream, g.expected + g.facts, coalesce((
        SELECT max(w.notification_id) FROM written w WHERE w.originator_id = g.stream
    ), 0), g.facts FROM good g
    RETURNING id, position
)
SELECT
    (SELECT k.position FROM kept k WHERE k.id = d.id),
    (SELECT array_agg(w.actual ORDER BY w.i) FROM watched w WHERE w.n = d.n),
    known.fingerprint, known.stream, known.version, known.position, known.facts
FROM draft d LEFT JOIN known ON known.n = d.n ORDER BY d.n
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
"""For a lone draft, at two thirds of the cost. No row: it may not be written, and APPEND tells why."""

SESSION = """
SET lock_timeout = '5s'; SET statement_timeout = '30s';
SET plan_cache_mode = force_generic_plan;
SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off
"""
"""Plans are made once per connection, perhaps while the tables are empty: only index scans stay good."""


def parameters(drafts: Sequence[Draft]) -> dict[str, list[Any]]:
    numbered = list(enumerate(drafts, 1))
    watched = [(n, stream, at) for n, d in numbered for stream, at in d.watched]
    facts = [(n, k, topic, state) for n, d in numbered for k, (topic, state) in enumerate(d.facts, 1)]
    return {
        "id": [d.command_id for d in drafts],
        "fingerprint": [d.fingerprint for d in drafts],
        "organisation": [d.organisation for d in drafts],
        "stream": [d.stream for d in drafts],
        "expected": [d.expected for d in drafts],
        "facts": [len(d.facts) for d in drafts],
        "writable": independent(drafts),
        **_columns(("watched_by", "watched", "watched_at"), watched),
        **_columns(("fact_of", "nth", "topic", "state"), facts),
    }


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


def verdicts(drafts: Sequence[Draft], rows: Sequence[Sequence[Any]]) -> list[Verdict]:
    """What the rows of APPEND mean for each draft."""
    known: dict[str, Known] = {}
    versions: dict[str, int] = {}
    last: dict[str, int] = {}
    for draft, (position, actual, fingerprint, *answer) in zip(drafts, rows, strict=True):
        versions.update((stream, at) for (stream, _), at in zip(draft.watched, actual, strict=True))
        if position is not None:
            last[draft.command_id] = position
        if fingerprint is not None:
            known[draft.command_id] = Known(fingerprint, Answer(*answer))
    settled = settle(drafts, known, versions, writable=independent(drafts))
    return placed(drafts, settled, last)


def _columns(names: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> Mapping[str, list[Any]]:
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}
