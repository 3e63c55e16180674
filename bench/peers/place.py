"""Where do the other engines live? In an environment made anew for a run, with the newest of PyPI."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PACKAGES = ("django-viewflow", "SpiffWorkflow", "psycopg[binary]")
PATIENCE = 180
"""Seconds for each of the two steps."""


class NoPeers(Exception):
    """The other engines could not be set up; the text says why."""


def environment(folder: Path) -> Path:
    """The Python of an environment in which the other engines stand; raises NoPeers."""
    place = folder / "peers"
    python = place / "bin" / "python"
    _step(sys.executable, "-m", "venv", str(place))
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input", "--retries", "1", "--timeout", "10")
    _step(str(python), "-m", "pip", "install", *quiet, *PACKAGES)
    return python


def _step(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.CalledProcessError as failed:
        said = (failed.stderr or failed.stdout).strip().splitlines()
        raise NoPeers(said[-1] if said else f"exit {failed.returncode}") from failed
    except (OSError, subprocess.TimeoutExpired) as failed:
        raise NoPeers(str(failed)) from failed
