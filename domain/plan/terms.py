"""What does a body consent to? All of a measure that it is shown and would be bound by, as it reads now."""

from __future__ import annotations

from domain.canonical import fingerprint
from domain.plan.document import Measure

SHOWN = {
    "purpose",
    "title",
    "due",
    "indicator",
    "target",
    "additivity",
    "sub_items",
    "expected_result",
    "baseline",
    "note",
    "funding",
}
"""The words and how they are read: a month's share may change under the same words."""
OWN = {"lead", "due"}


def terms_of(measure: Measure, executor: str) -> str:
    """Equal while nothing changed of what this body would have to do. Its number in the plan, its place in
    the file and who else carries it out are none of it."""
    own = [e.model_dump(mode="json", include=OWN) for e in measure.executors if e.raw == executor]
    return fingerprint([measure.model_dump(mode="json", include=SHOWN), own])
