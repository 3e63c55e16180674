"""What a command that nobody shares a transaction with asks of PostgreSQL, as one call. SQLite needs none."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

WATCHED = range(1, 6)

RECORD_ALONE = f"""
CREATE FUNCTION record_alone(
    command text, fingerprint bytea, organisation text,
    {", ".join(f"stream{n} text, at{n} bigint" for n in WATCHED)},
    topic1 text, state1 bytea, topic2 text, state2 bytea
) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_variable
DECLARE
    first bigint;
    last bigint;
    facts integer := 1;
BEGIN
    PERFORM pg_advisory_xact_lock(7301101);
    IF EXISTS (SELECT FROM command_key k WHERE k.id = command)
    OR EXISTS (
        SELECT FROM (VALUES {", ".join(f"(stream{n}, at{n})" for n in WATCHED)}) AS w (stream, expected)
        WHERE w.stream IS NOT NULL AND w.expected <> coalesce((
            SELECT e.originator_version FROM stored_events e WHERE e.originator_id = w.stream
            ORDER BY e.originator_version DESC LIMIT 1
        ), 0)
    )
    THEN
        RETURN NULL;
    END IF;
    first := nextval('stored_events_notification_id_seq');
    last := first;
    INSERT INTO stored_events (notification_id, originator_id, originator_version, topic, state, organisation)
    VALUES (first, stream1, at1 + 1, topic1, state1, organisation);
    IF topic2 IS NOT NULL THEN
        facts := 2;
        last := nextval('stored_events_notification_id_seq');
        INSERT INTO stored_events
            (notification_id, originator_id, originator_version, topic, state, organisation)
        VALUES (last, stream1, at1 + 2, topic2, state2, organisation);
    END IF;
    INSERT INTO command_key (id, fingerprint, stream, version, position, facts)
    VALUES (command, fingerprint, stream1, at1 + facts, last, facts);
    PERFORM pg_notify('onrecord_facts', '');
    RETURN first;
END
$$
"""
"""Statement by statement: each one after the lock has a snapshot of its own, younger than the lock. The
versions are asked for by one subquery: five of them cost the server more to set up than to run."""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(RECORD_ALONE)
