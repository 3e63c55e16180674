"""Does the same report give the same bytes whatever the machine's time, zone, locale and hash seed?"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENVIRONMENTS = (
    ({}, []),
    ({"TZ": "Asia/Ho_Chi_Minh", "LANG": "vi_VN.UTF-8", "PYTHONHASHSEED": "1"}, []),
    ({"TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONHASHSEED": "77"}, ["1930000000"]),
    ({"TZ": "Europe/Kyiv", "LC_ALL": "uk_UA.UTF-8", "PYTHONHASHSEED": "random"}, ["86400.5"]),
)


def printed(variables: dict[str, str], arguments: list[str]) -> list[str]:
    kept = {name: os.environ[name] for name in ("PATH", "VIRTUAL_ENV") if name in os.environ}
    command = [sys.executable, "-m", "tests.reports.print_hashes", *arguments]
    run = subprocess.run(command, cwd=ROOT, env=kept | variables, capture_output=True, text=True, check=True)
    return run.stdout.splitlines()


def test_every_format_and_language_is_the_same_everywhere():
    first, *others = [printed(*environment) for environment in ENVIRONMENTS]
    assert len(first) == 15
    assert len({line.split()[2] for line in first}) == 15
    for other in others:
        assert other == first
