"""Which bytes of a stored fact are sealed, and in which order?

Fixed with the first fact and for ever: a verifier that has never seen this code must come to the same hash.
"""

from __future__ import annotations

import hashlib


def sealed_columns(position: int, stream: str, version: int, topic: str, state: bytes) -> bytes:
    """The columns, each after its length in 8 bytes, big-endian; numbers as decimal text, text as UTF-8."""
    columns = (b"%d" % position, stream.encode(), b"%d" % version, topic.encode(), state)
    return b"".join(len(column).to_bytes(8, "big") + column for column in columns)


def leaf_hash(position: int, stream: str, version: int, topic: str, state: bytes) -> bytes:
    """The leaf of RFC 6962: SHA-256 over a zero byte and the sealed columns."""
    return hashlib.sha256(b"\x00" + sealed_columns(position, stream, version, topic, state)).digest()
