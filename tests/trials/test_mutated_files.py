"""Does the trial of damaged files hold on a small scale, and does it find planted bugs?"""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.imports.files import archive
from tests.trials.mutated_files import FAULTS, ROOT, damaged, seeds


def figures(*arguments: str) -> tuple[int, dict[str, int]]:
    """The exit status of the trial and what it printed."""
    command = [sys.executable, "-m", "tests.trials.mutated_files", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=ROOT)
    return done.returncode, json.loads(done.stdout)


def test_thirty_damaged_files_end_in_a_reading_or_in_a_refusal_with_words() -> None:
    status, told = figures("--files", "30")
    assert {fault: told[fault] for fault in FAULTS} == dict.fromkeys(FAULTS, 0)
    assert (told["files"], status) == (30, 0)


@pytest.mark.parametrize(
    ("plant", "fault"),
    [("reader-raises", "crashed"), ("child-raises", "crashed"), ("words-missing", "wordless")],
)
def test_the_trial_finds_a_planted_bug(plant: str, fault: str) -> None:
    status, told = figures("--files", "12", "--plant", plant)
    assert told[fault] > 0
    assert status == 1


def test_a_file_of_a_number_is_the_same_for_ever() -> None:
    good = seeds()
    assert [damaged(1, n, good) for n in range(20)] == [damaged(1, n, good) for n in range(20)]
    packed = zipfile.ZipFile(io.BytesIO(archive({"part": b""})))
    assert [part.date_time[0] for part in packed.infolist()] == [1980]
    assert {Path(title).suffix for title in good} >= {
        ".docx",
        ".xlsx",
        ".pdf",
        ".csv",
        ".ods",
        ".odt",
        ".html",
    }
