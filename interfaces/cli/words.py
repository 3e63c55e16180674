"""What does `--help` say? Read from one small file per language, without the application."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from interfaces.cli.called import as_called


@dataclass(frozen=True, slots=True)
class Help:
    words: dict[str, str]

    def say(self, key: str, /, **facts: object) -> str:
        return as_called(self.words[key]).format_map(facts)


@cache
def help_in(language: str) -> Help:
    text = files("interfaces.cli.help").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return Help(tomllib.loads(text))
