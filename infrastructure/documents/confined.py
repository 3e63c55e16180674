"""What may the process do that reads one file? Compute and answer: no files, no network, its share of memory.

It takes the file from its standard input and answers on its standard output: a word, a line end, a value.
"""

from __future__ import annotations

import codecs
import gc
import importlib
import json
import sys
import traceback
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from application.imports.grid import Papers
from application.ports import DocumentReader, DocumentRefused

PAPERS, REFUSED, HEAVY, BROKEN = b"papers", b"refused", b"heavy", b"broken"
_CODECS = (
    *("ascii", "latin-1", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "idna"),
    *("cp437", "cp866", "cp1125", "cp1250", "cp1251", "cp1252", "cp1254", "cp1257", "cp1258"),
    *("koi8-r", "koi8-u", "iso8859-1", "iso8859-2", "iso8859-5", "iso8859-15", "unicode_escape"),
)
_MODULES = ("heapq", "_strptime", "html.entities")
"""Python loads these when they are first needed, and then nothing can be loaded any more."""


@dataclass(frozen=True, slots=True)
class Limits:
    """``memory``: bytes of address space, interpreter included; ``seconds``: by the clock, and of work."""

    memory: int = 512 * 2**20
    seconds: int = 15


@dataclass(frozen=True, slots=True)
class Errand:
    """Which reader is to read which file, within which limits."""

    reader: str
    file_name: str
    limits: Limits = field(default_factory=Limits)


def main(asked: str) -> None:
    errand = TypeAdapter(Errand).validate_json(asked)
    limit_resources(errand.limits)
    reader = _reader(errand.reader)
    answers = TypeAdapter(Papers)
    for encoding in _CODECS:
        codecs.lookup(encoding)
    for module in _MODULES:
        importlib.import_module(module)
    content = sys.stdin.buffer.read()
    gc.disable()
    forbid_opening()
    answer(*_answer(reader, content, errand.file_name, answers))


def limit_resources(limits: Limits) -> None:
    """Memory, time of work, nothing written to a file, no core left behind; as far as the system knows it."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        ("RLIMIT_AS", limits.memory),
        ("RLIMIT_CPU", limits.seconds),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NPROC", 0),
    ):
        if sys.platform == "linux" or kind not in ("RLIMIT_AS", "RLIMIT_NPROC"):
            resource.setrlimit(getattr(resource, kind), (most, most))


def forbid_opening() -> None:
    """From here on no file, socket or pipe can be opened, for reading or writing, by any library."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def answer(kind: bytes, body: bytes) -> None:
    sys.stdout.buffer.write(kind + b"\n" + body)
    sys.stdout.buffer.flush()


def _reader(path: str) -> DocumentReader:
    module, _, name = path.partition(":")
    reader: DocumentReader = getattr(importlib.import_module(module), name)()
    return reader


def _answer(
    reader: DocumentReader, content: bytes, file_name: str, answers: TypeAdapter[Papers]
) -> tuple[bytes, bytes]:
    try:
        return PAPERS, answers.dump_json(reader.read(content, file_name))
    except DocumentRefused as refused:
        told = {"code": refused.code, "place": refused.place, "facts": refused.facts}
        return REFUSED, json.dumps(told, default=str).encode()
    except MemoryError:
        return HEAVY, b""
    except Exception as error:  # the edge of this process: whoever started it logs it
        last = traceback.extract_tb(error.__traceback__)[-1]
        return BROKEN, f"{type(error).__name__} in {last.name}, line {last.lineno}".encode()
