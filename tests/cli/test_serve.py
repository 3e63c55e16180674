"""Does the whole house run in one process, beside a command line that acts on the same data?"""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import PLAN, PLANNER, do, onrecord

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def answers(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


@pytest.fixture
def served(drafted: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "interfaces.cli", "serve", "--port", str(port), "--json"],
        cwd=ROOT,
        env={"ONRECORD_DATA": str(drafted)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            if process.poll() is not None or answers(f"{address}/healthz") == 200:
                break
            time.sleep(0.1)
        yield address, process
    finally:
        process.kill()
        process.communicate()


def test_it_opens_hands_out_ways_in_and_leaves_when_told(served: tuple[str, subprocess.Popen[str]]) -> None:
    address, process = served
    assert answers(f"{address}/readyz") == 200
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=30)
    told = json.loads(out)
    assert (process.returncode, told["address"], err) == (0, address, "")
    assert [door["role"] for door in told["sign_in"]] == [
        "planner",
        "reviewer",
        "director",
        "executor",
        "supervisor",
        "auditor",
        "administrator",
    ]


def test_a_command_line_beside_it_acts_and_sees_what_follows(
    drafted: Path, served: tuple[str, subprocess.Popen[str]]
) -> None:
    submitted = do(
        drafted, "SubmitPlan", PLANNER, "--json", now="2026-07-22T10:00+03:00", workflow="quarterly"
    )
    assert submitted.code == 0
    (row,) = onrecord(drafted, "plans", "--json").json
    assert (row["plan"], row["status"]) == (PLAN, "in-review")
    assert len(onrecord(drafted, "notices", "--json").json) == 2


def test_a_busy_port_is_refused_before_anybody_is_told_an_address(drafted: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        answer = onrecord(drafted, "serve", "--port", port, "--json")
    assert (answer.code, answer.json["refused"], answer.json["port"]) == (1, "port-busy", port)
    assert "--port" in answer.err
    assert "sign_in" not in answer.out


@pytest.mark.parametrize(
    "where", [("--port", "65536"), ("--port", "-1"), ("--host", "192.0.2.1"), ("--host", "no such host")]
)
def test_an_address_that_is_none_of_this_machine_is_refused(where: tuple[str, str], drafted: Path) -> None:
    answer = onrecord(drafted, "serve", *where, "--json")
    assert (answer.code, answer.json["refused"]) == (1, "address-unusable")


def test_in_production_no_way_in_is_printed(drafted: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "interfaces.cli", "serve", "--port", str(port), "--json"],
        cwd=ROOT,
        env={"ONRECORD_DATA": str(drafted), "ONRECORD_MODE": "production"},
        stdout=subprocess.PIPE,
        text=True,
    )
    while not answers(f"http://127.0.0.1:{port}/healthz"):
        assert process.poll() is None
        time.sleep(0.1)
    process.terminate()
    assert json.loads(process.communicate(timeout=30)[0])["sign_in"] == []
