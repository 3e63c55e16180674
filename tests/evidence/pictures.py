"""Photos as a phone takes them: with place, time and camera; drawn here, with another library than the one
under trial."""

from __future__ import annotations

import io

from PIL import Image, PngImagePlugin

CAMERA, PLACE = "OnRecordCam", (49, 50, 51)
TURNED = 6


def drawn() -> Image.Image:
    image = Image.new("RGB", (40, 24))
    image.putdata([(x * 6 % 256, y * 10 % 256, (x * y) % 256) for y in range(24) for x in range(40)])
    return image


def told() -> Image.Exif:
    """A make, a turn, and a place."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = CAMERA, TURNED
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = PLACE
    return exif


def jpeg(**saved: object) -> bytes:
    out = io.BytesIO()
    drawn().save(out, "JPEG", **{"exif": told(), "comment": b"at the library", "quality": 90, **saved})
    return out.getvalue()


def png() -> bytes:
    out, words = io.BytesIO(), PngImagePlugin.PngInfo()
    words.add_text("Author", CAMERA)
    words.add_itxt("XML:com.adobe.xmp", f"<x>{CAMERA}</x>")
    drawn().save(out, "PNG", exif=told(), pnginfo=words)
    return out.getvalue()


def webp() -> bytes:
    out = io.BytesIO()
    drawn().save(out, "WEBP", exif=told(), xmp=f"<x>{CAMERA}</x>".encode(), lossless=True)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def pixels(content: bytes) -> bytes:
    return opened(content).convert("RGB").tobytes()
