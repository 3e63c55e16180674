"""In which language does the command line answer?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

LANGUAGES = ("uk", "en", "vi")
FALLBACK = "en"


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """``--lang`` where it stands among the arguments, else the first locale variable that is set."""
    asked = [value for option, value in pairwise(arguments) if option == "--lang"]
    asked += [a.removeprefix("--lang=") for a in arguments if a.startswith("--lang=")]
    named = [environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)]
    wanted = (asked or named or [FALLBACK])[0][:2].lower()
    return wanted if wanted in LANGUAGES else FALLBACK
