"""What do a plan's own words say of its purpose, its money and who answers for it?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from application.imports.grid import Line
from application.imports.numbers import section_title
from domain.spelling import clean, plain

_TOPICS = {
    "purpose": re.compile(r"(мета\b|mục đích|purpose|goal)"),
    "funding": re.compile(r"(фінансування|фінансове забезпечення|kinh phí|nguồn kinh phí|funding|budget)"),
    "responsibilities": re.compile(
        r"(trách nhiệm|tổ chức thực hiện|відповідальн|responsibilit|implementation)"
    ),
}
_LONGEST_HEADING = 120


def topics_of(lines: Sequence[Line]) -> dict[str, list[str]]:
    """The lines below a numbered heading of each topic, headings inside the responsibilities among them."""
    found: dict[str, list[str]] = {topic: [] for topic in _TOPICS}
    opened: str | None = None
    below_roman = False
    for line in lines:
        text = clean(line.text)
        title = section_title(text)
        if title.number and len(text) <= _LONGEST_HEADING:
            within = opened == "responsibilities" and below_roman and not title.roman
            if not within:
                opened, below_roman = _topic(title.title), title.roman
                continue
        if opened:
            found[opened].append(text)
    return found


def _topic(title: str) -> str | None:
    return next((topic for topic, form in _TOPICS.items() if form.match(plain(title))), None)
