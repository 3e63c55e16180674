"""Does a dot or a comma in a number part its thousands, or is that a question?"""

from __future__ import annotations

import re

_DOTS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3})+(?!\.?\d)")
_COMMAS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?!,?\d)")


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


def _bare(match: re.Match[str]) -> str:
    return re.sub(r"[.,]", "", match.group())
