"""How does a server process start, get killed, start again, and surely end?"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SERVER_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}

GUARD = """
trap '' HUP INT TERM
while read -r line; do pid=$line; done
kill -QUIT "$pid" 2>/dev/null
for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  kill -0 "$pid" 2>/dev/null || break
  sleep 0.1
done
kill -KILL "$pid" 2>/dev/null
rm -rf -- "$1"
"""


class Guard:
    """A shell that ends the server and removes its folder once our end of a pipe closes, however we end."""

    def __init__(self, folder: Path) -> None:
        self._shell = subprocess.Popen(
            ["/bin/sh", "-c", GUARD, "guard", folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
        )

    def watch(self, pid: int) -> None:
        assert self._shell.stdin
        self._shell.stdin.write(f"{pid}\n".encode())
        self._shell.stdin.flush()

    def let_go(self) -> None:
        assert self._shell.stdin
        self._shell.stdin.close()

    def wait(self) -> None:
        self._shell.wait(10)


@dataclass
class Server:
    """A server process on a fixed port: may be killed and started again over the same data.

    `is_ready` is a command that succeeds once the server answers; without one, it is asked to answer `PING`.
    """

    url: str
    command: list[str]
    is_ready: list[str] | None
    folder: Path
    port: int
    identity: dict[str, Any] = field(default_factory=dict)
    guard: Guard = field(init=False)
    process: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        self.guard = Guard(self.folder)

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=SERVER_ENVIRONMENT,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.identity,
            )
        self.guard.watch(self.process.pid)
        self._wait_until_ready()

    def kill(self) -> None:
        """As a power cut would: no farewell, nothing flushed by the server."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        self.guard.let_go()
        if self.process:
            self.process.wait(10)
        self.guard.wait()

    def _wait_until_ready(self) -> None:
        assert self.process
        deadline = time.monotonic() + 30
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise ServerDidNotStart((self.folder / "log").read_text()[-2000:])
            time.sleep(0.02)

    def _answers(self) -> bool:
        if self.is_ready:
            asked = subprocess.run(
                self.is_ready, env=SERVER_ENVIRONMENT, cwd="/", capture_output=True, **self.identity
            )
            return asked.returncode == 0
        return answers_ping(self.port)


class ServerDidNotStart(Exception):
    """Carries the end of the server's own log."""


def answers_ping(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as talk:
            talk.sendall(b"PING\r\n")
            return talk.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
