"""Are the sealed bytes of a fact what they were on the first day? The values here were written by hand."""

from __future__ import annotations

import hashlib

from infrastructure.eventstore.sealed import leaf_hash, sealed_columns


def test_the_sealed_columns_of_a_small_fact() -> None:
    assert sealed_columns(7, "plan-1", 3, "plan.submitted", b'{"v":1}') == (
        b"\x00\x00\x00\x00\x00\x00\x00\x017"
        b"\x00\x00\x00\x00\x00\x00\x00\x06plan-1"
        b"\x00\x00\x00\x00\x00\x00\x00\x013"
        b"\x00\x00\x00\x00\x00\x00\x00\x0eplan.submitted"
        b'\x00\x00\x00\x00\x00\x00\x00\x07{"v":1}'
    )


def test_lengths_are_counted_in_bytes_and_may_need_more_than_one() -> None:
    sealed = sealed_columns(1234567890123, "план-1", 1, "t", b"x" * 300)
    assert sealed == (
        b"\x00\x00\x00\x00\x00\x00\x00\x0d1234567890123"
        b"\x00\x00\x00\x00\x00\x00\x00\x0a\xd0\xbf\xd0\xbb\xd0\xb0\xd0\xbd-1"
        b"\x00\x00\x00\x00\x00\x00\x00\x011"
        b"\x00\x00\x00\x00\x00\x00\x00\x01t"
        b"\x00\x00\x00\x00\x00\x00\x01\x2c" + b"x" * 300
    )


def test_a_leaf_is_the_hash_of_a_zero_byte_and_the_sealed_columns() -> None:
    golden = "52a1a8f596002f9cbc1ead9f298ec533ea32d8598088418f52f512d502aefe0a"
    assert leaf_hash(7, "plan-1", 3, "plan.submitted", b'{"v":1}').hex() == golden


def test_no_byte_may_move_from_one_column_to_the_next() -> None:
    assert leaf_hash(1, "ab", 1, "c", b"") != leaf_hash(1, "a", 1, "bc", b"")
    assert leaf_hash(11, "a", 1, "c", b"") != leaf_hash(1, "1a", 1, "c", b"")
    assert leaf_hash(1, "a", 1, "c", b"") != hashlib.sha256(sealed_columns(1, "a", 1, "c", b"")).digest()
