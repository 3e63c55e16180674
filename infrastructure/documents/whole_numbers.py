"""Which whole number does an attribute write?"""

_MOST_DIGITS = 9


def whole(written: str, otherwise: int) -> int:
    """The number of up to nine ASCII digits; all else, ``²`` and a mile of digits too, is ``otherwise``."""
    readable = written.isascii() and written.isdigit() and len(written) <= _MOST_DIGITS
    return int(written) if readable else otherwise
