"""How does a whole group of commands enter PostgreSQL in one transaction?

Under one advisory lock, held to the end of the transaction, so that positions are given in commit order: a
reader that has seen position n will never be shown a smaller one later. What is asked after the lock has its
own snapshot and sees all that was committed before. Nearly always a group can be written as it is: that is
tried first, in one round trip. Where it cannot, the group is settled on what stands in the record, and the
good ones are written before the lock is let go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from application.ports import Answer
from infrastructure.eventstore.ledger import Draft, Known, Verdict
from infrastructure.eventstore.postgres_wire import Asked, numbers, raws, texts
from infrastructure.eventstore.settle import placed, settle

LOCK = "SELECT pg_advisory_xact_lock(7301101)"

CHANNEL = "onrecord_facts"
NOTIFY = f"NOTIFY {CHANNEL}"

VALUES = {
    **dict.fromkeys(("watched", "stream", "topic", "organisation", "id", "of"), "text[]"),
    **dict.fromkeys(("watched_at", "place", "version", "came_to", "last", "facts"), "bigint[]"),
    **dict.fromkeys(("state", "fingerprint"), "bytea[]"),
}
"""What APPEND is given, in this order, and as what."""
AS: Mapping[str, Callable[[Sequence[Any]], bytes]] = {"text[]": texts, "bigint[]": numbers, "bytea[]": raws}

APPEND = """
WITH good AS MATERIALIZED (
    SELECT ARRAY(SELECT nextval('stored_events_notification_id_seq') FROM unnest({place})) AS taken
    WHERE NOT EXISTS (SELECT FROM unnest({id}) AS a (id) JOIN command_key k ON k.id = a.id)
    AND NOT EXISTS (
        SELECT FROM unnest({watched}, {watched_at}) AS w (stream, expected)
        WHERE w.expected <> coalesce((
            SELECT e.originator_version FROM stored_events e WHERE e.originator_id = w.stream
            ORDER BY e.originator_version DESC LIMIT 1
        ), 0)
    )
), facts AS (
    INSERT INTO stored_events (notification_id, originator_id, originator_version, topic, state, organisation)
    SELECT taken[f.place], f.stream, f.version, f.topic, f.state, f.organisation
    FROM good, unnest({place}, {stream}, {version}, {topic}, {state}, {organisation})
        AS f (place, stream, version, topic, state, organisation)
), keys AS (
    INSERT INTO command_key (id, fingerprint, stream, version, position, facts)
    SELECT c.id, c.fingerprint, c.stream, c.version, coalesce(taken[c.last], 0), c.facts
    FROM good, unnest({id}, {fingerprint}, {of}, {came_to}, {last}, {facts})
        AS c (id, fingerprint, stream, version, last, facts)
)
SELECT coalesce(taken[1], 0), pg_notify('{channel}', '') FROM good
""".format(channel=CHANNEL, **{name: f"${n}::{kind}" for n, (name, kind) in enumerate(VALUES.items(), 1)})
"""All, in one round trip, where every key is new and every stream stands where its first command expects it.
No row: it may not be so, and settling tells why. Only under the lock are positions taken, so those of a group
follow one another; unused ones are gaps."""

LOOK = """
SELECT 'key', k.id, k.fingerprint, k.stream, k.version, k.position, k.facts
FROM unnest(%(ids)b::text[]) AS asked (id) JOIN command_key k ON k.id = asked.id
UNION ALL
SELECT 'stream', w.stream, NULL, NULL, coalesce((
    SELECT e.originator_version FROM stored_events e WHERE e.originator_id = w.stream
    ORDER BY e.originator_version DESC LIMIT 1
), 0), NULL, NULL FROM unnest(%(streams)b::text[]) AS w (stream)
UNION ALL
SELECT 'free', NULL, NULL, NULL, NULL, nextval('stored_events_notification_id_seq'), NULL
FROM generate_series(1, %(facts)s::int)
"""

WRITE = f"""
WITH facts AS (
    INSERT INTO stored_events (notification_id, originator_id, originator_version, topic, state, organisation)
    SELECT * FROM unnest(
        %(place)b::bigint[], %(stream)b::text[], %(version)b::bigint[], %(topic)b::text[],
        %(state)b::bytea[], %(organisation)b::text[]
    )
), keys AS (
    INSERT INTO command_key (id, fingerprint, stream, version, position, facts)
    SELECT * FROM unnest(
        %(id)b::text[], %(fingerprint)b::bytea[], %(of)b::text[], %(came_to)b::bigint[], %(last)b::bigint[],
        %(facts)b::int[]
    )
)
SELECT pg_notify('{CHANNEL}', '')
"""

SESSION = """
SET default_transaction_isolation = 'read committed';
SET lock_timeout = '5s'; SET statement_timeout = '30s';
SET plan_cache_mode = force_generic_plan;
SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off
"""
"""What is asked after the lock must see what was committed while it was waited for, whatever the default of
the database. Plans are made once per connection, perhaps while the tables are empty: only index scans stay
good."""


def asked_at_once(drafts: Sequence[Draft]) -> Asked | None:
    """What writes all the drafts if all is as they suppose; None where even so some could not be."""
    values = supposed(drafts)
    return (APPEND, in_binary(values)) if values else None


def supposed(drafts: Sequence[Draft]) -> list[list[Any]] | None:
    """The values of APPEND; None where even so some of the drafts could not be written."""
    versions: dict[str, int] = {}
    for draft in drafts:
        for stream, expected in draft.watched:
            versions.setdefault(stream, expected)
    verdicts = settle(drafts, {}, versions)
    if len(_fresh(drafts, verdicts)) < len(drafts):
        return None
    columns = {
        **_written(drafts, count(1)),
        "watched": list(versions),
        "watched_at": list(versions.values()),
    }
    return [columns[name] for name in VALUES]


def in_binary(values: Sequence[list[Any]]) -> list[bytes]:
    return [AS[kind](column) for kind, column in zip(VALUES.values(), values, strict=True)]


def answered(drafts: Sequence[Draft], first: int) -> list[Verdict]:
    """What each draft came to, given the position of the first fact of all."""
    answers: list[Verdict] = []
    for draft in drafts:
        facts = len(draft.facts)
        first += facts
        answers.append(Answer(draft.stream, draft.expected + facts, first - 1 if facts else 0, facts))
    return answers


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
    fresh = _fresh(drafts, verdicts)
    values = _written(fresh, iter(free))
    last = dict(zip(values["id"], values["last"], strict=True))
    return placed(drafts, verdicts, last), values if fresh else None


def _fresh(drafts: Sequence[Draft], verdicts: Sequence[Verdict]) -> list[Draft]:
    both = zip(drafts, verdicts, strict=True)
    return [draft for draft, v in both if isinstance(v, Answer) and not v.repeated]


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


FACTS = ("place", "stream", "version", "topic", "state", "organisation")
KEYS = ("id", "fingerprint", "of", "came_to", "last", "facts")


def _written(drafts: Sequence[Draft], positions: Iterator[int]) -> dict[str, list[Any]]:
    """The columns of what is written of these drafts, their facts at the given positions."""
    facts: list[tuple[Any, ...]] = []
    keys: list[tuple[Any, ...]] = []
    for d in drafts:
        last = 0
        for version, (topic, state) in enumerate(d.facts, d.expected + 1):
            last = next(positions)
            facts.append((last, d.stream, version, topic, state, d.organisation))
        n = len(d.facts)
        keys.append((d.command_id, d.fingerprint, d.stream, d.expected + n, last, n))
    return {**_columns(FACTS, facts), **_columns(KEYS, keys)}


def _columns(names: Iterable[str], rows: Sequence[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}
