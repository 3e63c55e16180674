"""How does Word write the number of a list: 3, 03, c, iii, в?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

_MOST = 3999
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
"""As Word counts: without ё, й, ъ and ь."""
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def written(number: int, form: str) -> str | None:
    """None where the form, or this number in it, is not known. ``form`` is a value of ``w:numFmt``."""
    if form == "none":
        return ""
    if form == "decimal":
        return str(number)
    if form == "decimalZero":
        return f"{number:02}"
    if form not in _FORMS or not 0 < number <= _MOST:
        return None
    lower = _FORMS[form](number)
    return lower.upper() if form in _CAPITAL else lower


def _repeated(number: int, alphabet: str) -> str:
    """After ``z`` comes ``aa``, then ``bb``."""
    times, at = divmod(number - 1, len(alphabet))
    return alphabet[at] * (times + 1)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text


_CAPITAL = ("upperLetter", "upperRoman", "russianUpper")
_FORMS: dict[str, Callable[[int], str]] = {
    "lowerLetter": partial(_repeated, alphabet=_LATIN),
    "upperLetter": partial(_repeated, alphabet=_LATIN),
    "russianLower": partial(_repeated, alphabet=_RUSSIAN),
    "russianUpper": partial(_repeated, alphabet=_RUSSIAN),
    "lowerRoman": _roman,
    "upperRoman": _roman,
}
