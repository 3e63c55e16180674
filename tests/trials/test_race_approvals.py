"""Do races of approvals end well on a small scale, and is the planted bug found?"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.trials.race_approvals import FAULTS


def figures(*arguments: str) -> tuple[int, dict[str, object]]:
    command = [sys.executable, "-m", "tests.trials.race_approvals", "--rounds", "45", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize("store", ["sqlite", "postgres"])
def test_two_who_decide_at_once_each_keep_what_is_theirs(store: str) -> None:
    status, told = figures("--store", store)
    assert {fault: told[fault] for fault in FAULTS} == dict.fromkeys(FAULTS, 0)
    assert int(str(told["overlapping"])) > 15
    assert status == 0


@pytest.mark.parametrize("store", ["sqlite", "postgres"])
def test_the_trial_finds_that_the_expected_version_is_ignored(store: str) -> None:
    status, told = figures("--store", store, "--plant", "expected-version-ignored")
    assert told["both_stood"] != 0
    assert status == 1
