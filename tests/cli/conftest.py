"""Who speaks to the command line in tests, and to which data?"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from application.samples.offices import SHIPPED
from interfaces.cli.main import run

PLAN = "ua-office-2026q3"
PLANNER, OUTREACH, DEFENCE = "olena.honchar", "lesia.stepova", "roman.kosovych"
DEPUTY, DIRECTOR, EXECUTOR = "ostap.vilkhovyi", "solomiia.yavornytska", "maksym.zelenko"
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Speak = Callable[..., Answer]


def onrecord(data: Path, *arguments: str, now: str | None = None, **settings: str) -> Answer:
    """One command line, in this process. ``now`` is its clock; ``settings`` such as ``mode="production"``."""
    environment = {f"ONRECORD_{name.upper()}": value for name, value in settings.items()}
    environment |= {"ONRECORD_DATA": str(data)} | ({"ONRECORD_NOW": now} if now else {})
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        for name in [n for n in os.environ if n.startswith("ONRECORD_") or n in LOCALE]:
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run([str(a) for a in arguments])
    structlog.reset_defaults()
    return Answer(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))  # type: ignore[attr-defined]


def do(data: Path, command: str, by: str, *options: str, now: str, **fields: object) -> Answer:
    body = json.dumps({"plan": PLAN, **fields})
    return onrecord(data, "do", command, body, "--as", by, *options, now=now)


@pytest.fixture(scope="session")
def drafted_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped quarterly plan, imported on 21 July 2026."""
    data = tmp_path_factory.mktemp("drafted") / "data"
    file = SHIPPED / "plan-kvartal-2026-3.docx"
    answer = onrecord(data, "import", str(file), now="2026-07-21T09:00+03:00")
    assert answer.code == 0, answer.err
    return data


@pytest.fixture(scope="session")
def approved_once(tmp_path_factory: pytest.TempPathFactory, drafted_once: Path) -> Path:
    """The same plan in force since 23 July, with one execution logged and corrected on 30 July."""
    data = tmp_path_factory.mktemp("approved") / "data"
    shutil.copytree(drafted_once, data)
    for answer in live(data):
        assert answer.code == 0, answer.err
    return data


def live(data: Path) -> Iterator[Answer]:
    july = "2026-07-{}T10:00+03:00".format
    yield do(data, "SubmitPlan", PLANNER, now=july(21), workflow="quarterly")
    yield do(data, "AgreeStep", OUTREACH, now=july(22), step="visa-outreach")
    yield do(data, "AgreeStep", DEFENCE, now=july(22), step="visa-defence")
    yield do(data, "AgreeStep", DEPUTY, now=july(22), step="deputy")
    for measure in ("m006", "m030"):
        yield do(data, "OverrideOwnerGate", PLANNER, now=july(22), measure=measure, reason="усі відділи")
    yield do(data, "ApproveStep", DIRECTOR, now=july(23), step="director", act="наказ № 5")
    deed = {"measure": "m001", "done_on": "2026-07-28"}
    logged = do(data, "LogExecution", EXECUTOR, "--json", now=july(30), quantity=2, **deed)
    yield logged
    execution = logged.json["facts"][0]["fact"]["execution"]
    yield do(
        data,
        "CorrectExecution",
        EXECUTOR,
        now=july(30),
        execution=execution,
        quantity=3,
        reason="хиба",
        **deed,
    )


@pytest.fixture
def drafted(drafted_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(drafted_once, tmp_path / "data")


@pytest.fixture
def approved(approved_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(approved_once, tmp_path / "data")
