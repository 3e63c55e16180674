"""What does everybody say at a step? The same words for every other engine, and the same five persons."""

from __future__ import annotations

import json
import sys
from typing import Any

PLANNER, DIRECTOR = "planner", "director"
POSTS = ("head", "bureau", "deputy", DIRECTOR)
"""Who decides after the planner has submitted, one after another; everybody is called by the post held."""


def document() -> dict[str, Any]:
    """The plan, as the house drafts it: the first line of the standard input."""
    text: dict[str, Any] = json.loads(sys.stdin.readline())
    return text


def said(by: str) -> dict[str, str]:
    return {
        "text_hash": "0" * 64,
        "by": by,
        "capacity": "Фахівець відділу",
        "channel": "web",
        "organisation": "bench",
        "occurred_at": "2021-02-09",
    }
