"""What does the office's own scanner say of a file? A command of its choosing, given the bytes."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from application.ports import NotScanned, Scanner

CLEAN, FOUND = 0, 1
LONGEST = 200
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class NoScanner:
    """Nothing looks at the files: no command is set."""

    def finds(self, content: bytes) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class CommandScanner:
    """Keeps `application.ports.Scanner`: exit 0 is clean, 1 is a find, all else says nothing of the file."""

    command: Sequence[str]
    seconds: float = 60.0

    def finds(self, content: bytes) -> str:
        try:
            said = subprocess.run(
                self.command,
                input=content,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=self.seconds,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as why:
            log.error("evidence.not_scanned", why=type(why).__name__)
            raise NotScanned from why
        if said.returncode not in (CLEAN, FOUND):
            log.error("evidence.not_scanned", why=f"status {said.returncode}")
            raise NotScanned
        return _first_line(said.stdout) if said.returncode == FOUND else ""


def scanner_for(command: Sequence[str]) -> Scanner:
    return CommandScanner(command) if command else NoScanner()


def _first_line(said: bytes) -> str:
    """Never blank: something was found."""
    text = said.decode("utf-8", "replace").strip().partition("\n")[0]
    return "".join(sign for sign in text if sign.isprintable())[:LONGEST] or "?"
