"""Is a command that was recorded by older code still known as the same when it is repeated today?

``fingerprints.json`` holds the fingerprint of every example as the code had it that first knew the command.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from domain.canonical import fingerprint_of
from domain.messages import Command
from tests.examples import COMMANDS

FROZEN: dict[str, str] = json.loads(Path(__file__).with_name("fingerprints.json").read_text(encoding="utf-8"))
WORDS = (
    "{name} is written otherwise than when it was first recorded: its repetition after an upgrade would be "
    "refused as another command. Declare a field that came later with `added(...)` of domain/messages; never "
    "change an example that stands in tests/examples.py, and never the hash of an old command."
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: type(c).__name__)
def test_a_command_keeps_the_fingerprint_it_had_when_it_was_first_recorded(command: Command):
    name = type(command).__name__
    today = fingerprint_of([name, command.model_dump(mode="json")])
    assert name in FROZEN, f"add to tests/contracts/fingerprints.json: {name}: {today}"
    assert today == FROZEN[name], WORDS.format(name=name)


def test_no_command_of_old_was_taken_away_or_renamed():
    assert set(FROZEN) <= {type(command).__name__ for command in COMMANDS}
