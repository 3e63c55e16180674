"""In which words is it told that arguments do not fit a command? argparse itself says it in English alone."""

from __future__ import annotations

import re
from collections.abc import Mapping

from interfaces.cli.words import Help

_ABOUT = re.compile(r"argument (?P<argument>[^:]+): (?P<message>.+)", re.DOTALL)
_SAID: Mapping[str, re.Pattern[str]] = {
    "arguments-required": re.compile(r"the following arguments are required: (?P<names>.+)", re.DOTALL),
    "one-required": re.compile(r"one of the arguments (?P<names>.+) is required", re.DOTALL),
    "unrecognized": re.compile(r"unrecognized arguments: (?P<names>.+)", re.DOTALL),
    "invalid-choice": re.compile(r"invalid choice: (?P<given>.+) \(choose from (?P<known>.+)\)", re.DOTALL),
    "not-a-number": re.compile(r"invalid int value: (?P<given>.+)", re.DOTALL),
    "value-missing": re.compile(r"expected (?:one|at least one|\d+) arguments?"),
    "no-value-here": re.compile(r"ignored explicit argument (?P<given>.+)", re.DOTALL),
    "not-beside": re.compile(r"not allowed with argument (?P<other>.+)", re.DOTALL),
}
"""What argparse may say of the options that we have. What it says otherwise is passed on as it is."""


def worded(words: Help, message: str) -> str:
    """The message in the language of ``words``: what is wrong, with which argument, and what fits."""
    about = _ABOUT.fullmatch(message)
    said = about["message"] if about else message
    for key, pattern in _SAID.items():
        if match := pattern.fullmatch(said):
            facts = {name: _plainly(given) for name, given in match.groupdict().items()}
            told = words.say(f"misuse-{key}", **facts)
            return f"{about['argument']}: {told}" if about else told
    return message


def _plainly(given: str) -> str:
    """As it was typed, not as Python quotes it."""
    return given.replace("'", "")
