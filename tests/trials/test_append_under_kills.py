"""Does the trial of the append hold on a small scale, and does it find the planted bug?"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.trials.append_under_kills import FAULTS

SMALL = ("--commands", "600", "--kills", "60")


def figures(*arguments: str) -> tuple[int, dict[str, object]]:
    """The exit status of the trial and what it printed."""
    command = [sys.executable, "-m", "tests.trials.append_under_kills", *SMALL, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize("store", ["sqlite", "postgres"])
def test_every_command_is_stored_once_while_its_senders_are_killed(store: str) -> None:
    status, told = figures("--store", store)
    assert {fault: told[fault] for fault in FAULTS} == dict.fromkeys(FAULTS, 0)
    assert (told["kills"], status) == (60, 0)


@pytest.mark.parametrize("store", ["sqlite", "postgres"])
def test_the_trial_finds_that_commands_have_no_key(store: str) -> None:
    status, told = figures("--store", store, "--plant", "no-command-key")
    assert told["doubled"] != 0
    assert status == 1
