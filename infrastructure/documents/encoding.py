"""Which letters do the bytes of a text stand for? Told by the letters where nothing declares it."""

from __future__ import annotations

import codecs
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from application.imports.grid import Remark
from application.ports import DocumentRefused

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UKRAINIAN = "оанивітерслкдупмяьзгбйчхжцюєїшфщґыэъё"
_VIETNAMESE = "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
_WESTERN = "éèàêçôîâûëïüöäßñóáíúãõåæøù"
_LIKELIEST = 0.11
_FALLING = 0.9
_TYPOGRAPHY = "«»„“”‘’–—№…•§°·\u00a0\u00ad\u2011"
_CANDIDATES = (
    ("cp1251", _UKRAINIAN),
    ("koi8-u", _UKRAINIAN),
    ("cp1125", _UKRAINIAN),
    ("iso8859-5", _UKRAINIAN),
    ("cp1258", _VIETNAMESE),
    ("cp1252", _WESTERN),
)
_NAMES = {
    "cp1251": "Windows-1251",
    "koi8-u": "KOI8-U",
    "cp1125": "CP1125",
    "iso8859-5": "ISO 8859-5",
    "cp1258": "Windows-1258",
    "cp1252": "Windows-1252",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
_RARE, _STRANGE, _BROKEN, _MARK = -7.0, -9.0, -6.0, -3.0
_LEAST_LIKELY = -4.4
_LEAST_LEAD = 8.0
_LEAST_LETTERS = 4
_SAMPLE = 20_000
_CAPITAL_INSIDE = re.compile(r"[^\W\d_A-Z](?<![А-ЯІЇЄҐÀ-ÞĂĐƠƯẠ-Ỹ])[А-ЯІЇЄҐ]")
_MIXED = re.compile(r"[A-Za-z][а-яіїєґА-ЯІЇЄҐ]|[а-яіїєґА-ЯІЇЄҐ][A-Za-z]")
_LETTER_AROUND = re.compile(r"[^\x00-\x7f]")
_INVALID_PER_VALID = 10
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and what there is to say about how it was told from bytes."""

    text: str
    remarks: tuple[Remark, ...] = ()


def decode(content: bytes) -> Decoded:
    """Raises DocumentRefused for what is no text, or where several readings of the letters are as likely."""
    decoded = _marked(content) or _wide(content) or _utf8(content) or _by_letters(content)
    if _CONTROL.search(decoded.text):
        raise DocumentRefused("type-not-read", found="neither a Word document nor a workbook")
    return decoded


def _marked(content: bytes) -> Decoded | None:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if encoding is None:
        return None
    text = content.decode(encoding, "replace").removeprefix("\ufeff")
    return Decoded(text, tuple(_unreadable(text)))


def _wide(content: bytes) -> Decoded | None:
    """UTF-16 without its mark: the same few bytes stand at every other place."""
    if len(content) < 4 or len(content) % 2:
        return None
    even, odd = content[:_SAMPLE:2], content[1:_SAMPLE:2]
    for high, encoding in ((odd, "utf-16-le"), (even, "utf-16-be")):
        if sum(byte in b"\x00\x01\x03\x04\x1e\x20\x21" for byte in high) >= 0.97 * len(high):
            text = content.decode(encoding, "replace")
            return Decoded(text, (_guess(encoding), *_unreadable(text)))
    return None


def _utf8(content: bytes) -> Decoded | None:
    """Also with a few broken bytes, as a faulty disk or a cut leaves them."""
    try:
        return Decoded(content.decode("utf-8"))
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
    invalid = text.count("\ufffd")
    valid = len(_LETTER_AROUND.findall(text)) - invalid
    return Decoded(text, tuple(_unreadable(text))) if valid >= _INVALID_PER_VALID * invalid else None


def _by_letters(content: bytes) -> Decoded:
    readings = sorted(_readings(content), key=lambda reading: reading.score, reverse=True)
    best = readings[0] if readings else None
    rival = next((other for other in readings[1:] if best and other.text != best.text), None)
    if best is None or best.score < _LEAST_LIKELY or 0 < best.letters < _LEAST_LETTERS:
        raise DocumentRefused("encoding-unknown")
    if rival and (best.score - rival.score) * best.told < _LEAST_LEAD:
        raise DocumentRefused("encoding-unknown")
    text = unicodedata.normalize("NFC", best.text) if best.encoding == "cp1258" else best.text
    return Decoded(text, (_guess(best.encoding),))


@dataclass(frozen=True, slots=True)
class _Reading:
    """``score`` is the mean likelihood of what was told apart: ``letters``, and marks beside them."""

    encoding: str
    text: str
    letters: int
    told: int
    score: float


def _readings(content: bytes) -> Iterator[_Reading]:
    for encoding, alphabet in _CANDIDATES:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        letters = _likely(alphabet)
        sample = _sample(unicodedata.normalize("NFC", text) if encoding == "cp1258" else text)
        foreign = _LETTER_AROUND.findall(sample)
        if not foreign:
            continue
        score = sum(_likelihood(letter, letters) for letter in foreign)
        score += _BROKEN * (len(_CAPITAL_INSIDE.findall(sample)) + len(_MIXED.findall(sample)))
        yield _Reading(encoding, text, sum(map(str.isalpha, foreign)), len(foreign), score / len(foreign))


def _sample(text: str) -> str:
    """The lines that hold letters beyond ASCII, up to a length that tells enough."""
    lines, length = [], 0
    for line in text.splitlines():
        if length > _SAMPLE:
            break
        if not line.isascii():
            lines.append(line[:_SAMPLE])
            length += len(lines[-1])
    return "\n".join(lines)


def _likely(alphabet: str) -> dict[str, float]:
    """Likelihoods that fall from letter to letter, as those of a language do."""
    if alphabet is not _UKRAINIAN:
        return dict.fromkeys(alphabet, math.log(1 / 40))
    return {letter: math.log(_LIKELIEST * _FALLING**rank) for rank, letter in enumerate(alphabet)}


def _likelihood(letter: str, letters: dict[str, float]) -> float:
    if letter in _TYPOGRAPHY:
        return _MARK
    if not letter.isalpha():
        return _STRANGE
    return letters.get(letter.lower(), _RARE)


def _guess(encoding: str) -> Remark:
    return Remark("encoding-guessed", "file", {"encoding": _NAMES[encoding]})


def _unreadable(text: str) -> Iterator[Remark]:
    if "\ufffd" not in text:
        return
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if "\ufffd" in line:
            yield Remark("invalid-bytes", f"line {number}", {"count": line.count("\ufffd")})
