"""How is a file read that may do harm? In a process of its own, which can answer and nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from types import TracebackType

import structlog
from pydantic import TypeAdapter, ValidationError

from application.imports.grid import Papers
from application.ports import DocumentRefused
from domain.plan.findings import CODES
from infrastructure.documents.confined import BROKEN, HEAVY, PAPERS, REFUSED, Errand, Limits
from infrastructure.documents.limits import refuse_too_big

READER = "infrastructure.documents.reader:OfficeReader"
MOST_ANSWER = 64 * 2**20
_AT_ONCE = 2
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from infrastructure.documents.confined import main; main(sys.argv[2])"
)
_OUT_OF_MEMORY = (-9,)
_OUT_OF_TIME = (-int(getattr(signal, "SIGXCPU", 24)),)
_NEEDED = ("SYSTEMROOT",)
_PAPERS: TypeAdapter[Papers] = TypeAdapter(Papers)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Refusal:
    code: str
    place: str
    facts: dict[str, object]


_REFUSAL: TypeAdapter[_Refusal] = TypeAdapter(_Refusal)


@dataclass(frozen=True, slots=True)
class _Ended:
    """What the child said and how it went: its status, negative for a signal, and if it had to be ended."""

    answer: bytes
    status: int
    late: bool


@dataclass(frozen=True, slots=True)
class ReaderApart:
    """A DocumentReader whose parsing has limits of memory and time, and neither files nor network.

    ``reader`` names the class that reads, ``module:Class``: it is made in the child. At most two children of
    one process read at a time. Where the system knows no such limits (Windows), only the time is limited.
    """

    reader: str = READER
    limits: Limits = field(default_factory=Limits)
    _turns: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(_AT_ONCE), repr=False, compare=False
    )

    def read(self, content: bytes, file_name: str) -> Papers:
        """Raises DocumentRefused as the reader does, and where reading took too much or broke off."""
        refuse_too_big(content)
        with self._turns, tempfile.TemporaryDirectory(prefix="onrecord-") as empty:
            ended = self._run(content, file_name, empty)
        kind, _, body = ended.answer.partition(b"\n")
        if ended.late or ended.status in _OUT_OF_TIME:
            raise DocumentRefused("file-too-heavy", limit=f"{self.limits.seconds} s", resource="time")
        if kind == HEAVY or ended.status in _OUT_OF_MEMORY or len(ended.answer) > MOST_ANSWER:
            raise DocumentRefused(
                "file-too-heavy", limit=f"{self.limits.memory // 2**20} MB", resource="memory"
            )
        if kind == BROKEN:
            raise _broken_off(body.decode("utf-8", "replace"))
        if ended.status:
            raise _broken_off(f"status {ended.status}")
        return _understood(kind, body)

    def _run(self, content: bytes, file_name: str, folder: str) -> _Ended:
        errand = json.dumps(asdict(Errand(self.reader, file_name, self.limits)))
        paths = json.dumps([path or os.getcwd() for path in sys.path])
        command = [sys.executable, "-I", "-S", "-B", "-c", _START, paths, errand]
        with (
            _Deadline(self.limits.seconds) as deadline,
            subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env={name: os.environ[name] for name in _NEEDED if name in os.environ},
            ) as child,
        ):
            deadline.watch(child)
            assert child.stdin
            assert child.stdout
            with suppress(BrokenPipeError):
                child.stdin.write(content)
            with suppress(BrokenPipeError):
                child.stdin.close()
            answer = child.stdout.read(MOST_ANSWER + 1)
            if len(answer) > MOST_ANSWER:
                child.kill()
        return _Ended(answer, child.returncode, deadline.passed)


class _Deadline:
    """Ends a process that is not done in time, whoever waits for it."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.passed = seconds, False
        self.timer: threading.Timer | None = None

    def __enter__(self) -> _Deadline:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.timer:
            self.timer.cancel()

    def watch(self, child: subprocess.Popen[bytes]) -> None:
        self.timer = threading.Timer(self.seconds, self._end, (child,))
        self.timer.daemon = True
        self.timer.start()

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        if child.poll() is None:
            self.passed = True
            child.kill()


def _understood(kind: bytes, body: bytes) -> Papers:
    """The answer of a child that read hostile bytes is itself checked, value by value."""
    try:
        if kind == PAPERS:
            return _PAPERS.validate_json(body)
        if kind == REFUSED:
            refusal = _REFUSAL.validate_json(body)
            if refusal.code in CODES:
                raise DocumentRefused(refusal.code, refusal.place, **refusal.facts)
    except ValidationError:
        raise _broken_off("its answer was not understood") from None
    raise _broken_off("it gave no answer")


def _broken_off(what: str) -> DocumentRefused:
    """A bug of ours or of a library, told to the log as well: the file is refused, the house goes on."""
    log.error("document.reading_broke_off", what=what)
    return DocumentRefused("reading-broke-off", what=what)
