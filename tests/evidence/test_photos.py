"""Does a photo that is cleaned tell nothing but its picture, and stay the same picture?"""

from __future__ import annotations

from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.evidence.kinds import JPEG, PNG, UNKNOWN, WEBP, media_type, runs
from application.evidence.photos import MOST_PARTS, NotClean, cleaned
from tests.evidence.pictures import CAMERA, TURNED, jpeg, opened, pixels, png, webp

TAKEN = {JPEG: jpeg(), PNG: png(), WEBP: webp()}
kinds = pytest.mark.parametrize("kind", TAKEN)


@kinds
def test_the_kind_is_told_by_the_bytes(kind: str) -> None:
    assert media_type(TAKEN[kind]) == kind


@kinds
def test_camera_and_place_are_gone_and_the_picture_is_the_same(kind: str) -> None:
    before = TAKEN[kind]
    assert CAMERA.encode() in before
    assert opened(before).getexif().get_ifd(0x8825)
    after = cleaned(before, kind)
    assert CAMERA.encode() not in after
    assert not opened(after).getexif().get_ifd(0x8825)
    assert pixels(after) == pixels(before)
    assert cleaned(after, kind) == after


def test_a_jpeg_is_still_turned_the_right_way() -> None:
    left = opened(cleaned(jpeg(), JPEG)).getexif()
    assert dict(left) == {0x0112: TURNED}


def test_a_comment_is_taken_out_too() -> None:
    assert b"at the library" in jpeg()
    assert b"at the library" not in cleaned(jpeg(), JPEG)


@pytest.mark.parametrize(
    "saved", [{"progressive": True}, {"quality": 100, "subsampling": 0}, {"restart_marker_blocks": 1}]
)
def test_scans_of_every_make_are_walked_through(saved: dict[str, object]) -> None:
    content = jpeg(**saved)
    assert pixels(cleaned(content, JPEG)) == pixels(content)


@pytest.mark.parametrize("marker", [0x02, 0xBF, 0xE0, 0xE5, 0xEE, 0xF0, 0xFD, 0xFE])
def test_a_segment_of_no_known_use_is_left_out_and_of_a_known_one_what_hangs_on_it(marker: int) -> None:
    content = jpeg()
    for head in (b"", b"JFIF\0\1\1\0\0\1\0\1\2\1", b"Adobe\0\x64\0\0\0\0\1"):
        told = head + b"50.30 N"
        segment = bytes((0xFF, marker)) + (len(told) + 2).to_bytes(2, "big") + told
        after = cleaned(content[:2] + segment + content[2:], JPEG)
        assert b"50.30 N" not in after
        assert opened(after).size == opened(content).size


@kinds
def test_what_hangs_behind_the_picture_is_left_out(kind: str) -> None:
    film = b"a film with " + CAMERA.encode()
    after = cleaned(TAKEN[kind] + film, kind)
    assert film not in after
    assert pixels(after) == pixels(TAKEN[kind])


def test_colours_are_kept() -> None:
    profile = b"ICC of the screen" * 20
    assert opened(cleaned(jpeg(icc_profile=profile), JPEG)).info["icc_profile"] == profile


@kinds
@pytest.mark.parametrize("at", [3, 20, 60, 200])
def test_a_photo_cut_short_is_refused_and_not_half_cleaned(kind: str, at: int) -> None:
    with pytest.raises(NotClean):
        cleaned(TAKEN[kind][:at], kind)


@kinds
@given(at=st.integers(12, 400), byte=st.integers(0, 255))
def test_whatever_a_damaged_photo_says_it_is_cleaned_or_refused(kind: str, at: int, byte: int) -> None:
    content = bytearray(TAKEN[kind])
    content[at % len(content)] = byte
    try:
        after = cleaned(bytes(content), kind)
    except NotClean:
        return
    assert len(after) <= len(content) + 40


def test_what_is_no_known_photo_is_not_guessed_at() -> None:
    for kind in ("image/heic", "image/tiff", UNKNOWN):
        with pytest.raises(NotClean):
            cleaned(b"....ftypheic", kind)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"PK\x03\x04rest", "application/zip"),
        (b"....ftypheic", "image/heic"),
        (b"<svg onload=alert(1)>", UNKNOWN),
        (b"<html><script>", UNKNOWN),
        (b"", UNKNOWN),
    ],
)
def test_what_a_browser_could_run_has_no_type(content: bytes, kind: str) -> None:
    assert media_type(content) == kind


@pytest.mark.parametrize("start", [b"MZ\x90", b"\x7fELF", b"#!/bin/sh"])
def test_programs_are_known(start: bytes) -> None:
    assert runs(start + b"rest")
    assert not runs(b"%PDF" + start)


JUNK = {
    "segments": (JPEG, b"\xff\xd8" + b"\xff\xc4\x00\x02" * (MOST_PARTS + 1) + b"\xff\xd9"),
    "markers": (JPEG, b"\xff\xd8" + b"\xff\xd0" * (MOST_PARTS + 1) + b"\xff\xd9"),
    "chunks": (PNG, b"\x89PNG\r\n\x1a\n" + (pack(">I4s", 0, b"tEXt") + b"\0\0\0\0") * (MOST_PARTS + 1)),
    "riff": (WEBP, b"WEBP" + b"junk\0\0\0\0" * (MOST_PARTS + 1)),
}


@pytest.mark.parametrize("made", JUNK)
def test_a_photo_of_countless_parts_is_refused_and_not_walked_through(made: str) -> None:
    kind, content = JUNK[made]
    whole = b"RIFF" + pack("<I", len(content)) + content if kind == WEBP else content
    with pytest.raises(NotClean, match="too many"):
        cleaned(whole, kind)


@given(st.binary(max_size=60).map(lambda junk: junk.replace(b"\xff", b"\xff\x00")))
def test_what_stands_in_a_scan_is_kept_to_the_byte_up_to_the_next_marker(scan: bytes) -> None:
    picture = b"\xff\xd8\xff\xda\x00\x02" + scan + b"\xff\xd3" + scan + b"\xff\xff\xd9"
    assert cleaned(picture + b"behind", JPEG) == picture[:-3] + b"\xff\xd9"
