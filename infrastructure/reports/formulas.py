"""Would a spreadsheet take these words for a formula?"""

from __future__ import annotations

FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")


def like_a_formula(words: object) -> bool:
    """True of a negative number's words too: a caller that knows better says so."""
    return isinstance(words, str) and words.startswith(FORMULA_STARTS)
