"""What is a file that was handed in, by its bytes? Its name says nothing."""

from __future__ import annotations

UNKNOWN = "application/octet-stream"
JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
PHOTOS = frozenset({JPEG, PNG, WEBP, "image/heic", "image/tiff"})
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
)
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif")
_RUNS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
)


def media_type(content: bytes) -> str:
    """Of the few kinds whose bytes name them; all else is bytes that nothing opens by itself."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return "image/heic"
    return next((kind for start, kind in _BEGINNINGS if content.startswith(start)), UNKNOWN)


def runs(content: bytes) -> bool:
    """Is it a program or a script? No deed is shown by one."""
    return content.startswith(_RUNS)
