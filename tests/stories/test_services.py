"""The services of the compose file, by their own commands, as processes here: one letter goes all the way.

Images cannot be built where this runs; what they would start can.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.compose import command_of, settings_of

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "application" / "samples" / "shipped" / "plan-kvartal-2026-3.docx"
PATIENCE = 120.0


@pytest.fixture
def here(durable_postgres_server, redis_of_our_own, tmp_path: Path) -> Iterator[dict[str, str]]:
    """What Compose would be told, with the servers of the tests in place of the images."""
    with durable_postgres_server.database() as database:
        yield {
            "ONRECORD_DATABASE_URL": database,
            "ONRECORD_BROKER_URL": redis_of_our_own.url,
            "ONRECORD_MAIL_URL": "",
            "ONRECORD_PUBLIC_URL": "http://127.0.0.1",
            "ONRECORD_DATA": str(tmp_path),
            "POSTGRES_PASSWORD": "not-used-here",
            "REDIS_PASSWORD": "not-used-here",
        }


@pytest.mark.timeout(300)
def test_a_letter_goes_from_a_command_through_beat_and_worker_to_its_reader(here, tmp_path: Path):
    port = free_port()
    assert run("migrate", settings_of("migrate", here), command_of("migrate")[1:]).returncode == 0
    web = [word if word != "8000" else str(port) for word in command_of("web")]
    with service("web", here, web), service("worker", here), service("beat", here):
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/readyz"), "the web service is not ready")
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=3) as ready:
            assert json.load(ready)["broker"] == {"ok": True, "kind": "redis"}
        submit_a_plan(settings_of("web", here))
        wait_until(lambda: list((tmp_path / "outbox").glob("*.eml")), "no letter went out")
        letters = told(settings_of("web", here), "notices")
        assert {letter["kind"] for letter in letters} == {"approval-asked"}
        assert len(letters) == 2


def submit_a_plan(settings: dict[str, str]) -> None:
    """By an operator of a demonstration on the same record: in production nobody acts without a token."""
    plan = told(settings, "import", str(SAMPLE))["plan"]
    body = json.dumps({"plan": plan, "workflow": "quarterly"})
    told(settings, "do", "SubmitPlan", body, "--as", "olena.honchar")


def told(settings: dict[str, str], *words: str) -> object:
    done = run("operator", {**settings, "ONRECORD_MODE": "demo"}, [*words, "--json"])
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def run(name: str, settings: dict[str, str], words: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "interfaces.cli", *words],
        env=environment(settings),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@contextlib.contextmanager
def service(name: str, here: dict[str, str], words: list[str] | None = None) -> Iterator[None]:
    """One service for as long as the block; it must still run at the end, and leave when it is asked to."""
    command = [sys.executable, "-m", "interfaces.cli", *(words or command_of(name))[1:]]
    log = Path(here["ONRECORD_DATA"]) / f"{name}.log"
    with log.open("w") as out:
        running = subprocess.Popen(
            command, env=environment(settings_of(name, here)), cwd=ROOT, stdout=out, stderr=out
        )
    try:
        yield
        assert running.poll() is None, log.read_text()[-2000:]
    finally:
        running.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(20)
        ended = running.poll()
        running.kill()
    assert ended is not None, f"{name} did not leave when asked to"


def environment(settings: dict[str, str]) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), **settings}


def wait_until(true: Callable[[], object], otherwise: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, otherwise
        time.sleep(0.3)


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=3) as answer:
            return answer.status == 200
    except (URLError, OSError):
        return False


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
