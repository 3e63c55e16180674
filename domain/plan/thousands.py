"""Does a dot or a comma in a number part its thousands, or is that a question?"""

from __future__ import annotations

import re

_DOTS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3})+(?!\.?\d)")
_COMMAS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?!,?\d)")
_EITHER = re.compile(r"(?!0+[.,])\d{1,3}[.,]\d{3}")


def joined(words: str, language: str) -> str:
    """«1.250,5» in Vietnamese is 1250,5: there the dot parts thousands and nothing else."""
    return _DOTS.sub(_bare, words) if language == "vi" else words


def perhaps_joined(words: str, language: str) -> str | None:
    """The words with their thousands joined, where «1.250» (in English also «1,250») is unsure."""
    if language in ("", "vi"):
        return None
    read = _DOTS.sub(_bare, words)
    read = _COMMAS.sub(_bare, read) if language == "en" else read
    return read if read != words else None


def parts_either(number: str) -> bool:
    """«1,200» and «1.200», typed where no language tells: 1200 to one reader, 1,2 to another."""
    return _EITHER.fullmatch(number) is not None


def both_readings(number: str) -> tuple[str, str]:
    """«1,200» as «1200» and as «1,2»; a fraction of three digits gets a fourth, which leaves no doubt."""
    whole, mark, fraction = re.split(r"([.,])", number)
    short = fraction.rstrip("0")
    return whole + fraction, whole + (mark + (short if len(short) < 3 else f"{short}0") if short else "")


def _bare(match: re.Match[str]) -> str:
    return re.sub(r"[.,]", "", match.group())
