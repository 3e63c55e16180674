"""How does a template become a page?"""

from __future__ import annotations

import re
from collections.abc import Callable

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

NOBR = "\u00a0"


def templates() -> Environment:
    """Everything shown is escaped; a name that is not given is an error, never a blank."""
    environment = Environment(
        loader=PackageLoader("interfaces.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["paragraphs"] = paragraphs
    environment.filters["parts_named"] = parts_named
    environment.filters["short_hash"] = short_hash
    return environment


def parts_named(text: str, period: Callable[[str], str]) -> str:
    """``2026-09: 5`` with its month in words."""
    return re.sub(r"\b\d{4}-(0[1-9]|1[0-2])(?=: )", lambda month: period(month[0]), text)


def paragraphs(text: str) -> Markup:
    """Lines of a source stay lines."""
    return Markup("<br>").join(escape(line) for line in text.splitlines())


def short_hash(sha256: str) -> str:
    """The first twelve signs, in fours."""
    return " ".join(sha256[n : n + 4] for n in range(0, 12, 4))
