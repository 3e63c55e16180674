"""Which share of the record does a stream belong to, where the database is not asked?"""

from __future__ import annotations

from collections.abc import Callable
from zlib import crc32

from application.ports import Share
from infrastructure.eventstore.ledger import Row

BUCKETS = 256
_PAGE = 1000


def bucket_of(stream: str) -> int:
    return crc32(stream.encode()) % BUCKETS


def is_in(share: Share, row: Row) -> bool:
    _, stream, _, topic, _ = row
    split = stream.startswith(share.split)
    return not split or topic in share.everywhere or bucket_of(stream) in share.buckets


def rows_of(share: Share, log_rows: Callable[[int, int], list[Row]], after: int, limit: int) -> list[Row]:
    """Page after page of the log, until so many rows of the share are found or none is left."""
    found: list[Row] = []
    while len(found) < limit and (page := log_rows(after, _PAGE)):
        after = page[-1][0]
        found += [row for row in page if is_in(share, row)]
    return found[:limit]


def weights_of(log_rows: Callable[[int, int], list[Row]], split: tuple[str, ...]) -> list[int]:
    weights, after = [0] * BUCKETS, 0
    while page := log_rows(after, _PAGE):
        after = page[-1][0]
        for _, stream, _, _, state in page:
            if stream.startswith(split):
                weights[bucket_of(stream)] += len(state)
    return weights
