"""How was this program started, so that what it tells a person to type works there?"""

from __future__ import annotations

import os
import re

VARIABLE = "ONRECORD_CALLED"
_NAME = re.compile(r"(?<![\w/.-])onrecord (?=\S)")


def as_called(text: str) -> str:
    """Commands in a text, named as this process was started: ``./run`` says so in its environment."""
    called = os.environ.get(VARIABLE)
    return _NAME.sub(lambda _: f"{called} ", text) if called else text


def shown_text(given: str) -> str:
    """What the command line gave, bytes that are no UTF-8 shown as U+FFFD: it can be told, kept and sent."""
    return given.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
