"""Is every fact in exactly one share of the record, or in all of them where it should be?"""

from __future__ import annotations

from application.ports import Recorded, Share
from infrastructure.eventstore.store import RecordStore
from tests.contracts.facts import entry

SPLIT = ("plan-", "notice-")
STREAMS = [*(f"plan-{n}" for n in range(20)), *(f"notice-{n}" for n in range(20)), "people-a", "plane"]


def told(store: RecordStore) -> None:
    for n, stream in enumerate([*STREAMS, *STREAMS]):
        store.append(entry(stream, n // len(STREAMS)))


def streams_in(store: RecordStore, share: Share, page: int) -> list[tuple[str, int]]:
    """Page after page, as a rebuild reads."""
    found: list[tuple[str, int]] = []
    position = 0
    while facts := store.log(position, page, share=share):
        assert len(facts) <= page
        assert [fact.position for fact in facts] == sorted(fact.position for fact in facts)
        assert facts[0].position > position
        position = facts[-1].position
        found += [(fact.stream, fact.version) for fact in facts]
    return found


def test_streams_are_dealt_out_and_all_others_are_everywhere(store: RecordStore) -> None:
    told(store)
    buckets = range(len(store.weights(SPLIT)))
    shares = [Share(frozenset(buckets[n::3]), SPLIT) for n in range(3)]
    first, second, third = (streams_in(store, share, 7) for share in shares)
    common = [(stream, version) for version in (1, 2) for stream in ("people-a", "plane")]
    dealt = sorted(one for found in (first, second, third) for one in found if one not in common)

    assert dealt == sorted((stream, version) for stream in STREAMS[:40] for version in (1, 2))
    for found in (first, second, third):
        assert [one for one in found if one in common] == common
        assert len(found) > len(common)


def test_a_fact_that_is_wanted_everywhere_is_everywhere(store: RecordStore) -> None:
    told(store)
    name = next(fact.event.name for fact in store.log(0) if isinstance(fact, Recorded))
    none_of_its_own = Share(frozenset(), SPLIT, (name,))

    assert len(streams_in(store, none_of_its_own, 1000)) == 2 * len(STREAMS)


def test_a_stream_is_found_where_its_weight_is(store: RecordStore) -> None:
    told(store)
    weights = store.weights(SPLIT)
    weighed = {bucket for bucket, weight in enumerate(weights) if weight}

    assert weighed == {store.bucket_of(stream) for stream in STREAMS if stream.startswith(SPLIT)}
    for stream in STREAMS[:40]:
        own = Share(frozenset({store.bucket_of(stream)}), SPLIT)
        assert (stream, 1) in streams_in(store, own, 1000)
