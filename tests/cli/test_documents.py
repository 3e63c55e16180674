"""Do the commands that the documents name exist?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from interfaces.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"```sh\n.*?```|`[^`\n]+`", re.DOTALL)
NAMED = re.compile(r"(?:\./run|(?<![\w/=])onrecord) ([a-z][a-z-]*)\b(?![./=:])")


@pytest.mark.parametrize("document", ["README.md", "docs/deployment.md"])
def test_every_command_that_a_document_names_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = {name for code in CODE.findall(text) for name in NAMED.findall(code)}
    assert len(named) > 4
    assert named <= {*COMMANDS}
