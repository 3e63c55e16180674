"""Is every finding listed once, described once, and made somewhere?"""

import re
from pathlib import Path

from domain.plan.findings import CODES, doubt

ROOT = Path(__file__).parents[2]
LISTED = re.compile(r"^\| `([a-z-]+)` \| (\w+) \| (.+) \|$", re.MULTILINE)
MADE_IN = ("domain/plan", "application", "infrastructure/documents")


def test_the_documentation_lists_every_code_with_its_severity_and_words() -> None:
    listed = LISTED.findall((ROOT / "docs" / "findings.md").read_text(encoding="utf-8"))
    assert [(code, severity, words) for code, severity, words in listed] == [
        (code, severity.value, words) for code, (severity, words) in CODES.items()
    ]


def test_every_code_is_made_somewhere_and_no_other_one() -> None:
    made: set[str] = set()
    for folder in MADE_IN:
        for file in (ROOT / folder).rglob("*.py"):
            if file.name != "findings.py":
                made |= set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', file.read_text(encoding="utf-8"))) & set(
                    CODES
                )
    assert made == set(CODES)


def test_a_finding_says_its_facts() -> None:
    found = doubt("months-against-target", months=3, target=5).at("План!G5", "m001")
    assert found.message == "The months add up to 3, the target says 5."
    assert (found.place, found.measure) == ("План!G5", "m001")
